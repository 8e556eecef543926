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
        self._parts: list[np.ndarray] = []
        self.headers: list[Header] = []
        self.size = 0
        self._open = np.empty(0, dtype=ENTRY)
        self.heads: list[bytes] = []

    def begin(self, day: int, revision: str) -> int:
        """Starts a batch; returns its number."""
        if self.headers and self.headers[-1].first == self.size:
            self.headers.pop()
        self.headers.append(Header(day, revision, self.size))
        return len(self.headers) - 1

    def append(self, subject: np.ndarray, duty: np.ndarray | int, kind: np.ndarray, code: np.ndarray, act: int, context: np.ndarray) -> None:
        """Enters what was done with some subjects' data."""
        rows = np.empty(len(subject), dtype=ENTRY)
        rows["subject"], rows["duty"], rows["kind"], rows["code"] = subject, duty, kind, code
        rows["act"], rows["context"], rows["batch"] = act, context, len(self.headers) - 1
        self._parts.append(rows)
        self.size += len(rows)
        self._open = np.concatenate([self._open, rows]) if len(self._open) else rows
        self._seal()

    def _seal(self) -> None:
        whole = len(self._open) // BLOCK * BLOCK
        if whole:
            raw = self._open[:whole].tobytes()
            step = BLOCK * ENTRY.itemsize
            head = self.heads[-1] if self.heads else _START
            for at in range(0, len(raw), step):
                head = hashlib.blake2b(head + raw[at : at + step], digest_size=16).digest()
                self.heads.append(head)
            self._open = self._open[whole:]

    def entries(self) -> np.ndarray:
        """All entries in order."""
        if len(self._parts) > 1:
            self._parts = [np.concatenate(self._parts)]
        return self._parts[0] if self._parts else np.empty(0, dtype=ENTRY)

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
        return self.size * ENTRY.itemsize + len(self.heads) * 16
