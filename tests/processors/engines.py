"""Engines for tests: fed with lines, in one go or in pieces."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np

from processors.decoding.decode import Decoder, day_of
from processors.digest import digest
from processors.engine import Engine
from processors.store.facts import Facts
from processors.store.texts import TextPool
from schemas.facts import FACTS
from schemas.keys import RESIDENT, opaque
from schemas.ordinance import Ordinance

START = datetime.date(2024, 11, 1).toordinal()


class Fed:
    """An engine with its decoder; `feed` takes lines as one batch, as of the newest time so far."""

    def __init__(self, ordinances: Mapping[str, Ordinance], people: bool = False) -> None:
        self.texts = TextPool()
        self.decoder = Decoder("lines", self.texts)
        self.engine = Engine(START, people)
        self.rejections: list = []
        self.told: list = []
        for name, ordinance in ordinances.items():
            self.engine.adopt(name, ordinance)

    def feed(self, lines: Sequence[bytes], day: int = 0) -> None:
        """Takes a batch."""
        decoded = self.decoder.decode(lines)
        self.rejections += decoded.rejections
        newest = int(day_of(np.array([int(self.decoder.latest)]))[0]) if self.decoder.latest else 0
        self.told = self.engine.process(decoded.batch, max(day, newest))

    def digest(self, lane: str) -> str:
        """The digest of a lane."""
        return digest(self.engine.gate, self.engine.assess, lane, self.texts)

    def facts_of(self, record: int) -> dict[tuple[str, int], dict]:
        """All slots of the resident whose register record this is, by (fact, period)."""
        keys = self.engine.link.keys(np.arange(self.engine.link.facts.size))
        rows = np.flatnonzero(keys == opaque(np.array([record]), RESIDENT)[0])
        return {} if not len(rows) else slots_of(self.engine.link.facts, int(rows[-1]))


def slots_of(facts: Facts, row: int) -> dict[tuple[str, int], dict]:
    """All slots of one row."""
    found = {}
    for fact in FACTS.values():
        _, periods, _, columns = facts.slots(row, fact)
        for i, period in enumerate(periods.tolist()):
            found[fact.id, period] = {name: column[i].item() for name, column in columns.items()}
    return found
