"""A part of a stage as a worker holds it: being rebuilt up to what was committed, then live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiokafka.structs import ConsumerRecord, TopicPartition


class Jumped(Exception):
    """Records between what was read and what comes now are missing: read again from `offset`."""

    def __init__(self, partition: TopicPartition, offset: int) -> None:
        super().__init__(f"{partition.topic}/{partition.partition}: expected offset {offset}")
        self.partition, self.offset = partition, offset


@dataclass
class Held:
    """`at` is the next offset by input; `target` the committed one: the part is live when all inputs have reached theirs (rule 8)."""

    part: Any
    at: dict[TopicPartition, int]
    target: dict[TopicPartition, int]
    metadata: str = ""
    live: bool = False
    above: dict[TopicPartition, list[ConsumerRecord]] = field(default_factory=dict)
    """Records above the targets, held back until the part is live."""

    def expected(self, records: Mapping[TopicPartition, list[ConsumerRecord]]) -> dict[TopicPartition, list[ConsumerRecord]]:
        """The records from the expected offsets on: what comes again is cut. Raises Jumped where some are missing (rule 11)."""
        kept = {}
        for partition, some in records.items():
            start = self.at[partition]
            some = [r for r in some if r.offset >= start]
            if some and some[0].offset != start:
                raise Jumped(partition, start)
            if some:
                kept[partition] = some
                self.at[partition] = some[-1].offset + 1
        return kept

    def below(self, records: Mapping[TopicPartition, list[ConsumerRecord]]) -> list[ConsumerRecord]:
        """The records below the targets; the others are held back."""
        below = []
        for partition, some in records.items():
            below += [r for r in some if r.offset < self.target[partition]]
            self.above.setdefault(partition, []).extend(r for r in some if r.offset >= self.target[partition])
        return below

    @property
    def reached(self) -> bool:
        """Whether everything that was committed has been read."""
        return all(at >= self.target[partition] for partition, at in self.at.items())

    def release(self) -> list[ConsumerRecord]:
        """What was held back."""
        above, self.above = self.above, {}
        return [record for some in above.values() for record in some]
