"""Channels of batches between a stage's reader and its Faust agent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import faust
from aiokafka.structs import ConsumerRecord, TopicPartition
from mode.utils.queues import FlowControlEvent, ThrowableQueue

ROOM = 4
"""Batches in an inbox. A full one makes the reader wait: that is the back pressure."""


@dataclass
class Batch:
    """Records that were read in an epoch, which ends when parts are assigned anew; or news (ordinances, answers) for all parts."""

    epoch: int
    records: dict[TopicPartition, list[ConsumerRecord]] = field(default_factory=dict)
    news: Sequence[Any] = ()


class Inbox(faust.Channel[Any]):  # type: ignore[misc, unused-ignore]
    """A channel that Faust's own rebalances do not empty: its queue is nobody's business but the stage's."""

    @property
    def queue(self) -> Any:
        """The queue of batches."""
        held: Any = getattr(self, "_queue", None)
        if held is None:
            held = self._queue = ThrowableQueue(maxsize=self.maxsize, flow_control=FlowControlEvent(initially_suspended=False))
        return held
