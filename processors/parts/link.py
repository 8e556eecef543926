"""A part of link: events of its numbers in, messages to the gate's parts and to other parts of link out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from pydantic import ValidationError

from processors.decoding.decode import Decoder, day_of
from processors.decoding.letters import letter_of
from processors.link import wire
from processors.link.shelf import Handover
from processors.link.stage import Link
from processors.messages import records
from processors.messages.wire import pack
from processors.parts.dead import dead, of_rejection, shown
from processors.parts.log import HANDOVERS, OFFICES_TOPIC, RECORDS, Out, Record, partitions_of
from processors.store.facts import Changes
from processors.store.texts import TextPool
from schemas.events import ADAPTER

MOST_BYTES = 65_536
"""An event is a few hundred bytes; what is larger is none."""


class LinkPart:
    """Link for the My Numbers of one partition. `offices` are those that tell when a day has ended."""

    def __init__(self, number: int, parts: int, offices: Sequence[str]) -> None:
        self.number, self.parts = number, parts
        self.texts = TextPool()
        self.link = Link()
        self.latest = 0
        """The day of the newest event so far."""
        self._decoder = Decoder("", self.texts)
        self._ended = dict.fromkeys((office + OFFICES_TOPIC for office in offices), 0)
        self._told = 0
        self.events = 0

    def take(self, inputs: Sequence[Record], live: bool) -> list[Out]:
        """Takes records in the order of each partition; what to send (nothing, if not `live`: it was sent before)."""
        out: list[Out] = []
        changes, given = self.hear([r for r in inputs if r.topic != HANDOVERS], out)
        more, on = self.link.receive(list(self._received([r for r in inputs if r.topic == HANDOVERS], out)))
        if not live:
            self._told = self.ended
            return []
        out += self._told_to_gate(records.joined([changes, more]))
        out += self._handed_over([*given, *on])
        return out + self._days()

    def hear(self, inputs: Sequence[Record], out: list[Out]) -> tuple[Changes, list[Handover]]:
        """Takes events in the order of each partition: whose facts changed, and what is to be handed over. Adds a dead letter to `out` for what is refused."""
        kept = self._in_place([r for r in inputs if self._is_event(r, out)], out)
        self._decoder.line = 0
        decoded = self._decoder.decode([r.value or b"" for r in kept])
        out += [of_rejection(kept[rejection.line - 1], rejection) for rejection in decoded.rejections]
        self.events += decoded.lines
        if decoded.latest:
            self.latest = max(self.latest, int(day_of(np.array([int(decoded.latest)]))[0]))
        return self.link.process(decoded.batch)

    def _is_event(self, record: Record, out: list[Out]) -> bool:
        """Whether it is about a record; else it is the end of a day, or refused."""
        if record.value is None or len(record.value) > MOST_BYTES:
            size = "nothing" if record.value is None else f"{len(record.value)} bytes"
            out.append(dead(record, f"the message holds {size}; an event is one JSON object of at most {MOST_BYTES} bytes. Send it again so.", shown(record)))
            return False
        if record.key is not None:
            return True
        self._control(record, out)
        return False

    def _control(self, record: Record, out: list[Out]) -> None:
        try:
            event = ADAPTER.validate_json(record.value or b"")
        except ValidationError as error:
            out.append(of_rejection(record, letter_of(record.topic, record.offset, error, record.value or b"")))
            return
        if event["type"] == "day.ended":
            self._ended[record.topic] = max(self._ended.get(record.topic, 0), event["data"]["day"].toordinal())
        else:
            out.append(dead(record, f"key: an event {event['type']} has none. The key of an event is the My Number in `subject`.", shown(record)))

    def _in_place(self, inputs: list[Record], out: list[Out]) -> list[Record]:
        """The records whose key is the event's own number, and whose partition is that of the key."""
        good = [r for r in inputs if _own_key(r.key or b"", r.value or b"")]
        where = partitions_of(b"".join(r.key or b"" for r in good), self.parts) if good else np.empty(0, dtype=np.int64)
        stray = {id(r) for r, partition in zip(good, where.tolist()) if partition != r.partition}
        if len(good) == len(inputs) and not stray:
            return good
        right = {id(r) for r in good}
        for r in inputs:
            if id(r) not in right:
                out.append(dead(r, "key: it is not the My Number in `subject`. Send the event again with that number as the key.", shown(r)))
            elif id(r) in stray:
                why = f"partition: the key does not belong to partition {r.partition} of {self.parts}. Let the client choose the partition by the key."
                out.append(dead(r, why, shown(r)))
        return [r for r in good if id(r) not in stray]

    def _received(self, inputs: Sequence[Record], out: list[Out]) -> Iterator[Handover]:
        for record in inputs:
            try:
                day, _, message = (record.value or b"").partition(b"\n")
                self.latest = max(self.latest, int(day))
                yield wire.unpack(message, self.texts)
            except (ValueError, KeyError, TypeError) as error:
                out.append(dead(record, f"a handover cannot be read ({type(error).__name__}). Only link writes to this topic."))

    def _told_to_gate(self, changes: Changes) -> Iterator[Out]:
        for part, message in records.outgoing(self.link, changes, self.parts, self.texts):
            yield Out(RECORDS, part, b"%d" % self.latest, message)

    def _handed_over(self, handovers: Sequence[Handover]) -> Iterator[Out]:
        for handover in handovers:
            key = b"%012d" % handover.number
            message = b"%d\n%b" % (self.latest, wire.pack(handover, self.texts))
            yield Out(HANDOVERS, int(partitions_of(key, self.parts)[0]), key, message)

    @property
    def ended(self) -> int:
        """The newest day that has ended in all offices; 0: none."""
        return min(self._ended.values(), default=0)

    def _days(self) -> list[Out]:
        """Tells all parts of the gate when a day has ended here."""
        if self.ended <= self._told:
            return []
        self._told = self.ended
        message = pack({"link": np.array([self.number]), "ended": np.array([self.ended])}, self.texts)
        return [Out(RECORDS, part, b"day", message) for part in range(self.parts)]


def _own_key(key: bytes, event: bytes) -> bool:
    """Whether the key is the number in `subject`."""
    return len(key) == 12 and b'"subject":"%b"' % key in event.replace(b'"subject": "', b'"subject":"', 1)
