"""What is known of the residents: one row a resident, dense columns for what everybody has and series for the rest.

A slot's stamp is (sequence, id); the greatest wins, so facts may arrive in any order and as often as they like.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

import numpy as np

from processors.store.growing import Growing
from processors.store.series import Series, fields_of, keys_of, slots_of
from schemas.catalogue import catalogue
from schemas.facts import FACTS, Fact

BIT: dict[str, np.uint64] = {fact_id: np.uint64(1 << i) for i, fact_id in enumerate(FACTS)}
"""The bit of each fact in sets of facts (uint64)."""
OFFICES: tuple[str, ...] = tuple(catalogue().offices)
DENSE: tuple[Fact, ...] = tuple(fact for fact in FACTS.values() if fact.dense)
SPARSE: tuple[Fact, ...] = tuple(fact for fact in FACTS.values() if not fact.dense)
_FEW = 16
"""Rows are few if the greatest is more than so many times their number."""

NEWEST_BASE = datetime.date(2000, 1, 1).toordinal()


def since_base(days: np.ndarray) -> np.ndarray:
    """Days as they are kept in a `newest` column: int16 [n]; whatever is older than 2000-01-01 counts as that day."""
    return np.clip(days - NEWEST_BASE, 0, 32767).astype(np.int16)


def stamp_name(fact: Fact) -> str:
    """The column of a dense fact's stamp."""
    return f"stamp:{fact.name}"


DATING: tuple[str, ...] = tuple(kind.id for kind in catalogue().kinds.values() if kind.dates_candidates)
"""The kinds whose newest record dates a candidate: who it was that was assessed is said by the register and by tax."""

DATED: dict[str, np.uint64] = {kind: np.uint64(1 << (60 - place)) for place, kind in enumerate(DATING)}
"""In sets of facts: a newer record of the kind came, even if it says what was known."""


def newest_name(kind: str) -> str:
    """The column of the day on which anything of the kind was last recorded about the resident: int16, days after NEWEST_BASE."""
    return f"newest:{kind}"


def _column_type(name: str, dtype: np.dtype) -> np.dtype:
    return np.dtype(np.int64) if name == "household" else dtype  # the household's opaque key, not its number


SLOT: dict[str, np.dtype] = {
    fact.id: np.dtype([("stamp", np.int64), *((f.name, _column_type(f.name, f.dtype)) for f in fact.fields)]) for fact in FACTS.values()
}
"""A slot of each fact as a record: its stamp (above 0) and its fields."""


class Changes:
    """Residents whose facts changed in a batch: `rows` (ascending, int64 [n]) and `facts` (uint64 [n], a set of BITs each)."""

    def __init__(self, rows: np.ndarray, facts: np.ndarray) -> None:
        self.rows = rows
        self.facts = facts

    @classmethod
    def of(cls, parts: Iterable[tuple[np.ndarray, np.uint64 | np.ndarray]]) -> Changes:
        """Joins (rows, bits) pairs, no set empty. A row may come often."""
        listed = [(rows, bits) for rows, bits in parts if len(rows)]
        if not listed:
            return cls(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint64))
        top = max(int(rows.max()) for rows, _ in listed) + 1
        if sum(len(rows) for rows, _ in listed) * _FEW < top:
            return cls._of_few(listed)
        facts = np.zeros(top, dtype=np.uint64)  # of many, a set by row takes no sorting
        for rows, bits in listed:
            np.bitwise_or.at(facts, rows, bits)
        rows = facts.nonzero()[0]
        return cls(rows, facts[rows])

    @classmethod
    def _of_few(cls, listed: list[tuple[np.ndarray, np.uint64 | np.ndarray]]) -> Changes:
        rows = np.concatenate([rows for rows, _ in listed]).astype(np.int64)
        bits = np.empty(len(rows), dtype=np.uint64)
        start = 0
        for some, of_some in listed:
            bits[start : start + len(some)] = of_some
            start += len(some)
        order = rows.argsort(kind="stable")
        rows, bits = rows[order], bits[order]
        starts = np.append(True, rows[1:] != rows[:-1]).nonzero()[0]
        return cls(rows[starts], np.bitwise_or.reduceat(bits, starts))

    def __len__(self) -> int:
        return len(self.rows)


