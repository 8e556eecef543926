"""Key -> row, by hashing: a table of rows beside the keys in the order of their rows, about fifteen bytes a key."""

from __future__ import annotations

import numpy as np

from processors.store.growing import Growing

_NOBODY = -1
_MIX = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_FEW = 64
"""So few keys are not followed place by place: each has its own long row of places to go, and a round costs as much for one as for many."""


class NumberIndex:
    """Rows of keys (int64), given out in the order in which the keys are first seen."""

    def __init__(self) -> None:
        self._known = Growing({"key": np.dtype(np.int64)})
        self._table = np.full(16, _NOBODY, dtype=np.int32)
        """A row stands at the place that its key's hash names, or at the next free one after it."""

    @property
    def size(self) -> int:
        """How many keys have a row."""
        return self._known.size

    def keys_of(self, rows: np.ndarray) -> np.ndarray:
        """The key of each row: int64 [n] -> int64 [n]."""
        keys: np.ndarray = self._known["key"][rows]
        return keys

    def find(self, keys: np.ndarray) -> np.ndarray:
        """The row of each key, or -1: int64 [n] -> int64 [n]."""
        if not self.size:
            return np.full(len(keys), _NOBODY, dtype=np.int64)
        known, at = self._known["key"], self._first(keys)
        rows = self._table.take(at).astype(np.int64)
        todo = ((known.take(rows, mode="wrap") != keys) & (rows >= 0)).nonzero()[0]
        at, keys = at[todo], keys[todo]
        while len(todo) > _FEW:
            at = self._next(at)
            found = rows[todo] = self._table.take(at)
            still = ((known.take(found, mode="wrap") != keys) & (found >= 0)).nonzero()[0]
            todo, at, keys = todo[still], at[still], keys[still]
        if len(todo):
            rows[todo] = self._after(at, keys)
        return rows

    def _after(self, at: np.ndarray, keys: np.ndarray) -> np.ndarray:
        """The row of each of a few keys, or -1, from the place after `at` on: by looking at many places at once."""
        known, reach = self._known["key"], 32
        while True:
            found = self._table.take(at[:, np.newaxis] + np.arange(1, reach), mode="wrap")
            ends = (found < 0) | (known.take(found, mode="wrap") == keys[:, np.newaxis])
            if ends.any(axis=1).all():
                return found[np.arange(len(keys)), ends.argmax(axis=1)]
            reach *= 4

    def rows(self, keys: np.ndarray) -> np.ndarray:
        """The row of each key; a new key gets the next row."""
        rows = self.find(keys)
        new = (rows < 0).nonzero()[0]
        if len(new):
            distinct, place = np.unique(keys[new], return_inverse=True)
            rows[new] = self.size + place
            self._add(distinct)
        return rows

    def _add(self, keys: np.ndarray) -> None:
        start = self.size
        self._known.grow(start + len(keys))
        self._known["key"][start:] = keys
        if self.size * 20 > len(self._table) * 13:
            self._table, start = np.full(self.size * 9 // 5 + 16, _NOBODY, dtype=np.int32), 0
        self._enter(np.arange(start, self.size, dtype=np.int32))

    def _enter(self, rows: np.ndarray) -> None:
        """Puts rows into the table; of several that want one place the last stays there, and the others go on."""
        at = self._first(self._known["key"][rows])
        while len(rows) > _FEW:
            free = (self._table.take(at) == _NOBODY).nonzero()[0]
            self._table[at[free]] = rows[free]
            lost = (self._table.take(at) != rows).nonzero()[0]
            rows, at = rows[lost], self._next(at[lost])
        for row, place in zip(rows.tolist(), at.tolist()):
            while self._table.item(place) != _NOBODY:
                place = (place + 1) % len(self._table)
            self._table[place] = row

    def _first(self, keys: np.ndarray) -> np.ndarray:
        """Where to look first: the upper half of the product, scaled to the table (Lemire 2016, instead of a remainder)."""
        mixed = (keys.view(np.uint64) * _MIX) >> _HALF
        return ((mixed * np.uint64(len(self._table))) >> _HALF).view(np.int64)

    def _next(self, at: np.ndarray) -> np.ndarray:
        at = at + 1
        at[at == len(self._table)] = 0
        return at

    def keys(self) -> np.ndarray:
        """All keys by row: int64 [size]."""
        return self._known["key"].copy()

    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self._known.nbytes() + self._table.nbytes
