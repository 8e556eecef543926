"""Who lives with whom: households as blocks of residents in a pool, and the order by levels in which they are judged."""

from __future__ import annotations

import numpy as np

from processors.link.index import NumberIndex
from processors.store.distinct import distinct
from processors.store.growing import Growing

NOWHERE = -1


class Homes:
    """Blocks of members by household. A changed household gets a new block at the end; the pool is compacted at twice its size."""

    def __init__(self) -> None:
        self.index = NumberIndex()
        self.blocks = Growing({"start": np.dtype(np.int32), "count": np.dtype(np.int32)})
        self._pool = Growing({"member": np.dtype(np.int32)})
        self._home = Growing({"home": np.dtype(np.int32)}, {"home": NOWHERE})
        self._live = 0

    @property
    def size(self) -> int:
        """How many households there are or were."""
        return self.index.size

    def rows(self, keys: np.ndarray) -> np.ndarray:
        """The rows of household keys, new ones made."""
        rows = self.index.rows(keys)
        self.blocks.grow(self.index.size)
        return rows

    def home(self, members: np.ndarray) -> np.ndarray:
        """The household of each resident, or NOWHERE."""
        self._home.grow(int(members.max(initial=-1)) + 1)
        return self._home["home"][members]

    def move(self, members: np.ndarray, to: np.ndarray) -> np.ndarray:
        """Puts residents (distinct rows) into households (or NOWHERE); returns the households that changed."""
        before = self.home(members)
        moved = before != to
        if not moved.any():
            return np.empty(0, dtype=np.int64)
        members, before, to = members[moved], before[moved], to[moved].astype(np.int32)
        touched = distinct(np.concatenate([before, to]))
        touched = touched[touched != NOWHERE].astype(np.int64)
        stay, _ = self.members(touched)
        self._home["home"][members] = to
        everyone = distinct(np.concatenate([stay, members]))
        self._write(touched, everyone[self._home["home"][everyone] != NOWHERE])
        return touched

    def _write(self, homes: np.ndarray, members: np.ndarray) -> None:
        home = self._home["home"][members]
        order = np.argsort(home, kind="stable")
        members, home = members[order], home[order]
        count = np.bincount(np.searchsorted(homes, home), minlength=len(homes))
        self._live += len(members) - int(self.blocks["count"][homes].sum())
        start = self._pool.size
        self._pool.grow(start + len(members))
        self._pool["member"][start:] = members
        self.blocks["start"][homes] = start + np.cumsum(count) - count
        self.blocks["count"][homes] = count
        if self._pool.size > 2 * self._live + 4096:
            self._compact()

    def _compact(self) -> None:
        homes = np.arange(self.size)
        members, _ = self.members(homes)
        count = self.blocks["count"].astype(np.int64)
        self._pool = Growing({"member": np.dtype(np.int32)})
        self._pool.grow(len(members))
        self._pool["member"][:] = members
        self.blocks["start"][:] = np.cumsum(count) - count

    def members(self, homes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The members of households, block after block: (resident rows [m], place in `homes` [m])."""
        count = self.blocks["count"][homes].astype(np.int64)
        place = np.repeat(np.arange(len(homes)), count)
        start = np.repeat(self.blocks["start"][homes] - (np.cumsum(count) - count), count)
        return self._pool["member"][start + np.arange(len(place))].astype(np.int64), place

    def levels(self, homes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Households that have members, largest first, and their members level by level.

        Returns (homes [n], counts [n] descending, members [m], place of each member's household in `homes` [m]).
        """
        count = self.blocks["count"][homes]
        order = np.argsort(-count, kind="stable")
        order = order[count[order] > 0]
        homes, count = homes[order], count[order].astype(np.int64)
        deepest = int(count[0]) if len(count) else 0
        reach = np.searchsorted(-count, -np.arange(deepest), side="left")  # how many households have more than k members
        start = self.blocks["start"][homes].astype(np.int64)
        places = [np.arange(n) for n in reach]
        members = [self._pool["member"][start[:n] + k] for k, n in enumerate(reach)]
        none = np.empty(0, dtype=np.int64)
        return homes, count, np.concatenate([*members, none]).astype(np.int64), np.concatenate([*places, none])

    def keys(self) -> np.ndarray:
        """The keys of all households by row."""
        return self.index.keys()

    def nbytes(self) -> int:
        """Bytes of blocks, pool and index."""
        return self.index.nbytes() + self.blocks.nbytes() + self._pool.nbytes() + self._home.nbytes()
