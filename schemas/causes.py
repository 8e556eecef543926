"""Why a value is unknown: one bit for each data kind and each of three states, in an unsigned 64-bit set."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from schemas.catalogue import catalogue

STATES = ("withheld", "absent", "stale")
"""Withheld by a clause; absent (nobody filed); stale (only an older tax year is there). State 0 of a column is:
known.
"""
WITHHELD, ABSENT, STALE = range(1, 4)


class Cause(NamedTuple):
    """One reason: the data kind that is missing, and its state."""

    kind: str
    state: str


@cache
def _places() -> dict[str, int]:
    kinds = tuple(catalogue().kinds)
    if len(kinds) * len(STATES) > 64:
        raise ValueError(
            f"The catalogue has {len(kinds)} data kinds; causes fit in 64 bits for at most {64 // len(STATES)}. "
            "Leave out a kind, or widen schemas/causes.py."
        )
    return {kind: place for place, kind in enumerate(kinds)}


def bit(kind: str, state: int) -> int:
    """The bit of a data kind in a state (WITHHELD, ABSENT or STALE)."""
    return 1 << (len(STATES) * _places()[kind] + state - 1)


@cache
def bits_by_state(kind: str) -> np.ndarray:
    """The bits of a kind, by state: uint64 [4]; state 0, known, has none."""
    return np.array([0] + [bit(kind, state) for state in (WITHHELD, ABSENT, STALE)], dtype=np.uint64)


def causes(why: int) -> tuple[Cause, ...]:
    """The causes in a bit set, in the order of the catalogue."""
    why = int(why)
    return tuple(
        Cause(kind, state)
        for kind, place in _places().items()
        for offset, state in enumerate(STATES)
        if why >> (len(STATES) * place + offset) & 1
    )
