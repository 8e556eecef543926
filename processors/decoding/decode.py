"""Lines of JSON -> checked events -> columns. Each line stands alone: a bad one is refused with a letter, the others go on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pydantic import ValidationError

from processors.assess.answers import candidate_of
from processors.decoding import spelled
from processors.decoding.columns import read
from processors.decoding.layouts import MANY, Layouts
from processors.decoding.letters import Rejection, letter_of, no_candidate, too_far, whose_number
from processors.decoding.lines import Lines
from processors.decoding.pieces import Piece, by_type
from processors.decoding.shapes import DAY, HEADERS, ID, NUMBER, SHAPE, STORED, TIME
from processors.store.texts import TextPool
from schemas.events import ADAPTER, TOKYO
from schemas.fields import Field
from schemas.vocabulary import SLOT_EVENTS, EventType

EPOCH_DAY = datetime.date(1970, 1, 1).toordinal()
_SHIFT = 9 * 3600
_TYPES = tuple(event.type for event in SLOT_EVENTS)
_CODES = {type_: code for code, type_ in enumerate(_TYPES)}
_ID, _TYPE, _SUBJECT, _TIME, _DATA = range(5)
Event = dict[str, Any]
Row = tuple[Any, ...]
"""An event as SHAPE gives it: what the places above say, and more that is only checked. Data is a pair, the values first."""


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
        number, stamp, moment, turn = (np.concatenate([getattr(self, n), getattr(other, n)]) for n in ("number", "stamp", "moment", "turn"))
        return EventColumns(self.event, number, stamp, moment, turn, fields)


Batch = dict[str, EventColumns]
"""Events by type."""


@dataclass
class Decoded:
    """What one chunk of lines held."""

    batch: Batch
    decisions: list[dict[str, Any]]
    rejections: list[Rejection]
    lines: int
    latest: float
    """The greatest `time` of the stream so far, in Unix seconds."""


class _Sink:
    """Takes the events of one type; their values wait on one flat list until the chunk is done."""

    def __init__(self, event: EventType, texts: TextPool) -> None:
        self.event = event
        self.texts = texts
        self.flat: list[Any] = []
        self._header = HEADERS[event.type]
        self.days = tuple(f.name for f in self._header if f.type == "date")
        self._stored = STORED[event.type]

    def values(self) -> dict[str, list[Any]]:
        """The values of each field as the events spell them; the list is empty then."""
        flat, self.flat = self.flat, []
        width = len(self._header)
        return {f.name: flat[i::width] for i, f in enumerate(self._header)}

    def columns(self, values: dict[str, list[Any]], days: dict[str, np.ndarray]) -> tuple[dict[str, np.ndarray], np.ndarray | bool]:
        """The stored columns, and where no number can be somebody's (in another number or inside a text)."""
        made: dict[str, np.ndarray] = {}
        good: np.ndarray | bool = True
        for f in self._stored:
            if f.name == "other_number":
                made[f.name], _, somebodys = spelled.numbers(spelled.letters_of(values[f.name], NUMBER))
                good = good & ~somebodys
            elif f.type == "date":
                made[f.name] = days[f.name].astype(np.int32)
            else:
                made[f.name] = self._column(f, values[f.name])
                if f.type == "text":
                    good = good & (made[f.name] >= 0)
        return made, good

    def _column(self, f: Field, values: list[Any]) -> np.ndarray:
        if f.type == "text":
            return self.texts.numbers(values)
        if f.type == "choice":
            codes = {word: code for code, word in enumerate(f.words)}
            return np.frombuffer(bytearray(map(codes.__getitem__, values)), dtype=np.int8)
        if f.type == "bool":
            return np.frombuffer(bytearray(values), dtype=np.bool_)
        return np.fromiter(values, dtype=f.dtype, count=len(values))


