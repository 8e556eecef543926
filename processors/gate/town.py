"""Some households as the gate looks at them: members in order, cases, roles, and which kinds of data changed about whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from processors.facts import BIT, DATING, NEWEST_BASE, Changes, Facts, newest_name
from processors.gate.cases import Applications, Cases, cases_of
from processors.gate.roles import roles_of, with_application
from processors.gate.values import Values
from processors.homes import Homes
from schemas.facts import FACTS
from schemas.vocabulary.declare import DUTIES

Keys = Callable[[np.ndarray], np.ndarray]
"""Rows of facts -> the residents' opaque keys, int64 [n]."""
NEVER = np.int32(2**31 - 1)
KIND_BITS: dict[str, np.uint64] = {
    kind: np.bitwise_or.reduce([BIT[f.id] for f in FACTS.values() if f.kind == kind]) for kind in {f.kind for f in FACTS.values() if f.kind}
}
"""The facts of each data kind, as a set of BITs."""


@dataclass
class Households:
    """n households with m members on a day. `rows` are the members' rows in `facts`, level by level."""

    facts: Facts
    day: int
    homes: np.ndarray
    counts: np.ndarray
    rows: np.ndarray
    place: np.ndarray
    changed: np.ndarray
    """Sets of facts that changed, uint64 [m]."""
    keys: np.ndarray
    """The members' opaque keys, int64 [m]."""

    @property
    def n(self) -> int:
        """How many households."""
        return len(self.homes)

    @cached_property
    def values(self) -> Values:
        """The members' attributes."""
        return Values(self.facts, self.rows, self.day)

    @cached_property
    def cases(self) -> Cases:
        """The open cases."""
        return cases_of(self.facts, self.rows, self.place, self.n, self.day)

    @cached_property
    def relation(self) -> np.ndarray:
        """Relation codes, int8 [m]."""
        return self.facts.dense["relation"][self.rows]

    @cached_property
    def roles(self) -> np.ndarray:
        """Role bits apart from the application, uint8 [m]."""
        birth = self.facts.dense["birth"][self.rows]
        return roles_of(birth, self.relation, self.place, self.n, self.day)

    def roles_in(self, applications: Applications | None) -> np.ndarray:
        """Role bits in the cases of one duty, uint8 [m]."""
        if applications is None:
            return self.roles
        return with_application(self.roles, self.relation, applications.applicant, self.place, self.n)

    @cached_property
    def protected(self) -> np.ndarray:
        """Who is under 支援措置 on the day, bool [m]."""
        return self._slot("register.protection", "protected_until", 0) > self.day

    @cached_property
    def objections(self) -> np.ndarray:
        """Whether anybody has objected to anything, bool [m]."""
        return (self.facts.dense["has"][self.rows] & BIT["register.objection"]) != 0

    def objected(self, duty: str) -> np.ndarray:
        """Who objected to a duty, bool [m]."""
        return self._slot("register.objection", "objected", DUTIES.index(duty)).astype(bool)

    def elsewhere(self, year: int | None) -> np.ndarray:
        """Who was taxed by another municipality for the income of a year, bool [m]."""
        if year not in self._elsewhere:
            none = np.zeros(len(self.rows), dtype=bool)
            self._elsewhere[year] = none if year is None else self._slot("tax.place", "taxed_elsewhere", year).astype(bool)
        return self._elsewhere[year]

    @cached_property
    def _elsewhere(self) -> dict[int | None, np.ndarray]:
        return {}

    def _slot(self, fact_id: str, name: str, period: int) -> np.ndarray:
        mine = np.flatnonzero((self.facts.dense["has"][self.rows] & BIT[fact_id]) != 0)
        series = self.facts.series[fact_id]
        column = np.zeros(len(self.rows), dtype=np.int64)
        if len(mine):
            column[mine] = series.get((self.rows[mine] << 32) | period, (name,))[1][name]
        return column

    @cached_property
    def registered_since(self) -> np.ndarray:
        """The day since which somebody of the household has been on the register, int32 [n]."""
        since = np.full(self.n, NEVER, dtype=np.int32)
        np.minimum.at(since, self.place, self.facts.dense["registered_on"][self.rows])
        return since

    @cached_property
    def _newest(self) -> dict[str, np.ndarray]:
        return {}

    def newest_of(self, kinds: tuple[str, ...]) -> np.ndarray:
        """The newest day on which anything of those of the kinds that date candidates was recorded about a member: int32 [n]."""
        newest = np.zeros(self.n, dtype=np.int32)
        for kind in (kind for kind in DATING if kind in kinds):
            if kind not in self._newest:
                of_home = np.zeros(self.n, dtype=np.int32)
                np.maximum.at(of_home, self.place, NEWEST_BASE + self.facts.dense[newest_name(kind)][self.rows].astype(np.int32))
                self._newest[kind] = of_home
            newest = np.maximum(newest, self._newest[kind])
        return newest


def look_at(facts: Facts, keys: Keys, homes: Homes, wanted: np.ndarray, changes: Changes | None, day: int) -> Households:
    """The households `wanted` (rows of `homes`) that have members; `changes` says what is new about whom."""
    found, counts, rows, place = homes.levels(wanted)
    return Households(facts, day, found, counts, rows, place, _changed(rows, changes, facts.size), keys(rows))


def _changed(rows: np.ndarray, changes: Changes | None, size: int) -> np.ndarray:
    """The facts of some rows that changed: uint64 [m]. For many rows through a column of all, for few by search."""
    changed = np.zeros(len(rows), dtype=np.uint64)
    if changes is None or not len(changes) or not len(rows):
        return changed
    if len(rows) > size // 16:
        by_row = np.zeros(size, dtype=np.uint64)
        by_row[changes.rows] = changes.facts
        return by_row[rows]
    at = np.searchsorted(changes.rows, rows)
    at[at == len(changes)] = 0
    hit = changes.rows[at] == rows
    changed[hit] = changes.facts[at[hit]]
    return changed
