"""Lessons: their scripts, the figures that are read from the run, guesses, and a lesson that is being held."""