@dataclass
class _Spelled:
    """The events of some lines that went the long way, type after type, each type in the order of the lines. All [n]."""

    lines: np.ndarray
    """The place of each in the chunk."""
    bounds: np.ndarray
    """By type code, the end of its events."""
    good: np.ndarray
    """Where everything is spelled as it is nearly always spelled."""
    seconds: np.ndarray
    ids: np.ndarray
    number: np.ndarray
    somebodys: np.ndarray
    values: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    """By type and field, as spelled."""
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
    layouts: Layouts = field(default_factory=Layouts)
    _sinks: dict[str, _Sink] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sinks = {event.type: _Sink(event, self.texts) for event in SLOT_EVENTS}

    def decode(self, lines: Iterable[bytes]) -> Decoded:
        """Checks the lines of one chunk. Blank lines count, but are nothing."""
        kept = list(lines)
        done = Decoded({}, [], [], len(kept), self.latest)
        judge = _Judge(self.name, self.line, kept, done)
        pieces = self._short_way(kept) if len(kept) >= MANY else []
        seconds = np.zeros(len(kept))
        for piece in pieces:
            seconds[piece.lines] = piece.seconds
        pieces += self._long_way(np.flatnonzero(seconds == 0), kept, judge, seconds)
        self._gather(pieces, judge.exact(seconds), done)
        judge.controls()
        self.line, self.latest = self.line + len(kept), done.latest
        done.rejections.sort(key=lambda rejection: rejection.line)
        return done

    def _short_way(self, kept: Sequence[bytes]) -> list[Piece]:
        """Reads what is laid out as lines were before."""
        lines = Lines(kept)
        return list(read(lines, self.layouts.find(lines, kept), self.texts))

    def _long_way(self, lines: np.ndarray, kept: Sequence[bytes], judge: _Judge, seconds: np.ndarray) -> list[Piece]:
        """Reads some lines of a chunk one by one, and notes their time in `seconds` [chunk]."""
        if not len(lines):
            return []
        found = self._read(lines, [kept[line] for line in lines.tolist()], judge)
        if not found.good.all():
            odd = set(found.lines[~found.good].tolist())
            found = self._read(lines, [b"" if line in odd else kept[line] for line in lines.tolist()], judge)
        seconds[found.lines] = found.seconds
        return [self._piece(found, type_, judge) for type_ in found.values]

    def _read(self, lines: np.ndarray, texts: Sequence[bytes], judge: _Judge) -> _Spelled:
        """Checks the lines, and reads what they spell. `lines`: their places in the chunk."""
        flat, lines = self._push(lines, texts, judge)
        codes = np.fromiter(map(_CODES.__getitem__, flat[_TYPE::_DATA]), dtype=np.uint8, count=len(lines))
        order = np.argsort(codes, kind="stable")
        seconds, good = spelled.seconds(spelled.letters_of(flat[_TIME::_DATA], TIME))
        ids, well = spelled.ids(spelled.letters_of(flat[_ID::_DATA], ID))
        number, digits, somebodys = spelled.numbers(spelled.letters_of(flat[_SUBJECT::_DATA], NUMBER))
        bounds = np.cumsum(np.bincount(codes, minlength=len(_TYPES)))
        good &= well & digits
        made = _Spelled(lines[order], bounds, good[order], seconds[order], ids[order], number[order], somebodys[order])
        self._read_data(made)
        return made

    def _push(self, lines: np.ndarray, texts: Sequence[bytes], judge: _Judge) -> tuple[list[Any], np.ndarray]:
        """Puts the values of each line's event onto its type's list, lets the event go (so that nothing is there for the garbage
        collection to look through), and returns the envelopes, flat, and the lines that have an event about a record."""
        check = SHAPE.validate_json
        push = {type_: sink.flat.extend for type_, sink in self._sinks.items()}
        flat: list[Any] = []
        none: list[int] = []
        envelope = flat.extend
        for at, text in enumerate(texts):
            row: Row | None
            try:
                row = check(text)[0]
            except ValidationError:
                row = judge.row(int(lines[at]))
            if row is None:
                none.append(at)
            else:
                envelope(row[:_DATA])
                push[row[_TYPE]](row[_DATA][0])
        return flat, np.delete(lines, none)

    def _read_data(self, made: _Spelled) -> None:
        """Reads the values by type and field, and all days at once."""
        days: list[str] = []
        for type_, sink in self._sinks.items():
            if sink.flat:
                values = made.values[type_] = sink.values()
                for name in sink.days:
                    days += values[name]
                if "other_number" in values:
                    made.good[made.of(type_)] &= spelled.numbers(spelled.letters_of(values["other_number"], NUMBER))[1]
        self._spread(made, *spelled.days(spelled.letters_of(days, DAY)))

    def _spread(self, made: _Spelled, days: np.ndarray, good: np.ndarray) -> None:
        """Gives each type and field its days."""
        start = 0
        for type_ in made.values:
            place, of_type = made.of(type_), made.days.setdefault(type_, {})
            for name in self._sinks[type_].days:
                end = start + place.stop - place.start
                of_type[name] = days[start:end]
                made.good[place] &= good[start:end]
                start = end

    def _piece(self, made: _Spelled, type_: str, judge: _Judge) -> Piece:
        """The events of a type; refuses those that name somebody's number."""
        place, sink = made.of(type_), self._sinks[type_]
        fields, good = sink.columns(made.values[type_], made.days[type_])
        piece = Piece(sink.event, made.lines[place], made.seconds[place], made.ids[place], made.number[place], fields)
        nobodys = ~made.somebodys[place] & good
        for line in piece.lines[~nobodys].tolist():
            judge.somebodys(line)
        return piece.where(nobodys)

    def _gather(self, pieces: Sequence[Piece], seconds: np.ndarray, done: Decoded) -> None:
        """Makes the columns of each type. `seconds`: the Unix seconds of each line of the chunk."""
        turn = np.maximum.accumulate(np.maximum(seconds, self.latest))
        if len(turn):
            done.latest = float(turn[-1])
        moment, turn = ((column * 1000).astype(np.int64) for column in (seconds, turn))
        for piece in by_type(pieces):
            stamp = (piece.fields["sequence"].astype(np.int64) << 32) | piece.ids
            done.batch[piece.event.type] = EventColumns(piece.event, piece.number, stamp, moment[piece.lines], turn[piece.lines], piece.fields)


