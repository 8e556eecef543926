"""One value of the law from one date on: a number, a word, or a table."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Dated:
    """Where a value comes from: its name and labels, the date from which it holds, the source, how sure it is,
    and the unit (`yen` or nothing)."""

    name: str
    label_ja: str
    label_en: str
    since: datetime.date
    source: str
    confidence: str
    unit: str = ""


class Threshold(int):
    """A number of the law that knows where it comes from; only the explanation uses it."""

    dated: Dated

    @staticmethod
    def of(value: int, dated: Dated) -> Threshold:
        """The number with its origin."""
        made = Threshold(value)
        made.dated = dated
        return made


class LawTable:
    """A table of the law by a whole number from 0 on (an age, a number of persons, a grade); the last row holds
    beyond its end.
    """

    def __init__(self, steps: dict[int, int], dated: Dated) -> None:
        self.steps, self.dated = dict(sorted(steps.items())), dated
        if not steps or min(steps) != 0:
            raise ValueError(f"The table {dated.name} begins at {min(steps, default='nothing')}. Give it a row for 0.")
        keys = np.array(list(self.steps))
        values = np.array(list(self.steps.values()), dtype=np.int64)
        self.rows = values[np.searchsorted(keys, np.arange(keys[-1] + 1), side="right") - 1]

    @cached_property
    def _extremes(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Least and greatest over 1, 2, 4, 8... rows from each row on."""
        found, width = [(self.rows, self.rows)], 1
        while 2 * width <= len(self.rows):
            least, most = found[-1]
            found.append((np.minimum(least[:-width], least[width:]), np.maximum(most[:-width], most[width:])))
            width *= 2
        return found

    def between(self, least: np.ndarray, most: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The least and the greatest value of the rows from `least` to `most`: int64 [n] each."""
        first, last = (np.minimum(np.maximum(end, 0), len(self.rows) - 1) for end in (least, most))
        power = np.frexp(last - first + 1)[1] - 1
        lo, hi = np.empty_like(first), np.empty_like(first)
        for exponent in np.unique(power):
            here = power == exponent
            lows, highs = self._extremes[exponent]
            start, end = first[here], last[here] - (1 << int(exponent)) + 1
            lo[here], hi[here] = np.minimum(lows[start], lows[end]), np.maximum(highs[start], highs[end])
        return lo, hi
