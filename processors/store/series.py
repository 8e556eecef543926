"""Slots that only some residents have: sorted by (owner, period), in a large part and a small one that is merged into it.

A slot is one record of its fact's dtype, so that all its fields lie together: to read or write it misses the cache once.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

PERIOD_BITS = 32
_MOST_NEW = 4096
_MANY = 2000
"""From so many keys on a table is quicker than a search."""
_AT_A_TIME = 8192
_PERIODS = (1 << PERIOD_BITS) - 1
_NONE = np.empty(0, dtype=np.int64)


def keys_of(owners: np.ndarray, periods: np.ndarray | int) -> np.ndarray:
    """The sort key of (owner, period): int64 [n]."""
    return (owners.astype(np.int64) << PERIOD_BITS) | periods


def fields_of(dtype: np.dtype) -> tuple[str, ...]:
    """The fields of a slot, without the stamp."""
    return (dtype.names or ())[1:]


class _Part:
    """Slots sorted by key. One whose stamp is 0 was removed, and is as good as not there."""

    def __init__(self, keys: np.ndarray, slots: np.ndarray) -> None:
        self.keys = keys
        self.slots = slots

    def hits(self, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which keys are here, and where: int64 [k] each."""
        if not len(self.keys) or not len(keys):
            return _NONE, _NONE
        if len(keys) > max(_MANY, len(self.keys) // 8) and ((keys & _PERIODS) == (keys[0] & _PERIODS)).all():
            at = self._in_period(keys)
            mine = (at >= 0).nonzero()[0]
        else:
            at = self._search(keys) if len(keys) <= _MANY else self._search_in_order(keys)
            mine = (self.keys[at] == keys).nonzero()[0]
        return mine, at if len(mine) == len(keys) else at[mine]

    def _search(self, keys: np.ndarray) -> np.ndarray:
        """Where each key is, if it is here."""
        at = self.keys.searchsorted(keys)
        at[at == len(self.keys)] = 0
        return at

    def _search_in_order(self, keys: np.ndarray) -> np.ndarray:
        """The same of many keys: in ascending order, since each is then found near the one before it."""
        if (keys[1:] >= keys[:-1]).all():
            return self._search(keys)
        order = keys.argsort()
        at = np.empty(len(keys), dtype=np.int64)
        at[order] = self._search(keys[order])
        return at

    def _in_period(self, keys: np.ndarray) -> np.ndarray:
        """The places of many keys of one period, or -1: by a table of owners, which takes no search."""
        there = ((self.keys & _PERIODS) == (keys[0] & _PERIODS)).nonzero()[0]
        owners, wanted = self.keys[there] >> PERIOD_BITS, keys >> PERIOD_BITS
        by_owner = np.full(max(int(wanted.max()), int(self.keys[-1] >> PERIOD_BITS)) + 1, -1, dtype=np.int32)
        by_owner[owners] = there
        return by_owner.take(wanted)

    def of(self, owners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """All slots of some owners: place in `owners` [m], place here [m]."""
        low, high = self._ends(owners)
        count = high - low
        place = np.repeat(np.arange(len(owners)), count)
        return place, np.repeat(low - (np.cumsum(count) - count), count) + np.arange(len(place))

    def _ends(self, owners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where the slots of each owner begin and end."""
        if len(owners) <= max(_MANY, len(self.keys) // 8):
            return self.keys.searchsorted(keys_of(owners, 0)), self.keys.searchsorted(keys_of(owners + 1, 0))
        ends = np.cumsum(np.bincount(self.keys >> PERIOD_BITS, minlength=int(owners.max()) + 1))
        high = ends[owners]
        return np.where(owners > 0, ends[owners - 1], 0), high

    def read(self, at: np.ndarray, names: tuple[str, ...]) -> dict[str, np.ndarray]:
        """Columns of some slots, of a few thousand at a time, which stay in the cache meanwhile."""
        columns = {name: np.empty(len(at), dtype=self.slots.dtype[name]) for name in names}
        for low in range(0, len(at), _AT_A_TIME):
            some = slice(low, low + _AT_A_TIME)
            slots = self.slots.take(at[some])
            for name, column in columns.items():
                column[some] = slots[name]
        return columns

    def update(self, at: np.ndarray, slots: np.ndarray) -> np.ndarray:
        """Overwrites older slots (`at`: distinct places); bool [n]: whether that changed the value."""
        newer = (slots["stamp"] > self.slots["stamp"][at]).nonzero()[0]
        changed = np.zeros(len(at), dtype=bool)
        if len(newer):
            at, slots = at[newer], slots.take(newer)
            old = self.slots.take(at)
            differs = old["stamp"] == 0
            for name in fields_of(slots.dtype):
                differs |= old[name] != slots[name]
            changed[newer] = differs
            self.put(at, slots)
        return changed

    def put(self, at: np.ndarray, slots: np.ndarray) -> None:
        """Overwrites slots. By bytes, for NumPy assigns records one field at a time."""
        _bytes(self.slots)[at] = _bytes(slots)

    def plus(self, keys: np.ndarray, slots: np.ndarray) -> _Part:
        """A part with sorted new slots merged in."""
        if not len(self.keys):
            return _Part(keys, slots)
        keys = np.concatenate([self.keys, keys])
        order = keys.argsort(kind="stable")  # two ascending runs: this only merges them
        return _Part(keys[order], _joined([self.slots, slots]).take(order))

    def nbytes(self) -> int:
        """Bytes of keys and slots."""
        return self.keys.nbytes + self.slots.nbytes


class Series:
    """One fact's slots, records of `stamp` (int64 above 0; the greatest wins) and the fact's fields."""

    def __init__(self, dtype: np.dtype) -> None:
        self._blank = _Part(np.empty(0, dtype=np.int64), np.empty(0, dtype=dtype))
        self._main = self._new = self._blank

    @property
    def names(self) -> tuple[str, ...]:
        """The fields, without the stamp."""
        return fields_of(self._blank.slots.dtype)

    def merge(self, keys: np.ndarray, slots: np.ndarray) -> np.ndarray:
        """Sets slots [n] where the stamp is newer; returns the places [k] of those that changed their slot's value. Keys may repeat."""
        order = newest_of_each(keys, slots["stamp"])
        keys, slots = keys[order], slots.take(order)
        changed = np.ones(len(keys), dtype=bool)
        fresh = np.ones(len(keys), dtype=bool)
        for part in (self._main, self._new):
            mine, at = part.hits(keys)
            if len(mine):
                fresh[mine] = False
                changed[mine] = part.update(at, slots.take(mine))
        new = fresh.nonzero()[0]
        if len(new):
            self._insert(keys[new], slots.take(new))
        return order[changed]

    def _insert(self, keys: np.ndarray, slots: np.ndarray) -> None:
        self._new = self._new.plus(keys, slots)
        if len(self._new.keys) > max(_MOST_NEW, len(self._main.keys) // 64):
            self._main, self._new = self._main.plus(self._new.keys, self._new.slots), self._blank

    def remove(self, keys: np.ndarray) -> None:
        """Forgets slots. Only for records that left a number; nothing else is ever removed."""
        for part in (self._main, self._new):
            _, at = part.hits(keys)
            part.put(at, np.zeros(len(at), dtype=part.slots.dtype))

    def get(self, keys: np.ndarray, names: tuple[str, ...]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Where a slot is (bool [n]) and its columns (zero where there is none)."""
        names = ("stamp", *names)
        mine, at = self._main.hits(keys)
        columns = self._main.read(at, names)
        if len(mine) < len(keys):
            columns = {name: _spread(column, mine, len(keys)) for name, column in columns.items()}
        mine, at = self._new.hits(keys)
        for name, column in self._new.read(at, names).items():
            columns[name][mine] = column
        return columns.pop("stamp") > 0, columns

    def rows_of(self, owners: np.ndarray) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
        """All slots of some owners: (place in `owners` [m], period [m], columns [m]); sorted by period inside one part only."""
        pieces = [(part, *part.of(owners)) for part in (self._main, self._new)]
        place = np.concatenate([place for _, place, _ in pieces])
        keys = np.concatenate([part.keys[at] for part, _, at in pieces])
        slots = _joined([part.slots.take(at) for part, _, at in pieces])
        there = slots["stamp"] > 0
        if not there.all():
            place, keys, slots = place[there], keys[there], slots[there]
        return place, keys & _PERIODS, {name: slots[name] for name in ("stamp", *self.names)}

    def nbytes(self) -> int:
        """Bytes of all slots."""
        return self._main.nbytes() + self._new.nbytes()


def _spread(column: np.ndarray, to: np.ndarray, n: int) -> np.ndarray:
    """A column with its values at some places, and zero at the others."""
    wide = np.zeros(n, dtype=column.dtype)
    wide[to] = column
    return wide


def newest_of_each(keys: np.ndarray, stamps: np.ndarray) -> np.ndarray:
    """Places of the newest of each distinct key, in the order of the keys."""
    order = keys.argsort()
    sorted_keys = keys[order]
    again = sorted_keys[1:] == sorted_keys[:-1]
    if not again.any():
        return order
    several = (np.append(again, False) | np.append(False, again)).nonzero()[0]
    mixed = order[several]
    order[several] = mixed[np.lexsort((stamps[mixed], keys[mixed]))]
    return order[np.append(~again, True)]


def slots_of(dtype: np.dtype, stamps: np.ndarray, values: Mapping[str, np.ndarray]) -> np.ndarray:
    """Records of stamps and columns [n]."""
    slots = np.empty(len(stamps), dtype=dtype)
    slots["stamp"] = stamps
    for name, value in values.items():
        slots[name] = value
    return slots


def _bytes(slots: np.ndarray) -> np.ndarray:
    """Records as bytes, a view: uint8 [n, size]."""
    return slots.view(np.uint8).reshape(len(slots), slots.dtype.itemsize)


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    """Records one after the other. By bytes: otherwise NumPy compares their dtypes field by field."""
    return np.concatenate([_bytes(part) for part in parts]).view(parts[0].dtype).reshape(-1)
