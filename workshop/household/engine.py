"""The real engine over a written household: events in by the one road, day by day."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from processors.assess.stage import Told
from processors.decoding.decode import Decoder
from processors.decoding.letters import Rejection
from processors.engine import Engine
from processors.gate.lane import LaneGate
from processors.gate.open import OpenLane
from processors.store.texts import TextPool
from schemas.keys import HOUSEHOLD, RESIDENT, opaque
from schemas.ordinance import Ordinance, TownFacts, load, with_fact
from workshop.household.events import Desks, events_of, line_of
from workshop.household.form import Written
from workshop.lanes import worked_on

OPEN = "open"
"""The name of the lane in which every gate is open."""


@dataclass
class HomeRun:
    """A household under one ordinance (or under none: every gate open)."""

    written: Written
    ordinance: Ordinance
    kind: type[LaneGate]
    people: bool = False
    desks: Desks = field(default_factory=Desks)
    rejections: list[Rejection] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    sent: list[Mapping[str, Any]] = field(default_factory=list)
    """All events so far; the first `given` of them stand for what the form says of the time before."""

    def __post_init__(self) -> None:
        self.lane = self.ordinance.name
        self.day = self.written.date.toordinal()
        self.engine = Engine(self.day, self.people, self.written.file_size)
        self._decoder = Decoder(self.written.title or "form", TextPool())
        self.engine.adopt(self.lane, self.ordinance, self.kind)
        self.take(events_of(self.written, self.desks), self.day)
        self.given = len(self.sent)

    @classmethod
    def of(cls, written: Written, beside: Path | None = None, people: bool = False) -> HomeRun:
        """The run of a form. `beside`: the folder in which an ordinance's file may lie. OrdinanceError: no such ordinance."""
        ordinance, kind = ordinance_of(written, beside)
        return cls(written, ordinance, kind, people)

    def take(self, events: Iterable[Mapping[str, Any]], day: int) -> list[Told]:
        """Takes the events of a day, and judges as of it."""
        listed = list(events)
        self.sent += listed
        decoded = self._decoder.decode([line_of(event) for event in listed])
        self.rejections += decoded.rejections
        told = self.engine.process(decoded.batch, day)
        self.told += told
        return told

    def home_key(self, home: str) -> int:
        """The opaque key of a household, by its name."""
        return int(opaque(np.array([self.desks.home(home)]), HOUSEHOLD)[0])

    def key(self, person: str) -> int:
        """The opaque key of a resident, by the name in the form."""
        return int(opaque(np.array([self.desks.record(person, "register")]), RESIDENT)[0])


def ordinance_of(written: Written, beside: Path | None) -> tuple[Ordinance, type[LaneGate]]:
    """The ordinance that a form names, with what the form says of the town; without one, every gate is open."""
    if written.ordinance:
        name = written.ordinance
        path = beside / name if beside is not None and name.endswith(".toml") and (beside / name).is_file() else name
        ordinance, kind = load(path), LaneGate
    else:
        ordinance, kind = dataclasses.replace(load("A"), name=OPEN, facts=TownFacts()), OpenLane
    for key, value in written.facts.items():
        ordinance = with_fact(ordinance, key, value)
    return worked_on(ordinance, written.switches, written.without), kind
