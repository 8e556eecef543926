"""The workshop page's town: lanes that people change, and what each change did. (What serves it to browsers comes on top.)"""
