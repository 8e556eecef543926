"""A town that is played: kept events, lanes, and where each of them stands on the clock's day."""
