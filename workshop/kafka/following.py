"""Following the topics: a thread that brings a mirror what comes, and knows how far the workers and it are behind."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError

from processors.kafka.settings import INPUTS, STAGES
from processors.parts.log import Taken
from workshop.kafka.mirror import TOPICS, Mirror
from workshop.kafka.reading import Topics

LOOKS = 0.15
"""Seconds between two looks at how far the workers are."""
MOST_RECORDS = 5000


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
    """Reads TOPICS from the beginning and goes on. `lock` is held while the mirror changes; `moved` is called in the thread, without the lock,
    after something was read or when `behind` is another."""

    def __init__(self, topics: Topics, mirror: Mirror, moved: Callable[[], None] = lambda: None) -> None:
        self.topics, self.mirror, self.moved = topics, mirror, moved
        self.lock = threading.RLock()
        self.behind = Behind()
        self._ends: dict[TopicPartition, int] = {}
        self._read: dict[TopicPartition, int] = {}
        self.looked = 0.0
        """When it was last begun to look how far everything is (monotonic seconds)."""
        self._reads = 0
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=work, name=name, daemon=True) for name, work in (("topics", self._follow), ("workers", self._watch))]

    @property
    def alive(self) -> bool:
        """Whether both threads run."""
        return all(thread.is_alive() for thread in self._threads)

    def start(self) -> None:
        """Starts the threads."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Ends them."""
        self._closing.set()
        for thread in self._threads:
            thread.join(5)

    def _follow(self) -> None:
        consumer = self.topics.consumer()
        try:
            partitions = self.topics.partitions(consumer, TOPICS)
            consumer.assign(partitions)
            consumer.seek_to_beginning()
            self._read = dict.fromkeys(partitions, 0)
            while not self._closing.is_set():
                self._take(consumer.poll(timeout_ms=100, max_records=MOST_RECORDS))
        finally:
            consumer.close()

    def _take(self, polled: dict[TopicPartition, list[Any]]) -> None:
        if not polled:
            return
        plain = self.topics.settings.plain
        taken: list[Any] = [Taken(plain(r.topic), r.partition, r.offset, r.key, r.value) for records in polled.values() for r in records]
        with self.lock:
            self.mirror.take(taken)
            for partition, records in polled.items():
                self._read[partition] = records[-1].offset + 1
            self._reads += 1
            self.behind = replace(self.behind, known=False)
        self.moved()

    def _watch(self) -> None:
        consumer = self.topics.consumer()
        try:
            inputs = self.topics.partitions(consumer, {topic for stage in STAGES for topic in INPUTS[stage]} | set(TOPICS))
            while not self._closing.wait(LOOKS):
                with suppress(KafkaError):  # the broker is away for a while
                    began = time.monotonic()
                    self._note(self._reads, self._look(consumer, inputs))
                    self.looked = began
        finally:
            consumer.close()

    def _note(self, reads: int, found: Behind) -> None:
        """Takes what was found after so many reads; if there was one since, it may be older than that."""
        with self.lock:
            if reads == self._reads and found != self.behind:
                self.behind = found
                self.moved()

    def _look(self, consumer: Any, inputs: Iterable[TopicPartition]) -> Behind:
        """First what was committed, then the ends: so that nothing that a stage sent before it committed is overlooked."""
        committed = {stage: self.topics.committed(stage) for stage in STAGES}
        ends = consumer.end_offsets(list(inputs))
        plain = self.topics.settings.plain
        stages = {
            stage: sum(max(0, end - max(0, committed[stage][p].offset if p in committed[stage] else 0)) for p, end in ends.items() if plain(p.topic) in INPUTS[stage])
            for stage in STAGES
        }  # fmt: skip
        revisions, answered = self.mirror.revisions(), self.mirror.answered
        parts = sum(plain(p.topic) in INPUTS["gate"] for p in ends)
        said = sum(_said(one).get("revisions") == revisions for one in committed["gate"].values())
        heard = sum(int(_said(one).get("answers", 0)) >= answered for one in committed["assess"].values())
        unread = sum(max(0, end - self._read.get(p, 0)) for p, end in ends.items() if plain(p.topic) in TOPICS)
        return Behind(stages, parts - said, parts - heard if answered else 0, unread, self.topics.members("gate"), True)


def _said(committed: Any) -> dict[str, Any]:
    """What the metadata of a commit says."""
    try:
        found = json.loads(committed.metadata or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
