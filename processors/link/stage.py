"""The link stage: batches of events in, changed facts out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby, pairwise

import numpy as np

from processors.decoding.decode import Batch, EventColumns, day_of
from processors.link.index import NumberIndex
from processors.link.shelf import Handover, Held
from processors.link.shelves import Shelves
from processors.store.facts import BIT, DATED, DATING, OFFICES, SLOT, Changes, Facts, since_base
from processors.store.growing import Growing
from processors.store.series import fields_of
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
class Writes:
    """What events of a type write into the slots of one fact, and the period if it is fixed.

    `sources`: by field RECORDED, EFFECTIVE, a code, or (None) the event's own field.
    """

    fact: Fact
    sources: tuple[tuple[str, str | int | None], ...]
    period: int | None

    def periods(self, events: EventColumns) -> np.ndarray | int:
        """The period of each slot."""
        return events.fields[self.fact.period] if self.period is None else self.period

    def fill(self, slots: np.ndarray, events: EventColumns, recorded: np.ndarray) -> None:
        """Writes the slots; `recorded`: the day on which each event was. A household number becomes its opaque key."""
        slots["stamp"] = events.stamp
        for name, source in self.sources:
            if name == "household":
                slots[name] = opaque(events.fields[name], HOUSEHOLD)
            elif source is None:
                slots[name] = events.fields[name]
            elif source == RECORDED:
                slots[name] = recorded
            else:
                slots[name] = events.fields["effective"] if source == EFFECTIVE else source


Told = tuple[Writes, Located, np.ndarray]
"""Events of a type with what they write, and the day on which each was recorded."""


class Link:
    """Keeps the slots of every resident under the record that is joined.

    `facts` is by row (one a number); `records` holds, by office, the record under the number (`record:office`) and the second
    of its first event (`first:office`).
    """

    def __init__(self) -> None:
        self.facts = Facts()
        self.index = NumberIndex()
        columns: dict[str, np.dtype] = {f"record:{office}": np.dtype(np.int32) for office in OFFICES}
        columns |= {f"first:{office}": np.dtype(np.uint32) for office in OFFICES}
        self.records = Growing({**columns, "shelved": np.dtype(np.bool_), "home": np.dtype(np.int64)})
        self.shelves = Shelves(self)
        self.past_homes: dict[int, set[int]] = {}
        """row -> the households in which the resident was ever seen, where they are more than one (the first is in `records`)."""

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
        rows = self.rows(joined(numbers)) if numbers else np.empty(0, dtype=np.int64)
        located = map(Located, pieces(rows, numbers), (batch[type_] for type_ in types))
        for way, group in groupby(located, key=lambda some: _way(some.events.event)):
            parts += self._take(way, list(group))
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
        plain = self._plain(group, way)
        if plain.all():
            return self._merge(group)
        each = pieces(plain, [some.rows for some in group])
        parts = self._merge([some.where(mine) for some, mine in zip(group, each)])
        for some, mine in zip(group, each):  # after the plain ones: a shelf starts from the facts as they are
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
        each = [some.rows for some in group]
        recorded = pieces(recorded_on(joined([some.events.moment for some in group])), each)
        parts = self._date(group, recorded)
        by_fact: dict[str, list[Told]] = {}
        for some, days in zip(group, recorded):
            for fact_id, writes in written_by(some.events.event.type):
                by_fact.setdefault(fact_id, []).append((writes, some, days))
        return parts + [(self._set(FACTS[fact_id], told), BIT[fact_id]) for fact_id, told in by_fact.items()]

    def _date(self, group: list[Located], recorded: list[np.ndarray]) -> list[Part]:
        """Notes when something of a dating kind was last recorded about each resident."""
        parts: list[Part] = []
        for kind in DATING:
            of_kind = [(some.rows, days) for some, days in zip(group, recorded) if kind in dated_by(some.events.event.type)]
            if of_kind:
                rows, days = (joined(list(columns)) for columns in zip(*of_kind))
                parts.append((self.facts.date(kind, rows, since_base(days)), DATED[kind]))
        return parts

    def _set(self, fact: Fact, told: list[Told]) -> np.ndarray:
        """Sets the slots of one fact; returns the rows whose value changed."""
        rows = joined([some.rows for _, some, _ in told])
        slots = np.empty(len(rows), dtype=SLOT[fact.id])
        periods: np.ndarray | int = 0 if fact.period == "none" else np.empty(len(rows), dtype=np.int64)
        start = 0
        for writes, some, days in told:
            here = slice(start, start + len(some.rows))
            writes.fill(slots[here], some.events, days)
            if isinstance(periods, np.ndarray):
                periods[here] = writes.periods(some.events)
            start = here.stop
        if fact.name == "residence":
            self.note_homes(rows, slots["household"])
        return self.facts.put(fact, rows, periods, slots)

    def note_homes(self, rows: np.ndarray, households: np.ndarray) -> None:
        """Remembers every household in which a resident was ever seen: all of them must hear that the resident is elsewhere."""
        first = self.records["home"]
        fresh = np.flatnonzero(first[rows] == 0)[::-1]
        first[rows[fresh]] = households[fresh]
        for at in np.flatnonzero(first[rows] != households).tolist():
            row = int(rows[at])
            self.past_homes.setdefault(row, {int(first[row])}).add(int(households[at]))

    def homes_of(self, row: int) -> tuple[int, ...]:
        """Every household in which a resident was ever seen."""
        return tuple(self.past_homes.get(row, ())) or tuple(self.records["home"][[row]].tolist())

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


def pieces(column: np.ndarray, like: list[np.ndarray]) -> list[np.ndarray]:
    """What `joined` joined: a column cut into pieces as long as those of a list."""
    ends = list(accumulate(map(len, like), initial=0))
    return [column[low:high] for low, high in pairwise(ends)]


def recorded_on(moments: np.ndarray) -> np.ndarray:
    """The day on which each event was recorded: int32 [n]."""
    return day_of(moments // 1000).astype(np.int32)


@cache
def written_by(type_: str) -> tuple[tuple[str, Writes], ...]:
    """What events of a type write, by fact id."""
    return tuple((part.fact.id, _writes(part)) for part in EVENT_TYPES[type_].sets)


def _writes(part: Sets) -> Writes:
    sources: list[tuple[str, str | int | None]] = []
    for field in part.fact.fields:
        fixed = part.fixed.get(field.name)
        if isinstance(fixed, str) and fixed not in (EFFECTIVE, RECORDED):
            fixed = field.code(fixed)
        sources.append((field.name, fixed))
    return Writes(part.fact, tuple(sources), 0 if part.fact.period == "none" else part.period)


def held_of(events: EventColumns, at: int) -> Held:
    """What one event says of its record."""
    one = events.slice(at, at + 1)
    recorded = recorded_on(one.moment)
    held = Held(first=int(one.moment[0]), newest=dict.fromkeys(dated_by(events.event.type), int(since_base(recorded)[0])))
    for fact_id, writes in written_by(events.event.type):
        slot = np.empty(1, dtype=SLOT[fact_id])
        writes.fill(slot, one, recorded)
        stamp, *values = slot[0].item()
        period = int(np.asarray(writes.periods(one)).item())
        held.put((fact_id, period), stamp, dict(zip(fields_of(slot.dtype), values)))
    return held
