"""The ledger (やりとり履歴): every disclosure, denial and retraction, small rows in blocks that are chained by hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from processors.gate.table import Table

ENTRY = np.dtype([("subject", "<i8"), ("duty", "u1"), ("kind", "u1"), ("code", "u1"), ("act", "u1"), ("context", "<u2"), ("batch", "<u4")])
"""One entry: the subject's opaque key; duty, data kind, reason code; what was done (ACTS); the context that was judged; its batch."""
ACTS = ("disclosed", "denied", "retracted")
BLOCK = 256
_START = b"\0" * 32
_PIECE = 32 * BLOCK


@dataclass(frozen=True)
class Header:
    """What all entries of a batch share: the day, the revision of the ordinance, the first entry, and by duty the table in force."""

    day: int
    revision: str
    first: int
    tables: Mapping[str, Table]


class Ledger:
    """One lane's ledger of one gate. Each block of entries has a hash over the one before it and its bytes.

    Entries lie in pieces of one length, so that nothing is copied when the ledger grows.
    """

    def __init__(self) -> None:
        self._pieces: list[np.ndarray] = []
        self.headers: list[Header] = []
        self.size = 0
        self._heads: list[bytes] = []

    def begin(self, day: int, revision: str, tables: Mapping[str, Table]) -> int:
        """Starts a batch; returns its number."""
        if self.headers and self.headers[-1].first == self.size:
            self.headers.pop()
        self.headers.append(Header(day, revision, self.size, tables))
        return len(self.headers) - 1

    def append(self, subject: np.ndarray, duty: np.ndarray | int, kind: np.ndarray, code: np.ndarray, act: np.ndarray | int, context: np.ndarray) -> None:
        """Enters what was done with some subjects' data."""
        columns = {"subject": subject, "duty": duty, "kind": kind, "code": code, "act": act, "context": context, "batch": len(self.headers) - 1}
        written = 0
        while written < len(subject):
            at = self.size % _PIECE
            if at == 0:
                self._pieces.append(np.empty(_PIECE, dtype=ENTRY))
            entries = self._pieces[-1][at : at + len(subject) - written]
            for name, column in columns.items():
                entries[name] = column[written : written + len(entries)] if isinstance(column, np.ndarray) else column
            written += len(entries)
            self.size += len(entries)

    def pieces(self) -> list[np.ndarray]:
        """All entries in order, piece by piece, as they lie here: not to be written to."""
        return [piece[: self.size - number * _PIECE] for number, piece in enumerate(self._pieces)]

    @property
    def heads(self) -> list[bytes]:
        """The hash of each whole block so far, each over the one before it."""
        self.seal()
        return self._heads

    def seal(self) -> None:
        """Hashes the blocks that are whole since it was called last (20 ns an entry); a batch is sealed when it is done."""
        head = self._heads[-1] if self._heads else _START
        for block in self._blocks(len(self._heads)):
            head = _hash(head, block)
            self._heads.append(head)

    def _blocks(self, first: int = 0) -> Iterator[np.ndarray]:
        """The entries of each whole block from a number on, as views."""
        for number in range(first, self.size // BLOCK):
            piece, at = divmod(number * BLOCK, _PIECE)
            yield self._pieces[piece][at : at + BLOCK]

    def copy(self) -> Ledger:
        """A ledger of the same entries and hashes, of which the entries may be written over."""
        made = Ledger()
        made._pieces, made.headers, made.size, made._heads = [piece.copy() for piece in self._pieces], list(self.headers), self.size, list(self.heads)
        return made

    def entries(self) -> np.ndarray:
        """All entries in order, as a copy."""
        none = np.empty(0, dtype=ENTRY)
        return np.concatenate([_bytes(entries) for entries in (none, *self.pieces())]).view(ENTRY).reshape(-1)

    def of(self, subject: int) -> Iterator[tuple[int, Header, np.void]]:
        """The entries about one subject, oldest first, with their places in the ledger and their headers."""
        for piece, entries in enumerate(self.pieces()):
            for at in np.flatnonzero(entries["subject"] == subject).tolist():
                yield piece * _PIECE + at, self.headers[int(entries[at]["batch"])], entries[at]

    def broken(self) -> int | None:
        """The first entry of the first block whose hash does not fit, or None: the whole ledger is as it was written."""
        head = _START
        for number, (kept, block) in enumerate(zip(self.heads, self._blocks())):
            head = _hash(head, block)
            if head != kept:
                return number * BLOCK
        return None

    def nbytes(self) -> int:
        """Bytes of entries and hashes."""
        return sum(piece.nbytes for piece in self._pieces) + len(self._heads) * len(_START)


def _bytes(entries: np.ndarray) -> np.ndarray:
    """Entries as bytes, a view: NumPy copies records field by field, thirty times slower."""
    return entries.view(np.uint8).reshape(len(entries), ENTRY.itemsize)


def _hash(head: bytes, block: np.ndarray) -> bytes:
    """The hash of a block over the one before it."""
    return hashlib.sha256(head + block.tobytes()).digest()
