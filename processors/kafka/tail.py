"""A topic of one partition that every worker reads whole and by itself: ordinances, and people's answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from aiokafka import AIOKafkaConsumer
from aiokafka.structs import ConsumerRecord, TopicPartition
from mode import Service

from processors.kafka.settings import Settings

Heard = Callable[[Sequence[ConsumerRecord]], Awaitable[None]]


class Tail(Service):
    """Reads to the end while it starts, and goes on reading."""

    def __init__(self, topic: str, settings: Settings, heard: Heard) -> None:
        super().__init__()
        self._partition, self._settings, self._heard = TopicPartition(settings.topic(topic), 0), settings, heard

    async def on_start(self) -> None:
        """Reads what is there."""
        self._consumer = AIOKafkaConsumer(bootstrap_servers=self._settings.broker, enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=100)
        await self._consumer.start()
        self._consumer.assign([self._partition])
        await self._consumer.seek_to_beginning(self._partition)
        end = (await self._consumer.end_offsets([self._partition]))[self._partition]
        while await self._consumer.position(self._partition) < end:
            await self._read()

    async def on_stop(self) -> None:
        """Closes."""
        await self._consumer.stop()

    @Service.task
    async def follow(self) -> None:
        """Reads what comes."""
        while not self.should_stop:
            await self._read()

    async def _read(self) -> None:
        records = (await self._consumer.getmany(timeout_ms=200)).get(self._partition)
        if records:
            await self._heard(records)
