"""Records of a log, what is sent to one, and which partition a My Number's records are in."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np

OFFICES_TOPIC = ".events"
"""How the names of the offices' topics end."""
RECORDS, HANDOVERS, ORDINANCES, ASSESSMENTS = "records", "handovers", "ordinances", "assessments"
DISCLOSURES, VERDICTS, NOTICES, LEDGER, DEAD_LETTERS = "disclosures", "verdicts", "notices", "ledger", "dead-letters"


def in_custody(topic: str) -> bool:
    """Whether a topic may hold whatever the offices know. All others are read by people who may not know it."""
    return topic in (RECORDS, HANDOVERS) or topic.endswith(OFFICES_TOPIC)


class Record(Protocol):
    """A record that was read."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None


class Taken(NamedTuple):
    """A record that was read, by itself."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None


class Out(NamedTuple):
    """A record to be sent."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes


def partitions_of(keys: bytes, partitions: int) -> np.ndarray:
    """The partition of each of n keys of twelve bytes, one after the other: murmur2, as every Kafka client takes by itself. int64 [n]."""
    words = np.frombuffer(keys, dtype="<u4").reshape(-1, 3)
    m = np.uint32(0x5BD1E995)
    h = np.full(len(words), 0x9747B28C ^ 12, dtype=np.uint32)
    with np.errstate(over="ignore"):
        for column in words.T:
            k = column * m
            k = (k ^ (k >> np.uint32(24))) * m
            h = (h * m) ^ k
        h = (h ^ (h >> np.uint32(13))) * m
        h ^= h >> np.uint32(15)
    return (h & np.uint32(0x7FFFFFFF)).astype(np.int64) % partitions
