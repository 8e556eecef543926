"""What a duty sees of one household, and by which rows: for the explanation of a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from processors.assess.seen import blind
from processors.disclosures import Disclosures, DutyDisclosures
from processors.engine import Engine
from processors.gate.decide import decide
from processors.gate.lane import LaneGate
from processors.gate.open import OpenLane
from processors.gate.town import Households, look_at
from processors.gate.values import KNOWN, WITHHELD, Column
from schemas.attributes import ATTRIBUTES
from schemas.ordinance.pairs import pair_of


@dataclass(frozen=True)
class EverythingKnown:
    """All that the town's offices know: a source without a gate."""

    households: Households

    def column(self, attribute: str, year: int | None) -> Column:
        """Values and states of the members."""
        return self.households.values.column(attribute, year)


@dataclass(frozen=True)
class SeenByDuty:
    """What the gate lets one duty know."""

    households: Households
    duty: DutyDisclosures

    def column(self, attribute: str, year: int | None) -> Column:
        """Values and states of the members; what does not pass is withheld."""
        values, states = self.households.values.column(attribute, year)
        allowed = np.broadcast_to(self.duty.of_attribute(ATTRIBUTES[attribute]), len(values))
        blank = np.where(allowed, values, np.zeros(1, dtype=values.dtype))
        return blank, np.where(allowed, KNOWN if states is None else states, WITHHELD).astype(np.uint8)


@dataclass(frozen=True)
class HomeView:
    """One household in one lane, on the engine's day. `home`: its opaque key."""

    engine: Engine
    lane: str
    home: int

    @property
    def gate(self) -> LaneGate:
        """The lane's gate."""
        return self.engine.gate.lanes[self.lane]

    @cached_property
    def households(self) -> Households:
        """The household as the gate looks at it; nobody in it if it is not there."""
        gate = self.engine.gate
        row = gate.homes.index.find(np.array([self.home], dtype=np.int64))
        return look_at(gate.facts, gate.keys, gate.homes, row[row >= 0], None, gate.day)

    @property
    def members(self) -> list[int]:
        """The opaque keys of the members, in the order of the formulas' rows."""
        keys: list[int] = self.households.keys.tolist()
        return keys

    def duty(self, duty: str) -> DutyDisclosures | None:
        """What is disclosed to a duty; None where nothing is ever asked for it."""
        return self.gate.decide(self.households, (duty,), self.engine.day).get(duty)

    def blind(self, duty: DutyDisclosures) -> bool:
        """Whether the duty does not even know who lives together."""
        households = self.households
        shown = Disclosures(
            day=households.day, homes=np.array([self.home]), counts=households.counts, members=households.keys,
            place=households.place, gone=np.empty(0, dtype=np.int64),
        )  # fmt: skip
        return bool(blind(shown, duty)[0])

    def contexts(self, duty: str) -> tuple[int, ...]:
        """The numbers of the members' cases in the table of a duty. Nothing where nothing is ever asked for it, or every gate is open."""
        table = self.gate.tables.get(duty)
        if table is None or isinstance(self.gate, OpenLane) or not table.question.kinds:
            return ()
        return tuple(self.gate.contexts[duty][self.households.rows].tolist())

    def answers(self, duty: str) -> list[dict[str, Any]]:
        """The gate's answer for each kind and member: reason code, row and article. Nothing where every gate is open."""
        contexts = self.contexts(duty)
        kinds = self.gate.tables[duty].question.kinds if contexts else ()
        return [{"member": at, "kind": kind, **self._answer(duty, context, kind)} for kind in kinds for at, context in enumerate(contexts)]

    def _answer(self, duty: str, context: int, kind: str) -> dict[str, Any]:
        table = self.gate.tables[duty]
        if context == 0 and not table.question.standing:
            return {"allowed": False, "code": "not-asked", "row": None, "article_ja": "", "article_en": "", **self._pair(duty, kind)}
        found = decide(table.request(table.contexts[context], kind), table.question.ordinance)
        return {
            "allowed": found.allowed, "code": found.code, "row": found.row, "article_ja": found.article_ja, "article_en": found.article_en,
            **self._pair(duty, kind),
        }  # fmt: skip

    def _pair(self, duty: str, kind: str) -> dict[str, str]:
        """Which of the six kinds of pair this is, in both languages; nothing where another organ holds the kind, or the duty itself."""
        question = self.gate.tables[duty].question
        pair = pair_of(question.ordinance, duty, kind, question.law_day)
        return {"pair": pair.id if pair else "", "pair_ja": pair.label_ja if pair else "", "pair_en": pair.label_en if pair else ""}
