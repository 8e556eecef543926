"""Households of any size as levels, so that a sum or an `any` over the members is a few slice operations.

Households come largest first. Members come level by level: the first member of each household, then the second of
each that has two, and so on; level k covers the first n_k households. Beyond CAP levels (institutions) the rest is
added one by one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

CAP = 16
"""How many levels are kept as slices; what lies beyond is the tail."""


class Levels:
    """The levels of households with `counts` members each (int [n], descending).

    `home`: row of the household of each member. `bounds`: (start, size) of the second level and on, up to CAP.
    """

    __slots__ = ("bounds", "counts", "first", "home", "households", "members", "tail")

    def __init__(self, counts: np.ndarray) -> None:
        self.counts = counts
        self.households = len(counts)
        sizes = _sizes(counts)
        starts = np.concatenate(([0], np.cumsum(sizes)))
        self.members = int(starts[-1])
        rows = np.arange(self.households)
        self.home = np.concatenate([rows[:size] for size in sizes]) if len(sizes) else rows[:0]
        self.first = int(sizes[0]) if len(sizes) else 0
        self.bounds = [(int(start), int(size)) for start, size in zip(starts[1:CAP], sizes[1:CAP], strict=False)]
        self.tail = int(starts[CAP]) if len(sizes) > CAP else self.members

    def fold(self, ufunc: np.ufunc, x: np.ndarray, empty: int | bool) -> np.ndarray:
        """`ufunc` over the members of each household: [members] -> [households]; `empty` where there is no member."""
        if self.first == self.households:
            out = x[: self.first].copy()
        else:
            out = np.full(self.households, empty, dtype=x.dtype)
            out[: self.first] = x[: self.first]
        for start, size in self.bounds:
            part = out[:size]
            ufunc(part, x[start : start + size], out=part)
        if self.tail < self.members:
            ufunc.at(out, self.home[self.tail :], x[self.tail :])
        return out

    def any(self, flags: np.ndarray) -> np.ndarray:
        """Whether any member of each household is flagged: bool [members] -> bool [households]."""
        return self.fold(np.logical_or, flags, False)

    def lift(self, x: np.ndarray) -> np.ndarray:
        """What each household has, for each of its members: [households] -> [members]; x[home], by slices."""
        levels = [x[: self.first], *(x[:size] for _, size in self.bounds), x.take(self.home[self.tail :])]
        return np.concatenate(levels)

    def pairs(self) -> Iterator[tuple[slice, slice]]:
        """Slices of two levels each, the lower one first and cut to the households that have both (within CAP)."""
        levels = [(0, self.first), *self.bounds]
        for place, (start, size) in enumerate(levels):
            for earlier, _ in levels[:place]:
                yield slice(earlier, earlier + size), slice(start, start + size)

    def large(self) -> Iterator[np.ndarray]:
        """The members' rows of each household that has more than CAP of them."""
        if self.tail < self.members:
            for household in range(int(np.count_nonzero(self.counts > CAP))):
                yield np.flatnonzero(self.home == household)


def _sizes(counts: np.ndarray) -> np.ndarray:
    if len(counts) > 1 and (counts[1:] > counts[:-1]).any():
        raise ValueError(
            "The households of a frame are not sorted by size. Sort them largest first: schemas.frame.arrange()."
        )
    if not len(counts):
        return counts
    return len(counts) - np.cumsum(np.bincount(counts))[:-1]


def arrange(home: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The order in which a frame wants households and members.

    `home` (int [m]): the household (0 to n - 1) of each member, in any order. Returns the households, largest first
    (int [n]); the members, level by level (int [m], rows of `home`); and the number of members of each household, in
    the new order.
    """
    counts = np.bincount(home, minlength=n)
    households = np.argsort(-counts, kind="stable")
    place = np.empty(n, dtype=np.int64)
    place[households] = np.arange(n)
    by_home = np.argsort(home, kind="stable")
    starts = np.cumsum(counts) - counts
    level = np.arange(len(home)) - np.repeat(starts, counts)
    members = by_home[np.lexsort((place[home[by_home]], level))]
    return households, members, counts[households]
