"""A town on a broker under a prefix of its own: its topics, its log, an ordinance; all dropped in the end."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kafka.admin import NewTopic

from benchmarks.kafka.places import SHARES, VERDICTS
from benchmarks.ordinances import toml_of
from processors.kafka.settings import PARTITIONS
from processors.messages.ordinances import write_ordinance
from processors.parts.log import ORDINANCES
from producers.kafka_sender import Sender
from workshop.kafka import topics
from workshop.kafka.town import day_of, send_folder

FIRST = datetime.date(2024, 11, 1)
"""The day on which the producers' log begins by default."""


class Ground:
    """One town's topics."""

    def __init__(self, broker: str, prefix: str, folder: Path, residents: int) -> None:
        self.broker, self.prefix, self.folder, self.residents = broker, prefix, folder, residents
        self.events = 0

    def fill(self) -> int:
        """The town's log onto the offices' topics; how many events."""
        self.events = send_folder(self.broker, self.prefix, self.folder, FIRST)
        return self.events

    def put_in_force(self, lane: str, change: int = 1, toml: str = "") -> None:
        """An ordinance: a shipped one, or a text."""
        with Sender(self.broker, self.prefix) as sender:
            sender.put(ORDINANCES, *write_ordinance(lane, change, toml or toml_of(lane), FIRST, self.residents))

    @property
    def last_day(self) -> datetime.date:
        """The running day when the log is over."""
        return max(day_of(path.read_bytes().splitlines()[-1]) for path in self.folder.glob("*.jsonl") if path.stem != "truth")


@contextmanager
def ground(broker: str, folder: Path, residents: int, name: str) -> Iterator[Ground]:
    """The topics of a run, peers' among them; `name` goes into the prefix."""
    prefix = f"bench-{name}-{secrets.token_hex(3)}."
    topics.make(broker, prefix)
    admin = topics.admin(broker)
    mine = [prefix + SHARES, prefix + VERDICTS]
    try:
        admin.create_topics([NewTopic(topic, PARTITIONS, -1) for topic in mine], timeout_ms=20_000, wait_for_metadata=True)
        yield Ground(broker, prefix, folder, residents)
    finally:
        there = [topic for topic in admin.list_topics() if prefix in topic]
        admin.delete_topics(there)
        admin.close()
