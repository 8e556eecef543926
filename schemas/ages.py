"""Ages by Japanese law (年齢計算ニ関する法律): a year of life is complete at the end of the day *before* the birthday.

So who is born on 1 April belongs to the earlier school year, and who is born on 2 January is eighteen on 1 January.
Days are proleptic ordinals.
"""

from __future__ import annotations

import datetime
from functools import lru_cache

import numpy as np

OLDEST = 130
"""Ages are counted up to here."""


def fiscal_year(day: int) -> int:
    """The fiscal or school year (年度, from 1 April) of a day."""
    date = datetime.date.fromordinal(day)
    return date.year if date.month >= 4 else date.year - 1


@lru_cache(maxsize=4096)
def births_by_age(day: int) -> np.ndarray:
    """The last day of birth of who is 130, 129, ... 1 on a day: int64 [130], ascending."""
    eve = datetime.date.fromordinal(day + 1)
    return np.array([_years_before(eve, age).toordinal() for age in range(OLDEST, 0, -1)], dtype=np.int64)


def _years_before(day: datetime.date, years: int) -> datetime.date:
    """The last birthday of who has had `years` birthdays; who is born on 29 February has it on 1 March in other
    years.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return datetime.date(day.year - years, 2, 28)


@lru_cache(maxsize=4096)
def births_by_school_year(day: int) -> np.ndarray:
    """The last day of birth (a 1 April) of who completed 129, 128, ... 0 years in a fiscal year before that of the
    day: int64 [130].
    """
    year = fiscal_year(day)
    return np.array([datetime.date(year - age, 4, 1).toordinal() for age in range(OLDEST - 1, -1, -1)], dtype=np.int64)
