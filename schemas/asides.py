"""Which part of a step did not matter to its value: the false one of an `or` that is true, the branch not chosen, a
0 in a sum.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from schemas.choice import Choice
from schemas.traced import Node
from schemas.values import Bool

Rows = tuple[int, ...]


def is_aside(node: Node, place: int, rows: Rows) -> bool:
    """Whether the part at `place` did not matter, for these members."""
    rule = _RULES.get(node.operation)
    part = node.parts[place]
    return rule is not None and not isinstance(part.plain, Choice) and rule(node, place, rows)


def _ends(node: Node, rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    column = node.plain
    chosen = [0] if column.group.above is None else list(rows)
    return column.lo[chosen], column.hi[chosen]


def _or(node: Node, place: int, rows: Rows) -> bool:
    (lo, hi), (part_lo, part_hi) = _ends(node, rows), _ends(node.parts[place], rows)
    return bool(lo.any() and not (part_lo.any() or ((lo != hi).any() and part_hi.any())))


def _and(node: Node, place: int, rows: Rows) -> bool:
    (lo, hi), (part_lo, part_hi) = _ends(node, rows), _ends(node.parts[place], rows)
    return bool(not hi.all() and part_hi.all() and (part_lo.all() or not (lo != hi).any()))


def _choose(node: Node, place: int, rows: Rows) -> bool:
    if place == 0:
        return False
    lo, hi = _ends(node.parts[0], rows)
    return bool(not hi.any() if place == 1 else lo.all())


def _sum(node: Node, place: int, rows: Rows) -> bool:
    part = node.parts[place]
    (lo, hi), (part_lo, part_hi) = _ends(node, rows), _ends(part, rows)
    return not isinstance(part.plain, Bool) and bool((lo | hi).any() and not (part_lo | part_hi).any())


_RULES: dict[str, Callable[[Node, int, Rows], bool]] = {
    "__or__": _or,
    "__and__": _and,
    "choose": _choose,
    "__add__": _sum,
    "__radd__": _sum,
}
