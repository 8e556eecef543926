"""Lines of JSON -> checked events -> columns. Each line stands alone: a bad one is refused with a letter, the others go on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np
from pydantic import ValidationError

from processors import spelled
from processors.letters import Rejection, letter_of, too_far, whose_number
from processors.shapes import SHAPE
from processors.texts import TextPool
from schemas.events import ADAPTER, TOKYO
from schemas.fields import Field
from schemas.vocabulary import EVENT_TYPES, SLOT_EVENTS, EventType
from schemas.vocabulary.declare import EFFECTIVE

EPOCH_DAY = datetime.date(1970, 1, 1).toordinal()
_EARLIEST, _LATEST = datetime.datetime(1970, 1, 1, tzinfo=TOKYO).timestamp(), datetime.datetime(2200, 1, 1, tzinfo=TOKYO).timestamp()
_SHIFT = 9 * 3600
_TYPES = tuple(EVENT_TYPES)
_CODES = {type_: code for code, type_ in enumerate(_TYPES)}
_CONTROL = tuple(type_ for type_, event in EVENT_TYPES.items() if event.office == "control")
_NOBODY = "000000000001"
"""Stands in for the subject of events that have none."""
Event = dict[str, Any]


def day_of(seconds: np.ndarray) -> np.ndarray:
    """The day (proleptic ordinal, +09:00) of Unix seconds: int64 [n] -> int64 [n]."""
    return (seconds + _SHIFT) // 86400 + EPOCH_DAY


@dataclass
class EventColumns:
    """Events of one type as columns [n]. `stamp` = sequence << 32 | 32 bits of the id; `moment` = Unix milliseconds;
    `turn` = the greatest `moment` of the stream so far, by which streams are merged."""

    event: EventType
    number: np.ndarray
    stamp: np.ndarray
    moment: np.ndarray
    turn: np.ndarray
    fields: dict[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.number)

    def slice(self, low: int, high: int) -> EventColumns:
        """Some of the events."""
        cut = slice(low, high)
        fields = {name: column[cut] for name, column in self.fields.items()}
        return EventColumns(self.event, self.number[cut], self.stamp[cut], self.moment[cut], self.turn[cut], fields)

    def where(self, mask: np.ndarray) -> EventColumns:
        """The events for which the mask holds."""
        fields = {name: column[mask] for name, column in self.fields.items()}
        return EventColumns(self.event, self.number[mask], self.stamp[mask], self.moment[mask], self.turn[mask], fields)

    def join(self, other: EventColumns) -> EventColumns:
        """These events and then the others."""
        fields = {name: np.concatenate([column, other.fields[name]]) for name, column in self.fields.items()}
        mine = [np.concatenate([getattr(self, n), getattr(other, n)]) for n in ("number", "stamp", "moment", "turn")]
        return EventColumns(self.event, *mine, fields)


Batch = dict[str, EventColumns]
"""Events by type."""


@dataclass
class Decoded:
    """What one chunk of lines held."""

    batch: Batch
    days_ended: list[int]
    decisions: list[dict[str, Any]]
    rejections: list[Rejection]
    lines: int
    latest: float
    """The greatest `time` of the stream so far, in Unix seconds."""


def unused(event: EventType) -> set[str]:
    """Fields that are checked but set no slot, and so get no column."""
    dated = any(EFFECTIVE in part.fixed.values() for part in event.sets)
    return {"notified"} if dated else {"notified", "effective"}


class _Sink:
    """Makes columns of the events of one type."""

    def __init__(self, event: EventType, texts: TextPool) -> None:
        self.event = event
        self.texts = texts
        self.days = tuple(f.name for f in event.fields if f.type == "date")
        self._unused = unused(event)
        self._always = tuple(f for f in event.fields if not f.optional)
        self._sometimes = tuple((f, _default(f)) for f in event.fields if f.optional)
        self._get: Callable[[Event], tuple[Any, ...]] = itemgetter(*(f.name for f in self._always))

    def values(self, data: Sequence[Event]) -> dict[str, Sequence[Any]]:
        """The values of each field, as the events spell them."""
        found: dict[str, Sequence[Any]] = {f.name: column for f, column in zip(self._always, zip(*map(self._get, data)))}
        for f, default in self._sometimes:
            found[f.name] = [one.get(f.name, default) for one in data]
        return found

    def columns(self, values: dict[str, Sequence[Any]], days: dict[str, np.ndarray]) -> tuple[dict[str, np.ndarray], np.ndarray | bool]:
        """The stored columns, and where no number can be somebody's (in another number or inside a text)."""
        made: dict[str, np.ndarray] = {}
        good: np.ndarray | bool = True
        for f in (f for f in self.event.fields if f.name not in self._unused):
            if f.name == "other_number":
                made[f.name], _, somebodys = spelled.numbers(values[f.name])
                good = good & ~somebodys
            elif f.type == "date":
                made[f.name] = days[f.name].astype(np.int32)
            else:
                made[f.name] = self._column(f, values[f.name])
                if f.type == "text":
                    good = good & (made[f.name] >= 0)
        return made, good

    def _column(self, f: Field, values: Sequence[Any]) -> np.ndarray:
        if f.type == "text":
            return self.texts.numbers(values)
        if f.type == "choice":
            codes = {word: code for code, word in enumerate(f.words)}
            return np.frombuffer(bytes(map(codes.__getitem__, values)), dtype=np.int8).copy()
        if f.type == "bool":
            return np.frombuffer(bytes(values), dtype=np.bool_).copy()
        return np.fromiter(values, dtype=f.dtype, count=len(values))


