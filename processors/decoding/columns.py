"""The values of lines whose layout is known, as columns: all values of a kind are read at once, whatever type and field they are of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from processors.decoding import spelled
from processors.decoding.layouts import KINDS, Found
from processors.decoding.lines import Lines, WordBook
from processors.decoding.pieces import Piece
from processors.decoding.shapes import DAY, HEADERS, ID, NUMBER, STORED, TIME
from processors.store.texts import TextPool
from schemas.fields import Field

Read = tuple[np.ndarray, np.ndarray]
"""Values and where they are as they should be, both [values, n]."""
Reader = Callable[[np.ndarray, np.ndarray], Read]
"""Reads what stands between places, both [n]."""
_MOST_TEXT = 200
_WORDS = sorted({word for header in HEADERS.values() for f in header for word in f.words} | {"true", "false"})
_BOOK = WordBook([word.encode() for word in _WORDS])


def _codes(field: Field) -> np.ndarray:
    """By place in _WORDS, the code of the word in a field; -1 if it is none of its words."""
    words = {"false": 0, "true": 1} if field.type == "bool" else {word: code for code, word in enumerate(field.words)}
    return np.array([words.get(word, -1) for word in _WORDS], dtype=np.int8)


_CODES = {(type_, f.name): _codes(f) for type_, header in HEADERS.items() for f in header if f.type in ("choice", "bool")}


def read(lines: Lines, found: Sequence[Found], texts: TextPool) -> Iterator[Piece]:
    """The events of lines by layout, without those of which some value is not as it nearly always is."""
    if found:
        readers = _readers(lines, texts)
        for some, columns in zip(found, zip(*(_split(found, name, reader) for name, reader in readers.items()))):
            yield _piece(some, dict(zip(readers, columns)))


def _readers(lines: Lines, texts: TextPool) -> dict[str, Reader]:
    """How values are read: those of the envelope by name, those of fields by kind."""

    def number(low: np.ndarray, high: np.ndarray) -> Read:
        value, digits, somebodys = spelled.numbers(lines.letters(low, NUMBER))
        return value, digits & ~somebodys & (high - low == NUMBER)

    def day(low: np.ndarray, high: np.ndarray) -> Read:
        value, good = spelled.days(lines.letters(low, DAY))
        return value, good & (high - low == DAY)

    def id_(low: np.ndarray, high: np.ndarray) -> Read:
        value, good = spelled.ids(lines.letters(low, ID))
        return value, good & (high - low == ID)

    def time(low: np.ndarray, high: np.ndarray) -> Read:
        value, good = spelled.seconds(lines.letters(low, TIME))
        return value, good & (high - low == TIME)

    def text(low: np.ndarray, high: np.ndarray) -> Read:
        value = texts.spelled(lines.texts(low, high))
        return value, (value >= 0) & (high - low <= _MOST_TEXT)

    def word(low: np.ndarray, high: np.ndarray) -> Read:
        return _BOOK.find(lines, low, high)

    return {"id": id_, "subject": number, "time": time, "number": number, "day": day, "whole": lines.whole, "word": word, "text": text}


def _split(found: Sequence[Found], name: str, reader: Reader) -> list[Read]:
    """Reads the values of one name or kind of all layouts at once."""
    places = [some.layout.places[name] for some in found]
    low, high = (np.concatenate([side[place].ravel() for side, place in zip(sides, places)]) for sides in ([f.low for f in found], [f.high for f in found]))
    values, good = reader(low, high) if len(low) else (low, low == high)
    made, start = [], 0
    for some, place in zip(found, places):
        end = start + len(place) * len(some.at)
        shape = len(place), len(some.at)
        made.append((values[start:end].reshape(shape), good[start:end].reshape(shape)))
        start = end
    return made


def _piece(found: Found, columns: dict[str, Read]) -> Piece:
    layout = found.layout
    good = np.ones(len(found.at), dtype=bool)
    for _, well in columns.values():
        good &= well.all(axis=0)
    whole, _ = columns["whole"]
    good &= ((whole >= layout.least) & (whole <= layout.most)).all(axis=0)
    fields = {f.name: column for kind in KINDS for f, column in zip(layout.fields[kind], columns[kind][0])}
    for f in layout.fields["word"]:
        fields[f.name] = _CODES[layout.event.type, f.name][fields[f.name]]
        good &= fields[f.name] >= 0
    (ids,), (number,), (seconds,) = (columns[name][0] for name in ("id", "subject", "time"))
    stored = {f.name: _stored(f, fields, len(found.at)) for f in STORED[layout.event.type]}
    return Piece(layout.event, found.at, seconds, ids, number, stored).where(good)


def _stored(field: Field, fields: dict[str, np.ndarray], n: int) -> np.ndarray:
    """The column of a field, which may be left out everywhere."""
    dtype = np.dtype(np.int64) if field.name == "other_number" else field.dtype
    if field.name in fields:
        return fields[field.name].astype(dtype)
    return np.full(n, max(field.default, 1) if field.type == "date" else field.default, dtype=dtype)
