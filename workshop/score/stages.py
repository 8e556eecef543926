"""The repairs by which a missed unit's cause is found, added one after another, and the verdicts under each of them.

A repaired town is a mixed source: what is on file, with the true values in the places that the repair concerns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from processors.gate.values import KNOWN, STALE, WITHHELD
from schemas.attributes import ATTRIBUTES
from schemas.frame import Source
from schemas.ordinance import TownFacts
from schemas.programmes import HOUSEHOLD, PROGRAMMES
from workshop.score.recorded import Recorded
from workshop.truth_town import Grouping, Judge, Judged, TrueTown

Repair = Literal["gate", "wrong-link", "not-filed", "income-lag", "household"]
REPAIRS: tuple[Repair, ...] = ("gate", "wrong-link", "not-filed", "income-lag", "household")
"""What is repaired, in this order, each with all before it: every gate open (cases as they are); every record under its
own number; the true return of the year on file where nobody filed it or it was filed wrong; the newest year too where
the office has only an older one, and the income of the last twelve months for a sudden-drop route; the real households.
What another town taxes stays unknown throughout: no record here shows it."""
_LINK, _FILED, _INCOME, _HOUSEHOLD = range(1, 5)


@dataclass(frozen=True)
class Mixed:
    """What is on file of some residents (rows of the truth) with the first repairs done (`level`: place in REPAIRS of
    the last one)."""

    recorded: Recorded
    who: np.ndarray
    level: int
    recent: bool = False

    def column(self, attribute: str, year: int | None) -> tuple[np.ndarray, np.ndarray | None]:
        """Stored values and states, see schemas.frame.Source."""
        values, states = self.recorded.column(attribute, year, self.level >= _LINK)
        values, states = values[self.who], states[self.who]
        right = self._right(attribute, year, states)
        if right.any():
            values = np.where(right, self._true(attribute, year)[self.who], values)
            states = np.where(right, KNOWN, states).astype(np.uint8)
        return values, states

    def _true(self, attribute: str, year: int | None) -> np.ndarray:
        truth = self.recorded.truth
        return truth.recent_income if self.recent and attribute == "total_income" else truth.values(attribute, year)

    def _right(self, name: str, year: int | None, states: np.ndarray) -> np.ndarray:
        """Where a repair puts the true value: bool [m]."""
        right: np.ndarray
        attribute = ATTRIBUTES[name]
        office = attribute.fact.office
        if office == "register":
            return np.full(len(states), self.level >= _HOUSEHOLD)
        right = self.recorded.shadowed[office][self.who] if self.level >= _LINK else np.zeros(len(states), dtype=bool)
        if attribute.how != "duty-year" or year is None:
            return right
        here = ~self.recorded.elsewhere(year)[self.who]
        if self.level >= _INCOME:
            right = right | here
        elif self.level >= _FILED:
            right = right | (here & ((states != STALE) | self.recorded.truth.hit(f"non-filer:{year}")[self.who]))
        return right


@dataclass(frozen=True)
class Withheld:
    """A source without some of its members (bool [m])."""

    source: Source
    who: np.ndarray

    def column(self, attribute: str, year: int | None) -> tuple[np.ndarray, np.ndarray | None]:
        """Stored values and states, see schemas.frame.Source."""
        values, states = self.source.column(attribute, year)
        kept = np.zeros(len(values), dtype=np.uint8) if states is None else states
        return np.where(self.who, 0, values), np.where(self.who, WITHHELD, kept).astype(np.uint8)


@dataclass
class Stages:
    """Verdicts under each repair, for every lane whose town has the same facts; cases and objections are the lane's to
    add."""

    recorded: Recorded
    town: TrueTown
    facts: TownFacts
    _judges: dict[int, Judge] = field(default_factory=dict)
    _judged: dict[tuple[str, int, bool], Judged] = field(default_factory=dict)

    def grouping(self, level: int) -> Grouping:
        """Who is taken to live with whom."""
        return self.town.grouping if level >= _HOUSEHOLD else self.recorded.grouping

    def _source(self, level: int, who: np.ndarray, recent: bool) -> Source:
        return Mixed(self.recorded, who, level, recent)

    def _judge(self, level: int) -> Judge:
        if level not in self._judges:
            self._judges[level] = self._new_judge(level, self.grouping(level))
        return self._judges[level]

    def _new_judge(self, level: int, grouping: Grouping) -> Judge:
        return Judge(grouping, lambda who, recent: self._source(level, who, recent), self.recorded.day, self.facts)

    def judged(self, programme: str, level: int, objections: bool = False) -> Judged:
        """What a programme's formula says under the first repairs; `objections`: without the data of who objected."""
        key = (programme, level, objections)
        if key not in self._judged:
            whole = self._by_route(self._judge(level), programme, level)
            self._judged[key] = self._without_objectors(whole, programme, level) if objections else whole
        return self._judged[key]

    @staticmethod
    def _by_route(judge: Judge, programme: str, level: int) -> Judged:
        return judge.by_either_route(programme) if level >= _INCOME else judge.of(programme)

    def _without_objectors(self, whole: Judged, programme: str, level: int) -> Judged:
        """The same, where somebody of the household objected: judged anew without their data, or not at all if all
        did."""
        grouping = self.grouping(level)
        objected = self.recorded.objected(programme)
        homes = grouping.any(objected[grouping.who])
        if not homes.any():
            return whole
        some = grouping.some(homes)

        def source(who: np.ndarray, recent: bool) -> Source:
            return Withheld(self._source(level, who, recent), objected[who])

        again = self._by_route(Judge(some, source, self.recorded.day, self.facts), programme, level)
        sees = some.any(~objected[some.who])
        return _put(PROGRAMMES[programme].unit == HOUSEHOLD, whole, again, grouping, homes, some, sees)


def _put(
    by_home: bool, whole: Judged, again: Judged, grouping: Grouping, homes: np.ndarray, some: Grouping, sees: np.ndarray
) -> Judged:
    """`again` in the place of the households chosen (bool [h]); none eligible where the duty sees nobody (`sees`, bool
    [chosen])."""
    at = homes if by_home else homes[grouping.place]
    seen = sees if by_home else sees[some.place]
    columns = [column.copy() for column in (whole.unit, whole.eligible, whole.unclear, whole.yen)]
    for column, new in zip(columns, (again.unit, again.eligible & seen, again.unclear & seen, again.yen), strict=True):
        column[at] = new
    return Judged(*columns)
