"""The days on which the rules of ordinances change by themselves: a jump over such a day is made in two."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from processors.gate.cases import LIFE_EVENT_DAYS
from schemas.ordinance import Ordinance

_LONGEST_STEP = 27
"""Days: birthdays and ends of months are looked for within such a step."""


def turning_days(ordinances: Iterable[Ordinance], before: int, now: int) -> list[int]:
    """The days after `before` and before `now` at which to stop on the way."""
    if now - before <= 1:
        return []
    turns = set(range(before + _LONGEST_STEP, now, _LONGEST_STEP))
    for ordinance in ordinances:
        turns |= _of(ordinance, before, now)
    stops = {stop for turn in turns for stop in (turn - 1, turn) if before < stop < now}
    return sorted(stops)


def _of(ordinance: Ordinance, before: int, now: int) -> set[int]:
    turns: set[int] = set()
    for row in (*ordinance.rows, *ordinance.prohibitions):
        turns |= {row.valid_from, row.valid_to + 1}
        for opening in _sweeps(getattr(row, "sweep_on", ()), before, now):
            turns |= {opening, opening + LIFE_EVENT_DAYS, opening + LIFE_EVENT_DAYS + 1}
    return {turn for turn in turns if before < turn <= now}


def _sweeps(dates: Iterable[str], before: int, now: int) -> Iterable[int]:
    for year in range(datetime.date.fromordinal(before).year - 1, datetime.date.fromordinal(now).year + 1):
        for date in dates:
            month, day = (int(part) for part in date.split("-"))
            if (month, day) != (2, 29):
                yield datetime.date(year, month, day).toordinal()
