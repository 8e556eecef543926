"""Sets of causes by small numbers, so that they fit into an outcome word."""

from __future__ import annotations

import numpy as np

from processors.store.distinct import distinct


class Causes:
    """The sets met so far; `sets[number]` is a bit set (see schemas.causes)."""

    def __init__(self) -> None:
        self.sets: list[int] = []
        self._numbers: dict[int, int] = {}

    def numbers(self, why: np.ndarray) -> np.ndarray:
        """Bit sets (see schemas.causes) -> numbers: uint64 [n] -> int64 [n]."""
        sets = distinct(why)
        return np.array([self._number(bits) for bits in sets.tolist()], dtype=np.int64).take(sets.searchsorted(why))

    def _number(self, bits: int) -> int:
        if bits not in self._numbers:
            self._numbers[bits] = len(self.sets)
            self.sets.append(bits)
        return self._numbers[bits]
