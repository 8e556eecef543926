"""Slots that only some residents have: rows sorted by (owner, period), in a large part and a small one that is merged into it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

PERIOD_BITS = 32
_MOST_NEW = 4096
_MANY = 2000
"""From so many keys on a table is quicker than a search."""
_PERIODS = (1 << PERIOD_BITS) - 1
_NONE = np.empty(0, dtype=np.int64)


def keys_of(owners: np.ndarray, periods: np.ndarray | int) -> np.ndarray:
    """The sort key of (owner, period): int64 [n]."""
    return (owners.astype(np.int64) << PERIOD_BITS) | periods


class _Part:
    """Rows sorted by key."""

    def __init__(self, keys: np.ndarray, columns: dict[str, np.ndarray]) -> None:
        self.keys = keys
        self.columns = columns

    def find(self, keys: np.ndarray) -> np.ndarray:
        """The place of each key, or -1."""
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64)
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        return np.where(self.keys[at] == keys, at, -1)

    def hits(self, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which keys are here, and where: int64 [k] each."""
        if not len(self.keys) or not len(keys):
            return _NONE, _NONE
        if len(keys) > max(_MANY, len(self.keys) // 8) and ((keys & _PERIODS) == (keys[0] & _PERIODS)).all():
            at = self._in_period(keys)
            mine = (at >= 0).nonzero()[0]
        else:
            at = np.searchsorted(self.keys, keys)
            at[at == len(self.keys)] = 0
            mine = (self.keys[at] == keys).nonzero()[0]
        return mine, at[mine]

    def _in_period(self, keys: np.ndarray) -> np.ndarray:
        """The places of many keys of one period, or -1: by a table of owners, which takes no search."""
        there = ((self.keys & _PERIODS) == (keys[0] & _PERIODS)).nonzero()[0]
        owners, wanted = self.keys[there] >> PERIOD_BITS, keys >> PERIOD_BITS
        by_owner = np.full(max(int(wanted.max()), int(self.keys[-1] >> PERIOD_BITS)) + 1, -1, dtype=np.int64)
        by_owner[owners] = there
        return by_owner[wanted]

    def plus(self, keys: np.ndarray, columns: Mapping[str, np.ndarray]) -> _Part:
        """A part with sorted new rows merged in."""
        if not len(self.keys):
            return _Part(keys, {name: columns[name].astype(old.dtype) for name, old in self.columns.items()})
        to = np.searchsorted(self.keys, keys) + np.arange(len(keys))
        old_ones = np.ones(len(self.keys) + len(keys), dtype=bool)
        old_ones[to] = False

        def merged(old: np.ndarray, new: np.ndarray) -> np.ndarray:
            made = np.empty(len(old_ones), dtype=old.dtype)
            made[old_ones], made[to] = old, new
            return made

        return _Part(merged(self.keys, keys), {name: merged(old, columns[name]) for name, old in self.columns.items()})


class Series:
    """One fact's slots. Columns: the fact's fields and `stamp` (int64; greatest wins)."""

    def __init__(self, dtypes: Mapping[str, np.dtype]) -> None:
        self._dtypes = {"stamp": np.dtype(np.int64), **dtypes}
        self._main = self._blank()
        self._new = self._blank()

    def _blank(self) -> _Part:
        return _Part(np.empty(0, dtype=np.int64), {name: np.empty(0, dtype=dtype) for name, dtype in self._dtypes.items()})

    @property
    def names(self) -> tuple[str, ...]:
        """The fields, without the stamp."""
        return tuple(name for name in self._dtypes if name != "stamp")

    def __len__(self) -> int:
        return len(self._main.keys) + len(self._new.keys)

    def merge(self, keys: np.ndarray, stamps: np.ndarray, values: Mapping[str, np.ndarray]) -> np.ndarray:
        """Sets slots where the stamp is newer; returns bool [n]: whether this row changed its slot's value.

        Keys may repeat; rows must come in ascending order of stamp.
        """
        changed = np.zeros(len(keys), dtype=bool)
        main, new = self._main.find(keys), self._new.find(keys)
        for part, at in ((self._main, main), (self._new, new)):
            mine = np.flatnonzero(at >= 0)
            if len(mine):
                changed[mine] = self._update(part, at[mine], stamps[mine], {name: v[mine] for name, v in values.items()})
        fresh = np.flatnonzero((main < 0) & (new < 0))
        if len(fresh):
            last = _last_of_each(keys[fresh])
            self._insert(keys[fresh[last]], stamps[fresh[last]], {name: v[fresh[last]] for name, v in values.items()})
            changed[fresh[last]] = True
        return changed

    def _update(self, part: _Part, at: np.ndarray, stamps: np.ndarray, values: Mapping[str, np.ndarray]) -> np.ndarray:
        newer = stamps > part.columns["stamp"][at]
        differs = np.zeros(len(at), dtype=bool)
        for name, value in values.items():
            differs |= part.columns[name][at] != value
        part.columns["stamp"][at[newer]] = stamps[newer]
        for name, value in values.items():
            part.columns[name][at[newer]] = value[newer]
        return newer & differs

    def _insert(self, keys: np.ndarray, stamps: np.ndarray, values: Mapping[str, np.ndarray]) -> None:
        self._new = self._new.plus(keys, {"stamp": stamps, **values})
        if len(self._new.keys) > max(_MOST_NEW, len(self._main.keys) // 64):
            self._main = self._main.plus(self._new.keys, self._new.columns) if len(self._main.keys) else self._new
            self._new = self._blank()

    def remove(self, keys: np.ndarray) -> None:
        """Forgets slots. Only for records that left a number; nothing else is ever removed."""
        for part in (self._main, self._new):
            stay = ~np.isin(part.keys, keys)
            if not stay.all():
                part.keys = part.keys[stay]
                part.columns = {name: column[stay] for name, column in part.columns.items()}

    def get(self, keys: np.ndarray, names: tuple[str, ...]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Where a slot is (bool [n]) and its columns (zero where there is none)."""
        found = np.zeros(len(keys), dtype=bool)
        values = {name: np.zeros(len(keys), dtype=self._dtypes[name]) for name in names}
        for part in (self._main, self._new):
            mine, at = part.hits(keys)
            if len(mine):
                found[mine] = True
                for name, column in values.items():
                    column[mine] = part.columns[name][at]
        return found, values

    def rows_of(self, owners: np.ndarray) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
        """All slots of some owners: (place in `owners` [m], period [m], columns [m]); sorted by period inside one part only."""
        pieces = [self._slice(part, owners) for part in (self._main, self._new)]
        place = np.concatenate([p[0] for p in pieces])
        rows = {name: np.concatenate([part.columns[name][p[1]] for part, p in zip((self._main, self._new), pieces)]) for name in self._dtypes}
        keys = np.concatenate([part.keys[p[1]] for part, p in zip((self._main, self._new), pieces)])
        return place, keys & ((1 << PERIOD_BITS) - 1), rows

    @staticmethod
    def _slice(part: _Part, owners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        low = np.searchsorted(part.keys, keys_of(owners, 0))
        high = np.searchsorted(part.keys, keys_of(owners + 1, 0))
        count = high - low
        place = np.repeat(np.arange(len(owners)), count)
        start = np.repeat(low - (np.cumsum(count) - count), count)
        return place, start + np.arange(len(place))

    def all(self) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """All keys and columns, in the order of the key."""
        keys = np.concatenate([self._main.keys, self._new.keys])
        order = np.argsort(keys)
        return keys[order], {name: np.concatenate([self._main.columns[name], self._new.columns[name]])[order] for name in self._dtypes}

    def nbytes(self) -> int:
        """Bytes of all columns."""
        return sum(p.keys.nbytes + sum(c.nbytes for c in p.columns.values()) for p in (self._main, self._new))


def _last_of_each(keys: np.ndarray) -> np.ndarray:
    """Places of the last occurrence of each distinct key, in the order of the keys."""
    order = np.argsort(keys, kind="stable")
    ends = np.flatnonzero(np.append(keys[order][1:] != keys[order][:-1], True))
    return order[ends]
