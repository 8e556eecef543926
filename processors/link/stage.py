"""The link stage: batches of events in, changed facts out."""

from __future__ import annotations

import numpy as np

from processors.decode import Batch, EventColumns, day_of
from processors.facts import BIT, DATING, OFFICES, Changes, Facts, newest_name, since_base
from processors.growing import Growing
from processors.link.index import NumberIndex
from processors.link.shelf import Handover, Held
from processors.link.shelves import Shelves
from schemas.keys import HOUSEHOLD, RESIDENT, opaque
from schemas.vocabulary import RELINKED, EventType
from schemas.vocabulary.declare import EFFECTIVE, RECORDED, Sets

Part = tuple[np.ndarray, np.uint64]


class Link:
    """Keeps the slots of every resident under the record that is joined.

    `facts` is by row (one a number); `records` holds, by office, the record under the number (`record:office`) and the second
    of its first event (`first:office`).
    """

    def __init__(self) -> None:
        self.facts = Facts()
        self.index = NumberIndex()
        columns = {f"record:{office}": np.dtype(np.int32) for office in OFFICES}
        columns |= {f"first:{office}": np.dtype(np.uint32) for office in OFFICES}
        self.records = Growing({**columns, "shelved": np.dtype(np.bool_)})
        self.shelves = Shelves(self)
        self.past_homes: dict[int, set[int]] = {}

    def rows(self, numbers: np.ndarray) -> np.ndarray:
        """The rows of numbers, new ones made."""
        rows = self.index.rows(numbers)
        self.facts.dense.grow(self.index.size)
        self.records.grow(self.index.size)
        return rows

    def keys(self, rows: np.ndarray) -> np.ndarray:
        """The residents' opaque keys, by the register's record: int64 [n]."""
        return opaque(self.records["record:register"][rows], RESIDENT)

    def process(self, batch: Batch) -> tuple[Changes, list[Handover]]:
        """Takes a batch; returns the residents whose facts changed, and records to be handed to other numbers."""
        parts: list[Part] = []
        for type_ in sorted(batch):
            parts += self._take(batch[type_])
        parts += self.shelves.settle()
        return Changes.of(parts), self.shelves.sent()

    def receive(self, handovers: list[Handover]) -> tuple[Changes, list[Handover]]:
        """Takes records that were handed over."""
        for handover in handovers:
            self.shelves.receive(handover)
        return Changes.of(self.shelves.settle()), self.shelves.sent()

    def _take(self, events: EventColumns) -> list[Part]:
        rows = self.rows(events.number)
        if events.event.type == "resident.number-changed":
            self.shelves.renumber(rows, events)
            return []
        if events.event is RELINKED:
            self.shelves.relink(rows, events)
            return []
        plain = self._plain(rows, events, events.event.office)
        if plain.all():
            return self._merge(rows, events)
        parts = self._merge(rows[plain], events.where(plain))
        for at in np.flatnonzero(~plain):  # after the plain ones: a shelf starts from the facts as they are
            self.shelves.put(int(rows[at]), events.event.office, int(events.fields["record"][at]), held_of(events, int(at)))
        return parts

    def _plain(self, rows: np.ndarray, events: EventColumns, office: str) -> np.ndarray:
        """Where the event is about the one record that the office has under the number; a first record is noted."""
        record, first = self.records[f"record:{office}"], self.records[f"first:{office}"]
        fresh = record[rows] == 0
        if fresh.any():
            at = np.flatnonzero(fresh)[::-1]  # the first of several in a batch is noted last, and so stays
            record[rows[at]] = events.fields["record"][at]
            first[rows[at]] = np.iinfo(np.uint32).max
        plain = (record[rows] == events.fields["record"]) & ~self.records["shelved"][rows]
        np.minimum.at(first, rows[plain], (events.moment[plain] // 1000).astype(np.uint32))
        return plain

    def _merge(self, rows: np.ndarray, events: EventColumns) -> list[Part]:
        parts = []
        recorded = day_of(events.moment // 1000).astype(np.int32)
        for kind in dated_by(events.event):
            np.maximum.at(self.facts.dense[newest_name(kind)], rows, since_base(recorded))
        for part in events.event.sets:
            values = values_of(part, events, recorded)
            if part.fact.name == "residence":
                self._note_homes(rows, values["household"])
            changed = self.facts.merge(part.fact, rows, period_of(part, events), events.stamp, values)
            parts.append((changed, BIT[part.fact.id]))
        return parts

    def _note_homes(self, rows: np.ndarray, households: np.ndarray) -> None:
        """Remembers every household in which a resident was ever seen: all of them must hear that the resident is elsewhere."""
        before = self.facts.dense["household"][rows]
        for row, old, new in zip(*(a[(before != 0) & (before != households)].tolist() for a in (rows, before, households))):
            self.past_homes.setdefault(row, set()).update((old, new))

    def nbytes(self) -> int:
        """Bytes of the stage's state, the facts included."""
        return self.facts.nbytes() + self.index.nbytes() + self.records.nbytes()


def dated_by(event: EventType) -> list[str]:
    """The kinds that date candidates, of which an event tells something."""
    return [kind for kind in DATING if any(part.fact.kind == kind for part in event.sets)]


def period_of(part: Sets, events: EventColumns) -> np.ndarray | int:
    """The period of the slots that the events set."""
    if part.fact.period == "none":
        return 0
    return part.period if part.period is not None else events.fields[part.fact.period].astype(np.int64)


def values_of(part: Sets, events: EventColumns, recorded: np.ndarray) -> dict[str, np.ndarray]:
    """The columns of the slots that the events set; a household number becomes its opaque key."""
    values = {}
    for field in part.fact.fields:
        fixed = part.fixed.get(field.name)
        if field.name not in part.fixed:
            column = events.fields[field.name]
        elif fixed in (EFFECTIVE, RECORDED):
            column = events.fields["effective"] if fixed == EFFECTIVE else recorded
        else:
            column = np.full(len(events), field.code(fixed) if isinstance(fixed, str) else fixed, dtype=field.dtype)
        values[field.name] = opaque(column, HOUSEHOLD) if field.name == "household" else column
    return values


def held_of(events: EventColumns, at: int) -> Held:
    """What one event says of its record."""
    one = events.slice(at, at + 1)
    recorded = day_of(one.moment // 1000).astype(np.int32)
    held = Held(first=int(one.moment[0]), newest=dict.fromkeys(dated_by(events.event), int(since_base(recorded)[0])))
    for part in events.event.sets:
        period = period_of(part, one)
        slot = (part.fact.id, int(period[0]) if isinstance(period, np.ndarray) else period)
        held.put(slot, int(one.stamp[0]), {name: column[0].item() for name, column in values_of(part, one, recorded).items()})
    return held
