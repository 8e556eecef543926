"""The attributes of some residents as the holder would hand them out on a day: computed from facts, never from anything else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from processors.store.facts import BIT, Facts
from schemas.attributes import ATTRIBUTES, RECENT_DAYS, Attribute
from schemas.facts import FACTS, Fact

_UNIX_DAY = datetime.date(1970, 1, 1).toordinal()
KNOWN, WITHHELD, ABSENT, STALE = 0, 1, 2, 3
"""States of a value. The gate alone says WITHHELD."""
Column = tuple[np.ndarray, np.ndarray | None]
"""Values [n] and states uint8 [n]; None where all are known."""


def window_start(day: int) -> int:
    """The first day that `count-recent` and `most-in-a-month` look at: the first of the month RECENT_DAYS ago."""
    return datetime.date.fromordinal(day - RECENT_DAYS).replace(day=1).toordinal()


@dataclass
class Values:
    """Attributes of residents (rows of `facts`) on a day, each computed when it is first asked for."""

    facts: Facts
    rows: np.ndarray
    day: int
    ascending: np.ndarray | None = None
    """Places of the residents in the order of their rows, in which slots are found with fewer steps; None: any order will do."""
    _columns: dict[tuple[str, int | None], Column] = field(default_factory=dict)
    _slots: dict[str, tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]] = field(default_factory=dict)

    def column(self, name: str, year: int | None = None) -> Column:
        """One attribute: values [n] in stored form, and their states."""
        if (name, year) not in self._columns:
            self.load([(name, year)])
        return self._columns[name, year]

    def load(self, wanted: Iterable[tuple[str, int | None]]) -> None:
        """Computes some attributes (by name and income year), those together that lie in one slot."""
        slots: dict[tuple[str, int | None], list[str]] = {}
        for name, year in wanted:
            attribute = ATTRIBUTES[name]
            if (name, year) in self._columns:
                continue
            if attribute.how in ("slot", "duty-year"):
                slots.setdefault((attribute.fact.id, year), []).append(name)
            else:
                self._columns[name, year] = self._of_many(attribute)
        for (fact_id, year), names in slots.items():
            self._of_one_slot(FACTS[fact_id], year, tuple(names))

    @cached_property
    def _has(self) -> np.ndarray:
        return self.facts.dense["has"][self.rows]

    def _holders(self, fact: Fact) -> np.ndarray:
        """The places of those who have a fact, in the order of their rows if that is known."""
        held = (self._has & BIT[fact.id]) != 0
        return np.flatnonzero(held) if self.ascending is None else self.ascending[held[self.ascending]]

    def _of_one_slot(self, fact: Fact, year: int | None, names: tuple[str, ...]) -> None:
        if fact.dense:
            held = (self._has & BIT[fact.id]) != 0
            states = None if held.all() else np.where(held, np.uint8(KNOWN), np.uint8(ABSENT))
            columns = {name: self.facts.dense[name][self.rows] for name in names}
        else:
            columns, states = self._sparse(fact, year, names)
        for name, column in columns.items():
            self._columns[name, year] = (column, states if fact.absent == "unknown" else None)

    def _sparse(self, fact: Fact, year: int | None, names: tuple[str, ...]) -> tuple[dict[str, np.ndarray], np.ndarray | None]:
        series, mine = self.facts.series[fact.id], self._holders(fact)
        columns = {f.name: np.zeros(len(self.rows), dtype=f.dtype) for f in fact.fields if f.name in names}
        states = np.full(len(self.rows), ABSENT, dtype=np.uint8)
        if len(mine):
            found, values = series.get((self.rows[mine] << 32) | (year or 0), names)
            states[mine[found]] = KNOWN
            if year is not None and fact.absent == "unknown" and not found.all():
                missing = mine[~found]
                place, period, _ = series.rows_of(self.rows[missing])
                states[missing[place[period < year]]] = STALE
            for name, column in values.items():
                columns[name][mine] = column
        return columns, None if not states.any() else states

    def _many(self, attribute: Attribute) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
        """All slots of the fact: place of the resident [m], period [m], columns [m], in the order of (place, period)."""
        fact = attribute.fact
        if fact.id not in self._slots:
            mine = self._holders(fact)
            place, period, columns = self.facts.series[fact.id].rows_of(self.rows[mine])
            order = np.lexsort((period, place))
            self._slots[fact.id] = (mine[place[order]], period[order], {n: c[order] for n, c in columns.items()})
        return self._slots[fact.id]

    def _of_many(self, attribute: Attribute) -> Column:
        place, period, columns = self._many(attribute)
        source = columns[attribute.source]
        n = len(self.rows)
        if attribute.how in ("newest", "fall"):
            return self._newest(attribute, place, source)
        if attribute.how == "total":
            total = np.bincount(place, weights=source, minlength=n).astype(np.int64) if len(place) else np.zeros(n, dtype=np.int64)
            return np.minimum(total, attribute.field.most).astype(attribute.field.dtype), None
        counts = np.isin(source, attribute.of)
        if attribute.how in ("count-recent", "most-in-a-month"):
            counts &= (period >= window_start(self.day)) & (period <= self.day)
        place, period = place[counts], period[counts]
        if attribute.how == "most-in-a-month":
            return _most_in_a_month(place, period, n).astype(attribute.field.dtype), None
        count = np.bincount(place, minlength=n)
        return (count > 0 if attribute.how == "any" else np.minimum(count, attribute.field.most).astype(attribute.field.dtype)), None

    def _newest(self, attribute: Attribute, place: np.ndarray, source: np.ndarray) -> Column:
        n = len(self.rows)
        value = np.zeros(n, dtype=attribute.field.dtype)
        known = np.zeros(n, dtype=bool)
        last = np.flatnonzero(np.append(place[1:] != place[:-1], True)) if len(place) else np.empty(0, dtype=np.int64)
        if attribute.how == "fall":
            last = last[(last > 0) & (place[last - 1] == place[last])]
            value[place[last]] = source[last - 1] - source[last]
        else:
            value[place[last]] = source[last]
        known[place[last]] = True
        if attribute.fact.absent == "none" or known.all():
            return value, None
        return value, np.where(known, np.uint8(KNOWN), np.uint8(ABSENT))


def _most_in_a_month(place: np.ndarray, days: np.ndarray, n: int) -> np.ndarray:
    """The greatest number of days that fall into one calendar month: int64 [n]."""
    most = np.zeros(n, dtype=np.int64)
    if len(place):
        month = (days - _UNIX_DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        pairs, counts = np.unique(place * (1 << 20) + month, return_counts=True)
        np.maximum.at(most, pairs >> 20, counts)
    return most
