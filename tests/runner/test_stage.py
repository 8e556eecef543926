"""What a stage may commit, and what it does where an input jumps."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from aiokafka.structs import OffsetAndMetadata, TopicPartition  # noqa: E402

from processors.kafka import outbox, stages  # noqa: E402
from processors.kafka.held import Held  # noqa: E402
from processors.kafka.outbox import Outbox  # noqa: E402
from processors.kafka.settings import Settings  # noqa: E402
from processors.parts.log import Out  # noqa: E402
from tests.runner.towns import Silent, in_memory  # noqa: E402
from tests.runner.world import Builder, Read  # noqa: E402

TAX, CHILD = TopicPartition("tax.events", 0), TopicPartition("child.events", 0)


class Slow:
    """A producer that takes a batch only when it is let, and acknowledges it when it is let again."""

    create_batch = staticmethod(Builder)

    def __init__(self) -> None:
        self.takes, self.acknowledged = asyncio.Event(), asyncio.get_running_loop().create_future()

    async def send_batch(self, batch: Builder, topic: str, *, partition: int) -> asyncio.Future[Any]:
        await self.takes.wait()
        return self.acknowledged


def test_nothing_may_be_committed_as_long_as_a_message_is_not_on_its_way_or_not_acknowledged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "fail_point", lambda *_: None)

    async def story() -> list[bool]:
        out, producer = Outbox("link", Settings("memory")), Slow()
        out._producer = producer
        sending = asyncio.create_task(out.send([Out("records", 0, b"1", b"one")], {TAX: OffsetAndMetadata(1, "")}))
        await asyncio.sleep(0)
        said = [bool(out.arrived())]
        producer.takes.set()
        await sending
        said.append(bool(out.arrived()))
        producer.acknowledged.set_result(None)
        return [*said, bool(out.arrived())]

    assert asyncio.run(story()) == [False, False, True]


def records(partition: TopicPartition, *offsets: int) -> list[Any]:
    return [Read(partition.topic, 0, offset, b"", b"") for offset in offsets]


def test_where_one_input_jumps_it_is_read_again_and_what_the_others_brought_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    in_memory(monkeypatch)
    taken: list[Any] = []
    sought: list[Any] = []

    async def story() -> Held:
        stage = stages.link(None, Settings("memory"))  # type: ignore[arg-type]
        stage.meter, stage._send = Silent(), _nothing  # type: ignore[assignment, method-assign]
        stage.consumer = SimpleNamespace(seek=lambda *where: sought.append(where))
        part = SimpleNamespace(take=lambda records, live: taken.extend(records))
        stage.parts[0] = held = Held(part, {TAX: 0, CHILD: 5}, {TAX: 0, CHILD: 5}, live=True)
        await stage._take(0, {TAX: records(TAX, 0, 1), CHILD: records(CHILD, 7, 8)})
        return held

    held = asyncio.run(story())
    assert [(r.topic, r.offset) for r in taken] == [("tax.events", 0), ("tax.events", 1)]
    assert sought == [(CHILD, 5)] and held.at == {TAX: 2, CHILD: 5}


async def _nothing(*_: Any) -> None:
    pass


def test_a_part_that_is_rebuilt_takes_nothing_above_what_was_committed_so_that_going_live_commits_nothing_above_it() -> None:
    held = Held(None, {TAX: 0}, {TAX: 3})
    assert [r.offset for r in held.expected(TAX, records(TAX, 0, 1, 2, 3, 4))] == [0, 1, 2]
    assert held.at == {TAX: 3} and held.reached
    held.live = True
    assert [r.offset for r in held.expected(TAX, records(TAX, 2, 3, 4))] == [3, 4]
