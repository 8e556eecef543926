"""Days as proleptic ordinals: ages, months, school years, and the days on which an office is open."""

from __future__ import annotations

import datetime
from functools import cache

import numpy as np

_EPOCH = datetime.date(1970, 1, 1).toordinal()
FIRST = datetime.date(1900, 1, 1).toordinal()
LAST = datetime.date(2100, 12, 31).toordinal()


def ordinal(year: int, month: int = 1, day: int = 1) -> int:
    """The day of a date."""
    return datetime.date(year, month, day).toordinal()


def date(day: int) -> datetime.date:
    """The date of a day."""
    return datetime.date.fromordinal(day)


def add_months(day: int, months: int) -> int:
    """The same day of a later month (the first of it when day is a first)."""
    start = date(day)
    place = start.year * 12 + start.month - 1 + months
    return ordinal(place // 12, place % 12 + 1, min(start.day, 28))


def months_of(start: int, months: int) -> list[tuple[int, int]]:
    """(first day, day after the last) of each month of a run."""
    edges = [add_months(start, n) for n in range(months + 1)]
    return list(zip(edges, edges[1:], strict=False))


@cache
def _stamps() -> np.ndarray:
    """Year x 10,000 + month x 100 + day of every day from FIRST to LAST: int64."""
    dates = np.arange(FIRST - _EPOCH, LAST + 1 - _EPOCH).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    years = months.astype("datetime64[Y]").astype(np.int64) + 1970
    return years * 10_000 + (months.astype(np.int64) % 12 + 1) * 100 + (dates - months).astype(np.int64) + 1


def stamps(days: np.ndarray) -> np.ndarray:
    """Days as year x 10,000 + month x 100 + day: int [n] -> int64 [n]."""
    return _stamps()[np.asarray(days) - FIRST]


def ages(births: np.ndarray, day: int) -> np.ndarray:
    """Full years on a day: int [n] -> int64 [n]; negative before birth."""
    today = date(day)
    return (today.year * 10_000 + today.month * 100 + today.day - stamps(births)) // 10_000


def age(birth: int, day: int) -> int:
    """Full years of one person on a day."""
    born, today = date(birth), date(day)
    return today.year - born.year - ((born.month, born.day) > (today.month, today.day))


def school_year(day: int) -> int:
    """The school year (April to March) of a day."""
    today = date(day)
    return today.year - (today.month < 4)


def grades(births: np.ndarray, year: int) -> np.ndarray:
    """School grades in a school year: 1..6 elementary, 7..9 junior high, 10..12 high school (学校教育法17条; born 2
    April to 1 April)."""
    return year - 6 - (stamps(births) - 402) // 10_000


@cache
def _next_open() -> np.ndarray:
    days = np.arange(FIRST, LAST + 1)
    place = _stamps() % 10_000
    shut = (days % 7 == 0) | (days % 7 == 6) | (place >= 1229) | (place <= 103)
    opened = np.where(shut, np.int64(2**40), days)
    return np.minimum.accumulate(opened[::-1])[::-1]


def open_day(days: np.ndarray) -> np.ndarray:
    """The same day, or the next on which offices are open (not Saturday, Sunday, 29 December to 3 January)."""
    return _next_open()[np.asarray(days) - FIRST]


def open_day_of(day: int) -> int:
    """The same for one day."""
    return int(_next_open()[day - FIRST])
