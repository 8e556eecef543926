"""Where verdicts are kept: households as blocks of units, each with one packed outcome by lane and programme."""

from __future__ import annotations

import numpy as np

from processors.disclosures import Disclosures
from processors.link.index import NumberIndex
from processors.store.growing import Growing

Slot = tuple[str, str]
"""(lane, programme)."""
NONE, ELIGIBLE, NOT_ELIGIBLE, UNTOLD = 0, 1, 2, 3
"""What an outcome says: nothing (not a unit, or no case), 該当, 非該当, 判定不能."""


def pack(code: np.ndarray, payload: np.ndarray) -> np.ndarray:
    """Outcome words, uint32 [n]: two bits of code, thirty of yen (eligible) or of the number of a cause (cannot be told)."""
    return code.astype(np.uint32) | (payload.astype(np.uint32) << np.uint32(2))


def code_of(words: np.ndarray) -> np.ndarray:
    """The codes of outcome words."""
    return words & np.uint32(3)


def payload_of(words: np.ndarray) -> np.ndarray:
    """The payloads of outcome words."""
    return words >> np.uint32(2)


def _levels(counts: np.ndarray) -> np.ndarray:
    """The level of each member of households in a frame's order (`counts` descending): int64 [m]."""
    sizes = np.searchsorted(-counts, -np.arange(int(counts[0]) if len(counts) else 0), side="left")
    return np.repeat(np.arange(len(sizes)), sizes)


