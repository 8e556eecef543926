"""The scenario files through the parts of the stages over a log: the topics say what one process says, on every day that counts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest

from processors.messages.newest import Newest
from processors.parts.gate import Adopted
from tests.processors.engines import START, Fed
from tests.processors.logs import Logs, run
from tests.processors.streamed import Streamed, play, scenarios


@dataclass
class InMemory:
    """A log with parts that work on it."""

    logs: Logs

    def send(self, office: str, lines: list[bytes]) -> None:
        self.logs.events(office, lines)

    def end_day(self, day: datetime.date) -> None:
        self.logs.end_day(day.isoformat())

    def newest(self) -> Newest:
        run(self.logs, seed=len(self.logs.topics))
        return self.logs.newest()


@pytest.fixture(scope="module")
def some() -> list[Streamed]:
    return scenarios()


@pytest.mark.timeout(900)  # all scenarios, day by day, in a lane for each ordinance
def test_all_scenarios_at_once_come_out_on_the_topics_as_they_say(some: list[Streamed]) -> None:
    lanes = {one.lane: one.ordinance for one in some}
    logs = Logs(2)
    logs.adopted = [Adopted(name, 1, ordinance, START, 2000) for name, ordinance in lanes.items()]
    assert play(some, InMemory(logs), Fed(lanes)) == []
    assert len(some) > 25 and len(lanes) >= 10
