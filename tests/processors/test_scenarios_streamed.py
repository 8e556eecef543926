"""The scenario files through the parts of the stages over a log: the topics say what one process says, on every day that counts."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

import pytest

from processors.messages.newest import Newest
from processors.parts.gate import Adopted
from schemas.ordinance import names
from tests.nightly import rest_at_night
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
def some() -> dict[str, list[Streamed]]:
    """By ordinance."""
    found: dict[str, list[Streamed]] = defaultdict(list)
    for one in scenarios():
        found[one.ordinance.name].append(one)
    return found


@pytest.mark.parametrize("name", rest_at_night(names(), lambda name: name in ("F", "G")))
def test_all_scenarios_of_an_ordinance_at_once_come_out_on_the_topics_as_they_say(name: str, some: dict[str, list[Streamed]]) -> None:
    mine = some[name]
    lanes = {one.lane: one.ordinance for one in mine}
    logs = Logs(2)
    logs.adopted = [Adopted(lane, 1, ordinance, START, 2000) for lane, ordinance in lanes.items()]
    assert play(mine, InMemory(logs), Fed(lanes)) == []
    assert len(mine) >= 4


def test_they_are_of_every_ordinance_and_one_at_least_is_switched(some: dict[str, list[Streamed]]) -> None:
    assert set(some) == set(names())
    assert any(one.own for mine in some.values() for one in mine)
