"""Why who is owed a programme was not reached: one cause each, the first repair whose addition reaches them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from processors.assess.answers import REFUSED
from processors.duties import ASSESSED
from processors.engine import Engine
from processors.gate.lane import LaneGate
from processors.gate.open import OpenLane, OpenWithCases
from schemas.programmes import HOUSEHOLD, PROGRAMMES
from workshop.score.matching import Matching, Outcomes, flags
from workshop.score.stages import REPAIRS, Stages
from workshop.truth_town import Grouping, Judged

CAUSES = (*REPAIRS, "not-applied", "stopped", "waiting", "objected", "no-record")
"""All causes, in the order in which they are told."""
REACHED = -1
_LAST = len(REPAIRS) - 1


class OpenCases:
    """Which cases are open in a lane, for any grouping of its residents: its sweeps, applications, life events,
    standing ones."""

    def __init__(self, engine: Engine, lane: str, stages: Stages) -> None:
        self._gate, self._stages, self._day = engine.gate.lanes[lane], stages, engine.day
        self._shadow = OpenWithCases(lane, self._gate.ordinance, self._gate.run_start)
        self._shadow.turn(engine.day, engine.link.facts.size)
        self._asked: dict[bool, dict[str, np.ndarray]] = {}

    def of(self, programme: str, level: int) -> np.ndarray:
        """Households of a repaired town with an open case of a duty: bool [h]."""
        real = level == _LAST
        if real not in self._asked:
            self._asked[real] = self._decide(self._stages.grouping(level))
        return self._asked[real][programme]

    def _decide(self, grouping: Grouping) -> dict[str, np.ndarray]:
        found = self._shadow.decide(self._stages.recorded.households(grouping), ASSESSED, self._day)
        return {duty: np.ones_like(d.asked) if always_open(self._gate, duty) else d.asked for duty, d in found.items()}


def always_open(gate: LaneGate, duty: str) -> bool:
    """Whether a lane has a case of the duty open for everybody at all times."""
    if isinstance(gate, OpenLane) and not gate.cases:
        return True
    return duty in gate.tables and gate.tables[duty].question.standing


@dataclass
class Causes:
    """Finds the causes in one lane."""

    engine: Engine
    lane: str
    stages: Stages
    matching: Matching
    cases: OpenCases

    def of(self, programme: str, missed: np.ndarray, outcomes: Outcomes) -> np.ndarray:
        """The cause of each missed unit (bool [size]) as a place in CAUSES, REACHED for all others: int8 [size]."""
        causes = np.where(missed, CAUSES.index("no-record"), REACHED).astype(np.int8)
        self._note(causes, self.reached_without_objections(programme, missed), "objected")
        self._note(causes, self._level(programme, _LAST, False), "not-applied")
        for level in range(_LAST, -1, -1):
            self._note(causes, self._level(programme, level, True), REPAIRS[level])
        stopped = self._stopped(programme, outcomes)
        self._note(causes, flags(outcomes.at, len(missed)), "waiting")
        self._note(causes, flags(outcomes.at[stopped], len(missed)), "stopped")
        return causes

    @staticmethod
    def _note(causes: np.ndarray, reached: np.ndarray, cause: str) -> None:
        """An earlier cause is noted later, and takes the place of the later one."""
        causes[(causes != REACHED) & reached] = CAUSES.index(cause)

    def reached_without_objections(self, programme: str, missed: np.ndarray) -> np.ndarray:
        """Who would be reached if all were repaired and nobody had objected."""
        if not self._objecting:
            return np.zeros(len(missed), dtype=bool)
        return self._reached(
            programme, self.stages.judged(programme, _LAST), self.stages.grouping(_LAST), None, real=True
        )

    @property
    def _objecting(self) -> bool:
        return self.engine.gate.lanes[self.lane].ordinance.safeguards.objection

    def _level(self, programme: str, level: int, cases: bool) -> np.ndarray:
        """Who is reached under a repair and all before it. `cases`: only inside the open ones."""
        asked = self.cases.of(programme, level) if cases else None
        judged = self.stages.judged(programme, level, self._objecting)
        return self._reached(programme, judged, self.stages.grouping(level), asked, real=level == _LAST)

    def _reached(
        self, programme: str, judged: Judged, grouping: Grouping, asked: np.ndarray | None, real: bool
    ) -> np.ndarray:
        size = self.matching.size(programme)
        if PROGRAMMES[programme].unit != HOUSEHOLD:
            eligible = judged.eligible if asked is None else judged.eligible & asked[grouping.place]
            return flags(grouping.who[eligible], size)
        homes = grouping.homes[judged.eligible if asked is None else judged.eligible & asked]
        return flags(homes if real else self.matching.home_of(homes), size)

    def _stopped(self, programme: str, outcomes: Outcomes) -> np.ndarray:
        """Which candidates were answered with no: bool [k]."""
        if not self.engine.assess.lanes[self.lane].asks_people:
            return np.zeros(len(outcomes.at), dtype=bool)
        units = self.engine.assess.units
        since = units.home_words[self.lane, programme]["since"][outcomes.rows]
        book = self.engine.assess.lanes[self.lane].answers[programme]
        refused: np.ndarray = book.said(units.key_of(outcomes.rows), outcomes.keys, since) == REFUSED
        return refused