class _Judge:
    """What is not shaped or spelled as it nearly always is comes before the ADAPTER, which refuses it or says what it means."""

    def __init__(self, name: str, start: int, kept: Sequence[bytes], done: Decoded) -> None:
        self.done = done
        self._rows: dict[int, Row | None] = {}
        """By line that was judged: its event as usually spelled; None if it was refused, or is about no record."""
        self._name, self._start, self._kept = name, start, kept
        self._moments: dict[int, float] = {}
        self._control: list[tuple[int, Event]] = []

    def row(self, line: int) -> Row | None:
        """The event of a line, or None: refused with a letter, or about no record."""
        if line not in self._rows:
            self._rows[line] = self._judged(line)
        return self._rows[line]

    def _judged(self, line: int) -> Row | None:
        text = self._kept[line]
        try:
            event = ADAPTER.validate_json(text)
        except ValidationError as error:
            if text.strip():
                self.done.rejections.append(letter_of(self._name, self._start + line + 1, error, text))
            return None
        seconds = event["time"].timestamp()
        if not spelled.EARLIEST <= seconds < spelled.LATEST:
            self.done.rejections.append(too_far(self._name, self._start + line + 1, event["time"], text))
            return None
        self._moments[line] = seconds
        if event["type"] not in _CODES:
            self._control.append((line, event))
            return None
        row: Row = SHAPE.validate_python(_as_usual(event))[0]
        return row

    def exact(self, seconds: np.ndarray) -> np.ndarray:
        """The Unix seconds of each line of the chunk (0: no event), with fractions where there are any: float64 [chunk]."""
        for line, moment in self._moments.items():
            seconds[line] = moment
        return seconds

    def somebodys(self, line: int) -> None:
        """Refuses a line whose number may be a living person's."""
        self.done.rejections.append(whose_number(self._name, self._start + line + 1, self._kept[line]))

    def controls(self) -> None:
        """Takes what people said of candidates. The end of a day says nothing but its time."""
        for line, event in sorted(self._control, key=lambda pair: pair[0]):
            if event["type"] == "day.ended":
                continue
            unit = event["data"]["unit"]
            if candidate_of(unit) is None:
                self.done.rejections.append(no_candidate(self._name, self._start + line + 1, unit, self._kept[line]))
            else:
                self.done.decisions.append({**event["data"], "type": event["type"], "id": event["id"], "time": self._moments[line]})


def _as_usual(event: Event) -> Event:
    """The event with days and time (to the second) as strings, spelled as offices spell them."""
    data = {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in event["data"].items()}
    return event | {"time": event["time"].astimezone(TOKYO).isoformat()[:19] + "+09:00", "data": data}