class Facts:
    """All slots of all residents that one stage knows."""

    def __init__(self) -> None:
        dense = {name: SLOT[fact.id][name] for fact in DENSE for name in fields_of(SLOT[fact.id])}
        stamps = {stamp_name(fact): np.dtype(np.int64) for fact in DENSE}
        newest = {newest_name(kind): np.dtype(np.int16) for kind in DATING}
        self.dense = Growing({"has": np.dtype(np.uint64), **dense, **stamps, **newest})
        self.series = {fact.id: Series(SLOT[fact.id]) for fact in SPARSE}

    @property
    def size(self) -> int:
        """How many residents have a row."""
        return self.dense.size

    def merge(self, fact: Fact, rows: np.ndarray, periods: np.ndarray | int, stamps: np.ndarray, values: Mapping[str, np.ndarray]) -> np.ndarray:
        """As `put`, of columns."""
        return self.put(fact, rows, periods, slots_of(SLOT[fact.id], stamps, values))

    def put(self, fact: Fact, rows: np.ndarray, periods: np.ndarray | int, slots: np.ndarray) -> np.ndarray:
        """Sets slots (records of the fact's SLOT) where the stamp is newer; rows [n] may repeat, in any order.

        Returns the rows whose value changed (may repeat).
        """
        self.dense["has"][rows] |= BIT[fact.id]
        if fact.dense:
            return self._put_dense(fact, rows, slots)
        return rows[self.series[fact.id].merge(keys_of(rows, periods), slots)]

    def _put_dense(self, fact: Fact, rows: np.ndarray, slots: np.ndarray) -> np.ndarray:
        held, stamps = self.dense[stamp_name(fact)], slots["stamp"]
        before = held[rows]
        np.maximum.at(held, rows, stamps)
        newest = ((stamps > before) & (stamps == held[rows])).nonzero()[0]
        rows, slots = rows[newest], slots.take(newest)
        differs = before[newest] == 0
        for field in fact.fields:
            column, value = self.dense[field.name], slots[field.name]
            differs |= column[rows] != value
            column[rows] = value
        return rows[differs]

    def date(self, kind: str, rows: np.ndarray, days: np.ndarray) -> np.ndarray:
        """Notes on which days (as kept, see `since_base`) something of a dating kind was recorded; returns the rows for which that is news."""
        newest = self.dense[newest_name(kind)]
        news = rows[days > newest[rows]]
        np.maximum.at(newest, rows, days)
        return news

    def forget(self, row: int, office: str) -> None:
        """Empties all slots of one office for one resident (its record left the number, or another is joined now)."""
        for fact in (f for f in FACTS.values() if f.office == office):
            if fact.dense:
                for name in (*(f.name for f in fact.fields), stamp_name(fact)):
                    self.dense[name][row] = 0
            elif self.dense["has"][row] & BIT[fact.id]:
                self.series[fact.id].remove(self.slots(row, fact)[0])
            self.dense["has"][row] &= ~BIT[fact.id]

    def slots(self, row: int, fact: Fact) -> tuple[np.ndarray, np.ndarray, np.ndarray, dict[str, np.ndarray]]:
        """One resident's slots of a fact: keys, periods, stamps and the columns."""
        owner = np.array([row], dtype=np.int64)
        if not self.dense["has"][row] & BIT[fact.id]:
            none = np.empty(0, dtype=np.int64)
            return none, none, none, {f.name: none for f in fact.fields}
        if fact.dense:
            values = {f.name: self.dense[f.name][owner] for f in fact.fields}
            return keys_of(owner, 0), np.zeros(1, dtype=np.int64), self.dense[stamp_name(fact)][owner], values
        _, periods, rows = self.series[fact.id].rows_of(owner)
        stamps = rows.pop("stamp")
        return keys_of(np.repeat(owner, len(periods)), periods), periods, stamps, rows

    def nbytes(self) -> int:
        """Bytes of all columns."""
        return self.dense.nbytes() + sum(series.nbytes() for series in self.series.values())
