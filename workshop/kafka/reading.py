"""Reading the topics as any program can: with a plain consumer that keeps the newest version of each id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import CoordinatorNotAvailableError

from processors.kafka.settings import INPUTS, PARTITIONS, STAGES, Settings
from processors.kafka.topics import missing
from processors.kafka.topology import TOPICS as ALL
from processors.messages.newest import TOPICS, Newest
from processors.parts.log import HANDOVERS, RECORDS, Taken
from schemas.number import mask
from workshop.kafka.topics import admin

CUSTODY = (RECORDS, HANDOVERS)
"""Topics inside custody that are not text."""
_DIGITS = re.compile(rb"\d{12}")


class Topics:
    """The topics of one broker. `prefix` goes before their names."""

    def __init__(self, broker: str, prefix: str = "") -> None:
        self.settings = Settings(broker, prefix=prefix)
        self._admin = admin(broker)

    def __enter__(self) -> Topics:
        return self

    def __exit__(self, *_: object) -> None:
        self._admin.close()

    def consumer(self) -> Any:
        """A consumer that commits nothing."""
        return KafkaConsumer(bootstrap_servers=self.settings.broker, enable_auto_commit=False, fetch_max_wait_ms=100)

    def ends(self, topics: tuple[str, ...]) -> dict[TopicPartition, int]:
        """The end of each partition of some topics. Wrong: one is not there."""
        consumer = self.consumer()
        try:
            return consumer.end_offsets(self.partitions(consumer, topics))
        finally:
            consumer.close()

    def partitions(self, consumer: Any, topics: Iterable[str]) -> list[TopicPartition]:
        """The partitions of some topics. Wrong: one is not there."""
        found = []
        for name in (self.settings.topic(topic) for topic in topics):
            there = consumer.partitions_for_topic(name)
            if not there:
                raise missing(name)
            found += [TopicPartition(name, p) for p in sorted(there)]
        return found

    def sizes(self) -> dict[str, int]:
        """How many records each topic has got so far."""
        ends = self.ends(tuple(t.name for t in ALL))
        return {t.name: sum(end for p, end in ends.items() if p.topic == self.settings.topic(t.name)) for t in ALL}

    def committed(self, stage: str) -> dict[TopicPartition, Any]:
        """What a stage has committed, by partition: `offset` and `metadata`."""
        group = self.settings.group(stage)
        try:
            listed = self._admin.list_group_offsets({group: None})
        except CoordinatorNotAvailableError:
            return {}  # a new broker: no group has ever committed anything
        found: dict[TopicPartition, Any] = listed[group] if group in listed else listed
        return found

    def lag(self, stage: str) -> int:
        """Records that a stage has not committed."""
        said = self.committed(stage)
        return sum(max(0, end - max(0, said[p].offset if p in said else 0)) for p, end in self.ends(INPUTS[stage]).items())

    def lags(self) -> dict[str, int]:
        """The lag of every stage."""
        return {stage: self.lag(stage) for stage in STAGES}

    def records(self, topics: tuple[str, ...], follow: bool = False) -> Iterator[Any]:
        """All records of some topics; with `follow` it goes on. Wrong: one is not there."""
        consumer = self.consumer()
        try:
            partitions = self.partitions(consumer, topics)
            ends = consumer.end_offsets(partitions)
            consumer.assign(partitions)
            consumer.seek_to_beginning()
            left = {p for p in partitions if ends[p]}
            while left or follow:
                for partition, records in consumer.poll(timeout_ms=500, max_records=5000).items():
                    for r in records:
                        yield Taken(self.settings.plain(r.topic), r.partition, r.offset, r.key, r.value)
                    if records and records[-1].offset >= ends[partition] - 1:
                        left.discard(partition)
        finally:
            consumer.close()

    def newest(self) -> Newest:
        """What the topics say now."""
        newest = Newest(PARTITIONS)
        for record in self.records(TOPICS):
            newest.take(record)
        return newest


def shown(record: Taken) -> str:
    """A record for people: the text with every number masked; of what is in custody and no text, only how much it is."""
    key = mask((record.key or b"").decode("utf-8", "replace"))
    value = record.value or b""
    text = f"({len(value)} bytes)" if record.topic in CUSTODY else mask(value.decode("utf-8", "replace"))
    return f"{record.topic}/{record.partition}/{record.offset} {key} {text}"
