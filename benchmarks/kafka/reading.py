"""What stands on topics from a moment on, with the time at which the broker took each message."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType

from processors.kafka.settings import PARTITIONS
from workshop.kafka.topics import admin


def stamped_by_broker(broker: str, topics: Sequence[str]) -> None:
    """From now on the time of a message is when the broker took it, so that all times are of one clock."""
    client = admin(broker)
    try:
        client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {"message.timestamp.type": "LogAppendTime"}) for topic in topics])
    finally:
        client.close()


class Reader:
    """Reads topics from now on, or `anew` from their beginnings."""

    def __init__(self, broker: str, topics: Sequence[str], anew: bool = False, partitions: int = PARTITIONS) -> None:
        self._consumer = KafkaConsumer(bootstrap_servers=broker, enable_auto_commit=False, fetch_max_wait_ms=100)
        self._partitions = [TopicPartition(topic, p) for topic in topics for p in range(partitions)]
        self._consumer.assign(self._partitions)
        self._consumer.seek_to_beginning() if anew else self._consumer.seek_to_end()
        for partition in self._partitions:
            self._consumer.position(partition)

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._consumer.close()

    def read(self, seconds: float = 30) -> list[Any]:
        """All records up to the ends as they are now."""
        found: list[Any] = []
        ends, end = self._consumer.end_offsets(self._partitions), time.monotonic() + seconds
        while any(self._consumer.position(p) < ends[p] for p in self._partitions) and time.monotonic() < end:
            for records in self._consumer.poll(timeout_ms=500, max_records=10_000).values():
                found += records
        return found

    def read_until(self, good: Callable[[list[Any]], Any], seconds: float) -> list[Any]:
        """Records until something is so, or the time is over."""
        found: list[Any] = []
        end = time.monotonic() + seconds
        while not good(found) and time.monotonic() < end:
            for records in self._consumer.poll(timeout_ms=50, max_records=10_000).values():
                found += records
        return found
