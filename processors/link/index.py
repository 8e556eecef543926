"""My Number -> row. A sorted array and a small one beside it: twelve bytes a number."""

from __future__ import annotations

import numpy as np

_MOST_NEW = 4096


class NumberIndex:
    """Rows of keys (int64), given out in the order in which the keys are first seen."""

    def __init__(self) -> None:
        self._keys = [np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)]
        self._rows = [np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32)]
        self.size = 0

    def find(self, keys: np.ndarray) -> np.ndarray:
        """The row of each key, or -1: int64 [n] -> int64 [n]."""
        rows = np.full(len(keys), -1, dtype=np.int64)
        for known, given in zip(self._keys, self._rows):
            if len(known):
                at = np.searchsorted(known, keys)
                at[at == len(known)] = 0
                np.copyto(rows, given[at], where=known[at] == keys)
        return rows

    def rows(self, keys: np.ndarray) -> np.ndarray:
        """The row of each key; a new key gets the next row."""
        if len(keys) > _MOST_NEW:  # to look for keys in order, each once, is quicker than to look for very many at random
            distinct, back = np.unique(keys, return_inverse=True)
            return self._rows_of(distinct)[back]
        return self._rows_of(keys)

    def _rows_of(self, keys: np.ndarray) -> np.ndarray:
        rows = self.find(keys)
        if (rows < 0).any():
            self._add(np.unique(keys[rows < 0]))
            rows = self.find(keys)
        return rows

    def _add(self, keys: np.ndarray) -> None:
        rows = np.arange(self.size, self.size + len(keys), dtype=np.int32)
        self.size += len(keys)
        self._insert(1, keys, rows)
        if len(self._keys[1]) > max(_MOST_NEW, len(self._keys[0]) // 64):
            self._insert(0, self._keys[1], self._rows[1])
            self._keys[1], self._rows[1] = self._keys[1][:0].copy(), self._rows[1][:0].copy()

    def _insert(self, part: int, keys: np.ndarray, rows: np.ndarray) -> None:
        at = np.searchsorted(self._keys[part], keys)
        self._keys[part] = np.insert(self._keys[part], at, keys)
        self._rows[part] = np.insert(self._rows[part], at, rows)

    def keys(self) -> np.ndarray:
        """All keys by row: int64 [size]."""
        by_row = np.zeros(self.size, dtype=np.int64)
        for known, given in zip(self._keys, self._rows):
            by_row[given] = known
        return by_row

    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return sum(a.nbytes for a in (*self._keys, *self._rows))
