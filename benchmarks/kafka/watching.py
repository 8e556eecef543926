"""How far groups have come, and what processes took: looked at from outside, so that all engines are measured alike."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import CoordinatorNotAvailableError

from workshop.kafka.topics import admin

LOOK = 0.1
"""Seconds between two looks: all figures in seconds are as exact as this."""


class Late(Exception):
    """It was not done in time, or a process ended; the text says what is left."""


class Progress:
    """What groups have committed of their inputs."""

    def __init__(self, broker: str) -> None:
        self._admin, self._consumer = admin(broker), KafkaConsumer(bootstrap_servers=broker)
        self._partitions: dict[str, list[TopicPartition]] = {}

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._admin.close()
        self._consumer.close()

    def lag(self, group: str, topics: Sequence[str]) -> int:
        """Records that a group has not committed. Commits are read before ends, so that 0 holds for a moment that was."""
        try:
            listed: Any = self._admin.list_group_offsets({group: None})
        except CoordinatorNotAvailableError:  # a new broker, and nobody has committed yet
            listed = {}
        said = listed.get(group, listed)
        partitions = [p for topic in topics for p in self._of(topic)]
        ends = self._consumer.end_offsets(partitions)
        return sum(max(0, end - max(0, said[p].offset if p in said else 0)) for p, end in ends.items())

    def _of(self, topic: str) -> list[TopicPartition]:
        if topic not in self._partitions:
            self._partitions[topic] = [TopicPartition(topic, p) for p in sorted(self._consumer.partitions_for_topic(topic) or ())]
        return self._partitions[topic]

    def done_at(self, inputs: Sequence[tuple[str, Sequence[str]]], seconds: float, alive: Callable[[], bool]) -> float:
        """When (Unix seconds) all of it was committed. `inputs`: groups and their topics, those first whose outputs the others read."""
        end = time.monotonic() + seconds
        while True:
            now = time.time()
            lags = [self.lag(group, topics) for group, topics in inputs]
            if not any(lags):
                return now
            if time.monotonic() > end or not alive():
                raise Late(f"{'not done in time' if alive() else 'a process ended'}; not committed: {lags}")
            time.sleep(LOOK)


def cpu_seconds(pids: Iterable[int]) -> float | None:
    """Core time of processes so far; None where the system does not tell."""
    try:
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    except OSError:
        return None
    return sum(int(f[11]) + int(f[12]) for f in fields) / os.sysconf("SC_CLK_TCK")


def machine_seconds() -> float | None:
    """Core time of all that runs on this machine; None where the system does not tell."""
    try:
        fields = [int(n) for n in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    except OSError:
        return None
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int, what: str = "VmRSS") -> float | None:
    """Memory of a process: now, or at most so far (VmHWM)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), None)
