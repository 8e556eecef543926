"""Three-valued columns with bounds, which the formulas are written in.

A column has a value for each household or each member of a frame: `lo` and `hi` (the least and the greatest that it can
be; equal where it is known; False < True) and `why`, the causes where they differ. An unknown position holds no value: its
bounds are those of its type. `why is None` says that all is known; then `hi is lo`, and an operation is one NumPy call.
An operation on a member column and a household column gives each member its household's value. No column has a single
truth: write `&`, `|`, `~` and `choose()`; a formula has no branch that depends on data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Protocol, TypeVar, overload

import numpy as np

INF = 1 << 40
"""What stands for "no upper bound" of an amount: 500 times the greatest yen amount of a record; 8,000 of them, in thousandths,
still fit in 64 bits."""

C = TypeVar("C", bound="Column")
_NONE = np.uint64(0)


class Group:
    """What the rows of a column are: households, or members with `home` (int [n]) as the row of their household `above`."""

    __slots__ = ("above", "home", "name", "size")

    def __init__(self, name: str, size: int, above: Group | None = None, home: np.ndarray | None = None) -> None:
        self.name, self.size, self.above, self.home = name, size, above, home

    def __repr__(self) -> str:
        return f"<{self.size} {self.name}>"


class Column:
    """Values with bounds: `lo`, `hi` [n], `why` (uint64 [n], see schemas.causes, or None when all is known), and their group."""

    __slots__ = ("group", "hi", "lo", "why")

    def __init__(self, lo: np.ndarray, hi: np.ndarray, why: np.ndarray | None, group: Group) -> None:
        self.lo, self.hi, self.why, self.group = lo, hi, why, group

    def __bool__(self) -> bool:
        raise TypeError(
            "A column has no single truth. In a formula write `&` for and, `|` for or, `~` for not, and `choose(condition, a, b)` for if."
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
        if self.group is not sure.group:
            self, sure = _aligned(self, sure)
        causes = np.where(sure.lo, self.causes, self.causes | np.uint64(why))
        return _settled(type(self), np.where(sure.lo, self.lo, lo), np.where(sure.lo, self.hi, hi), causes, self.group)


def _aligned(a: Any, b: Any) -> tuple[Any, Any]:
    for one, other in ((a, b), (b, a)):
        if one.group.above is other.group:
            lifted = other.taken(one.group.home, one.group)
            return (one, lifted) if one is a else (lifted, one)
    raise ValueError(
        f"A column of {a.group!r} and one of {b.group!r} do not belong together. Use columns of one frame: its households and their members."
    )


def _settled(cls: type[C], lo: np.ndarray, hi: np.ndarray, why: np.ndarray, group: Group) -> C:
    unsure = lo != hi
    return cls(lo, hi, why * unsure, group) if unsure.any() else cls(lo, lo, None, group)


def _combine(cls: type[C], op: Callable[..., Any], a: Any, b: Any, up_a: bool, up_b: bool) -> C:
    """`op` of both, where it grows (`up`) or falls with each of them; `b` may be a plain number."""
    if isinstance(b, Column):
        if a.group is not b.group:
            a, b = _aligned(a, b)
        if a.why is None and b.why is None:
            value = op(a.lo, b.lo)
            return cls(value, value, None, a.group)
        why = a.why if b.why is None else b.why if a.why is None else a.why | b.why
        lo = op(a.lo if up_a else a.hi, b.lo if up_b else b.hi)
        return _settled(cls, lo, op(a.hi if up_a else a.lo, b.hi if up_b else b.lo), why, a.group)
    if a.why is None:
        value = op(a.lo, b)
        return cls(value, value, None, a.group)
    return _settled(cls, op(a.lo if up_a else a.hi, b), op(a.hi if up_a else a.lo, b), a.why, a.group)


class Bool(Column):
    """True, false, or unknown (`lo` False, `hi` True)."""

    __slots__ = ()

    def __and__(self, other: Bool) -> Bool:
        return _combine(Bool, np.logical_and, self, other, True, True)

    def __or__(self, other: Bool) -> Bool:
        return _combine(Bool, np.logical_or, self, other, True, True)

    def __invert__(self) -> Bool:
        lo = np.logical_not(self.hi)
        return Bool(lo, lo if self.why is None else np.logical_not(self.lo), self.why, self.group)

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
        if cond.why is None and yes_why is _NONE and no_why is _NONE:
            return cls(lo, lo, None, cond.group)
        hi = np.where(cond.lo, yes_hi, no_hi)
        why = np.where(cond.lo, yes_why, no_why)
        if cond.why is None:
            return _settled(cls, lo, hi, why, cond.group)
        unsure = cond.lo != cond.hi
        lo = np.where(unsure, np.minimum(yes_lo, no_lo), lo)
        hi = np.where(unsure, np.maximum(yes_hi, no_hi), hi)
        return _settled(cls, lo, hi, np.where(unsure, cond.why | yes_why | no_why, why), cond.group)


def _ends(x: Any) -> tuple[Any, Any, Any]:
    """Both bounds and the causes of a column or a plain number."""
    return (x.lo, x.hi, _NONE if x.why is None else x.why) if isinstance(x, Column) else (x, x, _NONE)


def _together(a: Any, b: Any, c: Any) -> tuple[Any, Any, Any]:
    """Three columns (or numbers), each lifted to the members where one of them is of members."""
    if isinstance(b, Column) and b.group is not a.group:
        a, b = _aligned(a, b)
    if isinstance(c, Column) and c.group is not a.group:
        a, c = _aligned(a, c)
        if isinstance(b, Column) and b.group is not a.group:
            a, b = _aligned(a, b)
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
        return _combine(Num, np.add, self, other, True, True)

    __radd__ = __add__

    def __sub__(self, other: Num | Bool | int) -> Num:
        return _combine(Num, np.subtract, self, other, True, False)

    def __rsub__(self, other: int) -> Num:
        return -self + other

    def __neg__(self) -> Num:
        lo = -self.hi
        return Num(lo, lo if self.why is None else -self.lo, self.why, self.group)

    def __mul__(self, other: Num | Bool | int) -> Num:
        if isinstance(other, Column):
            return _product(self, other)
        return _combine(Num, np.multiply, self, other, other >= 0, True)

    __rmul__ = __mul__

    def __floordiv__(self, other: int) -> Num:
        if other <= 0:
            raise ValueError(f"A formula divides by {other}. Divide by a whole number above 0.")
        return _combine(Num, np.floor_divide, self, other, True, True)

    def __le__(self, other: Num | int) -> Bool:
        return _combine(Bool, np.less_equal, self, other, False, True)

    def __lt__(self, other: Num | int) -> Bool:
        return _combine(Bool, np.less, self, other, False, True)

    def __ge__(self, other: Num | int) -> Bool:
        return _combine(Bool, np.greater_equal, self, other, True, False)

    def __gt__(self, other: Num | int) -> Bool:
        return _combine(Bool, np.greater, self, other, True, False)

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
        return _settled(Bool, (self.lo >= least) & (self.hi <= most), possible, self.why, self.group)

    def at_least(self, other: Num | int) -> Num:
        """The greater of both."""
        return _combine(Num, np.maximum, self, other, True, True)

    def at_most(self, other: Num | int) -> Num:
        """The smaller of both."""
        return _combine(Num, np.minimum, self, other, True, True)

    def look_up(self, table: Table) -> Num:
        """The table's value for each number; for an unknown number, the bounds of all rows that it may fall in."""
        if self.why is None:
            value = table.rows.take(self.lo, mode="clip")
            return Num(value, value, None, self.group)
        return _settled(Num, *table.between(self.lo, self.hi), self.why, self.group)

    def reached(self, marks: np.ndarray) -> Num:
        """How many of the ascending `marks` (int64) lie at or above the number: with birth limits by age, an age."""
        lo = len(marks) - marks.searchsorted(self.hi)
        return Num(lo, lo if self.why is None else len(marks) - marks.searchsorted(self.lo), self.why, self.group)

    def presumed(self, value: int, when: Bool, why: int) -> Num:
        """`value` where it is unknown for just this cause and `when` holds for certain."""
        if self.why is None:
            return self
        given = (self.why == why) & when.lo
        return _settled(Num, np.where(given, value, self.lo), np.where(given, value, self.hi), self.why, self.group)


