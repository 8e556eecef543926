"""A small town on the topics of a world, and what its topics end in."""

from __future__ import annotations

import asyncio
import datetime
import json
import random
from pathlib import Path
from typing import Any

from aiokafka.structs import TopicPartition

from processors.kafka import outbox, stage, stages, tail
from processors.kafka.settings import INPUTS, Settings
from processors.messages.newest import TOPICS, Newest
from processors.messages.ordinances import write_ordinance
from processors.parts.log import partitions_of
from processors.store.facts import OFFICES
from producers.kafka_sender import with_days
from schemas.ordinance.reader import SHIPPED
from tests.runner import world as worlds
from tests.runner.world import World, here

PARTS = 3
LANES = ("C", "G")
FIRST = datetime.date(2024, 11, 1)
STAGES = ("link", "gate", "assess")


class Inbox(asyncio.Queue[Any]):
    """A channel: what is put in before the agent listens is lost."""

    subscriber_count = 0

    def __init__(self, _: Any, maxsize: int) -> None:
        super().__init__(maxsize)

    async def put(self, item: Any) -> None:
        """Puts it in, if somebody listens."""
        if self.subscriber_count:
            await super().put(item)


class Silent:
    """A meter that counts nothing."""

    def took(self, *_: Any) -> None: ...
    def sends(self, *_: Any) -> None: ...
    def stands(self, *_: Any) -> None: ...


def in_memory(patch: Any) -> None:
    """Puts the world's broker in the place of the real one. `patch`: pytest's monkeypatch."""
    patch.setattr(stage, "AIOKafkaConsumer", worlds.Consumer)
    patch.setattr(tail, "AIOKafkaConsumer", worlds.Consumer)
    patch.setattr(outbox, "AIOKafkaProducer", worlds.Producer)
    patch.setattr(stage, "Inbox", Inbox)
    patch.setattr(stage, "CHUNK", 20)
    patch.setattr(stages, "PARTITIONS", PARTS)
    for module in (stage, stages, outbox):
        patch.setattr(module, "fail_point", lambda name, point: here().passes(name, point))


def made(_: World) -> list[Any]:
    """The stages of a worker."""
    some: list[Any] = [stages.STAGES[name](None, Settings("memory")) for name in STAGES]  # type: ignore[arg-type]
    for one in some:
        one.meter = Silent()
    return some


def put_in_force(world: World, lane: str, change: int, toml: str = "") -> None:
    """Sends an ordinance."""
    world.note(f"{lane} {change} is put in force")
    world.append("ordinances", 0, [write_ordinance(lane, change, (SHIPPED / f"{toml or lane}.toml").read_text(encoding="utf-8"), FIRST, 2000)])


def lines_of(folder: Path) -> dict[str, list[bytes]]:
    """Each office's events."""
    return {office: (folder / f"{office}.jsonl").read_bytes().splitlines() for office in OFFICES}


def records_of(folder: Path) -> dict[str, list[tuple[bytes | None, bytes]]]:
    """Each office's records in order, ends of days among them."""
    lines = lines_of(folder)
    last = max(datetime.date.fromisoformat(line.partition(b'"time":"')[2][:10].decode()) for some in lines.values() for line in some)
    return {office: list(with_days(office, some, FIRST, last)) for office, some in lines.items()}


def mixed(records: list[tuple[bytes | None, bytes]], chance: random.Random, part: slice) -> list[tuple[bytes | None, bytes]]:
    """A part of the events, each twice and shuffled, the first end of a day before and the others after them."""
    days, events = [r for r in records if r[0] is None], [r for r in records if r[0] is not None][part]
    twice = [*events, *events]
    chance.shuffle(twice)
    return [*days[:1], *twice, *days[1:]]


def send(world: World, office: str, records: list[tuple[bytes | None, bytes]]) -> None:
    """Writes an office's records."""
    for key, value in records:
        for partition in range(PARTS) if key is None else [int(partitions_of(key, PARTS)[0])]:
            world.append(office + ".events", partition, [(key, value)])


def behind(world: World) -> list[str]:
    """What has not been committed: records, and ordinances under which not everything was said."""
    newest: dict[str, int] = {}
    for record in world.topics.get(("ordinances", 0), []):
        said = json.loads(record.value or b"")
        newest[said["lane"]] = max(said["change"], newest.get(said["lane"], 0))
    late = []
    for name in STAGES:
        group = world.group(f"nayose-{name}")
        for topic in INPUTS[name]:
            for partition in (TopicPartition(topic, number) for number in range(PARTS)):
                done = group.committed.get(partition)
                if len(world.log(partition)) > (done.offset if done else 0):
                    late.append(f"{partition.topic}/{partition.partition}")
                elif name == "gate" and (not done or json.loads(done.metadata)["revisions"] != newest):
                    late.append(f"gate {partition.partition}: {done and done.metadata}")
    return late


async def settle(world: World, seconds: float = 120) -> None:
    """Until everything has been committed, stage by stage, and looked at twice."""
    end, calm = world.loop.time() + seconds, 0
    while calm < 2:
        await asyncio.sleep(0.3)
        late = behind(world)
        calm = 0 if late else calm + 1
        assert world.loop.time() < end, f"not done: {late}"
        assert not world.errors, world.errors


def newest_of(world: World) -> Newest:
    """What a reader of the topics knows."""
    newest = Newest(PARTS)
    for (topic, _), log in world.topics.items():
        for record in log if topic in TOPICS else ():
            newest.take(record)  # type: ignore[arg-type]
    return newest
