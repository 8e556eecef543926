"""What a change of the ordinance would do besides: whose data pass to which duties that did not, and who is eligible who was not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from processors.assess.units import ELIGIBLE, code_of
from processors.duties import ASSESSED
from processors.engine import Engine
from processors.gate.lane import LaneGate
from processors.gate.town import look_at
from schemas.catalogue import catalogue
from schemas.ordinance import Ordinance
from schemas.vocabulary.declare import DUTIES
from workshop.why_not.step import Said

BESIDE = "a change that is weighed"
"""The lane in which the changed ordinance is tried over the whole town."""


@dataclass(frozen=True)
class Opened:
    """For one duty: people of whom a kind passes that did not, or no longer does; and by how much the eligible are more (or fewer)."""

    duty: str
    people: int
    fewer: int
    eligible: int

    def said(self) -> Iterator[Said]:
        """In words: what opens, and what closes."""
        duty = catalogue().duties[self.duty]
        if self.people:
            yield Said("whynot.opens_people", {"duty": duty, "people": self.people})
        if self.fewer:
            yield Said("whynot.closes_people", {"duty": duty, "people": self.fewer})
        if self.eligible > 0:
            yield Said("whynot.opens_units", {"duty": duty, "units": self.eligible})
        if self.eligible < 0:
            yield Said("whynot.closes_units", {"duty": duty, "units": -self.eligible})


def opened(engine: Engine, lane: str, changed: Ordinance) -> list[Opened]:
    """What a changed ordinance does over everybody in an engine, beside the lane as it is (in a lane of its own, which the next change
    takes over); only duties for which it does something."""
    engine.adopt(BESIDE, changed, type(engine.gate.lanes[lane]))
    found = [_of(engine, lane, duty) for duty in DUTIES]
    return [each for each in found if each.people or each.fewer or each.eligible]


def _of(engine: Engine, lane: str, duty: str) -> Opened:
    before, after = (_passing(engine, engine.gate.lanes[name], duty) for name in (lane, BESIDE))
    eligible = _eligible(engine, BESIDE, duty) - _eligible(engine, lane, duty)
    return Opened(duty, int((after & ~before).any(axis=0).sum()), int((before & ~after).any(axis=0).sum()), eligible)


def _passing(engine: Engine, lane: LaneGate, duty: str) -> np.ndarray:
    """Whose data of each kind pass: bool [kinds, members]."""
    gate = engine.gate
    everyone = look_at(gate.facts, gate.keys, gate.homes, np.arange(gate.homes.size), None, gate.day)
    given = lane.decide(everyone, (duty,), gate.day).get(duty)
    blank = np.zeros(len(everyone.keys), dtype=bool)
    return np.array([blank if given is None else np.broadcast_to(given.of(kind), len(blank)) for kind in catalogue().kinds])


def _eligible(engine: Engine, lane: str, duty: str) -> int:
    if duty not in ASSESSED or not engine.gate.lanes[lane].ordinance.judges(duty):
        return 0
    units = engine.assess.units
    words = np.concatenate([units.words[lane, duty]["word"], units.home_words[lane, duty]["word"]])
    return int((code_of(words) == ELIGIBLE).sum())
