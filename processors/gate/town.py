"""Some households as the gate looks at them: members in order, cases, roles, and which kinds of data changed about whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from processors.gate.cases import Applications, Cases, cases_of
from processors.gate.roles import roles_of, with_application
from processors.gate.values import Values
from processors.store.facts import BIT, DATING, NEWEST_BASE, Changes, Facts, newest_name
from processors.store.homes import Homes
from schemas.facts import FACTS
from schemas.levels import Levels
from schemas.vocabulary.declare import DUTIES

Keys = Callable[[np.ndarray], np.ndarray]
"""Rows of facts -> the residents' opaque keys, int64 [n]."""
NEVER = np.int32(2**31 - 1)
KIND_BITS: dict[str, np.uint64] = {
    kind: np.bitwise_or.reduce([BIT[f.id] for f in FACTS.values() if f.kind == kind]) for kind in {f.kind for f in FACTS.values() if f.kind}
}
"""The facts of each data kind, as a set of BITs."""
_OF_PROCEDURE = np.bitwise_or.reduce([BIT[f.id] for f in FACTS.values() if f.kind is None and f.id != "tax.return"])
_FEW = 16
"""From one in so many residents on, slots are read in the order of the residents' rows."""
_NOBODY = np.empty(0, dtype=np.int64)


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
    why: np.ndarray | None = None
    """Why each household is looked at (see processors.gate.touched), uint64 [n]; None: for no reason of its own."""

    @property
    def n(self) -> int:
        """How many households."""
        return len(self.homes)

    @cached_property
    def levels(self) -> Levels:
        """The members' levels."""
        return Levels(self.counts)

    @cached_property
    def values(self) -> Values:
        """The members' attributes."""
        return Values(self.facts, self.rows, self.day, self.ascending)

    @cached_property
    def has(self) -> np.ndarray:
        """Which facts are held of each member: uint64 [m]."""
        return self.facts.dense["has"][self.rows]

    @cached_property
    def ascending(self) -> np.ndarray | None:
        """The members' places in the order of their rows, int64 [m]; None where they are so few that it is no use."""
        if len(self.rows) < self.facts.size // _FEW:
            return None
        by_row = np.full(self.facts.size, -1, dtype=np.int64)
        by_row[self.rows] = np.arange(len(self.rows))
        return by_row[by_row >= 0]

    @cached_property
    def _news(self) -> tuple[np.ndarray, np.ndarray]:
        """The members of whom any fact changed: places, int64; and which facts, uint64."""
        at = np.flatnonzero(self.changed)
        return at, self.changed[at]

    def newly(self, bits: np.uint64) -> np.ndarray:
        """The members of whom one of some facts changed: places, int64."""
        at, changed = self._news
        return at[(changed & bits) != 0]

    @cached_property
    def _of_procedure(self) -> tuple[np.ndarray, np.ndarray]:
        """The few members of whom there are facts of procedure: places, and which facts."""
        at = ((self.has & _OF_PROCEDURE) != 0).nonzero()[0]
        at = at[self.rows[at].argsort()]
        return at, self.has[at]

    def _slots(self, fact_id: str, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """All slots of a fact of procedure: whose they are (places of members), their periods, and one of their fields."""
        at, has = self._of_procedure
        at = at[(has & BIT[fact_id]) != 0]
        if not len(at):
            return at, at, at
        who, period, columns = self.facts.series[fact_id].rows_of(self.rows[at])
        return at[who], period, columns[name]

    @cached_property
    def cases(self) -> Cases:
        """The open cases."""
        at, has = self._of_procedure
        return cases_of(self.facts, has, self.rows[at], at, self.place[at], self.n, self.day)

    @cached_property
    def relation(self) -> np.ndarray:
        """Relation codes, int8 [m]."""
        return self.facts.dense["relation"][self.rows]

    @cached_property
    def birth(self) -> np.ndarray:
        """Dates of birth, int32 [m]."""
        return self.facts.dense["birth"][self.rows]

    @cached_property
    def roles(self) -> np.ndarray:
        """Role bits apart from the application, uint8 [m]."""
        return roles_of(self.birth, self.relation, self.levels, self.day)

    @cached_property
    def _roles_for(self) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
        return {}

    def roles_for(self, duty: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The members of households with an application for a duty: their places, which household of the applications, and role bits
        there; worked out once for all lanes."""
        if duty not in self._roles_for:
            self._roles_for[duty] = self._roles_in(self.cases.applications[duty])
        return self._roles_for[duty]

    def _roles_in(self, applications: Applications) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        who, which = self.members_of(applications.homes)
        applicant = np.zeros(len(self.rows), dtype=bool)
        applicant[applications.applicants] = True
        return who, which, with_application(self.roles[who], self.relation[who], applicant[who], which, len(applications.homes))

    def members_of(self, homes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The members of some households (places, ascending): their places, and which of the households each lives in."""
        sizes = np.searchsorted(-self.counts, -np.arange(int(self.counts[homes[0]]) if len(homes) else 0))
        reach = np.searchsorted(homes, sizes)
        starts = np.cumsum(sizes) - sizes
        who = [homes[:k] + start for k, start in zip(reach.tolist(), starts.tolist(), strict=True)]
        return np.concatenate([*who, _NOBODY]), np.concatenate([*(np.arange(k) for k in reach.tolist()), _NOBODY])

    @cached_property
    def protection(self) -> tuple[np.ndarray, np.ndarray]:
        """Who is under 支援措置 on the day (places of members), and until when."""
        at, _, until = self._slots("register.protection", "protected_until")
        still = until > self.day
        return at[still], until[still]

    def objectors(self, duty: str) -> np.ndarray:
        """Who objected to a duty: places of members."""
        at, to, objected = self._objections
        return at[(to == DUTIES.index(duty)) & (objected != 0)]

    def objected(self, duty: str) -> np.ndarray:
        """Who objected to a duty, bool [m]."""
        flags = np.zeros(len(self.rows), dtype=bool)
        flags[self.objectors(duty)] = True
        return flags

    @cached_property
    def _objections(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self._slots("register.objection", "objected")

    def elsewhere(self, year: int | None) -> np.ndarray:
        """Who was taxed by another municipality for the income of a year: places of members."""
        at, of, elsewhere = self._places_of_tax
        return at[(of == (-1 if year is None else year)) & (elsewhere != 0)]

    @cached_property
    def _places_of_tax(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self._slots("tax.place", "taxed_elsewhere")

    def registered_by(self, day: int) -> np.ndarray:
        """Whether somebody of the household was on the register on a day: bool [n]."""
        found = np.zeros(self.n, dtype=bool)  # not by levels: the score looks at households of whom some members are on no register
        found[self.place[self.facts.dense["registered_on"][self.rows] <= day]] = True
        return found

    @cached_property
    def young(self) -> np.ndarray:
        """The youngest member's date of birth, int32 [n]."""
        return self.levels.fold(np.maximum, self.birth, 0)

    @cached_property
    def _newest(self) -> dict[str, np.ndarray]:
        return {}

    def newest_of(self, kinds: tuple[str, ...]) -> np.ndarray:
        """The newest day on which anything of those of the kinds that date candidates was recorded about a member: int32 [n]."""
        newest = np.zeros(self.n, dtype=np.int32)
        for kind in (kind for kind in DATING if kind in kinds):
            if kind not in self._newest:
                of_home = self.levels.fold(np.maximum, self.facts.dense[newest_name(kind)][self.rows], 0)
                self._newest[kind] = NEWEST_BASE + of_home.astype(np.int32)
            newest = np.maximum(newest, self._newest[kind])
        return newest

    @cached_property
    def known(self) -> dict[object, np.ndarray]:
        """What lanes have worked out of these households, and other duties and lanes may use again."""
        return {}

    def some(self, chosen: np.ndarray) -> Households:
        """Some of the households: bool [n]."""
        who = chosen[self.place]
        place = (np.cumsum(chosen) - 1)[self.place[who]]
        return Households(
            self.facts, self.day, self.homes[chosen], self.counts[chosen], self.rows[who], place, self.changed[who], self.keys[who],
            None if self.why is None else self.why[chosen],
        )  # fmt: skip


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
