"""Small children: check-ups (乳幼児健診) at 4, 18 and 36 months, and nurseries (保育所)."""

from __future__ import annotations

import numpy as np

from producers.days import date
from producers.offices.notices import recorded, recorded_one
from producers.people import codes
from producers.town import Town

STATUS = codes("child.nursery", "nursery")
_MONTHS = (4, 18, 36)
"""Months of age; the number of each check-up."""
_MISSED = 45_000
_PLACED = 430_000


def load(town: Town) -> None:
    """Check-ups of the small ones of today, and who is in a nursery."""
    people, rows = town.people, town.people.here()
    for months in _MONTHS:
        due = people.birth[rows] + months * 30 + 10
        _checkups(town, rows[(due < town.start) & (due >= town.start - 365)], months, town.start)
    small = rows[(people.birth[rows] < town.start - 300) & (people.birth[rows] > town.start - 6 * 365)]
    placed = small[town.draws.chance("in a nursery", small, _PLACED)]
    people.nursery[placed] = STATUS["placed"]
    since = np.maximum(town.start - 200, people.birth[placed] + 200)
    town.log.many("child.nursery-placed", placed, since, since, town.start)


def _checkups(town: Town, rows: np.ndarray, months: int, told: int | None = None) -> None:
    people = town.people
    missed = town.draws.chance(
        "misses a check-up", rows, np.where(people.in_difficulty[rows], 5 * _MISSED, _MISSED), months
    )
    for type_, here in (("child.checkup-attended", rows[~missed]), ("child.checkup-missed", rows[missed])):
        day = people.birth[here].astype(np.int64) + months * 30 + 10
        day = np.maximum(day, people.since[here])
        town.log.many(type_, here, day, day, recorded(town, day) if told is None else told, months)
    people.missed_checkups[rows[missed]] += 1


def month(town: Town, index: int, first: int, after: int) -> None:
    """The check-ups that fall due, and what happens around nurseries."""
    people, rows = town.people, town.people.here()
    for months in _MONTHS:
        due = people.birth[rows] + months * 30 + 10
        _checkups(town, rows[(due >= first) & (due < after)], months)
    _leave(town, index, first)
    _apply(town, index, first)


def _step(town: Town, child: int, word: str, day: int) -> int:
    town.people.nursery[child] = STATUS[word]
    day = recorded_one(town, day)
    town.log.one(f"child.nursery-{word}", child, day, day, day)
    return day


def _apply(town: Town, index: int, first: int) -> None:
    """Applied for, mostly placed, sometimes waiting."""
    people, rows = town.people, town.people.here()
    rows = rows[
        (people.birth[rows] > first - 5 * 365)
        & (people.birth[rows] < first - 200)
        & (people.nursery[rows] == STATUS["none"])
    ]
    april = date(first).month == 4
    for child in rows[town.draws.chance("wants a nursery", rows, 150_000 if april else 8_000, index)].tolist():
        day = _step(town, child, "applied", first + town.draws.below_one("asks for a nursery", child, 8, index))
        waits = town.draws.chance_one("waits", child, 120_000, index) or not town.waiting
        town.waiting += waits
        _step(town, child, "waiting" if waits else "placed", day + 8)
    waiting = town.people.here()
    waiting = waiting[people.nursery[waiting] == STATUS["waiting"]]
    for child in waiting[town.draws.chance("a place is found", waiting, 250_000, index)].tolist():
        if not rows.size or child not in rows:
            _step(town, child, "placed", first + 20)


def _leave(town: Town, index: int, first: int) -> None:
    """Out of the nursery: into school in April, or earlier."""
    people, n = town.people, town.people.n
    placed = np.flatnonzero(people.nursery[:n] == STATUS["placed"])
    old = people.birth[placed] <= first - 6 * 365 if date(first).month == 4 else np.zeros(len(placed), dtype=bool)
    leaves = old | (people.residency[placed] != 1) | town.draws.chance("leaves the nursery", placed, 4_000, index)
    for child in placed[leaves].tolist():
        _step(town, child, "left", first if town.alive(child) else first + 24)
