"""What a stage sends, in batches by partition; and what may be committed once all of it is acknowledged (rule 6)."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.structs import OffsetAndMetadata, TopicPartition

from processors.kafka.failing import fail_point
from processors.kafka.settings import Settings
from processors.parts.log import Out

Offsets = dict[TopicPartition, OffsetAndMetadata]


@dataclass
class Sent:
    """Messages on their way, and the offsets that may be committed when they (and all before them) have arrived."""

    offsets: Offsets
    futures: list[asyncio.Future[Any]] = field(default_factory=list)

    @property
    def arrived(self) -> bool:
        """Whether all are acknowledged. Raises what went wrong."""
        done = all(future.done() for future in self.futures)
        for future in self.futures if done else ():
            future.result()
        return done


class Outbox:
    """A stage's producer."""

    def __init__(self, stage: str, settings: Settings) -> None:
        self._stage, self._settings = stage, settings
        self._waiting: deque[Sent] = deque()
        self._producer: Any = None

    async def start(self) -> None:
        """Connects."""
        self._producer = AIOKafkaProducer(**self._settings.producer())
        await self._producer.start()

    async def stop(self) -> None:
        """Sends what is left, and closes."""
        if self._producer is not None:
            await self._producer.stop()

    async def send(self, outs: Iterable[Out], offsets: Offsets) -> None:
        """Sends messages, each partition's in their order; `offsets` may be committed after them."""
        sent = Sent(offsets)
        by_place: dict[tuple[str, int], list[Out]] = {}
        for out in outs:
            by_place.setdefault((out.topic, out.partition), []).append(out)
        for (topic, partition), listed in by_place.items():
            await self._to(self._settings.topic(topic), partition, listed, sent)
        self._waiting.append(sent)  # not before: what is not yet on its way cannot have arrived

    async def _to(self, topic: str, partition: int, listed: list[Out], sent: Sent) -> None:
        batch = self._producer.create_batch()
        for out in listed:
            if batch.append(timestamp=None, key=out.key, value=out.value) is None:
                await self._put(batch, topic, partition, sent)
                batch = self._producer.create_batch()
                if batch.append(timestamp=None, key=out.key, value=out.value) is None:
                    raise ValueError(f"a message for {topic} has {len(out.value)} bytes, more than can be sent at once")
        await self._put(batch, topic, partition, sent)

    async def _put(self, batch: Any, topic: str, partition: int, sent: Sent) -> None:
        batch.close()
        sent.futures.append(await self._producer.send_batch(batch, topic, partition=partition))
        if len(sent.futures) == 1:
            fail_point(self._stage, "sending")

    def arrived(self) -> Offsets:
        """The offsets that may be committed now."""
        offsets: Offsets = {}
        while self._waiting and self._waiting[0].arrived:
            offsets.update(self._waiting.popleft().offsets)
        return offsets

    async def all_arrived(self) -> Offsets:
        """Waits until everything is acknowledged."""
        futures = [future for sent in self._waiting for future in sent.futures]
        if futures:
            await asyncio.wait(futures)
        return self.arrived()

    def forget(self) -> None:
        """Forgets what was to be committed: it is another's now."""
        self._waiting.clear()
