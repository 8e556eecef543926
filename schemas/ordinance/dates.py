"""The days of cases: when a sweep opens one, how long what passed may be kept, and as which day the law sees a day."""

from __future__ import annotations

import calendar
import datetime
from functools import lru_cache

from schemas.fields import FOREVER
from schemas.ordinance.model import Ordinance, Row

CASE_DAYS = 90
"""How long a case that a sweep or a life event opened stays open, in days."""


def law_day(ordinance: Ordinance, run_start: int, day: int) -> int:
    """The day as which rows and national law see `day` of a run that began on `run_start` (ordinals; `law_starts`)."""
    return day if ordinance.law_starts is None else ordinance.law_starts + day - run_start


def sweep_rows(ordinance: Ordinance, duty: str) -> tuple[Row, ...]:
    """The duty's rows that a sweep opens, in the order of the file."""
    return tuple(row for row in ordinance.rows_of(duty) if "sweep" in row.triggers)


@lru_cache(maxsize=10_000)
def sweep_opening(row: Row, day: int, law_shift: int = 0) -> int | None:
    """The newest day of `sweep_on` in the 90 days up to `day`, if the row was in force on it; None if there is none.

    `law_shift`: days by which the law's calendar is off the run's (`law_day(...) - day`); sweep dates go by the run's.
    """
    if "sweep" not in row.triggers:
        return None
    year = datetime.date.fromordinal(day).year
    days = [datetime.date(y, int(on[:2]), int(on[3:])).toordinal() for y in (year - 1, year) for on in row.sweep_on]
    return max((d for d in days if day - CASE_DAYS < d <= day and row.valid(d + law_shift)), default=None)


def retention_end(ordinance: Ordinance, opened_on: int) -> int:
    """The first day on which what a case opened on that day let pass may no longer be kept; FOREVER without an end."""
    months = ordinance.safeguards.retention_months
    return FOREVER if months is None else _months_later(opened_on, months)


@lru_cache(maxsize=10_000)
def _months_later(day: int, months: int) -> int:
    start = datetime.date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(start.day, last)).toordinal()
