"""A person's answer to a candidate makes the same notice on Kafka as in one process, at any time and in any order."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from processors.assess.answers import name_of  # noqa: E402
from processors.assess.stage import Told  # noqa: E402
from processors.duties import ASSESSED  # noqa: E402
from processors.engine import Engine  # noqa: E402
from processors.inprocess import Answers, Replay, Runner  # noqa: E402
from producers.kafka_sender import Sender  # noqa: E402
from schemas.events import TOKYO  # noqa: E402
from schemas.ordinance.reader import load  # noqa: E402
from tests.live.towns import LANES, last_day, put_in_force, send  # noqa: E402
from tests.live.workers import Town, Worker, wait_until, workers  # noqa: E402

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]


class Nobody:
    """People are asked, and nobody has answered yet."""

    def heard(self, engine: Engine, told: Sequence[Told]) -> None:
        """Takes no note."""

    def answers(self, engine: Engine, day: int) -> Iterable[Answers]:
        """None."""
        return ()


def answered(lane: str, programme: str, unit: str, accepted: bool, minute: int, last: datetime.date) -> dict[str, Any]:
    """A person's answer, some minutes after midday of the last day."""
    time = datetime.datetime.combine(last, datetime.time(12), TOKYO) + datetime.timedelta(minutes=minute)
    return said("assessment.decided", time, lane=lane, programme=programme, unit=unit, decision="accept" if accepted else "reject")


def said(type_: str, time: datetime.datetime, **data: str) -> dict[str, Any]:
    """What a person says of a candidate."""
    event = {"specversion": "1.0", "source": "/desk", "type": type_, "time": time.isoformat(), "data": data}
    return {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(event, sort_keys=True))), **event}


class Both:
    """One process that has streamed the town, and the topics of another; each answer is given to both."""

    def __init__(self, address: str, prefix: str, folder: Path) -> None:
        replay = Replay(folder, {lane: load(lane) for lane in LANES}, assessor=Nobody())
        self.alone: Runner = replay.run()
        self.town, self.sender, self._last = Town(address, prefix), Sender(address, prefix), last_day(folder)

    def candidates(self) -> list[tuple[str, str, str]]:
        """(lane, programme, name) of all that wait."""
        assert self.alone.engine is not None
        found = []
        for lane in LANES:
            for programme in ASSESSED:
                waiting = (column.tolist() for column in self.alone.engine.assess.waiting(lane, programme))
                found += [(lane, programme, name_of(*one)) for one in zip(*waiting)]
        return found

    def answer(self, candidate: tuple[str, str, str], accepted: bool, minute: int = 0) -> None:
        """Answers on both."""
        event = answered(*candidate, accepted, minute, self._last)
        self.sender.put("assessments", None, json.dumps(event).encode())
        self.alone._decided({**event["data"], "type": event["type"], "time": datetime.datetime.fromisoformat(event["time"]).timestamp()})

    def follow(self, candidate: tuple[str, str, str]) -> None:
        """Plans a response and connects, on the topic alone: it changes nothing there."""
        lane, programme, unit = candidate
        time = datetime.datetime.combine(self._last, datetime.time(13), TOKYO)
        for type_, outcome in (("response.planned", "planned"), ("support.connected", "declined")):
            event = said(type_, time, lane=lane, programme=programme, unit=unit, outcome=outcome)
            self.sender.put("assessments", None, json.dumps(event).encode())

    def agree(self) -> bool:
        """Whether the topics say what the process says."""
        newest = self.town.newest()
        return all(newest.digest(lane) == self.alone.digest(lane) for lane in LANES)

    def until_they_agree(self, running: list[Worker]) -> None:
        """Until the topics say what the process says."""
        self.sender.flush()
        self.town.settle(running=running)
        wait_until(self.agree, 20, "the answers to be worked on")

    def told(self) -> int:
        """Notices in force."""
        newest = self.town.newest()
        return sum(len(newest.in_force(lane)) for lane in LANES)


def test_answers_make_and_take_back_the_same_notices_as_in_one_process(address: str, prefix: str, folder: Path, tmp_path: Path) -> None:
    for lane in LANES:
        put_in_force(address, prefix, lane, 1)
    both = Both(address, prefix, folder)
    every = both.candidates()
    early, asked = every[0], every[1:]
    assert len(asked) > 20
    both.answer(early, True)  # before the worker knows of anybody
    with workers(Worker(address, prefix, tmp_path / "log0", NAYOSE_PEOPLE="1")) as running:
        send(address, prefix, folder)
        running[0].wait_ready()
        both.until_they_agree(running)
        assert both.told() == 1, "whoever nobody has answered waits"
        for place, candidate in enumerate(asked):
            both.answer(candidate, accepted=place % 3 != 0)
        both.until_they_agree(running)
        accepted = 1 + sum(place % 3 != 0 for place in range(len(asked)))
        assert both.told() == accepted
        both.answer(asked[1], False, minute=5)  # somebody thinks again
        both.answer(asked[0], True, minute=-5)  # older than what was said of it: does not count
        both.answer(asked[2], True)  # once more the same
        both.follow(asked[1])
        both.answer(("C", "school-aid", "0123456789abcdef-0123456789abcdef-739000"), True)  # nobody's
        both.until_they_agree(running)
        assert both.told() == accepted - 1
        assert running[0].stop() == 0
        running.append(Worker(address, prefix, tmp_path / "log1", NAYOSE_PEOPLE="1"))  # the heir knows the answers, too
        running[1].wait_ready()
        send(address, prefix, folder, slice(0, None, 9))
        both.until_they_agree(running)
        assert both.told() == accepted - 1 and both.town.dead_letters() == []
    both.sender.__exit__()
    both.town.close()
