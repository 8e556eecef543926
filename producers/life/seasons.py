"""Earnings month by month: most earn the same all year, seasonal workers (季節労働) nearly all of it in six months."""

from __future__ import annotations

import numpy as np

from producers.draws import MILLION
from producers.offices.tax_facts import SELF_EMPLOYED
from producers.town import Town

_FULL_TIME, _PART_TIME = 1, 2
_SEASONAL = 120_000
"""Of a million who work, seasonal workers (an assumption, so that a small town has some)."""
_WINTER = 600_000
"""Of a million of them, who work from November to April; the others from May to October."""
_IN_SEASON, _OFF_SEASON = 18, 2
"""Tenths of the average month; six of each make a year."""


def seasonal(town: Town, rows: np.ndarray) -> np.ndarray:
    """Who works by the season: bool [n]."""
    works = np.isin(town.people.work[rows], (_FULL_TIME, _PART_TIME, SELF_EMPLOYED))
    return works & town.draws.chance("works by the season", rows, _SEASONAL)


def earned_in(town: Town, rows: np.ndarray, month: int) -> np.ndarray:
    """What they earn in a month of the year (1 to 12), in yen: int64 [n]. A year of such months is their yearly rate."""
    average = town.people.rate[rows] // 12
    winter = town.draws.chance("works in winter", rows, _WINTER)
    tenths = np.where(winter == (month in (11, 12, 1, 2, 3, 4)), _IN_SEASON, _OFF_SEASON)
    return np.where(seasonal(town, rows), average * tenths // 10, average)


def told_of(town: Town, rows: np.ndarray, month: int, hide: int) -> tuple[np.ndarray, np.ndarray]:
    """What they tell the office that they earned in a month: int64 [n]; and who of them (`hide` of a million) tells only
    three tenths: bool [n]. Without that error everybody tells all."""
    earned = earned_in(town, rows, month)
    if not town.errors.misdeclared:
        return earned, np.zeros(len(rows), dtype=bool)
    hides = (earned > 0) & (town.draws.below("tells less than earned", rows, MILLION) < hide)
    return np.where(hides, earned * 3 // 10, earned), hides
