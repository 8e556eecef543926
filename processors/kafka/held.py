"""A part of a stage as a worker holds it: being rebuilt up to what was committed, then live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka.structs import ConsumerRecord, TopicPartition


class Jumped(Exception):
    """Records between what was read and what comes now are missing: read again from `offset`."""

    def __init__(self, partition: TopicPartition, offset: int) -> None:
        super().__init__(f"{partition.topic}/{partition.partition}: expected offset {offset}")
        self.partition, self.offset = partition, offset


@dataclass
class Held:
    """`at` is the next offset by input: all before it has been taken. `target` is the committed one: the part goes live when all inputs
    have reached theirs (rule 8)."""

    part: Any
    at: dict[TopicPartition, int]
    target: dict[TopicPartition, int]
    metadata: str = ""
    live: bool = False

    def expected(self, partition: TopicPartition, records: Sequence[ConsumerRecord]) -> list[ConsumerRecord]:
        """The records of an input from the expected offset on: what comes again is cut, and so is, as long as the part is not live,
        what is above the target (it is read again). Raises Jumped where some are missing (rule 11)."""
        start = self.at[partition]
        some = [r for r in records if r.offset >= start and (self.live or r.offset < self.target[partition])]
        if some and some[0].offset != start:
            raise Jumped(partition, start)
        if some:
            self.at[partition] = some[-1].offset + 1
        return some

    @property
    def reached(self) -> bool:
        """Whether everything that was committed has been read."""
        return all(at >= self.target[partition] for partition, at in self.at.items())
