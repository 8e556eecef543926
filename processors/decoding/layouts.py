"""Layouts: how lines of one type are written but for their values. A line that has the layout of one that SHAPE took says the same
with other values, so that only these have to be read: for all such lines at once, a column at a time.

Nothing is taken for granted about who wrote the lines. A layout is learned from a line; what stands between the values is compared
byte for byte; as all quotes of a line are counted, none hides in a value. Whatever does not fit goes the long way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from pydantic import ValidationError

from processors.decoding.lines import Lines
from processors.decoding.shapes import HEADERS, SHAPE
from schemas.fields import MOST_YEN, Field
from schemas.vocabulary import EVENT_TYPES
from schemas.vocabulary.declare import EventType

FEW = 15
"""Lines of one layout in a chunk below which the long way is shorter."""
MANY = 1000
"""Lines of a chunk below which the long way is shorter for all."""
MOST = 100
"""Layouts that are kept of one stream; an office has 30 or 40 ways to write its lines."""
TRIES = 8
"""Lines of a chunk from which a layout is sought in vain before it is left at that."""
_MEMBER = re.compile(rb'"([^"\\]*)"\s*:\s*(?:("[^"\\]*")|(-?\d+|true|false)|\{)')
_BETWEEN = re.compile(rb"[\s,{}]*")
ENVELOPE = ("id", "subject", "time")
"""What every event has besides its data."""
KINDS = ("number", "day", "whole", "word", "text")
"""The ways to write a value of a field."""


def _kind(field: Field) -> str:
    return "number" if field.name == "other_number" else {"date": "day", "text": "text", "choice": "word", "bool": "word"}.get(field.type, "whole")


class Layout:
    """`spans`: the bytes before, between and after the values. `names`: of the values, in their order. `tag`: the span that tells the type."""

    def __init__(self, event: EventType, spans: Sequence[bytes], names: Sequence[str], tag: int) -> None:
        self.event = event
        self.quotes = sum(span.count(b'"') for span in spans)
        self.fields: dict[str, list[Field]] = {kind: [f for f in HEADERS[event.type] if _kind(f) == kind and f.name in names] for kind in KINDS}
        self.places = {kind: [names.index(f.name) for f in fields] for kind, fields in self.fields.items()}
        self.places |= {name: [names.index(name)] for name in ENVELOPE}
        whole = self.fields["whole"]
        self.least = np.array([f.least for f in whole])[:, None]
        self.most = np.array([MOST_YEN if f.type == "yen" else f.most for f in whole])[:, None]
        self._length = np.array([len(span) for span in spans])[:, None]
        before = [*accumulate((span.count(b'"') for span in spans), initial=0)][:-1]
        self._quote = np.minimum(before, self.quotes - 1)[:, None]
        self._back = np.array([max(span.find(b'"'), 0) for span in spans])[:, None]
        self._quoteless = b'"' not in spans[-1]
        self._spans, self._tag = spans, tag

    def find(self, lines: Lines, among: np.ndarray) -> Found:
        """Which of some lines (bool [lines]) have this layout, and where the values are."""
        at = np.flatnonzero(among & (lines.count == self.quotes))
        at = at[lines.have(lines.quotes[lines.first[at] + self._quote[self._tag]] - self._back[self._tag], self._spans[self._tag])]
        start = lines.quotes[lines.first[at] + self._quote] - self._back
        if self._quoteless:
            start[-1] = lines.end[at] - self._length[-1]
        fits = (start[0] == lines.start[at]) & (start[-1] + self._length[-1] == lines.end[at])
        fits &= (start[1:] >= start[:-1] + self._length[:-1]).all(axis=0)
        for place, span in enumerate(self._spans):
            if place != self._tag:
                fits &= lines.have(start[place], span)
        if not fits.all():
            at, start = at[fits], start[:, fits]
        return Found(self, at, start[:-1] + self._length[:-1], start[1:])


@dataclass
class Found:
    """Lines [n] that have a layout, and where each value begins and ends in them: int64 [values, n]."""

    layout: Layout
    at: np.ndarray
    low: np.ndarray
    high: np.ndarray


def layout_of(line: bytes) -> Layout | None:
    """The layout of a line; None if SHAPE does not take it, or if it is written in an unusual way."""
    try:
        SHAPE.validate_json(line)
    except ValidationError:
        return None
    members = list(_MEMBER.finditer(line))
    ends = [0, *(member.end() for member in members)]
    starts = [*(member.start() for member in members), len(line)]
    if not all(_BETWEEN.fullmatch(line, low, high) for low, high in zip(ends, starts)):
        return None
    return _laid_out(line.removesuffix(b"\n"), members)


def _laid_out(line: bytes, members: Sequence[re.Match[bytes]]) -> Layout | None:
    inside, type_, tag = False, "", 0
    cuts, names = [0], list[str]()
    seen: set[tuple[bool, bytes]] = set()
    last = 0
    for member in members:
        inside = inside and b"}" not in line[last : member.start()]
        last = member.end()
        if (inside, member[1]) in seen:
            return None
        seen.add((inside, member[1]))
        name = member[1].decode()
        if not inside and name == "type":
            type_, tag = member[2].decode()[1:-1], len(names)
        elif inside or name in ENVELOPE:
            quoted = member[2] is not None
            low, high = member.span(2 if quoted else 3)
            cuts += (low + quoted, high - quoted)
            names.append(name)
        inside = inside or name == "data"
    cuts.append(len(line))
    spans = [line[low:high] for low, high in list(pairwise(cuts))[::2]]
    return Layout(EVENT_TYPES[type_], spans, names, tag)


class Layouts:
    """The layouts of one stream, as they are learned."""

    def __init__(self) -> None:
        self.known: list[Layout] = []

    def find(self, chunk: Lines, lines: Sequence[bytes]) -> list[Found]:
        """Finds the lines of each layout, and learns the layouts of what is left. Few lines of a layout are not worth it."""
        left = chunk.plain.copy()
        found = [_take(layout, chunk, left) for layout in self.known]
        tries = TRIES
        while tries and len(self.known) < MOST and (probe := _one_of_many(chunk, left)) is not None:
            if (learned := layout_of(lines[probe])) is not None:
                self.known.append(learned)
                found.append(_take(learned, chunk, left))
            else:
                tries -= 1
            left[probe] = False
        return [some for some in found if len(some.at) >= FEW]


def _take(layout: Layout, chunk: Lines, left: np.ndarray) -> Found:
    found = layout.find(chunk, left)
    left[found.at] = False
    return found


def _one_of_many(chunk: Lines, left: np.ndarray) -> int | None:
    """One of the lines that have as many quotes as at least FEW have."""
    counts = np.where(left, chunk.count, 0)
    often = np.bincount(counts)
    often[0] = 0
    return int((counts == often.argmax()).argmax()) if often.max() >= FEW else None
