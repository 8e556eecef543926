"""The repairs by which a missed unit's cause is found, added one after another, and the verdicts under each of them.

A repaired town is a mixed source: what is on file, with the true values in the places that the repair concerns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from processors.gate.values import KNOWN, STALE, WITHHELD
from schemas.attributes import ATTRIBUTES
from schemas.frame import Source
from schemas.ordinance import TownFacts
from schemas.programmes import HOUSEHOLD, PROGRAMMES
from workshop.score.matching import Matching
from workshop.score.recorded import OnFile, Recorded
from workshop.truth_town import Grouping, Judge, Judged, Piece, TrueTown, judged_on

Repair = Literal["gate", "wrong-link", "not-filed", "income-lag", "household"]
REPAIRS: tuple[Repair, ...] = ("gate", "wrong-link", "not-filed", "income-lag", "household")
"""What is repaired, in this order, each with all before it: every gate open (cases as they are); every record under its
own number; the true return of the year on file where nobody filed it or it was filed wrong; the newest year too where
the office has only an older one, and the income of the last twelve months for a sudden-drop route; the real households.
What another town taxes stays unknown throughout: no record here shows it."""
_LINK, _FILED, _INCOME, _HOUSEHOLD = range(1, 5)


@dataclass(frozen=True)
class Mixed:
    """What is on file of some residents with the first repairs done (`level`: place in REPAIRS of the last one)."""

    on_file: OnFile
    level: int
    recent: bool = False

    def column(self, attribute: str, year: int | None) -> tuple[np.ndarray, np.ndarray | None]:
        """Stored values and states, see schemas.frame.Source."""
        values, states = self.on_file.column(attribute, year, self.level >= _LINK)
        right = self._right(attribute, year, states)
        if right.any():
            values = np.where(right, self._true(attribute, year), values)
            states = np.where(right, KNOWN, states).astype(np.uint8)
        return values, states

    def _true(self, attribute: str, year: int | None) -> np.ndarray:
        truth, recent = self.on_file.recorded.truth, self.recent and attribute == "total_income"
        return (truth.recent_income if recent else truth.values(attribute, year))[self.on_file.who]

    def _right(self, name: str, year: int | None, states: np.ndarray) -> np.ndarray:
        """Where a repair puts the true value: bool [m]."""
        right: np.ndarray
        attribute = ATTRIBUTES[name]
        office = attribute.fact.office
        if office == "register":
            return np.full(len(states), self.level >= _HOUSEHOLD)
        right = self.on_file.shadowed(office) if self.level >= _LINK else np.zeros(len(states), dtype=bool)
        if attribute.how != "duty-year" or year is None:
            return right
        here = ~self.on_file.elsewhere(year)
        if self.level >= _INCOME:
            right = right | here
        elif self.level >= _FILED:
            unfiled = self.on_file.recorded.truth.hit(f"non-filer:{year}")[self.on_file.who]
            right = right | (here & ((states != STALE) | unfiled))
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
    add. They are of the households of two groupings, as registered and real; see `of_all` and `of_owed`."""

    recorded: Recorded
    day: int
    facts: TownFacts
    registered: Grouping
    real: Grouping
    _found: dict[tuple[str, int], Judged] = field(default_factory=dict)
    _without: dict[tuple[str, int], Judged] = field(default_factory=dict)

    @classmethod
    def of_all(cls, matching: Matching, facts: TownFacts) -> Stages:
        """Of the whole town."""
        recorded, town = matching.recorded, matching.town
        return cls(recorded, recorded.day, facts, recorded.grouping, town.grouping)

    @classmethod
    def of_owed(cls, matching: Matching, facts: TownFacts) -> Stages:
        """Of the households in which something is truly owed to somebody: nothing can be missed in the others."""
        recorded, town = matching.recorded, matching.town
        homes, residents = _owed(town, facts)
        reached = matching.home_of(recorded.grouping.homes)
        registered = recorded.grouping.any(residents[recorded.grouping.who]) | homes[reached]
        real = town.grouping.any(residents[town.grouping.who]) | homes[town.grouping.homes]
        return cls(recorded, recorded.day, facts, recorded.grouping.some(registered), town.grouping.some(real))

    def grouping(self, level: int) -> Grouping:
        """Who is taken to live with whom."""
        return self.real if level >= _HOUSEHOLD else self.registered

    def judged(self, programme: str, level: int, objections: bool = False) -> Judged:
        """What a programme's formula says under the first repairs; `objections`: without the data of who objected.
        KeyError: the law of the day is not known."""
        for _ in self.judging():
            pass
        if not objections:
            return self._found[programme, level]
        if (programme, level) not in self._without:
            self._without[programme, level] = self._without_objectors(programme, level)
        return self._without[programme, level]

    def judging(self) -> Iterator[None]:
        """Finds out all verdicts, some households after others; nothing where they are known. KeyError: the law of the day
        is not known."""
        if self._found:
            return
        found: dict[tuple[str, int], Judged] = {}
        for grouping, levels in ((self.registered, range(_HOUSEHOLD)), (self.real, range(_HOUSEHOLD, len(REPAIRS)))):
            for programme in _benefits(self.day):
                size = len(grouping.homes if _by_home(programme) else grouping.who)
                found |= {(programme, level): Judged.nothing(size) for level in levels}
            for piece in grouping.pieces():
                on_file = self.recorded.about(piece.grouping.who)
                for level in levels:
                    self._judge_piece(found, piece, on_file, level)
                yield
        self._found = found

    def _judge_piece(self, found: dict[tuple[str, int], Judged], piece: Piece, on_file: OnFile, level: int) -> None:
        judge = self._judge(piece.grouping, on_file, level)
        for programme in _benefits(self.day):
            at = piece.homes if _by_home(programme) else piece.members
            found[programme, level].put(at, _by_route(judge, programme, level))

    def _judge(self, grouping: Grouping, on_file: OnFile, level: int, withheld: np.ndarray | None = None) -> Judge:
        """The formulas over some households; `withheld` (bool [m]): whose data the duty is not given."""

        def source(_who: np.ndarray, recent: bool) -> Source:
            mixed = Mixed(on_file, level, recent)
            return mixed if withheld is None else Withheld(mixed, withheld)

        return Judge(grouping, source, self.day, self.facts)

    def _without_objectors(self, programme: str, level: int) -> Judged:
        """The verdicts, where somebody of the household objected judged anew without their data, or not at all if all
        did."""
        whole, grouping = self._found[programme, level], self.grouping(level)
        objected = self.recorded.objected[programme]
        homes = grouping.any(objected[grouping.who])
        if not homes.any():
            return whole
        some = grouping.some(homes)
        judge = self._judge(some, self.recorded.about(some.who), level, objected[some.who])
        again, sees = _by_route(judge, programme, level), some.any(~objected[some.who])
        return _put(_by_home(programme), whole, again, grouping, homes, some, sees)