def _default(f: Field) -> Any:
    if f.type == "date":
        return datetime.date.fromordinal(max(f.default, 1)).isoformat()
    return {"choice": f.words[f.default] if f.words else "", "text": "", "bool": False}.get(f.type, f.default)


@dataclass
class _Spelled:
    """The events of a chunk by type, and what is spelled in them."""

    events: list[Event]
    """Type after type, each in the order of the lines."""
    lines: np.ndarray
    """The place of each in the chunk, int64 [n]."""
    bounds: np.ndarray
    """By type code, the end of its events."""
    good: np.ndarray
    """Where everything is spelled as it is nearly always spelled, bool [n]."""
    seconds: np.ndarray
    """Unix seconds, float64 [n]."""
    turn: np.ndarray
    """The greatest `seconds` of the stream so far."""
    ids: np.ndarray
    number: np.ndarray
    somebodys: np.ndarray
    values: dict[str, dict[str, Sequence[Any]]] = field(default_factory=dict)
    """By type and field."""
    days: dict[str, dict[str, np.ndarray]] = field(default_factory=dict)

    def of(self, type_: str) -> slice:
        """The events of a type."""
        code = _CODES[type_]
        return slice(int(self.bounds[code - 1]) if code else 0, int(self.bounds[code]))


@dataclass
class Decoder:
    """Decodes one stream, chunk after chunk."""

    name: str
    texts: TextPool
    line: int = 0
    latest: float = 0.0
    _sinks: dict[str, _Sink] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sinks = {event.type: _Sink(event, self.texts) for event in SLOT_EVENTS}

    def decode(self, lines: Iterable[bytes]) -> Decoded:
        """Checks the lines of one chunk. Blank lines count, but are nothing."""
        kept = list(lines)
        done = Decoded({}, [], [], [], len(kept), self.latest)
        judge = _Judge(self.name, self.line, kept, done)
        events = judge.shaped()
        read = self._read(events, judge)
        if not read.good.all():
            for line in read.lines[~read.good].tolist():
                events[line] = judge.judged(line)
            read = self._read(events, judge)
        if len(read.events):
            done.latest = float(read.turn.max())
            self._gather(read, judge)
        self.line, self.latest = self.line + len(kept), done.latest
        done.rejections.sort(key=lambda rejection: rejection.line)
        return done

    def _read(self, events: Sequence[Event | None], judge: _Judge) -> _Spelled:
        """Puts the events in the order of their types, and reads what they spell."""
        there = np.array([i for i, event in enumerate(events) if event is not None], dtype=np.int64)
        codes = np.fromiter((_CODES[e["type"]] for e in events if e is not None), dtype=np.uint8, count=len(there))
        order = np.argsort(codes, kind="stable")
        lines = there[order]
        ordered: list[Any] = [events[line] for line in lines.tolist()]
        seconds, good = spelled.seconds([event["time"] for event in ordered])
        good &= (seconds >= _EARLIEST) & (seconds < _LATEST)
        exact = judge.exact(lines, seconds)
        in_turn = np.empty(len(order))
        in_turn[order] = exact
        turn = np.maximum.accumulate(np.maximum(in_turn, self.latest))[order]
        ids, well = spelled.ids([event["id"] for event in ordered])
        number, digits, somebodys = spelled.numbers([event.get("subject", _NOBODY) for event in ordered])
        bounds = np.cumsum(np.bincount(codes, minlength=len(_TYPES)))
        read = _Spelled(ordered, lines, bounds, good & well & digits, exact, turn, ids, number, somebodys)
        self._read_data(read, judge)
        return read

    def _read_data(self, read: _Spelled, judge: _Judge) -> None:
        """Reads the values by type and field, and all days at once."""
        spelled_days: list[str] = []
        for type_ in _CONTROL:
            read.good[read.of(type_)] &= judge.was_judged(read.lines[read.of(type_)])
        for type_, sink in self._sinks.items():
            place = read.of(type_)
            if place.stop > place.start:
                values = read.values[type_] = sink.values([event["data"] for event in read.events[place]])
                for name in sink.days:
                    spelled_days += values[name]
                if "other_number" in values:
                    read.good[place] &= spelled.numbers(values["other_number"])[1]
        self._spread(read, *spelled.days(spelled_days))

    def _spread(self, read: _Spelled, days: np.ndarray, good: np.ndarray) -> None:
        """Gives each type and field its days."""
        start = 0
        for type_ in read.values:
            place, of_type = read.of(type_), read.days.setdefault(type_, {})
            for name in self._sinks[type_].days:
                end = start + place.stop - place.start
                of_type[name] = days[start:end]
                read.good[place] &= good[start:end]
                start = end

    def _gather(self, read: _Spelled, judge: _Judge) -> None:
        """Makes the columns of each type."""
        for type_, values in read.values.items():
            place, sink = read.of(type_), self._sinks[type_]
            fields, good = sink.columns(values, read.days[type_])
            stamp = (np.fromiter(values["sequence"], np.int64, count=len(values["sequence"])) << 32) | read.ids[place]
            moment, turn = ((column[place] * 1000).astype(np.int64) for column in (read.seconds, read.turn))
            columns = EventColumns(sink.event, read.number[place], stamp, moment, turn, fields)
            nobodys = ~read.somebodys[place] & good
            for line in read.lines[place][~nobodys].tolist():
                judge.somebodys(line)
            columns = columns if nobodys.all() else columns.where(nobodys)
            if len(columns):
                judge.done.batch[type_] = columns
        for place in map(read.of, _CONTROL):
            judge.controls(read.events[place], read.lines[place])


