"""Columns that grow together: arrays with room at the end, so that new rows cost little."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


class Growing:
    """Named columns of one length. `self[name]` is the filled part; new rows hold the column's empty value."""

    def __init__(self, dtypes: Mapping[str, np.dtype | type], empty: Mapping[str, int] | None = None, room: int = 64) -> None:
        self.size = 0
        self._empty = dict(empty or {})
        self._columns = {name: self._blank(name, room, np.dtype(dtype)) for name, dtype in dtypes.items()}

    def _blank(self, name: str, n: int, dtype: np.dtype) -> np.ndarray:
        value = self._empty.get(name, 0)
        return np.full(n, value, dtype=dtype) if value else np.zeros(n, dtype=dtype)

    def __getitem__(self, name: str) -> np.ndarray:
        return self._columns[name][: self.size]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(self._columns)

    def grow(self, size: int) -> None:
        """Makes room so that there are at least `size` rows, the new ones empty."""
        if size <= self.size:
            return
        for name, column in self._columns.items():
            if size > len(column):
                wider = self._blank(name, size + size // 32 + 16, np.dtype((column.dtype, column.shape[1:])))
                wider[: self.size] = column[: self.size]
                self._columns[name] = wider
        self.size = size

    def keep(self, rows: np.ndarray) -> None:
        """Keeps some rows, in their order, and gives back the room of the others."""
        size = len(rows)
        self._columns = {name: self[name][rows] for name in self._columns}
        self.size = size

    def nbytes(self) -> int:
        """Bytes of all columns, room included."""
        return sum(column.nbytes for column in self._columns.values())
