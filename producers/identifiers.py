"""Numbers that name things: My Numbers that can be nobody's, record numbers of each office, household numbers.

Each is a permutation of a counter (a Feistel network that walks until it lands inside the range), so that none
occurs twice
and none says anything about another.
"""

from __future__ import annotations

import numpy as np

from producers.draws import Draws, mix
from schemas.number import check_digits

_ROUNDS = 6
RECORDS = 2**31 - 1
BODIES = 9 * 10**10
FIRST_BODY = 10**10
"""Bodies start here, so that no number begins with a zero that a spreadsheet would drop."""


def _feistel(values: np.ndarray, keys: np.ndarray, half: int) -> np.ndarray:
    left, right = values >> np.uint64(half), values & np.uint64((1 << half) - 1)
    for key in keys:
        left, right = right, left ^ (mix(right + key) & np.uint64((1 << half) - 1))
    return left << np.uint64(half) | right


def permute(draws: Draws, name: str, index: np.ndarray, size: int) -> np.ndarray:
    """A secret order of 0..size - 1: int [n] -> int64 [n], each index to another place."""
    half = (size.bit_length() + 1) // 2
    keys = draws.bits(f"permutation of {name}", np.arange(_ROUNDS))
    values = _feistel(np.asarray(index).astype(np.uint64), keys, half)
    while (outside := values >= np.uint64(size)).any():
        values[outside] = _feistel(values[outside], keys, half)
    return values.astype(np.int64)


def my_numbers(draws: Draws, index: np.ndarray) -> np.ndarray:
    """Sandbox numbers of twelve digits with a wrong check digit, as `schemas.number.sandbox_number` makes them:
    int64 [n]."""
    bodies = FIRST_BODY + permute(draws, "my number", index, BODIES)
    return bodies * 10 + (check_digits(bodies) + 1 + bodies % 9) % 10


def record_numbers(draws: Draws, office: str, index: np.ndarray) -> np.ndarray:
    """An office's own numbers (宛名番号) of residents: int64 [n] in 1..2**31 - 1."""
    return 1 + permute(draws, f"records of {office}", index, RECORDS)


def household_numbers(draws: Draws, index: np.ndarray) -> np.ndarray:
    """Household numbers (世帯番号): int64 [n] in 1..2**31 - 1."""
    return 1 + permute(draws, "households", index, RECORDS)
