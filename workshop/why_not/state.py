"""A household after some steps: what the engine says of it, and what the gate answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from processors.disclosures import DutyDisclosures
from processors.duties import kinds, needs
from processors.engine import Engine
from processors.gate.open import OpenLane
from schemas.attributes import ATTRIBUTES
from schemas.ordinance import Ordinance
from workshop.household.results import HOUSEHOLD_UNIT, HomeResults
from workshop.why.world import LANE, World
from workshop.why_not.step import Change


class Answer(NamedTuple):
    """The gate's answer about a kind of one member (a row of the formula)."""

    kind: str
    member: int
    allowed: bool
    code: str
    row: str
    roles: frozenset[str]


@dataclass
class State:
    """A household under an ordinance, as one duty's programme sees it."""

    world: World
    programme: str
    engine: Engine
    lane: str
    ordinance: Ordinance
    steps: Change = ()

    @classmethod
    def start(cls, world: World, programme: str) -> State:
        """The household as it is."""
        return cls(world, programme, world.base, LANE, world.ordinance)

    @cached_property
    def results(self) -> HomeResults:
        """The household's results."""
        return self.world.results(self.engine, self.lane, self.ordinance)

    @property
    def keys(self) -> list[int]:
        """The members' opaque keys, by row of the formula."""
        return self.results.view.members

    @cached_property
    def duty(self) -> DutyDisclosures | None:
        """What is disclosed to the duty."""
        return self.results.view.duty(self.programme)

    @property
    def seen(self) -> bool:
        """Whether the formula is asked at all."""
        return self.duty is not None and bool(self.duty.asked[0]) and not self.results.view.blind(self.duty)

    @cached_property
    def passing(self) -> dict[str, tuple[bool, ...]]:
        """Whose value of each attribute that the formula reads the duty has, by row; nobody's where it is not asked."""
        read, size = needs(self.programme, self.engine.day), len(self.keys)
        if self.duty is None or not self.seen:
            return dict.fromkeys(read, (False,) * size)
        flags = {name: np.broadcast_to(self.duty.of_attribute(ATTRIBUTES[name]), size) for name in read}
        return {name: tuple(bool(flag) for flag in column) for name, column in flags.items()}

    @cached_property
    def answers(self) -> list[Answer]:
        """The gate's answers about the kinds that the formula reads; nothing where every gate is open."""
        gate = self.results.view.gate
        if isinstance(gate, OpenLane) or not self.keys:
            return []
        read, table = kinds(self.programme, self.engine.day), gate.tables[self.programme]
        contexts = gate.contexts[self.programme][self.results.view.households.rows].tolist() if self.duty else []
        found = [a for a in self.results.view.answers(self.programme) if a["kind"] in read]
        roles = [table.request(table.contexts[context], found[0]["kind"]).roles for context in contexts] if found else []
        return [
            Answer(a["kind"], a["member"], a["allowed"], a["code"], a["row"] or "", roles[a["member"]]) for a in found
        ]  # fmt: skip

    def eligible(self, unit: str) -> bool:
        """Whether a unit is; for the household of a programme of persons, whether any of them is."""
        said = self.results.verdicts(self.programme)
        if unit == HOUSEHOLD_UNIT:
            return "eligible" in said.values()
        return said.get(unit) == "eligible"
