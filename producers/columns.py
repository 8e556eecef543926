"""Columns that grow together: one row a resident, or one a household."""

from __future__ import annotations

from dataclasses import fields

import numpy as np


class Columns:
    """The base of a dataclass of NumPy columns of equal length; `n` rows of them are in use.

    A subclass names its columns as dataclass fields whose metadata hold the type and the value of a new row.
    """

    n: int = 0

    def _grow(self, least: int) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            old = getattr(self, field.name)
            new = np.full(least + least // 8 + 64, field.metadata["new"], dtype=field.metadata["type"])
            new[: self.n] = old[: self.n]
            setattr(self, field.name, new)

    def add(self, count: int, **values: np.ndarray | int) -> np.ndarray:
        """Appends rows with these values; gives their numbers: int64 [count]."""
        first = self.n
        if first + count > len(getattr(self, fields(self)[0].name)):  # type: ignore[arg-type]
            self._grow(first + count)
        self.n = first + count
        for name, value in values.items():
            getattr(self, name)[first : self.n] = value
        return np.arange(first, self.n)

    def add_one(self, **values: int) -> int:
        """Appends one row; gives its number."""
        return int(self.add(1, **values)[0])
