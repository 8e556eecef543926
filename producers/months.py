"""The truth at the end of each month of a run, as one making of the town gives it; a shorter run would be another town."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from producers import truth
from producers.days import add_months, date
from producers.simulate import played
from producers.town import Town

MONTHS = 12
"""Months whose income counts as recent."""


class Earned:
    """What each resident earned in each month. Before the run, or before who moved in was here, it went on as it began."""

    def __init__(self, town: Town) -> None:
        self._first = town.people.rate[: town.people.n].copy()
        self._before = _this_year(town, town.start)
        self._months: list[tuple[int, np.ndarray]] = []

    def month(self, town: Town, first: int, after: int) -> None:
        """Takes a month that has been lived, from its first day to the one after its last."""
        people, n, known = town.people, town.people.n, len(self._first)
        now = _this_year(town, after)
        closed = (people.rate_since[:n] == after) & (people.so_far[:n] == 0)  # the year ended, for who is still here
        until = np.where(closed, town.income_of(date(first).year)[:n], now)
        earned = until - np.pad(self._before, (0, n - known))
        earned[known:] = people.rate[known:n] * (after - first) // 365
        self._first = np.concatenate([self._first, people.rate[known:n]])
        self._before = now
        self._months.append((after - first, earned))

    def recent(self, town: Town, after: int) -> np.ndarray:
        """Income of the twelve months up to a day after the last one that was taken: int64 [people]."""
        made = self._first * (after - add_months(after, -MONTHS)) // 365
        for days, earned in self._months[-MONTHS:]:
            made[: len(earned)] += earned - self._first[: len(earned)] * days // 365
        return np.maximum(made, 0)


def truths(residents: int, months: int, seed: int, start: datetime.date) -> Iterator[tuple[datetime.date, Iterator[str]]]:
    """The last day of each month but the last one, and the lines of the truth on it; each to be read before the next is asked for."""
    earned: Earned | None = None
    for town, first, after in played(residents, months, seed, start):
        if earned is None or after == first:
            earned = Earned(town)
            continue
        earned.month(town, first, after)
        if after <= town.end:
            yield date(after - 1), truth.lines(_as_of(town, after), earned.recent(town, after))


def write(residents: int, months: int, seed: int, start: datetime.date, folder: Path) -> None:
    """Writes a file for each of them, named by its day."""
    for day, lines in truths(residents, months, seed, start):
        with (folder / f"{day.isoformat()}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)


def _as_of(town: Town, after: int) -> Town:
    """The town as though it ended on the day before. What is known of a later day already (an application decided ahead) is left out."""
    seen = copy.copy(town)
    seen.end = after - 1
    seen.applications = {
        row: [one if one.decided_on < after else type(one)(one.duty, one.on) for one in some if one.on < after] for row, some in town.applications.items()
    }  # fmt: skip
    return seen


def _this_year(town: Town, after: int) -> np.ndarray:
    """True income of the year so far: int64 [people]."""
    people, n = town.people, town.people.n
    span = np.maximum(after - people.rate_since[:n], 0)
    return people.so_far[:n] + people.rate[:n] * span // 365
