"""A part of the gate that holds each disclosure against the schemas of its lane's joins before it is sent (NAYOSE_CHECK_DISCLOSURES)."""

from __future__ import annotations

from collections.abc import Iterator

from processors.disclosures import Disclosures
from processors.gate.lane import LaneGate
from processors.gate.roles import ROLE_BIT
from processors.messages.checking import Joins
from processors.messages.disclosures import Document, document_of
from processors.parts.gate import GatePart
from processors.parts.log import Out
from schemas.join_schema import join_schemas
from schemas.keys import shown
from schemas.ordinance.dates import law_day


class Leak(Exception):
    """A disclosure holds what its ordinance does not let pass. The text says what, without any value."""


class CheckedGatePart(GatePart):
    """Raises Leak instead of sending such a disclosure."""

    def __init__(self, number: int, parts: int) -> None:
        super().__init__(number, parts)
        self._joins: dict[str, tuple[tuple[str, int], Joins]] = {}

    def _said(self, disclosures: Disclosures, anew: set[str]) -> Iterator[Out]:
        checks = {name: _Check(self._joins_of(self.gate.lanes[name]), self.gate.lanes[name], disclosures) for name in disclosures.lanes}
        for out in super()._said(disclosures, anew):
            document = document_of(out.value)
            checks[document["lane"]](document)
            yield out

    def _joins_of(self, lane: LaneGate) -> Joins:
        """The schemas on the day; from day to day they are mostly the same."""
        key, held = (lane.ordinance.content_hash, law_day(lane.ordinance, lane.run_start, self.gate.day)), self._joins.get(lane.name)
        if held is None or held[0] != key:
            schemas = join_schemas(lane.ordinance, key[1])
            held = self._joins[lane.name] = key, held[1] if held is not None and held[1].schemas == schemas else Joins(schemas)
        return held[1]


class _Check:
    """Checks a lane's documents of one batch: the roles of its members are those that the gate judged."""

    def __init__(self, joins: Joins, lane: LaneGate, disclosures: Disclosures) -> None:
        self._joins = joins
        self._of = {duty: ([_roles(raw) for raw in lane.tables[duty].contexts], d.contexts) for duty, d in disclosures.lanes[lane.name].items()}
        self._at = {shown(key): place for place, key in enumerate(disclosures.members.tolist())}

    def __call__(self, document: Document) -> None:
        places = [self._at[member] for member in document["members"]]
        roles = {duty: [by_context[contexts[place]] for place in places] for duty, (by_context, contexts) in self._of.items() if duty in document["duties"]}
        if faults := self._joins.faults(document, roles):
            raise Leak(
                f"a disclosure about household {document['household']} in lane {document['lane']} holds what the ordinance does not let pass: "
                f"{'; '.join(faults[:5])}. It was not sent. The gate or the schemas of its joins are wrong: please report it."
            )


def _roles(raw: int) -> list[str]:
    return [role for role, bit in ROLE_BIT.items() if raw & bit]
