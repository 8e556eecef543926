"""The columns that formulas are written in: truth values and whole numbers with bounds (see schemas.columns)."""

from __future__ import annotations

from typing import Any, Protocol, overload

import numpy as np

from schemas.ages import Years
from schemas.columns import INF, NONE, Column, Group, aligned, combine, settled

__all__ = ["INF", "Bool", "Column", "Group", "Num", "Table", "choose"]


class Bool(Column):
    """True, false, or unknown (`lo` False, `hi` True)."""

    __slots__ = ()

    def __and__(self, other: Bool) -> Bool:
        if self.why is None and other.why is None and self.group is other.group:
            value = self.lo & other.lo
            return Bool(value, value, None, self.group)
        return combine(Bool, np.logical_and, self, other, True, True)

    def __or__(self, other: Bool) -> Bool:
        if self.why is None and other.why is None and self.group is other.group:
            value = self.lo | other.lo
            return Bool(value, value, None, self.group)
        return combine(Bool, np.logical_or, self, other, True, True)

    def __invert__(self) -> Bool:
        lo = ~self.hi
        return Bool(lo, lo if self.why is None else ~self.lo, self.why, self.group)

    def number(self) -> Num:
        """1 where true, 0 where false."""
        lo = self.lo.astype(np.int64)
        return Num(lo, lo if self.why is None else self.hi.astype(np.int64), self.why, self.group)

    def __add__(self, other: Bool | Num | int) -> Num:
        return self.number() + other

    def __mul__(self, other: Num | int) -> Num:
        return self.number() * other

    __rmul__ = __mul__
    __radd__ = __add__

    def choose(self, yes: Any, no: Any) -> Any:
        """`yes` where true, `no` where false, and the bounds of both where unknown."""
        cond, yes, no = _together(self, yes, no)
        cls = Bool if isinstance(yes, Bool) or isinstance(no, Bool) else Num
        yes_lo, yes_hi, yes_why = _ends(yes)
        no_lo, no_hi, no_why = _ends(no)
        lo = np.where(cond.lo, yes_lo, no_lo)
        if cond.why is None and yes_why is NONE and no_why is NONE:
            return cls(lo, lo, None, cond.group)
        hi = np.where(cond.lo, yes_hi, no_hi)
        why = np.where(cond.lo, yes_why, no_why)
        if cond.why is None:
            return settled(cls, lo, hi, why, cond.group)
        unsure = cond.lo != cond.hi
        lo = np.where(unsure, np.minimum(yes_lo, no_lo), lo)
        hi = np.where(unsure, np.maximum(yes_hi, no_hi), hi)
        return settled(cls, lo, hi, np.where(unsure, cond.why | yes_why | no_why, why), cond.group)


def _ends(x: Any) -> tuple[Any, Any, Any]:
    """Both bounds and the causes of a column or a plain number."""
    return (x.lo, x.hi, NONE if x.why is None else x.why) if isinstance(x, Column) else (x, x, NONE)


def _together(a: Any, b: Any, c: Any) -> tuple[Any, Any, Any]:
    """Three columns (or numbers), each lifted to the members where one of them is of members."""
    if isinstance(b, Column) and b.group is not a.group:
        a, b = aligned(a, b)
    if isinstance(c, Column) and c.group is not a.group:
        a, c = aligned(a, c)
        if isinstance(b, Column) and b.group is not a.group:
            a, b = aligned(a, b)
    return a, b, c


class Table(Protocol):
    """A table of the law: a value for each whole number from 0 on; the last row holds beyond its end."""

    rows: np.ndarray

    def between(self, least: np.ndarray, most: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The least and the greatest value between two numbers."""


class Num(Column):
    """A whole number: yen, a count, an age, a day (int64)."""

    __slots__ = ()

    def __add__(self, other: Num | Bool | int) -> Num:
        return combine(Num, np.add, self, other, True, True)

    __radd__ = __add__

    def __sub__(self, other: Num | Bool | int) -> Num:
        return combine(Num, np.subtract, self, other, True, False)

    def __rsub__(self, other: int) -> Num:
        return -self + other

    def __neg__(self) -> Num:
        lo = -self.hi
        return Num(lo, lo if self.why is None else -self.lo, self.why, self.group)

    def __mul__(self, other: Num | Bool | int) -> Num:
        if isinstance(other, Column):
            return _product(self, other)
        return combine(Num, np.multiply, self, other, other >= 0, True)

    __rmul__ = __mul__

    def __floordiv__(self, other: int) -> Num:
        if other <= 0:
            raise ValueError(f"A formula divides by {other}. Divide by a whole number above 0.")
        return combine(Num, np.floor_divide, self, other, True, True)

    def __le__(self, other: Num | int) -> Bool:
        return combine(Bool, np.less_equal, self, other, False, True)

    def __lt__(self, other: Num | int) -> Bool:
        return combine(Bool, np.less, self, other, False, True)

    def __ge__(self, other: Num | int) -> Bool:
        return combine(Bool, np.greater_equal, self, other, True, False)

    def __gt__(self, other: Num | int) -> Bool:
        return combine(Bool, np.greater, self, other, True, False)

    def __eq__(self, other: Num | int) -> Bool:  # type: ignore[override]
        return (self <= other) & (self >= other)

    def __ne__(self, other: Num | int) -> Bool:  # type: ignore[override]
        return ~(self == other)

    def between(self, least: int, most: int) -> Bool:
        """Whether it is from `least` to `most`, both included."""
        if self.why is None:
            value = (self.lo >= least) & (self.lo <= most)
            return Bool(value, value, None, self.group)
        possible = (self.hi >= least) & (self.lo <= most)
        return settled(Bool, (self.lo >= least) & (self.hi <= most), possible, self.why, self.group)

    def at_least(self, other: Num | int) -> Num:
        """The greater of both."""
        return combine(Num, np.maximum, self, other, True, True)

    def at_most(self, other: Num | int) -> Num:
        """The smaller of both."""
        return combine(Num, np.minimum, self, other, True, True)

    def look_up(self, table: Table) -> Num:
        """The table's value for each number; for an unknown number, the bounds of all rows that it may fall in."""
        if self.why is None:
            value = table.rows.take(self.lo, mode="clip")
            return Num(value, value, None, self.group)
        return settled(Num, *table.between(self.lo, self.hi), self.why, self.group)

    def years_since(self, years: Years) -> Num:
        """Of days of birth: the years completed since."""
        lo = years.of(self.hi)
        return Num(lo, lo if self.why is None else years.of(self.lo), self.why, self.group)


def _product(a: Any, b: Any) -> Num:
    if a.group is not b.group:
        a, b = aligned(a, b)
    if a.why is None and b.why is None:
        value = a.lo * b.lo
        return Num(value, value, None, a.group)
    corners = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi]
    why = a.causes | b.causes
    return settled(Num, np.minimum.reduce(corners), np.maximum.reduce(corners), why, a.group)


@overload
def choose(condition: Bool, yes: Num | int, no: Num | int) -> Num: ...
@overload
def choose(condition: Bool, yes: Bool, no: Bool) -> Bool: ...
def choose(condition: Bool, yes: Any, no: Any) -> Any:
    """If, over columns: `yes` where the condition is true, `no` where it is false, the bounds of both where it is
    unknown.
    """
    return condition.choose(yes, no)
