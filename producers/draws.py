"""Random draws that are the same on every machine: a counter, mixed by splitmix64, read through integer tables.

No state: the draw of (seed, stream, index, turn) never depends on which other draws were made before it.
Source of the mixer: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014), variant 13
of Stafford.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache

import numpy as np

MILLION = 1_000_000
_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB


def mix(values: np.ndarray) -> np.ndarray:
    """The splitmix64 finaliser: uint64 [n] -> uint64 [n], a bijection."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(_FIRST)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(_SECOND)
    return values ^ (values >> np.uint64(31))


def mix_one(value: int) -> int:
    """The same for one Python integer."""
    value = ((value ^ (value >> 30)) * _FIRST) & _MASK
    value = ((value ^ (value >> 27)) * _SECOND) & _MASK
    return value ^ (value >> 31)


@cache
def _stream(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode("utf-8")).digest()[:8], "big")


class Draws:
    """All draws of one seed, by the name of a stream, an index (a resident, a household) and a turn (a month, a
    day)."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._seed = mix_one((seed + _GOLDEN) & _MASK)

    def _key(self, stream: str, turn: int) -> int:
        return mix_one((mix_one(self._seed ^ _stream(stream)) + turn * _GOLDEN) & _MASK)

    def bits(self, stream: str, index: np.ndarray, turn: int = 0) -> np.ndarray:
        """Raw 64 bits for each index: int [n] -> uint64 [n]."""
        counter = np.asarray(index).astype(np.uint64) * np.uint64(_GOLDEN)
        return mix(counter + np.uint64(self._key(stream, turn)))

    def bits_of(self, stream: str, index: int, turn: int = 0) -> int:
        """Raw 64 bits for one index; the same as `bits` gives."""
        return mix_one((self._key(stream, turn) + index * _GOLDEN) & _MASK)

    def below(self, stream: str, index: np.ndarray, bound: int, turn: int = 0) -> np.ndarray:
        """Integers from 0 to bound - 1: int [n] -> int64 [n]."""
        return below(self.bits(stream, index, turn), bound)

    def chance(self, stream: str, index: np.ndarray, per_million: int | np.ndarray, turn: int = 0) -> np.ndarray:
        """Where something with a chance of so many in a million happens: bool [n]."""
        return self.below(stream, index, MILLION, turn) < per_million

    def pick(self, stream: str, index: np.ndarray, weights: Sequence[int], turn: int = 0) -> np.ndarray:
        """The place in a table of whole weights: int64 [n]."""
        return pick(self.bits(stream, index, turn), weights)

    def below_one(self, stream: str, index: int, bound: int, turn: int = 0) -> int:
        """One integer from 0 to bound - 1."""
        return ((self.bits_of(stream, index, turn) >> 32) * bound) >> 32

    def chance_one(self, stream: str, index: int, per_million: int, turn: int = 0) -> bool:
        """Whether something with a chance of so many in a million happens."""
        return self.below_one(stream, index, MILLION, turn) < per_million

    def pick_one(self, stream: str, index: int, weights: Sequence[int], turn: int = 0) -> int:
        """The place in a table of whole weights, for one index."""
        rest = self.below_one(stream, index, sum(weights), turn)
        for place, weight in enumerate(weights):
            rest -= weight
            if rest < 0:
                return place
        return len(weights) - 1


def below(bits: np.ndarray, bound: int) -> np.ndarray:
    """Integers from 0 to bound - 1 (bound < 2**31) out of the upper half of the bits."""
    return ((bits >> np.uint64(32)) * np.uint64(bound) >> np.uint64(32)).astype(np.int64)


def pick(bits: np.ndarray, weights: Sequence[int]) -> np.ndarray:
    """Places in a table of whole weights."""
    sums = np.cumsum(np.asarray(weights, dtype=np.int64))
    return np.searchsorted(sums, below(bits, int(sums[-1])), side="right")


def quantile(bits: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """A value between the knots [k + 1] of a quantile table, linearly, in whole numbers: int64 [n]."""
    knots = np.asarray(knots, dtype=np.int64)
    place = below(bits, (len(knots) - 1) << 16)
    step, rest = place >> 16, place & 0xFFFF
    return knots[step] + ((knots[step + 1] - knots[step]) * rest >> 16)


def smallest(bits: np.ndarray, count: int) -> np.ndarray:
    """The places of the `count` smallest draws, in the order of the draws (all if there are fewer)."""
    if count * 4 >= len(bits):
        return np.argsort(bits, kind="stable")[:count]
    places = np.argpartition(bits, count)[:count]
    return places[np.argsort(bits[places], kind="stable")]
