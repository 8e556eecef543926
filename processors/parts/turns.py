"""The days on which the rules of ordinances change by themselves: a jump over such a day is made in two."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from processors.gate.cases import LIFE_EVENT_DAYS
from schemas.ordinance import Ordinance


def turning_days(ordinances: Iterable[Ordinance], before: int, now: int) -> list[int]:
    """The days after `before` and before `now` at which to stop on the way.

    Households of which something falls due on the way are looked at in any case; but rows that come into force and go out of it
    again, or a sweep that opens and closes, would not be noticed.
    """
    if now - before <= 1:
        return []
    return sorted({turn for ordinance in ordinances for turn in _of(ordinance, before, now) if before < turn < now})


def _of(ordinance: Ordinance, before: int, now: int) -> set[int]:
    turns: set[int] = set()
    for barred in ordinance.prohibitions:
        turns |= {barred.valid_from, barred.valid_to + 1}
    for row in ordinance.rows:
        turns |= {row.valid_from, row.valid_to + 1}
        for opening in _sweeps(row.sweep_on, before, now):
            turns |= {opening, opening + LIFE_EVENT_DAYS}
    return {turn for turn in turns if before < turn <= now}


def _sweeps(dates: Iterable[str], before: int, now: int) -> Iterable[int]:
    for year in range(datetime.date.fromordinal(before).year - 1, datetime.date.fromordinal(now).year + 1):
        for date in dates:
            month, day = (int(part) for part in date.split("-"))
            if (month, day) != (2, 29):
                yield datetime.date(year, month, day).toordinal()
