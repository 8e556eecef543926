"""The link stage: batches of events in, changed facts out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby

import numpy as np

from processors.decode import Batch, EventColumns, day_of
from processors.facts import BIT, DATING, OFFICES, Changes, Facts, newest_name, since_base
from processors.growing import Growing
from processors.link.index import NumberIndex
from processors.link.shelf import Handover, Held
from processors.link.shelves import Shelves
from schemas.facts import FACTS, Fact
from schemas.keys import HOUSEHOLD, RESIDENT, opaque
from schemas.vocabulary import EVENT_TYPES, RELINKED
from schemas.vocabulary.declare import EFFECTIVE, RECORDED, EventType, Sets

Part = tuple[np.ndarray, np.uint64]
RENUMBERED = "resident.number-changed"


@dataclass(frozen=True)
class Located:
    """Events of one type, and the row of each."""

    rows: np.ndarray
    events: EventColumns

    def where(self, mask: np.ndarray) -> Located:
        """Those for which the mask holds."""
        return Located(self.rows[mask], self.events.where(mask))


@dataclass(frozen=True)
class Slots:
    """What events set of one fact: rows, periods, stamps and values, all [n] (or one period for all)."""

    rows: np.ndarray
    periods: np.ndarray | int
    stamps: np.ndarray
    values: dict[str, np.ndarray]


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
        types = sorted(batch)
        numbers = [batch[type_].number for type_ in types]
        rows = self.rows(np.concatenate(numbers)) if numbers else np.empty(0, dtype=np.int64)
        located = list(zip(types, np.split(rows, np.cumsum([len(n) for n in numbers])[:-1])))
        for way, some in groupby(located, key=lambda pair: _way(batch[pair[0]].event)):
            group = [Located(of_type, batch[type_]) for type_, of_type in some]
            parts += self._take(way, group)
        parts += self.shelves.settle()
        return Changes.of(parts), self.shelves.sent()

    def receive(self, handovers: list[Handover]) -> tuple[Changes, list[Handover]]:
        """Takes records that were handed over."""
        for handover in handovers:
            self.shelves.receive(handover)
        return Changes.of(self.shelves.settle()), self.shelves.sent()

    def _take(self, way: str, group: list[Located]) -> list[Part]:
        """Takes the events of some types at once: relinks, changes of number, or what an office tells of its records."""
        if way == RELINKED.type:
            self.shelves.relink(group[0].rows, group[0].events)
            return []
        if way == RENUMBERED:
            self.shelves.renumber(group[0].rows, group[0].events)
            return []
        plain = np.split(self._plain(group, way), np.cumsum([len(some.rows) for some in group])[:-1])
        parts = self._merge([some if mine.all() else some.where(mine) for some, mine in zip(group, plain)])
        for some, mine in zip(group, plain):  # after the plain ones: a shelf starts from the facts as they are
            for at in np.flatnonzero(~mine).tolist():
                self.shelves.put(int(some.rows[at]), way, int(some.events.fields["record"][at]), held_of(some.events, at))
        return parts

    def _plain(self, group: list[Located], office: str) -> np.ndarray:
        """Where an event is about the one record that the office has under the number; a first record is noted."""
        record, first = self.records[f"record:{office}"], self.records[f"first:{office}"]
        rows, said = joined([some.rows for some in group]), joined([some.events.fields["record"] for some in group])
        moment = joined([some.events.moment for some in group])
        held = record[rows]
        fresh = np.flatnonzero(held == 0)
        if len(fresh):
            at = fresh[::-1]  # the first of several in a batch is noted last, and so stays
            record[rows[at]] = said[at]
            first[rows[at]] = np.iinfo(np.uint32).max
            held = record[rows]
        plain: np.ndarray = (held == said) & ~self.records["shelved"][rows]
        np.minimum.at(first, rows[plain], (moment[plain] // 1000).astype(np.uint32))
        return plain

    def _merge(self, group: list[Located]) -> list[Part]:
        """Merges all that the types of a group set, fact by fact."""
        by_kind: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
        by_fact: dict[str, list[Slots]] = {}
        for some in group:
            recorded = day_of(some.events.moment // 1000).astype(np.int32)
            for kind in dated_by(some.events.event.type):
                by_kind.setdefault(kind, []).append((some.rows, recorded))
            for part in some.events.event.sets:
                slots = Slots(some.rows, period_of(part, some.events), some.events.stamp, values_of(part, some.events, recorded))
                by_fact.setdefault(part.fact.id, []).append(slots)
        for kind, dated in by_kind.items():
            newest = self.facts.dense[newest_name(kind)]
            np.maximum.at(newest, joined([rows for rows, _ in dated]), since_base(joined([days for _, days in dated])))
        return [(self._set(FACTS[fact_id], all_of(slots)), BIT[fact_id]) for fact_id, slots in by_fact.items()]

    def _set(self, fact: Fact, slots: Slots) -> np.ndarray:
        if fact.name == "residence":
            self._note_homes(slots.rows, slots.values["household"])
        return self.facts.merge(fact, slots.rows, slots.periods, slots.stamps, slots.values)

    def _note_homes(self, rows: np.ndarray, households: np.ndarray) -> None:
        """Remembers every household in which a resident was ever seen: all of them must hear that the resident is elsewhere."""
        before = self.facts.dense["household"][rows]
        for row, old, new in zip(*(a[(before != 0) & (before != households)].tolist() for a in (rows, before, households))):
            self.past_homes.setdefault(row, set()).update((old, new))

    def nbytes(self) -> int:
        """Bytes of the stage's state, the facts included."""
        return self.facts.nbytes() + self.index.nbytes() + self.records.nbytes()


@cache
def dated_by(type_: str) -> tuple[str, ...]:
    """The kinds that date candidates, of which events of a type tell something."""
    return tuple(kind for kind in DATING if any(part.fact.kind == kind for part in EVENT_TYPES[type_].sets))


def _way(event: EventType) -> str:
    """How events of a type are taken: by office, but for the two types that move records."""
    return event.type if event.type in (RELINKED.type, RENUMBERED) else event.office


def joined(columns: list[np.ndarray]) -> np.ndarray:
    """Columns one after the other."""
    return columns[0] if len(columns) == 1 else np.concatenate(columns)


def all_of(slots: list[Slots]) -> Slots:
    """The slots of several types of events, set at once."""
    if len(slots) == 1:
        return slots[0]
    periods = joined([np.broadcast_to(np.asarray(s.periods, dtype=np.int64), len(s.rows)) for s in slots])
    values = {name: joined([s.values[name] for s in slots]) for name in slots[0].values}
    return Slots(joined([s.rows for s in slots]), periods, joined([s.stamps for s in slots]), values)


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
    held = Held(first=int(one.moment[0]), newest=dict.fromkeys(dated_by(events.event.type), int(since_base(recorded)[0])))
    for part in events.event.sets:
        period = period_of(part, one)
        slot = (part.fact.id, int(period[0]) if isinstance(period, np.ndarray) else period)
        held.put(slot, int(one.stamp[0]), {name: column[0].item() for name, column in values_of(part, one, recorded).items()})
    return held
