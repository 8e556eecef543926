"""The join in NumPy arrays, 5,000 events at a time: slots in columns, households' sums changed by differences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.reading import Phases, parsed
from benchmarks.work import ALLOWANCE, HOME, INCOME, LOW_BITS, LOW_INCOME, PUPIL, Answer, Run, slot_of

BATCH = 5_000


class Index:
    """Numbers -> rows 0, 1, 2... in the order in which the numbers came."""

    def __init__(self) -> None:
        self.sorted, self.rows = np.zeros(0, np.int64), np.zeros(0, np.int32)

    def find(self, numbers: np.ndarray) -> np.ndarray:
        """The rows of numbers, new ones entered: int64 [n] -> int32 [n]."""
        at = np.searchsorted(self.sorted, numbers)
        known = at < len(self.sorted)
        known[known] = self.sorted[at[known]] == numbers[known]
        if known.all():
            return self.rows[at]
        self._enter(distinct(numbers[~known]))
        return self.rows[np.searchsorted(self.sorted, numbers)]

    def _enter(self, new: np.ndarray) -> None:
        at = np.searchsorted(self.sorted, new)
        rows = np.arange(len(self.rows), len(self.rows) + len(new), dtype=np.int32)
        self.sorted, self.rows = np.insert(self.sorted, at, new), np.insert(self.rows, at, rows)


def distinct(values: np.ndarray) -> np.ndarray:
    """Each value once, sorted. (For some thousands of integers faster than np.unique, which hashes them.)"""
    values = np.sort(values)
    return values[np.concatenate([[True], values[1:] != values[:-1]])] if len(values) else values


class Table:
    """Columns that grow by doubling: int64 [width, rows]."""

    def __init__(self, width: int) -> None:
        self.index, self.columns = Index(), np.zeros((width, 1024), np.int64)

    def rows(self, numbers: np.ndarray) -> np.ndarray:
        """The rows of numbers, with room for them."""
        rows = self.index.find(numbers)
        while len(self.index.rows) > self.columns.shape[1]:
            self.columns = np.concatenate([self.columns, np.zeros_like(self.columns)], axis=1)
        return rows

    def used(self) -> np.ndarray:
        """The columns, without the spare room."""
        return self.columns[:, : len(self.index.rows)]

    def nbytes(self) -> int:
        """Bytes of index and columns."""
        return self.index.sorted.nbytes + self.index.rows.nbytes + self.used().nbytes


class Town:
    """People: four slots. Households: members, income, allowances, pupils, verdict (bits: low income, allowance)."""

    def __init__(self) -> None:
        self.people, self.homes = Table(4), Table(5)

    def take(self, events: list[dict[str, Any]]) -> None:
        """A batch of parsed events."""
        found = [(event["subject"], found) for event in events if (found := slot_of(event)) is not None]
        if not found:
            return
        numbers = np.array([int(number) for number, _ in found])
        slots, values = np.array([set_ for _, set_ in found]).T
        rows = self.people.rows(numbers)
        touched = distinct(rows)
        before = self.people.columns[:, touched]
        np.maximum.at(self.people.columns, (slots, rows), values)
        self._judge(np.concatenate([self._add(before, -1), self._add(self.people.columns[:, touched], 1)]))

    def _add(self, people: np.ndarray, sign: int) -> np.ndarray:
        """Adds some people's slots to their households, or takes them away; returns the households' rows."""
        people = people[:, people[HOME] & LOW_BITS > 0]
        rows = self.homes.rows(people[HOME] & LOW_BITS)
        parts = np.ones_like(people[HOME]), people[INCOME] & LOW_BITS, people[ALLOWANCE] & 1, people[PUPIL] & 1
        for column, part in zip(self.homes.columns, parts):
            np.add.at(column, rows, sign * part)
        return rows

    def _judge(self, rows: np.ndarray) -> None:
        members, income, allowances = self.homes.columns[:3, rows]
        self.homes.columns[4, rows] = (members > 0) & (income < LOW_INCOME) | (allowances > 0) << 1

    def answer(self) -> Answer:
        """What the households and their verdicts say."""
        members, _, _, pupils, verdict = self.homes.used()
        low, allowance, told = (int(n) for n in ((verdict & 1).sum(), (verdict >> 1).sum(), pupils[verdict > 0].sum()))
        return Answer(int(members.sum()), int((members > 0).sum()), low, allowance, told)


def run(folder: Path) -> Run:
    """Reads, parses and joins the four files of a folder."""
    phases, town, count = Phases(), Town(), 0
    for events in parsed(folder, phases, BATCH):
        with phases.of("work"):
            town.take(events)
        count += len(events)
    with phases.of("work"):
        answer = town.answer()
    return Run(count, phases.seconds, answer, town.people.nbytes() + town.homes.nbytes())
