"""A resident of a town for each join that one ordinance allows and another does not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from processors.engine import Engine
from processors.gate.entries import KINDS
from processors.gate.ledger import ACTS, Ledger
from processors.gate.roles import ROLE_BIT, ROLES
from processors.gate.town import KIND_BITS, Households, look_at
from processors.inprocess import Runner
from schemas.facts import RELATIONS
from schemas.keys import shown
from schemas.ordinance import Ordinance, with_safeguard
from schemas.ordinance.dates import law_day
from schemas.ordinance.difference import Join, difference
from schemas.vocabulary.declare import DUTIES

LANES = ("a", "b")
DISCLOSED = ACTS.index("disclosed")
_COUPLE = [RELATIONS.index(word) for word in ("head", "spouse")]


@dataclass(frozen=True)
class Example:
    """A resident by the opaque id, and as whom the join concerns them. `passed`: in this town it did pass under the one
    and never under the other."""

    id: str
    subjects: tuple[str, ...]
    passed: bool


def handed(a: Ordinance, b: Ordinance) -> dict[str, Ordinance]:
    """Two ordinances as the lanes of a run, whatever they are called. Who is asked about is the same where the holder
    answers only, so that is left out.
    """
    return dict(zip(LANES, (with_safeguard(o, "answer_only", False) for o in (a, b)), strict=True))


@dataclass(frozen=True)
class Compared:
    """Two ordinances, an engine that holds a town on its last day, and the ledgers that the two came to over it (empty ones where they are not known)."""

    a: Ordinance
    b: Ordinance
    engine: Engine
    ledgers: tuple[Ledger, Ledger]

    @classmethod
    def of_run(cls, a: Ordinance, b: Ordinance, runner: Runner) -> Compared:
        """Of a run of both (see `handed`) over a town, to its end."""
        assert runner.engine is not None
        one, other = (runner.engine.gate.lanes[lane].ledger for lane in LANES)
        return cls(a, b, runner.engine, (one, other))

    @property
    def day(self) -> int:
        """The last day (ordinal)."""
        return self.engine.day

    @property
    def residents(self) -> int:
        """How many residents belong to households."""
        return len(self._town.keys)

    def joins(self, of_b: bool = False) -> list[tuple[Join, Example | None]]:
        """The joins that a allows and b does not (or the other way round), each with an example if there is one."""
        start = self.engine.run_start
        one, other = (self.b, self.a) if of_b else (self.a, self.b)
        days = (law_day(o, start, self.day) for o in (one, other))
        return [(join, self._example(join, of_b)) for join in difference(one, other, *days)]

    def _example(self, join: Join, of_b: bool) -> Example | None:
        """Of whom it passed in fact, first; else somebody whom the row speaks of, and of whom there is something to pass."""
        town = self._town
        one, other = (self._given(ledger, join.duty, join.kind) for ledger in (self.ledgers[::-1] if of_b else self.ledgers))
        wanted = np.uint8(sum(ROLE_BIT[subject] for subject in join.subjects))
        roles = self._roles(join.duty) & wanted
        passed = np.flatnonzero((roles != 0) & np.isin(town.keys, one) & ~np.isin(town.keys, other))
        held = (town.has & KIND_BITS[join.kind]) != 0
        could = np.flatnonzero(((self._could(join.duty) & wanted) != 0) & held)
        at = passed if len(passed) else could
        if not len(at):
            return None
        bits = int((roles if len(passed) else self._could(join.duty) & wanted)[at[0]])
        return Example(shown(int(town.keys[at[0]])), tuple(r for r in ROLES if bits & ROLE_BIT[r]), bool(len(passed)))

    @staticmethod
    def _given(ledger: Ledger, duty: str, kind: str) -> np.ndarray:
        """The opaque keys of whom a kind was ever disclosed to a duty."""
        entries = ledger.entries()
        asked = (entries["duty"] == DUTIES.index(duty)) & (entries["kind"] == KINDS.index(kind))
        keys: np.ndarray = entries["subject"][asked & (entries["act"] == DISCLOSED)]
        return keys

    @cached_property
    def _town(self) -> Households:
        gate = self.engine.gate
        return look_at(gate.facts, gate.keys, gate.homes, np.arange(gate.homes.size), None, gate.day)

    def _roles(self, duty: str) -> np.ndarray:
        """What each member is, with the applications that are open: uint8 [m]."""
        roles = self._town.roles.copy()
        if duty in self._town.cases.applications:
            who, _, with_applications = self._town.roles_for(duty)
            roles[who] |= with_applications
        return roles

    def _could(self, duty: str) -> np.ndarray:
        """The same, if every adult applied: uint8 [m]."""
        roles = self._roles(duty)
        adult = (roles & ROLE_BIT["child"]) == 0
        couple = adult & np.isin(self._town.relation, _COUPLE)
        return roles | adult * np.uint8(ROLE_BIT["applicant"]) | couple * np.uint8(ROLE_BIT["spouse"])
