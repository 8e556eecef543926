"""How long it takes until an office is told, and until it records what it was told."""

from __future__ import annotations

import numpy as np

from producers.days import open_day, open_day_of
from producers.town import Town


def notified(
    town: Town, stream: str, residents: np.ndarray, effective: np.ndarray | int, within: int, later: int = 0
) -> np.ndarray:
    """The day on which each notice is given: within some days, a few (5 %) up to `later` days more; the same day
    without lag."""
    effective = np.broadcast_to(np.asarray(effective, dtype=np.int64), len(residents))
    if not town.errors.lag:
        return effective.copy()
    wait = town.draws.below(f"notice of {stream}", residents, within + 1)
    late = town.draws.chance(f"late notice of {stream}", residents, 50_000)
    return open_day(effective + wait + np.where(late, town.draws.below(f"how late {stream}", residents, later + 1), 0))


def recorded(town: Town, days: np.ndarray | int, wait: int = 0) -> np.ndarray:
    """The day on which an office records what it learned or decided: after `wait` days, when it is open; at once
    without lag."""
    days = np.asarray(days, dtype=np.int64)
    return open_day(days + wait) if town.errors.lag else days


def notified_one(town: Town, stream: str, resident: int, effective: int, within: int, later: int = 0) -> int:
    """The day of one notice."""
    return int(notified(town, stream, np.array([resident]), effective, within, later)[0])


def recorded_one(town: Town, day: int, wait: int = 0) -> int:
    """The day of one record."""
    return open_day_of(day + wait) if town.errors.lag else day