class _Judge:
    """What is not shaped or spelled as it nearly always is comes before the ADAPTER, which refuses it or says what it means."""

    def __init__(self, name: str, start: int, kept: Sequence[bytes], done: Decoded) -> None:
        self.done = done
        self._name, self._start, self._kept = name, start, kept
        self._moments: dict[int, float] = {}
        """Unix seconds of the lines that were judged."""

    def shaped(self) -> list[Event | None]:
        """An event for each line; None where there is none."""
        check = SHAPE.validate_json
        events: list[Event | None] = []
        for line, text in enumerate(self._kept):
            try:
                events.append(check(text))
            except ValidationError:
                events.append(self.judged(line))
        return events

    def judged(self, line: int) -> Event | None:
        """The event of a line, spelled as usual, or None: refused with a letter."""
        text = self._kept[line]
        try:
            event = ADAPTER.validate_json(text)
        except ValidationError as error:
            if text.strip():
                self.done.rejections.append(letter_of(self._name, self._start + line + 1, error, text))
            return None
        time = event["time"]
        seconds = time.timestamp()
        if not _EARLIEST <= seconds < _LATEST:
            self.done.rejections.append(too_far(self._name, self._start + line + 1, time, text))
            return None
        self._moments[line] = seconds
        return event | {"time": time.astimezone(TOKYO).isoformat()[:19] + "+09:00", "data": {n: _spelled(v) for n, v in event["data"].items()}}

    def exact(self, lines: np.ndarray, seconds: np.ndarray) -> np.ndarray:
        """The seconds with those of the judged lines in their place, which may have fractions: float64 [n]."""
        made = seconds.astype(np.float64)
        if self._moments:
            for place, line in enumerate(lines.tolist()):
                made[place] = self._moments.get(line, made[place])
        return made

    def was_judged(self, lines: np.ndarray) -> np.ndarray:
        """Which of some lines were judged: bool [n]."""
        return np.array([line in self._moments for line in lines.tolist()], dtype=bool)

    def somebodys(self, line: int) -> None:
        """Refuses a line whose number may be a living person's."""
        self.done.rejections.append(whose_number(self._name, self._start + line + 1, self._kept[line]))

    def controls(self, events: Sequence[Event], lines: np.ndarray) -> None:
        """Takes the events that are about no record. They are few, and all judged."""
        for event, line in zip(events, lines.tolist()):
            if event["type"] == "day.ended":
                self.done.days_ended.append(datetime.date.fromisoformat(event["data"]["day"]).toordinal())
            else:
                self.done.decisions.append({**event["data"], "id": event["id"], "time": self._moments[line]})


def _spelled(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value
