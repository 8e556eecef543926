"""A household written by hand (docs/scenario.md): read, checked, and turned into the events that offices would have sent."""
