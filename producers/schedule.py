"""When rare things happen: a fixed number of times in a run, spread over its months, so that none is left to chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from producers.draws import smallest

if TYPE_CHECKING:
    from producers.town import Town

_PER = 100_000 * 12
NOW_OR_NEVER = 9
"""The first occurrence comes within the first nine twelfths of a run, early enough to be recorded in it."""


class Schedule:
    """How often something happens in each month. What finds nobody to happen to waits for the next month."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._owed: dict[str, int] = {}

    def count(self, name: str, per_100_000: int) -> int:
        """How often in the whole run: so many a year among 100,000 residents, once at least in a year's run."""
        town = self._town
        usual = (town.residents * per_100_000 * town.months + _PER // 2) // _PER
        return max(usual, 1 if town.months >= 6 else 0)

    def due(self, name: str, per_100_000: int, month: int) -> int:
        """How often in this month, with what is still owed from earlier ones."""
        town, count = self._town, self.count(name, per_100_000)
        last = max(town.months * NOW_OR_NEVER // 12, 1)
        bits = town.draws.below(f"months of {name}", np.arange(count), town.months)
        bits[:1] = town.draws.below(f"first month of {name}", np.arange(1), last)
        return int((bits == month).sum()) + self._owed.pop(name, 0)

    def take(self, name: str, per_100_000: int, month: int, candidates: np.ndarray) -> list[int]:
        """Whom it happens to in this month, out of the candidates."""
        wanted = self.due(name, per_100_000, month)
        if not wanted:
            return []
        bits = self._town.draws.bits(f"whom: {name}", candidates, month)
        taken = candidates[smallest(bits, wanted)].tolist()
        if len(taken) < wanted:
            self._owed[name] = min(wanted - len(taken), 3)
        return taken
