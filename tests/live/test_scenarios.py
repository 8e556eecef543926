"""The scenario files on a real broker: all at once, each with people of its own, over one worker."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from processors.messages.newest import Newest  # noqa: E402
from producers.kafka_sender import Sender, day_ended, key_of  # noqa: E402
from tests.live.towns import OFFICES, put_in_force  # noqa: E402
from tests.live.workers import Town, Worker, workers  # noqa: E402
from tests.processors.engines import Fed  # noqa: E402
from tests.processors.streamed import play, scenarios  # noqa: E402

pytestmark = [pytest.mark.live, pytest.mark.timeout(600)]


@dataclass
class Live:
    """The offices' topics of a prefix, and what comes of them."""

    sender: Sender
    town: Town
    running: list[Worker]
    read: Callable[[], Newest]

    def send(self, office: str, lines: list[bytes]) -> None:
        self.sender.send(office, [(key_of(line), line) for line in lines])

    def end_day(self, day: datetime.date) -> None:
        for office in OFFICES:
            self.sender.send(office, [(None, day_ended(office, day))])

    def newest(self) -> Newest:
        self.sender.flush()
        self.town.settle(running=self.running)
        return self.read()


def test_all_scenarios_come_out_on_kafka_as_they_say_and_as_in_one_process(address: str, prefix: str, tmp_path: Path) -> None:
    some = [one for one in scenarios() if not one.own]  # ordinances go to the broker as files, so nothing is switched there
    lanes = {one.lane: one.ordinance for one in some}
    for lane in lanes:
        put_in_force(address, prefix, lane, 1)
    town = Town(address, prefix)
    with workers(Worker(address, prefix, tmp_path / "log")) as running, Sender(address, prefix) as sender, town.followed() as read:
        running[0].wait_ready()
        assert play(some, Live(sender, town, running, read), Fed(lanes)) == []
        assert town.dead_letters() == []
    town.close()
