"""What follows an assessment in runs without people: the response (対応策) and the connection to support (支援への接続).

The written assessor says it of each candidate that was accepted, by whomever, some days after the assessment, drawn from
the candidate's id. It depends on the candidate, on the day and on what people said alone, so not on the order of arrival;
it may be said again at any time. What a person says goes before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from processors.assess.answers import ACCEPTED
from processors.assess.phases import GOES_ON, Candidates, assessed, candidates
from processors.duties import ASSESSED
from processors.engine import Engine
from schemas.vocabulary import RESPONSE_PLANNED, SUPPORT_CONNECTED, outcomes
from workshop.assessor import Habits, drawn


@dataclass(frozen=True)
class FollowUp:
    """Says in an engine what followed up to its day."""

    engine: Engine
    habits: Habits

    def say(self) -> None:
        """Of all candidates of all lanes and programmes."""
        for lane in self.engine.assess.lanes:
            for book in self.engine.assess.lanes[lane].following.values():
                book.forget_written()
            for programme in ASSESSED:
                self._of(lane, programme)

    def _of(self, lane: str, programme: str) -> None:
        habits, some = self.habits, candidates(self.engine.assess, lane, programme)
        decision, days = assessed(self.engine.assess, lane, programme, some)
        accepted = decision == ACCEPTED
        stops = {"not-needed": habits.response_not_needed_permille, "none": habits.response_none_permille}
        some, days = self._step(lane, programme, RESPONSE_PLANNED.type, some.of(accepted), days[accepted] + habits.response_days, stops)
        stops = {"declined": habits.connection_declined_permille, "not-reached": habits.connection_not_reached_permille}
        self._step(lane, programme, SUPPORT_CONNECTED.type, some, days + habits.connection_days, stops)

    def _step(
        self, lane: str, programme: str, type_: str, some: Candidates, days: np.ndarray, stops: Mapping[str, int]
    ) -> tuple[Candidates, np.ndarray]:  # fmt: skip
        """Says one phase of those whose day has come; returns who goes on, and from which day (what a person said counts)."""
        come = days <= self.engine.day
        due = some.of(come)
        codes = _codes(type_, stops, drawn(f"{self.engine.assess.lanes[lane].ordinance.name}/{programme}/{type_}", *due.columns))
        self.engine.assess.follow(lane, programme, type_, *due.columns, codes, days=days[come])
        book = self.engine.assess.lanes[lane].following[programme, type_]
        on = book.said(*some.columns) == GOES_ON
        return some.of(on), book.days(*some.columns)[on]


def _codes(type_: str, stops: Mapping[str, int], draws: np.ndarray) -> np.ndarray:
    """The places of words by draws from 0 to 999: each word that stops has its share in thousandths, the rest goes on. int64 [n]"""
    least = np.cumsum(list(stops.values()))
    words = [outcomes(type_).index(word) for word in stops]
    return np.select([draws < bound for bound in least], words, GOES_ON)
