"""Ranks by age inside a household: the first, second, third child."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from schemas.levels import Levels
from schemas.values import Bool, Num

_Rows = slice | np.ndarray


class _Side(NamedTuple):
    """One bound of everything: who may count, and the births and families that two members are compared by."""

    counted: np.ndarray
    birth: tuple[np.ndarray, np.ndarray]
    family: tuple[np.ndarray, np.ndarray]
    sure: bool


def ranks(levels: Levels, birth: Num, counted: Bool, family: Num) -> Num:
    """1 + the number of older members of the same household and family that are `counted`, for each member.

    Equal births are ranked in the order of the members, next to each other; so a sum over a household never depends
    on it.
    """
    known = birth.why is None and family.why is None
    lo = _ranked(levels, _Side(counted.lo, (birth.hi, birth.lo), (family.lo, family.hi), True))
    if known and counted.why is None:
        return Num(lo, lo, None, counted.group)
    hi = _ranked(levels, _Side(counted.hi, (birth.lo, birth.hi), (family.lo, family.hi), known))
    why = np.bitwise_or.reduce([levels.fold(np.bitwise_or, c.causes, 0) for c in (birth, counted, family)])
    unsure = lo != hi
    if not unsure.any():
        return Num(lo, lo, None, counted.group)
    return Num(lo, hi, why[levels.home] * unsure, counted.group)


def _ranked(levels: Levels, side: _Side) -> np.ndarray:
    rank = np.ones(levels.members, dtype=np.int64)
    for first, second in levels.pairs():
        older, younger = _compare(side, first, second)
        rank[second] += older & side.counted[first]
        rank[first] += younger & side.counted[second]
    for rows in levels.large():
        before = _before(side, rows)
        rank[rows] = 1 + (before & side.counted[rows][:, None]).sum(axis=0)
    return rank


def _compare(side: _Side, first: _Rows, second: _Rows) -> tuple[np.ndarray, np.ndarray]:
    """Whether the first comes before the second, and the second before the first."""
    born, limit = side.birth
    same = _same(side, first, second)
    if side.sure:
        tie_known = (born[first] == limit[first]) & (born[second] == limit[second]) & (born[first] == born[second])
        return same & ((born[first] < limit[second]) | tie_known), same & (born[second] < limit[first])
    return same & (born[first] <= limit[second]), same & (born[second] <= limit[first])


def _same(side: _Side, first: _Rows, second: _Rows) -> np.ndarray:
    lo, hi = side.family
    overlap: np.ndarray = (lo[first] <= hi[second]) & (lo[second] <= hi[first])
    return overlap & (lo[first] == hi[first]) & (lo[second] == hi[second]) if side.sure else overlap


def _before(side: _Side, rows: np.ndarray) -> np.ndarray:
    """Whether the member of the row comes before the member of the column: bool [k, k]."""
    n = len(rows)
    firsts, seconds = np.triu_indices(n, 1)
    before = np.zeros((n, n), dtype=bool)
    before[firsts, seconds], before[seconds, firsts] = _compare(side, rows[firsts], rows[seconds])
    return before
