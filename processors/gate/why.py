"""Why a household is looked at: sets of bits, those of the facts that changed (see processors.store.facts.BIT) and some for what is no fact."""

from __future__ import annotations

from functools import cache

import numpy as np

from processors.gate.town import KIND_BITS
from processors.store.facts import BIT, DATED
from schemas.facts import FACTS

MOVED, AGED, DUE = (np.uint64(1 << place) for place in (63, 62, 61))
"""Its members are others; somebody young completed a year of life, or a school year began; a day came that was noted for it."""
MOVES = BIT["register.residence"] | BIT["register.status"]
"""Facts that say who lives where."""
PROCEDURE = np.bitwise_or.reduce([BIT[f.id] for f in FACTS.values() if f.kind is None and f.id != "tax.return"])
"""Facts of no data kind that open and close cases, or change what the gate must mask or ask."""
MONTHLY = BIT["child.absence"] | BIT["child.health_room"]
"""Facts that are counted over a span of days."""
NOTHING = np.uint64(0)


@cache
def bits_of(kinds: tuple[str, ...]) -> np.uint64:
    """The facts of some data kinds."""
    return np.bitwise_or.reduce([NOTHING, *(KIND_BITS[kind] for kind in kinds)])


@cache
def asking(kinds: tuple[str, ...]) -> np.uint64:
    """What a duty that asks for some kinds must be decided anew for."""
    return bits_of(kinds) | _dated(kinds) | PROCEDURE | MOVES | MOVED | AGED | DUE


@cache
def judging(kinds: tuple[str, ...], standing: bool) -> np.uint64:
    """What the formula must judge anew that reads some kinds, besides what it is newly shown or no longer shown.

    Where a case is always open, no case says since when somebody is a candidate.
    """
    return bits_of(kinds) | _dated(kinds) | MOVED | AGED | (NOTHING if standing else PROCEDURE | DUE)


def _dated(kinds: tuple[str, ...]) -> np.uint64:
    """Newer records of those kinds that date candidates."""
    return np.bitwise_or.reduce([NOTHING, *(bit for kind, bit in DATED.items() if kind in kinds)])