class Units:
    """Members' keys in blocks by household. Outcomes are columns: of members (`words`) and of whole households (`home_words`)."""

    def __init__(self) -> None:
        self.index = NumberIndex()
        self.blocks = Growing({"key": np.dtype(np.int64), "start": np.dtype(np.int32), "count": np.dtype(np.int32)})
        self.members = Growing({"key": np.dtype(np.int64), "home": np.dtype(np.int32)})
        self.words: dict[Slot, Growing] = {}
        self.home_words: dict[Slot, Growing] = {}

    def open(self, slot: Slot, people: bool) -> None:
        """Makes room for a lane's programme. `people`: candidates wait for answers, so it must be known since when they are."""
        if slot not in self.words:
            columns = {"word": np.dtype(np.uint32), "noticed": np.dtype(np.bool_)}
            self.words[slot] = Growing(columns)
            self.home_words[slot] = Growing({**columns, "since": np.dtype(np.int32)} if people else columns)
        self._grow()

    def _grow(self) -> None:
        for words in self.words.values():
            words.grow(self.members.size)
        for words in self.home_words.values():
            words.grow(self.blocks.size)

    def place(self, disclosures: Disclosures, with_units: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Finds or makes the places of a batch; only households with units (bool [n]) keep a block of members.

        Returns household rows [n], member places [m] (-1: none is kept), and the places that are no longer anybody's.
        """
        self._compact()
        rows, place = self.index.rows(disclosures.homes), disclosures.place
        self.blocks.grow(self.index.size)
        self.blocks["key"][rows] = disclosures.homes
        with_units = with_units | (self.blocks["count"][rows] > 0)  # a batch may be about some of the duties only
        self._grow()
        level = _levels(disclosures.counts)
        same = self._unchanged(rows, disclosures, level, with_units)
        gone = np.empty(0, dtype=np.int64)
        if not same.all():
            mine = np.flatnonzero(~same[place])
            mine = mine[np.argsort(place[mine], kind="stable")]
            gone = self._rebuild(rows, disclosures.members[mine], place[mine], ~same)
        at = self.blocks["start"][rows].astype(np.int64)[place] + level
        return rows, at if with_units.all() else np.where(with_units[place], at, -1), gone

    def _compact(self) -> None:
        """Forgets the blocks that were replaced, once they are more than those in use."""
        live = int(self.blocks["count"].sum())
        if self.members.size <= 2 * live + 4096:
            return
        rows = np.arange(self.blocks.size)
        kept = self._places(rows)
        for table in (self.members, *self.words.values()):
            table.keep(kept)
        count = self.blocks["count"].astype(np.int64)
        self.blocks["start"][:] = np.cumsum(count) - count

    def _unchanged(self, rows: np.ndarray, disclosures: Disclosures, level: np.ndarray, with_units: np.ndarray) -> np.ndarray:
        """Households whose block is as it must be: bool [n]."""
        same = self.blocks["count"][rows] == np.where(with_units, disclosures.counts, 0)
        fits = np.flatnonzero((same & with_units)[disclosures.place])
        at = self.blocks["start"][rows].astype(np.int64)[disclosures.place[fits]] + level[fits]
        differs = fits[self.members["key"][at] != disclosures.members[fits]]
        same[disclosures.place[differs]] = False
        return same

    def _rebuild(self, rows: np.ndarray, keys: np.ndarray, place: np.ndarray, changed: np.ndarray) -> np.ndarray:
        """New blocks for changed households, of whom `keys` are the members, block by block; who stays keeps the outcome.

        Returns the places of those who left.
        """
        homes = rows[place]
        old = self._places(rows[changed])
        start = self.members.size
        self.members.grow(start + len(keys))
        self.members["key"][start:], self.members["home"][start:] = keys, homes
        self._grow()
        stays = self._carry_over(old, start)
        count = np.bincount(place, minlength=len(rows))[changed]
        self.blocks["start"][rows[changed]] = start + np.cumsum(count) - count
        self.blocks["count"][rows[changed]] = count
        return old[~stays]

    def _places(self, rows: np.ndarray) -> np.ndarray:
        count = self.blocks["count"][rows].astype(np.int64)
        return np.repeat(self.blocks["start"][rows].astype(np.int64) - (np.cumsum(count) - count), count) + np.arange(count.sum())

    def _carry_over(self, old: np.ndarray, start: int) -> np.ndarray:
        """Copies outcomes from old places to the new ones of the same member and household; returns who stays, bool [old]."""
        new_keys = self._pair(np.arange(start, self.members.size))
        order = np.argsort(new_keys)
        at = np.searchsorted(new_keys[order], self._pair(old))
        at[at == len(order)] = 0
        stays = (new_keys[order[at]] == self._pair(old)) if len(order) else np.zeros(len(old), dtype=bool)
        stayed = old[stays]
        to = start + order[at[stays]] if len(order) else np.empty(0, dtype=np.int64)
        for words in self.words.values():
            for name in words.names:
                words[name][to] = words[name].take(stayed)
                words[name][stayed] = 0
        return stays

    def _pair(self, places: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore"):
            return self.members["key"][places] ^ (self.members["home"][places].astype(np.int64) * np.int64(0x61C8864680B583EB))

    def empty(self, homes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Households that nobody belongs to any more: their rows, and the places of their former members."""
        rows = self.index.find(homes)
        rows = rows[rows >= 0]
        places = self._places(rows)
        self.blocks["count"][rows] = 0
        return rows, places

    def key_of(self, rows: np.ndarray) -> np.ndarray:
        """The opaque keys of household rows."""
        return self.blocks["key"][rows]

    def places_of(self, rows: np.ndarray) -> np.ndarray:
        """The places of all members of some households."""
        return self._places(rows)

    def eligible(self, lane: str, programme: str) -> tuple[np.ndarray, np.ndarray]:
        """All units found eligible: household rows, and keys of the units (0: the household itself)."""
        homes = np.flatnonzero(code_of(self.home_words[lane, programme]["word"]) == ELIGIBLE)
        places = np.flatnonzero(code_of(self.words[lane, programme]["word"]) == ELIGIBLE)
        rows = np.concatenate([homes, self.members["home"][places].astype(np.int64)])
        return rows, np.concatenate([np.zeros(len(homes), dtype=np.int64), self.members["key"][places]])

    def nbytes(self) -> int:
        """Bytes of keys, blocks and outcomes."""
        outcomes = sum(words.nbytes() for table in (self.words, self.home_words) for words in table.values())
        return self.index.nbytes() + self.blocks.nbytes() + self.members.nbytes() + outcomes
