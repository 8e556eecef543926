"""Pieces of a chunk: some events of one type, checked and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from schemas.vocabulary.declare import EventType


@dataclass
class Piece:
    """Events of one type, checked and read. All columns [n], in the order of the lines."""

    event: EventType
    lines: np.ndarray
    """The place of each in the chunk."""
    seconds: np.ndarray
    """Unix seconds."""
    ids: np.ndarray
    number: np.ndarray
    fields: dict[str, np.ndarray]

    def where(self, mask: np.ndarray) -> Piece:
        """The events for which the mask holds."""
        return self if mask.all() else self.take(np.flatnonzero(mask))

    def take(self, at: np.ndarray) -> Piece:
        """Some of the events, in another order."""
        fields = {name: column[at] for name, column in self.fields.items()}
        return Piece(self.event, self.lines[at], self.seconds[at], self.ids[at], self.number[at], fields)


def by_type(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """One piece a type, none empty."""
    of_type: dict[str, list[Piece]] = {}
    for piece in pieces:
        if len(piece.lines):
            of_type.setdefault(piece.event.type, []).append(piece)
    for some in of_type.values():
        yield some[0] if len(some) == 1 else _joined(some)


def _joined(pieces: Sequence[Piece]) -> Piece:
    columns = [[piece.lines, piece.seconds, piece.ids, piece.number, *piece.fields.values()] for piece in pieces]
    lines, seconds, ids, number, *fields = map(np.concatenate, zip(*columns))
    return Piece(pieces[0].event, lines, seconds, ids, number, dict(zip(pieces[0].fields, fields))).take(lines.argsort())
