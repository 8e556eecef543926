"""Holds what a lane's gate discloses against the schemas of its joins, before it goes on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from processors.disclosures import Disclosures
from processors.gate.lane import LaneGate
from processors.gate.roles import ROLE_BIT
from processors.gate.values import ABSENT, Column
from processors.messages.checking import Joins
from processors.messages.disclosures import Document, document_of, written
from processors.messages.leak import Leak
from processors.store.texts import TextPool
from schemas.attributes import ATTRIBUTES
from schemas.join_schema import join_schemas
from schemas.keys import shown
from schemas.ordinance.dates import law_day


class LaneSchemas:
    """The schemas of each lane on the day; from day to day they are mostly the same."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[tuple[str, int], Joins]] = {}

    def of(self, lane: LaneGate, day: int) -> Joins:
        """Those of a lane's ordinance on a day of the run."""
        key, held = (lane.ordinance.content_hash, law_day(lane.ordinance, lane.run_start, day)), self._held.get(lane.name)
        if held is None or held[0] != key:
            schemas = join_schemas(lane.ordinance, key[1])
            held = self._held[lane.name] = key, held[1] if held is not None and held[1].schemas == schemas else Joins(schemas)
        return held[1]


class Check:
    """Checks a lane's documents of one batch: the roles of its members are those that the gate judged."""

    def __init__(self, joins: Joins, lane: LaneGate, disclosures: Disclosures) -> None:
        self._joins = joins
        self._of = {duty: ([_roles(raw) for raw in lane.tables[duty].contexts], d.contexts) for duty, d in disclosures.lanes[lane.name].items()}
        self._at = {shown(key): place for place, key in enumerate(disclosures.members.tolist())}

    def __call__(self, document: Document) -> None:
        places = [self._at[member] for member in document["members"]]
        roles = {duty: [by_context[contexts[place]] for place in places] for duty, (by_context, contexts) in self._of.items() if duty in document["duties"]}
        if faults := self._joins.faults(document, roles):
            raise Leak(document["household"], document["lane"], faults)


class _Columns(dict[tuple[str, int | None], Column]):
    """Columns of attributes; one that no formula asked for is absent of everybody."""

    def __init__(self, of: Disclosures) -> None:
        super().__init__(of.columns)
        self._people = len(of.members)

    def __missing__(self, key: tuple[str, int | None]) -> Column:
        return np.zeros(self._people, dtype=ATTRIBUTES[key[0]].field.dtype), np.full(self._people, ABSENT, dtype=np.uint8)


def check(disclosures: Disclosures, lane: LaneGate, schemas: LaneSchemas, texts: TextPool) -> None:
    """Checks all that a batch discloses in a lane. Leak: something may not pass."""
    whole = replace(disclosures, columns=_Columns(disclosures))
    one = Check(schemas.of(lane, disclosures.day), lane, disclosures)
    nothing: list[tuple[int, int, int]] = [(0, 0, 0)] * (len(disclosures.homes) + len(disclosures.gone))
    for _, message in written(whole, lane.name, {}, nothing[: len(disclosures.homes)], nothing[: len(disclosures.gone)], texts):
        one(document_of(message))


def _roles(raw: int) -> list[str]:
    return [role for role, bit in ROLE_BIT.items() if raw & bit]
