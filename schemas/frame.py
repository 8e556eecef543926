"""A frame: some households, their members' attributes as three-valued columns, and what formulas ask of them.

Attributes are read from a source once and kept, so that programmes share them and what is derived from them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar

import numpy as np

from schemas.attributes import ATTRIBUTES, Attribute
from schemas.causes import bits_by_state
from schemas.choice import Choice
from schemas.levels import Levels, arrange
from schemas.members import Members
from schemas.ordinance.model import TownFacts
from schemas.ranks import ranks
from schemas.values import INF, Bool, Column, Group, Num

__all__ = ["Frame", "Household", "Source", "arrange", "shared", "shared_by_year"]

P = TypeVar("P")
T = TypeVar("T")


class Source(Protocol):
    """Where a frame reads its members' attributes."""

    def column(self, attribute: str, year: int | None) -> tuple[np.ndarray, np.ndarray | None]:
        """Stored values [members] and their state (uint8 [members]: 0 known, 1 withheld, 2 absent, 3 stale), or None
        where all is known.

        Members in the order of the frame. `year` is the income year, for attributes whose `how` is `duty-year`; else
        None.
        """


class Frame:
    """Households and their members on one day (proleptic ordinal).

    `counts` (int [n]): members of each household, descending; the source gives members level by level (see
    schemas.levels). `facts` are the ordinance's facts of the town. `asked` collects which attributes were read, and
    for which income year.

    `as_known`: whatever is unknown is read as 0, and whatever a formula doubts is noted (`doubts`) but goes on; that is
    several times quicker. What comes out holds for the households of whom all is known and nothing doubted.
    """

    def __init__(
        self, counts: np.ndarray, source: Source, day: int, facts: TownFacts | None = None, as_known: bool = False
    ) -> None:
        self.levels = Levels(counts)
        self.source, self.day, self.facts, self.as_known = source, day, facts or TownFacts(), as_known
        self.households = Group("households", self.levels.households)
        self.members = Group("members", self.levels.members, self.households, self.levels.home)
        if as_known:
            self.households.doubts = np.zeros(self.levels.households, dtype=bool)
        self.asked: dict[str, int | None] = {}
        self.cache: dict[Any, Any] = {}
        self._columns: dict[tuple[str, int | None], Column | Choice] = {}
        self._views: dict[int | None, Household] = {}

    @property
    def doubts(self) -> np.ndarray:
        """Of a frame `as_known`: the households of which the formulas evaluated so far doubt something, bool [n]."""
        assert self.households.doubts is not None
        return self.households.doubts

    def view(self, year: int | None) -> Household:
        """The households as a duty sees them that uses the income of a year (None: a duty that reads no tax)."""
        view = self._views.get(year)
        if view is None:
            view = self._views[year] = self._view(year)
        return view

    def _view(self, year: int | None) -> Household:
        return Household(self, year)

    def column(self, name: str, year: int | None) -> Column | Choice:
        """An attribute of the members, read once; `year` is the duty's income year, and counts only for what is kept
        by year.
        """
        attribute = _attribute(name, year)
        year = year if attribute.how == "duty-year" else None
        column = self._columns.get((name, year))
        if column is None:
            self.asked[name] = year
            values, state = self.source.column(name, year)
            column = self._columns[name, year] = self._read(attribute, values, state, year)
        return column

    def _read(
        self, attribute: Attribute, values: np.ndarray, state: np.ndarray | None, year: int | None
    ) -> Column | Choice:
        if state is not None and (self.as_known or not state.any()):
            state = None
        return READERS[attribute.field.type](attribute, values, state, self.members)


def _attribute(name: str, year: int | None) -> Attribute:
    attribute = ATTRIBUTES.get(name)
    if attribute is None or attribute.field.type not in READERS:
        allowed = ", ".join(a.name for a in ATTRIBUTES.values() if a.field.type in READERS)
        raise AttributeError(
            f"A formula asks for {name!r}, which is no attribute that it can read. It may ask for: {allowed}."
        )
    if attribute.how == "duty-year" and year is None:
        raise ValueError(
            f"{name!r} is kept by income year, and this duty names none. Give the programme a tax year in its "
            "decorator, or read it in a function marked `shared_by_year`."
        )
    return attribute


def _number(attribute: Attribute, values: np.ndarray, state: np.ndarray | None, group: Group) -> Num:
    lo = values.astype(np.int64)
    if state is None:
        return Num(lo, lo, None, group)
    field, unknown = attribute.field, state != 0
    most = INF if field.type == "yen" else field.most
    hi = np.where(unknown, most, lo)
    lo[unknown] = field.least
    return Num(lo, hi, bits_by_state(attribute.kind)[state], group)


def _truth(attribute: Attribute, values: np.ndarray, state: np.ndarray | None, group: Group) -> Bool:
    lo = values.astype(bool)
    if state is None:
        return Bool(lo, lo, None, group)
    unknown = state != 0
    return Bool(lo & ~unknown, lo | unknown, bits_by_state(attribute.kind)[state], group)


