"""Following the topics: a thread that brings a mirror what comes, and knows how far the workers and it are behind."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from aiokafka.structs import TopicPartition

from processors.kafka.settings import INPUTS, STAGES, Settings
from processors.kafka.topology import TOPICS as ALL
from processors.parts.log import Taken
from workshop.kafka.mirror import TOPICS, Mirror

LOOKS = 0.15
"""Seconds between two looks at how far the workers are."""
MEMBERS = 2.0
"""Seconds between two looks at how many they are."""
MOST_RECORDS = 5000
_READ = frozenset(topic for stage in STAGES for topic in INPUTS[stage])
log = logging.getLogger("nayose.kafka")


@dataclass(frozen=True)
class Behind:
    """How far everything is: records that each stage has not committed, parts of the gate that have not said all households under the
    ordinances in force, answers that not all parts of assess have heard, records that are not read here. `workers`: members of the gate's group."""

    stages: dict[str, int] = field(default_factory=dict)
    unsaid: int = 0
    unheard: int = 0
    unread: int = 0
    workers: int = 0
    known: bool = False
    """Whether anybody has looked yet."""

    @property
    def waiting(self) -> int:
        """Whatever is not done."""
        return sum(self.stages.values()) + self.unsaid + self.unheard + self.unread

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.known and not self.waiting


class Following:
    """Reads TOPICS from the beginning and goes on, in a thread of its own. `lock` is held while the mirror changes; `moved` is called in that
    thread after something was read, or when `behind` is another."""

    def __init__(self, settings: Settings, mirror: Mirror, moved: Callable[[], None] = lambda: None) -> None:
        self.settings, self.mirror, self.moved = settings, mirror, moved
        self.lock = threading.RLock()
        self.behind = Behind()
        self.looked = 0.0
        """When it was last begun to look how far everything is (monotonic seconds)."""
        self._read: dict[TopicPartition, int] = {}
        self._reads = 0
        self._members, self._counted = 0, 0.0
        self._closing = False
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="topics", daemon=True)

    @property
    def alive(self) -> bool:
        """Whether it reads."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def close(self) -> None:
        """Ends it."""
        self._closing = True
        self._thread.join(10)

    async def _run(self) -> None:
        reader = await self._consumer(TOPICS)
        watcher = await self._consumer({*_READ, *TOPICS})
        watcher.pause(*watcher.assignment())
        admin = AIOKafkaAdminClient(bootstrap_servers=self.settings.broker)
        await admin.start()
        watching = asyncio.create_task(self._watch(watcher, admin))
        try:
            while not self._closing and not watching.done():
                self._take(await reader.getmany(timeout_ms=100, max_records=MOST_RECORDS))
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            for client in (reader, watcher):
                await client.stop()
            await admin.close()

    async def _consumer(self, topics: Iterable[str]) -> AIOKafkaConsumer:
        """A consumer of all partitions of some topics, from the beginning. It commits nothing."""
        consumer = AIOKafkaConsumer(bootstrap_servers=self.settings.broker, enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=100)
        await consumer.start()
        consumer.assign([TopicPartition(self.settings.topic(topic.name), p) for topic in ALL if topic.name in topics for p in range(topic.partitions)])
        return consumer

    def _take(self, polled: Mapping[TopicPartition, list[Any]]) -> None:
        if not polled:
            return
        plain = self.settings.plain
        taken: list[Any] = [Taken(plain(r.topic), r.partition, r.offset, r.key, r.value) for records in polled.values() for r in records]
        with self.lock:
            self.mirror.take(taken)
            for partition, records in polled.items():
                self._read[partition] = records[-1].offset + 1
            self._reads += 1
            self.behind = replace(self.behind, known=False)
        self.moved()

    async def _watch(self, watcher: AIOKafkaConsumer, admin: AIOKafkaAdminClient) -> None:
        while True:
            with suppress(KafkaError):  # the broker is away for a while
                began, reads = time.monotonic(), self._reads
                self._note(reads, await self._look(watcher, admin))
                self.looked = began
            await asyncio.sleep(LOOKS)

    def _note(self, reads: int, found: Behind) -> None:
        """Takes what was found after so many reads; if there was one since, it may be older than that, and settles nothing."""
        found = found if reads == self._reads else replace(found, known=False)
        if found != self.behind:
            self.behind = found
            self.moved()

    async def _look(self, watcher: AIOKafkaConsumer, admin: AIOKafkaAdminClient) -> Behind:
        """First what was committed, then the ends: so that nothing that a stage sent before it committed is overlooked."""
        committed = {stage: await self._committed(admin, stage) for stage in STAGES}
        members = await self._workers(admin)
        ends: dict[TopicPartition, int] = await watcher.end_offsets(list(watcher.assignment()))
        plain = self.settings.plain
        stages = {
            stage: sum(max(0, end - max(0, committed[stage][p].offset if p in committed[stage] else 0)) for p, end in ends.items() if plain(p.topic) in INPUTS[stage])
            for stage in STAGES
        }  # fmt: skip
        revisions, answered = self.mirror.revisions(), self.mirror.answered
        parts = sum(plain(p.topic) in INPUTS["gate"] for p in ends)
        said = sum(_said(one).get("revisions") == revisions for one in committed["gate"].values())
        heard = sum(int(_said(one).get("answers", 0)) >= answered for one in committed["assess"].values())
        unread = sum(max(0, end - self._read.get(p, 0)) for p, end in ends.items() if plain(p.topic) in TOPICS)
        return Behind(stages, parts - said, parts - heard if answered else 0, unread, members, True)

    async def _committed(self, admin: AIOKafkaAdminClient, stage: str) -> dict[TopicPartition, Any]:
        try:
            found: dict[TopicPartition, Any] = await admin.list_consumer_group_offsets(self.settings.group(stage))
            return found
        except KafkaError:
            return {}  # a new broker: no group has ever committed anything

    async def _workers(self, admin: AIOKafkaAdminClient) -> int:
        """How many workers have joined the gate's group."""
        if time.monotonic() > self._counted + MEMBERS:
            self._counted = time.monotonic()
            with suppress(KafkaError):
                described = await admin.describe_consumer_groups([self.settings.group("gate")])
                self._members = sum(len(group[_MEMBERS_AT]) for answer in described for group in answer.groups)
        return self._members


_MEMBERS_AT = 5
"""The place of the members in what a broker says of a group."""


def _said(committed: Any) -> dict[str, Any]:
    """What the metadata of a commit says."""
    try:
        found = json.loads(committed.metadata or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
