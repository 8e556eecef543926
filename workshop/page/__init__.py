"""The workshop page: a town being played, lanes that people change, and what is told of them to browsers."""
