"""Lines of JSON -> checked events -> columns. Each line stands alone: a bad one is refused with a letter, the others go on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np
from pydantic import ValidationError

from processors.assess.answers import candidate_of
from processors.letters import Rejection, letter_of, no_candidate, too_far, whose_number
from processors.texts import TextPool
from schemas.events import ADAPTER, TOKYO
from schemas.fields import Field
from schemas.number import is_somebodys
from schemas.vocabulary import SLOT_EVENTS, EventType
from schemas.vocabulary.declare import EFFECTIVE

EPOCH_DAY = datetime.date(1970, 1, 1).toordinal()
_EARLIEST, _LATEST = datetime.datetime(1970, 1, 1, tzinfo=TOKYO).timestamp(), datetime.datetime(2200, 1, 1, tzinfo=TOKYO).timestamp()
_SHIFT = 9 * 3600


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
    """Takes the events of one type; their values wait on one flat list until the chunk is done."""

    def __init__(self, event: EventType, texts: TextPool) -> None:
        self.event = event
        self.fields = tuple(f for f in event.fields if f.name not in unused(event))
        self.names = tuple(f.name for f in self.fields)
        self.texts = texts
        self.flat: list[Any] = []
        self._defaults = {f.name: self._default(f) for f in self.fields if f.optional}
        self._get: Callable[[dict[str, Any]], tuple[Any, ...]] = itemgetter(*self.names)

    @staticmethod
    def _default(f: Field) -> Any:
        return {"choice": f.words[f.default] if f.words else "", "text": "", "bool": False}.get(f.type, f.default)

    def push(self, event: dict[str, Any], line: int, turn: float, seconds: float) -> None:
        """Takes one checked event."""
        data = event["data"]
        if self._defaults:
            data = self._defaults | data
        self.flat.extend((event["subject"], event["id"], seconds, turn, line, *self._get(data)))

    def columns(self) -> tuple[EventColumns, np.ndarray]:
        """The events as columns, and the line of each."""
        flat, width = self.flat, 5 + len(self.names)
        sequence = 5 + self.names.index("sequence")
        ids = np.array([int(id_[:8], 16) for id_ in flat[1::width]], dtype=np.int64)
        stamp = (np.array(flat[sequence::width], dtype=np.int64) << 32) | ids
        fields = {f.name: self._column(f, flat[5 + i :: width]) for i, f in enumerate(self.fields)}
        number = np.array([int(n) for n in flat[0::width]], dtype=np.int64)
        moment, turn = ((np.array(flat[i::width]) * 1000).astype(np.int64) for i in (2, 3))
        lines = np.array(flat[4::width], dtype=np.int64)
        self.flat = []
        return EventColumns(self.event, number, stamp, moment, turn, fields), lines

    def _column(self, f: Field, values: list[Any]) -> np.ndarray:
        if f.name == "other_number":
            return np.array([int(v) for v in values], dtype=np.int64)
        if f.type == "date":
            return np.array([v.toordinal() for v in values], dtype=np.int32)
        if f.type == "text":
            return self.texts.numbers(values)
        if f.type == "choice":
            codes = {word: code for code, word in enumerate(f.words)}
            return np.array([codes[v] for v in values], dtype=np.int8)
        return np.array(values, dtype=f.dtype)


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
        done = Decoded({}, [], [], [], len(kept), 0.0)
        check, start, latest = ADAPTER.validate_json, self.line, self.latest
        push = {type_: sink.push for type_, sink in self._sinks.items()}
        for offset, line in enumerate(kept):
            try:
                event = check(line)
            except ValidationError as error:
                self._refuse(done, offset, line, error)
                continue
            seconds = event["time"].timestamp()
            if not _EARLIEST <= seconds < _LATEST:
                done.rejections.append(too_far(self.name, start + offset + 1, event["time"], line))
                continue
            latest = max(latest, seconds)
            if event["type"] in push:
                push[event["type"]](event, offset, latest, seconds)
            else:
                self._control(done, event, start + offset + 1, line)
        self.line, self.latest, done.latest = start + len(kept), latest, latest
        self._gather(done, kept, start)
        return done

    def _refuse(self, done: Decoded, offset: int, line: bytes, error: ValidationError) -> None:
        if line.strip():
            done.rejections.append(letter_of(self.name, self.line + offset + 1, error, line))

    def _control(self, done: Decoded, event: dict[str, Any], line_no: int, line: bytes) -> None:
        if event["type"] == "day.ended":
            done.days_ended.append(event["data"]["day"].toordinal())
        elif candidate_of(event["data"]["unit"]) is None:
            done.rejections.append(no_candidate(self.name, line_no, event["data"]["unit"], line))
        else:
            done.decisions.append({**event["data"], "id": event["id"], "time": event["time"].timestamp()})

    def _gather(self, done: Decoded, kept: list[bytes], start: int) -> None:
        for type_, sink in self._sinks.items():
            if sink.flat:
                columns, lines = sink.columns()
                good = self._good(columns)
                for at in np.flatnonzero(~good):
                    line = int(lines[at])
                    done.rejections.append(whose_number(self.name, start + line + 1, kept[line]))
                columns = columns if good.all() else columns.where(good)
                if len(columns):
                    done.batch[type_] = columns

    @staticmethod
    def _good(columns: EventColumns) -> np.ndarray:
        """Where no number can be somebody's: neither the subject, nor the other number, nor one inside a text."""
        good = ~is_somebodys(columns.number)
        for f in columns.event.fields:
            if f.name not in columns.fields:
                continue
            if f.name == "other_number":
                good &= ~is_somebodys(columns.fields[f.name])
            elif f.type == "text":
                good &= columns.fields[f.name] >= 0
        return good
