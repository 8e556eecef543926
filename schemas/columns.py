"""What all three-valued columns with bounds have in common; the kinds of columns are in schemas.values.

A column has a value for each household or each member of a frame: `lo` and `hi` (the least and the greatest that it
can be; equal where it is known; False < True) and `why`, the causes where they differ. An unknown position holds no
value: its bounds are those of its type. `why is None` says that all is known; then `hi is lo`, and an operation is
one NumPy call. An operation on a member column and a household column gives each member its household's value. No
column has a single truth: write `&`, `|`, `~` and `choose()`; a formula has no branch that depends on data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from schemas.values import Bool

INF = 1 << 40
"""What stands for "no upper bound" of an amount: 500 times the greatest yen amount of a record; 8,000 of them, in
thousandths, still fit in 64 bits.
"""

C = TypeVar("C", bound="Column")
NONE = np.uint64(0)
"""No cause."""


class Group:
    """What the rows of a column are: households, or members with `home` (int [n]) as the row of their household
    `above`.

    `doubts` (bool [n], of households judged as if all were known; else None): where a formula itself is in doubt.
    """

    __slots__ = ("above", "doubts", "home", "name", "size")

    def __init__(self, name: str, size: int, above: Group | None = None, home: np.ndarray | None = None) -> None:
        self.name, self.size, self.above, self.home = name, size, above, home
        self.doubts: np.ndarray | None = None

    def noted(self, sure: np.ndarray) -> bool:
        """Notes the households where it is not sure; False where bounds are to say so."""
        households = self.above or self
        if households.doubts is None:
            return False
        doubtful = np.flatnonzero(~sure)
        households.doubts[doubtful if self.home is None else self.home[doubtful]] = True
        return True

    def __repr__(self) -> str:
        return f"<{self.size} {self.name}>"


class Column:
    """Values with bounds: `lo`, `hi` [n], `why` (uint64 [n], see schemas.causes, or None when all is known), and
    their group.
    """

    __slots__ = ("group", "hi", "lo", "why")

    def __init__(self, lo: np.ndarray, hi: np.ndarray, why: np.ndarray | None, group: Group) -> None:
        self.lo, self.hi, self.why, self.group = lo, hi, why, group

    def __bool__(self) -> bool:
        raise TypeError(
            "A column has no single truth. In a formula write `&` for and, `|` for or, `~` for not, "
            "and `choose(condition, a, b)` for if."
        )

    def __repr__(self) -> str:
        shown = [
            str(lo) if lo == hi else f"[{lo}, {hi}]"
            for lo, hi in zip(self.lo[:8].tolist(), self.hi[:8].tolist(), strict=True)
        ]
        return f"{type(self).__name__}({', '.join(shown)}{', ...' if len(self.lo) > 8 else ''}; {self.group!r})"

    def __len__(self) -> int:
        return len(self.lo)

    @property
    def known(self) -> np.ndarray:
        """Where the value is known: bool [n]."""
        known: np.ndarray = self.lo == self.hi
        return known

    @property
    def causes(self) -> np.ndarray:
        """The bits of the causes: uint64 [n], 0 where the value is known."""
        return np.zeros(len(self.lo), np.uint64) if self.why is None else self.why

    def taken(self: C, rows: np.ndarray, group: Group) -> C:
        """The values of some rows, as a column of another group."""
        lo = self.lo[rows]
        return type(self)(
            lo, lo if self.why is None else self.hi[rows], None if self.why is None else self.why[rows], group
        )

    def doubted(self: C, sure: Bool, why: int, lo: Any, hi: Any) -> C:
        """The same where `sure`; elsewhere anything from `lo` to `hi`, because of `why`."""
        if sure.group.noted(sure.lo):
            return self
        if self.group is not sure.group:
            self, sure = aligned(self, sure)
        causes = np.where(sure.lo, self.causes, self.causes | np.uint64(why))
        return settled(type(self), np.where(sure.lo, self.lo, lo), np.where(sure.lo, self.hi, hi), causes, self.group)

    def presumed_none(self: C, when: Bool, why: int) -> C:
        """0 (or False) where it is unknown for just this cause and `when` holds for certain."""
        if self.why is None:
            return self
        other = ~((self.why == why) & when.lo)
        return settled(type(self), self.lo * other, self.hi * other, self.why, self.group)


def aligned(a: Any, b: Any) -> tuple[Any, Any]:
    """Two columns of one frame, the one of households lifted to the members. ValueError: they are of two frames."""
    for one, other in ((a, b), (b, a)):
        if one.group.above is other.group:
            lifted = other.taken(one.group.home, one.group)
            return (one, lifted) if one is a else (lifted, one)
    raise ValueError(
        f"A column of {a.group!r} and one of {b.group!r} do not belong together. "
        "Use columns of one frame: its households and their members."
    )


def settled(cls: type[C], lo: np.ndarray, hi: np.ndarray, why: np.ndarray, group: Group) -> C:
    """A column of these bounds: causes only where they differ, none at all where all is known."""
    unsure = lo != hi
    return cls(lo, hi, why * unsure, group) if np.count_nonzero(unsure) else cls(lo, lo, None, group)


def combine(cls: type[C], op: Callable[..., Any], a: Any, b: Any, up_a: bool, up_b: bool) -> C:
    """`op` of both, where it grows (`up`) or falls with each of them; `b` may be a plain number."""
    if isinstance(b, Column):
        if a.group is not b.group:
            a, b = aligned(a, b)
        if a.why is None and b.why is None:
            value = op(a.lo, b.lo)
            return cls(value, value, None, a.group)
        why = a.why if b.why is None else b.why if a.why is None else a.why | b.why
        lo = op(a.lo if up_a else a.hi, b.lo if up_b else b.hi)
        return settled(cls, lo, op(a.hi if up_a else a.lo, b.hi if up_b else b.lo), why, a.group)
    if a.why is None:
        value = op(a.lo, b)
        return cls(value, value, None, a.group)
    return settled(cls, op(a.lo if up_a else a.hi, b), op(a.hi if up_a else a.lo, b), a.why, a.group)
