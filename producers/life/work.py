"""Work and what it gives: jobs lost and found again, illness, the turn of the year."""

from __future__ import annotations

import numpy as np

from producers.days import ordinal
from producers.incomes import FULL_TIME, NONE, PART_TIME, PENSION
from producers.tables import yearly
from producers.town import Town

_LOSES, _FALLS_ILL, _FINDS = 2_600, 500, 130_000
"""In a month, of a million: who work and lose it, who work and fall ill, who are out of work and find some."""


def settle_rate(town: Town, rows: np.ndarray, days: np.ndarray, rate: np.ndarray) -> None:
    """From these days on these residents earn at another rate a year."""
    people = town.people
    span = np.maximum(days - people.rate_since[rows], 0)
    people.so_far[rows] += people.rate[rows] * span // 365
    in_window = np.maximum(days - np.maximum(people.rate_since[rows], town.recent_from), 0)
    people.recent[rows] += people.rate[rows] * np.minimum(in_window, span) // 365
    people.rate_since[rows] = days
    people.rate[rows] = rate


def _days(town: Town, what: str, rows: np.ndarray, first: int, index: int) -> np.ndarray:
    return np.maximum(first + town.draws.below(what, rows, 28, index), town.people.rate_since[rows])


def month(town: Town, index: int, first: int) -> None:
    """Jobs lost, illnesses, jobs found within one month."""
    people = town.people
    rows = people.here()
    rows = rows[np.isin(people.work[rows], (FULL_TIME, PART_TIME)) & (people.rate_since[rows] <= first)]
    lost = rows[town.draws.chance("loses work", rows, _LOSES, index)]
    ill = rows[town.draws.chance("falls ill", rows, _FALLS_ILL, index)]
    _out_of_work(town, first, index)
    settle_rate(town, ill, _days(town, "ill from", ill, first, index), people.rate[ill] * 300 // 1000)
    people.in_difficulty[ill] = True
    settle_rate(town, lost, _days(town, "lost on", lost, first, index), np.zeros(len(lost), dtype=np.int64))
    people.work[lost] = NONE
    people.out_of_work[lost] = True


def _out_of_work(town: Town, first: int, index: int) -> None:
    people = town.people
    rows = people.here()
    rows = rows[people.out_of_work[rows] & (people.rate_since[rows] <= first)]
    found = rows[town.draws.chance("finds work", rows, _FINDS, index)]
    pay = yearly("full-time", town.draws.bits("new pay", found, index), np.full(len(found), 30)) * 800 // 1000
    settle_rate(town, found, _days(town, "found on", found, first, index), pay)
    people.work[found] = FULL_TIME
    people.out_of_work[found] = False


def turn_of_the_year(town: Town, year: int) -> None:
    """Closes the books of true income of a year, and moves every rate a little."""
    people, rows = town.people, town.people.here()
    settle_rate(town, rows, np.full(len(rows), ordinal(year + 1)), people.rate[rows])
    town.income_of(year)[rows] = people.so_far[rows]
    people.so_far[rows] = 0
    drift = np.where(people.work[rows] == PENSION, 1000, 1004 + town.draws.below("raise", rows, 20, year))
    people.rate[rows] = people.rate[rows] * drift // 1000


def last_twelve_months(town: Town) -> np.ndarray:
    """True income of the last twelve months of the run, of all residents: int64 [people]."""
    people, n = town.people, town.people.n
    span = np.maximum(town.end + 1 - np.maximum(people.rate_since[:n], town.recent_from), 0)
    return people.recent[:n] + people.rate[:n] * span // 365
