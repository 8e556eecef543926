"""A household with all that its verdicts rest on: events, a day, an ordinance. Assessed anew by the real engine for every change."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from processors.decoding.decode import Decoder
from processors.engine import Engine
from processors.gate.lane import LaneGate
from processors.store.texts import TextPool
from schemas.keys import RESIDENT, opaque, shown
from schemas.ordinance import Ordinance
from workshop.household.engine import HomeRun
from workshop.household.events import line_of
from workshop.household.results import HomeResults
from workshop.letters import Letter
from workshop.why.kept import Event, Kept, read_again
from workshop.why.labels import Labels, by_relation

if TYPE_CHECKING:
    from workshop.one_resident import OneResident

LANE = "as it is"
"""The lane of the ordinance as it is, beside which changed ones are tried."""


@dataclass
class World:
    """`called`: members by opaque key; `persons`: how many the town's files hold (for 特定個人情報保護評価); `written`: ids of events that
    stand for what a form says of the time before."""

    events: list[Event]
    day: int
    start: int
    ordinance: Ordinance
    kind: type[LaneGate]
    home: int
    called: Mapping[int, str]
    persons: int = 0
    written: frozenset[str] = frozenset()
    by_name: bool = True
    """Whether members are called by a name of a form, not by their relation to the head."""
    _decoder: Decoder = field(default_factory=lambda: Decoder("change", TextPool()))

    @cached_property
    def kept(self) -> Kept:
        """The events, by the slots that they set."""
        return Kept(self.events)

    @cached_property
    def base(self) -> Engine:
        """The engine as it stands; not to be changed."""
        engine = Engine(self.start, file_size=self.persons)
        engine.adopt(LANE, self.ordinance, self.kind)
        self._take(engine, self.events)
        return engine

    def engine(self, events: Iterable[Event] = (), ordinances: Mapping[str, Ordinance] | None = None) -> Engine:
        """The engine with some more events, and with more lanes."""
        engine = copy.deepcopy(self.base)
        more = list(events)
        if more:
            self._take(engine, more)
        for name, ordinance in (ordinances or {}).items():
            engine.adopt(name, ordinance, self.kind)
        return engine

    def _take(self, engine: Engine, events: list[Event]) -> None:
        engine.process(self._decoder.decode([line_of(event) for event in events]).batch, self.day)

    def results(self, engine: Engine | None = None, lane: str = LANE, ordinance: Ordinance | None = None) -> HomeResults:
        """The household's results in a lane."""
        return HomeResults(engine or self.base, lane, ordinance or self.ordinance, self.home, self.called)

    @property
    def members(self) -> list[int]:
        """The members' opaque keys, in the order in which they are told."""
        here = set(self.results().view.members)
        return [key for key in self.called if key in here]

    @cached_property
    def people(self) -> dict[int, Labels | str]:
        """What the members are called where people read, by opaque key, in the order of the formulas' rows."""
        members = self.results().view.members
        if self.by_name:
            return {key: self.called[key] for key in members}
        relations = [str(self.kept.of(self.record(key, "register"), "register.residence")[0].values["relation"]) for key in members]
        return dict(zip(members, by_relation(relations), strict=True))

    def row(self, key: int) -> int:
        """The row of a member among the facts."""
        households = self.results().view.households
        return int(households.rows[households.keys.tolist().index(key)])

    def number(self, key: int) -> str:
        """The sandbox number under which a member's records are joined."""
        return self.kept.number(self.record(key, "register"))

    def record(self, key: int, office: str) -> int:
        """The record of an office that is joined for a member; 0: none."""
        return int(self.base.link.records[f"record:{office}"][self.row(key)])


def world_of_form(run: HomeRun, home: str) -> World:
    """The world of a household of a form that was played."""
    called = {run.key(name): name for name in run.desks.numbers}
    return World(
        list(run.sent), run.engine.day, run.day, run.ordinance, run.kind, run.home_key(home), called,
        persons=run.engine.file_size, written=frozenset(event["id"] for event in run.sent[: run.given]),
    )  # fmt: skip


def world_of_folder(folder: Path, ordinance: Ordinance, one: OneResident, lane: str, acted: Iterable[Event] = ()) -> World:
    """The world of a resident's household in a folder, read from it once more. `lane`: that of the ordinance in the resident's engine; `acted`: events
    that are in no file yet. Letter: the resident belongs to no household."""
    if not one.home:
        raise Letter("why.no_household", found=shown(one.key))
    engine = one.engine
    members = HomeResults(engine, lane, ordinance, one.home, _Shown()).view.households
    numbers = [f"{number:012d}" for number in engine.link.index.keys_of(members.rows).tolist()]
    called = {int(key): shown(int(key)) for key in opaque(engine.link.records["record:register"][np.sort(members.rows)], RESIDENT)}
    events = read_again(folder, numbers, engine.day) + [event for event in acted if event.get("subject") in numbers]
    return World(
        events, engine.day, engine.run_start, ordinance, LaneGate, one.home, called,
        persons=max(engine.link.facts.size, engine.file_size), by_name=False,
    )  # fmt: skip


class _Shown(dict[int, str]):
    """Members called by what is shown of their keys."""

    def __missing__(self, key: int) -> str:
        self[key] = shown(key)
        return self[key]


def iso(day: int) -> str:
    """An ordinal day as ISO text."""
    return datetime.date.fromordinal(day).isoformat()