def _benefits(day: int) -> list[str]:
    asked = (PROGRAMMES[programme] for programme in judged_on(day))
    return [programme.id for programme in asked if programme.nature == "support" and not programme.apart]


def _owed(town: TrueTown, facts: TownFacts) -> tuple[np.ndarray, np.ndarray]:
    """The real homes (by code, and one place more for NOWHERE) and the residents to whom something is owed: bool."""
    homes, residents = np.zeros(town.homes + 1, dtype=bool), np.zeros(town.truth.n, dtype=bool)
    for programme in _benefits(town.day):
        owed = town.owed(programme, facts).eligible
        if _by_home(programme):
            homes[:-1] |= owed
        else:
            residents |= owed
    return homes, residents


def _by_home(programme: str) -> bool:
    return PROGRAMMES[programme].unit == HOUSEHOLD


def _by_route(judge: Judge, programme: str, level: int) -> Judged:
    return judge.by_either_route(programme) if level >= _INCOME else judge.of(programme)


def _put(
    by_home: bool, whole: Judged, again: Judged, grouping: Grouping, homes: np.ndarray, some: Grouping, sees: np.ndarray
) -> Judged:
    """`again` in the place of the households chosen (bool [h]); none eligible where the duty sees nobody (`sees`, bool
    [chosen])."""
    at = homes if by_home else homes[grouping.place]
    seen = sees if by_home else sees[some.place]
    made = whole.copy()
    made.put(at, Judged(again.unit, again.eligible & seen, again.unclear & seen, again.yen))
    return made
