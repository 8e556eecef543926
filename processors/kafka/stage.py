"""A stage on Kafka: reads its parts' inputs, gives batches to its agent, sends, commits, and rebuilds what it is assigned.

The numbers of rules are those of docs/kafka.md.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

import faust
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from aiokafka.structs import ConsumerRecord, OffsetAndMetadata, TopicPartition
from mode import Service

from processors.kafka.failing import fail_point
from processors.kafka.held import Held, Jumped
from processors.kafka.inbox import ROOM, Batch, Inbox
from processors.kafka.metrics import Meter
from processors.kafka.outbox import Offsets, Outbox
from processors.kafka.settings import COMMIT_SECONDS, INPUTS, Settings
from processors.parts.log import Out, Taken

log = logging.getLogger("nayose.kafka")
LONGEST_PAUSE, LONGEST_WAIT = 0.005, 0.1
"""Seconds that a stage rests after a batch; and that it waits for the stages after it."""
CHUNK = 2000
"""Messages that are sent before others get a turn."""
Records = dict[TopicPartition, list[ConsumerRecord]]


class Stage(Service):
    """One stage of a worker. `make` makes a part by its number."""

    def __init__(self, name: str, app: faust.App, settings: Settings, make: Callable[[int], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.name, self.settings, self.make = name, settings, make
        self.inbox: Any = Inbox(app, maxsize=ROOM)
        self.outbox = Outbox(name, settings)
        self.meter = Meter(name)
        self.parts: dict[int, Held] = {}
        self.epoch = 0
        self.assigned_once = False
        self.consumer: Any = None
        self._kept: dict[int, Held] = {}
        self._lock = asyncio.Lock()
        self.free = asyncio.Event()
        """Set while there is no batch in hand."""
        self.free.set()
        self.later: list[Stage] = []
        """The stages of this worker that read what this one sends."""
        self._outs: list[Out] = []
        self._offsets: Offsets = {}
        self._pause = 0.0
        self._waking = False
        self._commitable: Offsets = {}

    @property
    def ready(self) -> bool:
        """Whether every part that was assigned is live."""
        return self.assigned_once and all(held.live for held in self.parts.values())

    async def on_start(self) -> None:
        """Connects, and asks for parts."""
        await self.outbox.start()
        self.consumer = AIOKafkaConsumer(partition_assignment_strategy=(RangePartitionAssignor,), **self.settings.consumer(self.name))  # rule 10
        await self.consumer.start()
        self.consumer.subscribe([self.settings.topic(topic) for topic in INPUTS[self.name]], listener=Listener(self))

    async def on_stop(self) -> None:
        """Finishes the batch in hand and commits, before anything is closed (rule 9)."""
        if self.assigned_once:
            await self.revoked()
        if self.consumer is not None:
            await self.consumer.stop()
        await self.outbox.stop()

    @Service.task
    async def feed(self) -> None:
        """Reads batches into the inbox."""
        while not (self.inbox.subscriber_count or self.should_stop):
            await self.sleep(0.05)
        while not self.should_stop:
            await self.free.wait()  # what comes while a batch is in hand is one batch, not many: their number costs, not their size
            await asyncio.sleep(self._pause)
            await self._later_are_free()
            try:
                records = await self.consumer.getmany(timeout_ms=200, max_records=self.settings.most_records)
            except IllegalStateError:
                records = {}  # parts were taken away while it read
            if records or self._waking:
                self._waking = False
                self.free.clear()
                await self.inbox.put(Batch(self.epoch, records))  # labelled only now: it may have waited for a new assignment

    @Service.task
    async def commit(self) -> None:
        """Commits what is acknowledged, every half second (rule 6)."""
        while not self.should_stop:
            await self.sleep(COMMIT_SECONDS)
            try:
                await self._commit(self.outbox.arrived())
                self._measure()
            except Exception as error:
                self.fail(error)

    async def handle(self, batch: Batch) -> None:
        """Takes one batch. What fails here ends the process: Faust would go on without the batch (rule 12)."""
        began = self.loop.time()
        try:
            async with self._lock:
                for number, records in self._by_part(batch.records).items():
                    if batch.epoch != self.epoch:
                        break
                    if number in self.parts:
                        await self._take(number, records)
                        await asyncio.sleep(0)
                for number, held in list(self.parts.items()):
                    if batch.epoch == self.epoch and not held.live:
                        await self._perhaps_live(number, held)
                for news in batch.news:
                    await self._hear(news)
                await self._flush()
        except Exception as error:
            self.fail(error)
        self._pause = min(LONGEST_PAUSE, self.loop.time() - began)
        self.free.set()

    async def _later_are_free(self) -> None:
        """The stages after this one get their turn before there is more for them: the same, and an event waits for one round, not three."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_WAIT):
                for stage in self.later:
                    await stage.free.wait()

    def fail(self, error: Exception) -> None:
        """Ends the process at once: nothing was committed that was not done, so the next one does it again."""
        log.critical("%s cannot go on, and stops: %s: %s", self.name, type(error).__name__, error, exc_info=error)
        os._exit(70)

    @staticmethod
    def _by_part(records: Records) -> dict[int, Records]:
        parts: dict[int, Records] = {}
        for partition, some in records.items():
            parts.setdefault(partition.partition, {})[partition] = some
        return parts

    async def _take(self, number: int, records: Records) -> None:
        held = self.parts[number]
        fresh: list[ConsumerRecord] = []
        for partition, some in records.items():
            try:
                fresh += held.expected(partition, some)
            except Jumped as jump:
                log.warning("%s reads again: %s", self.name, jump)
                self.consumer.seek(jump.partition, jump.offset)
        if not fresh:
            return
        if held.live:
            self.meter.took(number, fresh)
            await self._send(number, held, held.part.take(self._plain(fresh), live=True))
        else:
            for _ in held.part.take(self._plain(fresh), live=False):  # silently: all of it was sent before
                pass

    async def _perhaps_live(self, number: int, held: Held) -> None:
        """A part goes live when all its inputs have reached what was committed (rule 8); then what is above is read."""
        if not held.reached:
            for partition in (p for p, at in held.at.items() if at >= held.target[p]):
                self.consumer.pause(partition)
            return
        await self._send(number, held, self.go_live(number, held))
        held.live = True
        for partition, at in held.at.items():
            self.consumer.seek(partition, at)
        self.consumer.resume(*held.at)
        log.info("%s %d is live", self.name, number)

    def go_live(self, number: int, held: Held) -> Iterable[Out]:
        """What a part sends when it goes live. `held.metadata`: what was committed with its offsets."""
        return ()

    async def _send(self, number: int, held: Held, outs: Iterable[Out]) -> None:
        """Adds what a part sends to what is sent at the end of the batch, or in chunks; only after the last of it may what it read be committed.

        All parts' messages go together: part by part the next stage would begin with the first one's, and be called twice or more.
        """
        for out in outs:
            self._outs.append(out)
            if len(self._outs) >= CHUNK:
                await self._flush()
        if self._outs:
            fail_point(self.name, "state")
        metadata = self.metadata(held)
        self._offsets |= {p: OffsetAndMetadata(at, metadata) for p, at in held.at.items()}

    async def _flush(self) -> None:
        outs, offsets = self._outs, self._offsets
        self._outs, self._offsets = [], {}
        await self._send_some(outs, offsets)

    async def _send_some(self, some: list[Out], offsets: Offsets) -> None:
        self.meter.sends(some)
        await self.outbox.send(some, offsets)
        await asyncio.sleep(0)

    def metadata(self, held: Held) -> str:
        """What is committed with a part's offsets."""
        return ""

    def _plain(self, records: list[ConsumerRecord]) -> list[Any]:
        if not self.settings.prefix:
            return records
        return [Taken(self.settings.plain(r.topic), r.partition, r.offset, r.key, r.value) for r in records]

    async def _hear(self, news: Any) -> None:
        """Takes news in all parts."""

    async def _commit(self, offsets: Offsets) -> bool:
        """Commits; a refused commit is tried again, within the same assignment only."""
        self._commitable |= offsets
        if not self._commitable:
            return True
        if any(o.offset for o in self._commitable.values()):
            fail_point(self.name, "commit")
        epoch, offsets = self.epoch, self._commitable
        try:
            await self.consumer.commit(offsets)
        except (CommitFailedError, IllegalStateError, KafkaError) as error:
            log.info("%s: a commit was refused (%s)", self.name, type(error).__name__)
            return False
        if epoch == self.epoch:
            self._commitable = {p: o for p, o in self._commitable.items() if offsets.get(p) != o}
        return True

    async def revoked(self) -> None:
        """Voids the queued batches, waits for the one in hand and for acknowledgements, and commits (rule 9)."""
        self.epoch += 1
        async with self._lock:
            clean = False
            try:
                clean = await self._commit(await self.outbox.all_arrived())
            except Exception as error:
                self.fail(error)
            self._kept = {number: held for number, held in self.parts.items() if held.live} if clean else {}
            self.parts, self._commitable = {}, {}
            self.outbox.forget()

    async def assigned(self, partitions: set[TopicPartition]) -> None:
        """Starts to rebuild the parts: from nothing, or from where a part was that was kept (rule 8)."""
        self.epoch += 1
        async with self._lock:
            committed = await self.consumer._coordinator.fetch_committed_offsets(list(partitions))
            starts = await self.consumer.beginning_offsets(list(partitions))
            for partition in partitions:
                if starts[partition]:
                    raise ValueError(f"the oldest records of {partition.topic} are gone (retention): the state cannot be rebuilt. Set retention.ms=-1.")
            for number, mine in self._by_part({p: [] for p in partitions}).items():
                self._start(number, mine, committed)
            self._kept = {}
            self.assigned_once = self._waking = True  # they go live with the next batch, though it be empty: no heartbeat is sent from here

    def _start(self, number: int, partitions: Iterable[TopicPartition], committed: Mapping[TopicPartition, OffsetAndMetadata]) -> None:
        said = [committed[p] for p in partitions if p in committed and committed[p].offset >= 0]
        target = {p: max(committed[p].offset, 0) if p in committed else 0 for p in partitions}
        kept = self._kept.get(number)
        if kept is not None and all(kept.at.get(p, 0) <= offset for p, offset in target.items()):
            held = Held(kept.part, dict(kept.at), target)
        else:
            held = Held(self.make(number), dict.fromkeys(target, 0), target)
        held.metadata = next((o.metadata for o in said if o.metadata), "")
        self.parts[number] = held
        for partition, at in held.at.items():
            self.consumer.seek(partition, at)
            if at < held.target[partition]:
                self.consumer.resume(partition)

    def _measure(self) -> None:
        lag = {p: (self.consumer.highwater(p) or at) - at for held in self.parts.values() for p, at in held.at.items() if p in self.consumer.assignment()}
        self.meter.stands(self.ready, list(self.parts), lag)


class Listener(ConsumerRebalanceListener):  # type: ignore[misc, unused-ignore]
    """Tells a stage. aiokafka would only log what goes wrong here, so that ends the process (rule 12)."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    async def on_partitions_revoked(self, revoked: Any) -> None:
        """Parts are taken away."""
        await self.stage.revoked()

    async def on_partitions_assigned(self, assigned: Any) -> None:
        """Parts are given. First of all they are paused: aiokafka starts to read them at once."""
        self.stage.consumer.pause(*assigned)
        try:
            await self.stage.assigned(set(assigned))
        except Exception as error:
            self.stage.fail(error)
