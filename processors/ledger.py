"""The ledger (やりとり履歴): every disclosure, denial and retraction, small rows in blocks that are chained by hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

ENTRY = np.dtype([("subject", "<i8"), ("duty", "u1"), ("kind", "u1"), ("code", "u1"), ("act", "u1"), ("context", "<u2"), ("batch", "<u4")])
"""One entry: the subject's opaque key; duty, data kind, reason code; what was done (ACTS); the context that was judged; its batch."""
ACTS = ("disclosed", "denied", "retracted")
BLOCK = 32
_START = b"\0" * 32


@dataclass(frozen=True)
class Header:
    """What all entries of a batch share: the day, the revision of the ordinance, and the first entry."""

    day: int
    revision: str
    first: int


class Ledger:
    """One lane's ledger of one gate. Entries lie in arrays; each block of entries has a hash over the one before it and its bytes."""

    def __init__(self) -> None:
        self._rows = np.empty(0, dtype=ENTRY)
        self.headers: list[Header] = []
        self.size = 0
        self._heads: list[bytes] = []

    def begin(self, day: int, revision: str) -> int:
        """Starts a batch; returns its number."""
        if self.headers and self.headers[-1].first == self.size:
            self.headers.pop()
        self.headers.append(Header(day, revision, self.size))
        return len(self.headers) - 1

    def append(self, subject: np.ndarray, duty: np.ndarray | int, kind: np.ndarray, code: np.ndarray, act: int, context: np.ndarray) -> None:
        """Enters what was done with some subjects' data."""
        rows = self._room(len(subject))
        rows["subject"], rows["duty"], rows["kind"], rows["code"] = subject, duty, kind, code
        rows["act"], rows["context"], rows["batch"] = act, context, len(self.headers) - 1

    def _room(self, n: int) -> np.ndarray:
        """Makes room for n more entries, and returns it."""
        self.size += n
        if self.size > len(self._rows):
            wider = np.empty(self.size + self.size // 8 + 1024, dtype=ENTRY)
            wider[: self.size - n] = self._rows[: self.size - n]
            self._rows = wider
        return self._rows[self.size - n : self.size]

    @property
    def heads(self) -> list[bytes]:
        """The hash of each whole block so far, each over the one before it."""
        self.seal()
        return self._heads

    def seal(self) -> None:
        """Hashes the blocks that are whole since it was called last (80 ns an entry); a batch is sealed when it is done."""
        sealed = len(self._heads) * BLOCK
        if self.size - sealed < BLOCK:
            return
        raw = self.entries()[sealed : self.size // BLOCK * BLOCK].tobytes()
        step = BLOCK * ENTRY.itemsize
        head = self._heads[-1] if self._heads else _START
        for at in range(0, len(raw), step):
            head = hashlib.blake2b(head + raw[at : at + step], digest_size=16).digest()
            self._heads.append(head)

    def entries(self) -> np.ndarray:
        """All entries in order."""
        return self._rows[: self.size]

    def of(self, subject: int) -> Iterator[tuple[Header, np.void]]:
        """The entries about one subject, oldest first, with their headers."""
        entries = self.entries()
        for entry in entries[entries["subject"] == subject]:
            yield self.headers[int(entry["batch"])], entry

    def broken(self) -> int | None:
        """The first entry of the first block whose hash does not fit, or None: the whole ledger is as it was written."""
        raw = self.entries().tobytes()
        step, head = BLOCK * ENTRY.itemsize, _START
        for number, kept in enumerate(self.heads):
            head = hashlib.blake2b(head + raw[number * step : (number + 1) * step], digest_size=16).digest()
            if head != kept:
                return number * BLOCK
        return None

    def nbytes(self) -> int:
        """Bytes of entries and hashes."""
        return self._rows.nbytes + len(self._heads) * 16
