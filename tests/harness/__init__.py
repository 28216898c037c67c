"""One runner of notebooks and one comparison, used by tests, run and bench."""
