"""The four phases of a candidate: 判定 → 人によるアセスメント → 対応策 → 支援への接続, and at which one each candidate stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from processors.assess.answers import ACCEPTED, NONE, REFUSED
from processors.assess.stage import Assess
from schemas.vocabulary import ASSESSMENT_DECIDED, FOLLOWING, RESPONSE_PLANNED, SUPPORT_CONNECTED, outcomes

STANDS = ("waiting", "stopped", "no_response", "not_connected", "connected")
"""Waiting for assessment, stopped at it, no response planned (yet), not connected (yet), connected."""
GOES_ON = 0
"""The code of what leads to the next phase: the first word of a type."""


@dataclass(frozen=True)
class Candidates:
    """Candidates of one lane and programme: keys of household and unit (0: the household), and `since`. All int64 [n]."""

    homes: np.ndarray
    units: np.ndarray
    since: np.ndarray

    @property
    def columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """As the books take them."""
        return self.homes, self.units, self.since

    def of(self, which: np.ndarray) -> Candidates:
        """Some of them (bool [n])."""
        return Candidates(*(column[which] for column in self.columns))


def candidates(assess: Assess, lane: str, programme: str) -> Candidates:
    """All that there are now, answered or not. Only where somebody answers candidates."""
    return Candidates(*assess.candidates(lane, programme))


def assessed(assess: Assess, lane: str, programme: str, some: Candidates) -> tuple[np.ndarray, np.ndarray]:
    """NONE, REFUSED or ACCEPTED, and on which day: int8 [n], int64 [n]. Where nobody is asked, all are accepted on the day they became one."""
    if not assess.lanes[lane].asks_people:
        return np.full(len(some.homes), ACCEPTED, dtype=np.int8), some.since
    book = assess.lanes[lane].answers[programme]
    return book.said(*some.columns), book.days(*some.columns)


def stands(assess: Assess, lane: str, programme: str, some: Candidates) -> np.ndarray:
    """Where each candidate stands, as a place in STANDS: int8 [n]. What was said of a later phase counts only once the earlier ones are passed."""
    decision, _ = assessed(assess, lane, programme, some)
    books = assess.lanes[lane].following
    response, connection = (books[programme, type_].said(*some.columns) for type_ in (RESPONSE_PLANNED.type, SUPPORT_CONNECTED.type))
    passed = (decision == NONE, decision == REFUSED, response != GOES_ON, connection != GOES_ON)
    found: np.ndarray = np.select(passed, range(len(passed)), len(passed)).astype(np.int8)
    return found


def counts(assess: Assess, lane: str, programme: str) -> dict[str, int]:
    """How many candidates there are, and how many stand at each phase."""
    some = candidates(assess, lane, programme)
    standing = np.bincount(stands(assess, lane, programme, some), minlength=len(STANDS))
    return {"candidates": len(some.homes), **dict(zip(STANDS, standing.tolist()))}


def history(assess: Assess, lane: str, programme: str, one: Candidates) -> list[tuple[str, int, str]]:
    """What was said of one candidate: type of event, day (ordinal), word; in the order of the phases."""
    made = []
    if assess.lanes[lane].asks_people:
        decision, day = assessed(assess, lane, programme, one)
        if decision[0] != NONE:
            made.append((ASSESSMENT_DECIDED.type, int(day[0]), "accept" if decision[0] == ACCEPTED else "reject"))
    for type_ in FOLLOWING:
        book = assess.lanes[lane].following[programme, type_]
        code = int(book.said(*one.columns)[0])
        if code != NONE:
            made.append((type_, int(book.days(*one.columns)[0]), outcomes(type_)[code]))
    return made
