"""Ages by Japanese law (年齢計算ニ関する法律): a year of life is complete at the end of the day *before* the birthday.

So who is born on 1 April belongs to the earlier school year, and who is born on 2 January is eighteen on 1 January.
Days are proleptic ordinals.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

OLDEST = 130
"""Ages are counted up to here."""


def fiscal_year(day: int) -> int:
    """The fiscal or school year (年度, from 1 April) of a day."""
    date = datetime.date.fromordinal(day)
    return date.year if date.month >= 4 else date.year - 1


@dataclass(frozen=True)
class Years:
    """Completed years by day of birth: `years` (int16) from the day `first` on; who is older has as many as on that day,
    who is younger none.
    """

    first: int
    years: np.ndarray

    def of(self, births: np.ndarray) -> np.ndarray:
        """Completed years of who is born on these days: int64 [n] -> int64 [n]."""
        return self.years.take(births - self.first, mode="clip").astype(np.int64)


def _years(last_births: np.ndarray) -> Years:
    """From the last days of birth of who has completed the most years, one year less, and so on to one (ascending)."""
    first, most = int(last_births[0]), len(last_births)
    spans = np.diff(last_births, prepend=first - 1, append=last_births[-1] + 1)
    return Years(first, np.repeat(np.arange(most, -1, -1, dtype=np.int16), spans))


@lru_cache(maxsize=256)
def ages_on(day: int) -> Years:
    """Full years of age on a day, by day of birth, up to OLDEST."""
    eve = datetime.date.fromordinal(day + 1)
    births = [_years_before(eve, age).toordinal() for age in range(OLDEST, 0, -1)]
    return _years(np.array(births, dtype=np.int64))


@lru_cache(maxsize=256)
def ages_by_month(day: int) -> Years:
    """Full years of age in the month of a day, by day of birth, up to OLDEST, where a change of amount takes effect in the month
    after the birthday's (児童手当法9条3項; who is born on a first of the month too: 6条2項4号・5号).
    """
    first = datetime.date.fromordinal(day).replace(day=1)
    births = [first.replace(year=first.year - age).toordinal() - 1 for age in range(OLDEST, 0, -1)]
    return _years(np.array(births, dtype=np.int64))


def _years_before(day: datetime.date, years: int) -> datetime.date:
    """The last birthday of who has had `years` birthdays; who is born on 29 February has it on 1 March in other
    years.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return datetime.date(day.year - years, 2, 28)


@lru_cache(maxsize=256)
def fiscal_years_on(day: int) -> Years:
    """Fiscal years begun since the one of birth (it ends for who is born on a 1 April), by day of birth, up to OLDEST."""
    year = fiscal_year(day)
    births = [datetime.date(year - age, 4, 1).toordinal() for age in range(OLDEST - 1, -1, -1)]
    return _years(np.array(births, dtype=np.int64))