def _product(a: Any, b: Any) -> Num:
    if a.group is not b.group:
        a, b = _aligned(a, b)
    if a.why is None and b.why is None:
        value = a.lo * b.lo
        return Num(value, value, None, a.group)
    corners = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi]
    why = a.causes | b.causes
    return _settled(Num, np.minimum.reduce(corners), np.maximum.reduce(corners), why, a.group)


class Choice:
    """One of the words of a choice: `codes` (int [n], -1 where unknown), and `why` as in a column."""

    __slots__ = ("codes", "group", "why", "words")

    def __init__(self, codes: np.ndarray, why: np.ndarray | None, words: tuple[str, ...], group: Group) -> None:
        self.codes, self.why, self.words, self.group = codes, why, words, group

    def is_(self, *asked: str) -> Bool:
        """Whether it is one of these words."""
        lo = _hits(self.words, asked)[self.codes]
        return (
            Bool(lo, lo, None, self.group)
            if self.why is None
            else Bool(lo, lo | (self.codes < 0), self.why, self.group)
        )

    def is_any(self) -> Bool:
        """True of everyone, whatever the word is."""
        flags = np.ones(len(self.codes), dtype=bool)
        return Bool(flags, flags, None, self.group)

    def coded(self, numbers: Mapping[str, int]) -> Num:
        """The number that each word stands for, 0 for other words."""
        table = np.array([numbers.get(word, 0) for word in self.words] + [0])
        lo = table[self.codes]
        if self.why is None:
            return Num(lo, lo, None, self.group)
        unknown = self.codes < 0
        return _settled(
            Num, np.where(unknown, table.min(), lo), np.where(unknown, table.max(), lo), self.why, self.group
        )


@cache
def _hits(words: tuple[str, ...], asked: tuple[str, ...]) -> np.ndarray:
    """By code, whether the word is asked for; the last entry (code -1) is False."""
    for word in asked:
        if word not in words:
            raise ValueError(f"No such word: {word!r}. It may be one of: {', '.join(words)}.")
    return np.array([word in asked for word in words] + [False])


@overload
def choose(condition: Bool, yes: Num | int, no: Num | int) -> Num: ...
@overload
def choose(condition: Bool, yes: Bool, no: Bool) -> Bool: ...
def choose(condition: Bool, yes: Any, no: Any) -> Any:
    """If, over columns: `yes` where the condition is true, `no` where it is false, the bounds of both where it is unknown."""
    return condition.choose(yes, no)
