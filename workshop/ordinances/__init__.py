"""Ordinances for people: shown as tables, held against scenarios, compared by the residents of a town."""
