"""The town and its four offices: simulated people, what happens to them, and what each office records of it."""
