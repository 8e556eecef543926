"""The workshop: the command line, and the page."""
