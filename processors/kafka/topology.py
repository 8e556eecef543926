"""The topology as data: the topics (how many partitions each has, and what it keeps), and the stages between them. Imports no broker."""

from __future__ import annotations

from dataclasses import dataclass, field

from processors.kafka.settings import INPUTS, PARTITIONS
from processors.parts.log import (
    ASSESSMENTS,
    DEAD_LETTERS,
    DISCLOSURES,
    HANDOVERS,
    LEDGER,
    NOTICES,
    OFFICES_TOPIC,
    ORDINANCES,
    RECORDS,
    VERDICTS,
)
from processors.store.facts import OFFICES

IDLE = "nayose-idle"
"""Faust subscribes to it; nobody writes."""
FOR_EVER, A_WEEK = "-1", str(7 * 24 * 3600 * 1000)
LARGEST = str(8 << 20)


@dataclass(frozen=True)
class Topic:
    """A topic as it must be. `why` says why it keeps what it keeps."""

    name: str
    partitions: int = PARTITIONS
    cleanup: str = "delete"
    retention: str = FOR_EVER
    why: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def config(self) -> dict[str, str]:
        """The broker's settings for it."""
        return {"cleanup.policy": self.cleanup, "retention.ms": self.retention, "retention.bytes": "-1", "max.message.bytes": LARGEST, **self.more}


_STATE = "state is rebuilt from it, and its order is not that of versions (rule 13)"
TOPICS: tuple[Topic, ...] = (
    *(Topic(office + OFFICES_TOPIC, why=_STATE) for office in OFFICES),
    Topic(HANDOVERS, why=_STATE), Topic(RECORDS, why=_STATE), Topic(DISCLOSURES, why=_STATE),
    Topic(VERDICTS, why="its order is not that of versions, and readers start from the beginning"), Topic(NOTICES, why="like verdicts"),
    Topic(LEDGER, why="a ledger is kept"),
    Topic(ORDINANCES, 1, "compact", why="one writer, in the order of versions: the newest of each lane is enough"),
    Topic(ASSESSMENTS, 1, why="answers are kept"),
    Topic(DEAD_LETTERS, 1, retention=A_WEEK, why="to be looked at, not kept"), Topic(IDLE, 1, retention=A_WEEK, why="empty"),
)  # fmt: skip


@dataclass(frozen=True)
class Node:
    """A stage: the topics that it reads, in parts or whole, and those that it writes. Its store is rebuilt from what it reads.
    `custody`: the store may hold whatever the offices know."""

    stage: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    custody: bool


NODES = (
    Node("link", INPUTS["link"], (RECORDS, HANDOVERS, DEAD_LETTERS), True),
    Node("gate", (*INPUTS["gate"], ORDINANCES), (DISCLOSURES, LEDGER, DEAD_LETTERS), True),
    Node("assess", (*INPUTS["assess"], ASSESSMENTS), (VERDICTS, NOTICES, DEAD_LETTERS), False),
)
