"""Who has a right to what: the programmes' own formulas over the town, as it is or as its offices have it on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from producers.tax_year import TaxYear
from producers.town import Town
from schemas.causes import ABSENT, STALE
from schemas.frame import Frame, arrange
from schemas.programmes import PROGRAMMES

_COLUMNS = {
    "birth": "birth", "sex": "sex", "handbook": "handbook", "handbook_grade": "handbook_grade",
    "rearing_allowance_status": "rearing", "assistance_status": "assistance", "school_aid_status": "school_aid",
    "nursery": "nursery", "insurance": "insurance",
}  # fmt: skip
"""Attributes that are the same on paper and in life, and the columns of people that hold them."""


class TownSource:
    """Reads residents' attributes for a frame: from life, or from what the offices have (`paper`)."""

    def __init__(self, town: Town, rows: np.ndarray, paper: bool) -> None:
        self.town, self.rows, self.paper = town, rows, paper

    def column(self, attribute: str, year: int | None) -> tuple[np.ndarray, np.ndarray | None]:
        """Stored values and states, see schemas.frame.Source."""
        people = self.town.people
        if year is not None:
            return self._of_year(attribute, year)
        if attribute == "relation":
            return (people.relation if self.paper else people.home_relation)[self.rows], None
        if attribute == "child_support_yen":
            told = people.support_declared[self.rows] | (not self.paper)
            return np.where(told, people.child_support[self.rows], 0), None
        return getattr(people, _COLUMNS[attribute])[self.rows], None

    def _of_year(self, attribute: str, year: int) -> tuple[np.ndarray, np.ndarray | None]:
        books = self.town.tax_records if self.paper else self.town.tax
        book, older = (_rows_of(books.get(y), self.rows) for y in (year, year - 1))
        if book is None:
            return np.zeros(len(self.rows), dtype=np.int64), np.full(len(self.rows), ABSENT, dtype=np.uint8)
        known, earlier = book.known[self.rows], older is not None and older.known[self.rows]
        values = np.where(known, getattr(book, attribute)[self.rows], 0)
        if not self.paper or attribute == "on_assistance":
            return values, None
        return values, np.where(known, 0, np.where(earlier, STALE, ABSENT)).astype(np.uint8)


def _rows_of(book: TaxYear | None, rows: np.ndarray) -> TaxYear | None:
    if book is not None and len(rows):
        book.reach(int(rows.max()) + 1)
    return book


@dataclass(frozen=True)
class Judged:
    """What a formula says of each of these residents (for a household's programme: of its head)."""

    rows: np.ndarray
    unit: np.ndarray
    yes: np.ndarray
    known: np.ndarray
    amount: np.ndarray

    def of(self, size: int) -> tuple[np.ndarray, np.ndarray]:
        """(eligible, amount) by row of the town: bool and int64 [size]; where it is not known, not eligible."""
        eligible, amount = np.zeros(size, dtype=bool), np.zeros(size, dtype=np.int64)
        eligible[self.rows] = self.unit & self.yes
        amount[self.rows] = np.where(self.yes, self.amount, 0)
        return eligible, amount


def frame_of(town: Town, rows: np.ndarray, day: int, paper: bool) -> tuple[Frame, np.ndarray]:
    """A frame of the households of these residents (all members must be among them), and the residents in its order."""
    people = town.people
    places, home = np.unique((people.household if paper else people.home)[rows], return_inverse=True)
    _, members, counts = arrange(home, len(places))
    return Frame(counts, TownSource(town, rows[members], paper), day), rows[members]


def judge(town: Town, programme: str, rows: np.ndarray, day: int, paper: bool) -> Judged:
    """Evaluates a programme over the households of these residents on a day."""
    frame, members = frame_of(town, rows, day, paper)
    outcome = PROGRAMMES[programme].evaluate(frame)
    units = members if outcome.eligible.group is frame.members else _heads(town, members, frame, paper)
    unit = outcome.unit.lo if outcome.unit.group is outcome.eligible.group else np.ones(len(units), dtype=bool)
    amount = outcome.amount.lo if outcome.amount is not None else np.zeros(len(units), dtype=np.int64)
    return Judged(units, unit, outcome.eligible.lo, outcome.eligible.known, amount)


def _heads(town: Town, members: np.ndarray, frame: Frame, paper: bool) -> np.ndarray:
    """The head of each household of a frame, in the order of its households."""
    relation = (town.people.relation if paper else town.people.home_relation)[members]
    heads = np.flatnonzero(relation == 0)
    found = members[: frame.households.size].copy()
    found[frame.levels.home[heads]] = members[heads]
    return found


@dataclass(frozen=True)
class Found:
    """What an office finds, by row of the town: who is a unit on paper, who is eligible, and the amount in yen."""

    unit: np.ndarray
    eligible: np.ndarray
    amount: np.ndarray


def found(
    town: Town, programme: str, concerned: Callable[..., np.ndarray], day: int, asks: bool = True
) -> Found:
    """What an office finds on a day: by its papers where they say it; else as it is if it `asks`, or else nothing.
    `concerned` (town, day, paper=...) gives the members of the households that are looked at.
    """
    n = town.people.n
    papers = judge(town, programme, concerned(town, day, paper=True), day, paper=True)
    eligible, amount = papers.of(n)
    if asks:
        true, true_amount = judge(town, programme, concerned(town, day, paper=False), day, paper=False).of(n)
        known = papers.rows[papers.known]
        true[known], true_amount[known] = eligible[known], amount[known]
        eligible, amount = true, true_amount
    unit = np.zeros(n, dtype=bool)
    unit[papers.rows] = papers.unit
    return Found(unit, eligible, amount)


def with_children(town: Town, day: int, paper: bool = True) -> np.ndarray:
    """All members of households with somebody under 20: rows."""
    people, rows = town.people, town.people.here()
    homes = (people.household if paper else people.home)[rows]
    young = np.zeros(town.households.n, dtype=bool)
    young[homes[people.birth[rows] > day - 20 * 366]] = True
    return rows[young[homes]]