def _choice(attribute: Attribute, values: np.ndarray, state: np.ndarray | None, group: Group) -> Choice:
    codes = values.astype(np.intp)
    if state is None:
        return Choice(codes, None, attribute.field.words, group)
    codes[state != 0] = -1
    return Choice(codes, bits_by_state(attribute.kind)[state], attribute.field.words, group)


READERS: dict[str, Callable[[Attribute, np.ndarray, np.ndarray | None, Group], Column | Choice]] = {
    "int": _number, "yen": _number, "date": _number, "bool": _truth, "choice": _choice,
}  # fmt: skip
"""How stored values become a column, by the type of the field; texts are not for formulas."""


class Household:
    """What a formula is given: the households of a frame, seen by a duty with one income year.

    A column over `members` is reduced to one over households by `total`, `any`, `all`, `count`, `greatest` and `least`.
    """

    def __init__(self, frame: Frame, year: int | None) -> None:
        self.frame, self.year, self.day, self.facts = frame, year, frame.day, frame.facts
        self.members = Members(self)
        self.cache: dict[Any, Any] = frame.cache if year is None else {}

    def _fold(self, cls: type[Any], ufunc: np.ufunc, x: Column, empty: int | bool) -> Any:
        fold = self.frame.levels.fold
        lo = fold(ufunc, x.lo, empty)
        if x.why is None:
            return cls(lo, lo, None, self.frame.households)
        hi = fold(ufunc, x.hi, empty)
        unsure = lo != hi
        if not unsure.any():
            return cls(lo, lo, None, self.frame.households)
        return cls(lo, hi, fold(np.bitwise_or, x.why, 0) * unsure, self.frame.households)

    def total(self, x: Num | Bool) -> Num:
        """The sum over the members of each household."""
        found: Num = self._fold(Num, np.add, x.number() if isinstance(x, Bool) else x, 0)
        return found

    def count(self, x: Bool) -> Num:
        """How many members it is true of."""
        return self.total(x)

    def any(self, x: Bool) -> Bool:
        """Whether it is true of a member."""
        found: Bool = self._fold(Bool, np.logical_or, x, False)
        return found

    def all(self, x: Bool) -> Bool:
        """Whether it is true of every member."""
        found: Bool = self._fold(Bool, np.logical_and, x, True)
        return found

    def greatest(self, x: Num, empty: int = 0) -> Num:
        """The greatest value of a member; `empty` in a household without members."""
        found: Num = self._fold(Num, np.maximum, x, empty)
        return found

    def least(self, x: Num, empty: int = 0) -> Num:
        """The least value of a member; `empty` in a household without members."""
        found: Num = self._fold(Num, np.minimum, x, empty)
        return found

    def any_other(self, x: Bool) -> Bool:
        """For each member, whether it is true of another member of the household."""
        home, count = self.frame.levels.home, self.count(x)
        lo = count.lo[home] - x.lo > 0
        if x.why is None:
            return Bool(lo, lo, None, x.group)
        hi = count.hi[home] - x.hi > 0
        return Bool(lo, hi, self.frame.levels.fold(np.bitwise_or, x.why, 0)[home] * (lo != hi), x.group)

    def rank_by_age(self, x: Bool, family: Num) -> Num:
        """For each member, 1 + how many of whom `x` is true, in the same household and of the same `family`, are older.

        Among equal births the order of the members decides, so that the ranks of twins are next to each other.
        """
        return ranks(self.frame.levels, self.members.birth, x, family)

    def lift(self, x: Num | Bool) -> Any:
        """A value of the household, for each of its members."""
        return x.taken(self.frame.levels.home, self.frame.members)

    def everyone(self, value: bool = True) -> Bool:
        """True (or false) of every member."""
        flags = np.full(self.frame.members.size, value)
        return Bool(flags, flags, None, self.frame.members)

    def each(self, value: bool = True) -> Bool:
        """True (or false) of every household."""
        flags = np.full(self.frame.households.size, value)
        return Bool(flags, flags, None, self.frame.households)


def shared(function: Callable[[Household], T]) -> Callable[[Household], T]:
    """Computed once for a frame and shared by all programmes; it sees no income year."""

    @wraps(function)
    def once(household: Household) -> T:
        frame = household.frame
        if function not in frame.cache:
            frame.cache[function] = function(frame.view(None))
        found: T = frame.cache[function]
        return found

    return once


def shared_by_year(function: Callable[[Household, P], T]) -> Callable[[Household, P], T]:
    """Computed once for a frame and an income year; the parameters, its second argument, are the same for the whole
    frame.
    """

    @wraps(function)
    def once(household: Household, parameters: P) -> T:
        if function not in household.cache:
            household.cache[function] = function(household, parameters)
        found: T = household.cache[function]
        return found

    return once
