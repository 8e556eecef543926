"""Nayose itself: the whole replay, and what its parts take."""
