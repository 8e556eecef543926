"""Households of which something is unknown, as several lanes see them: one after the other in one frame, with bounds."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

import numpy as np

from processors.disclosures import Flags
from processors.gate.values import KNOWN, WITHHELD, Column
from schemas.frame import Frame, arrange
from schemas.levels import Levels


class Part:
    """Some households (bool [n]) of some levels with their members (places, int [k]), as one duty sees them (see View)."""

    def __init__(self, levels: Levels, homes: np.ndarray, allowed: Mapping[str, Flags]) -> None:
        self.homes, self.allowed = homes, allowed
        self.members = levels.lift(homes).nonzero()[0]
        self.counts = levels.counts[homes]
        self.place = (homes.cumsum() - 1)[levels.home[self.members]]


class Bounded:
    """A frame over all parts, in which a household may stand several times, each time as another duty sees it."""

    def __init__(self, known: Frame, parts: list[Part]) -> None:
        self._parts = parts
        self._homes, self._members, counts = _in_order(parts)
        self._source, self._withheld = known.source, dict[tuple[int, ...], np.ndarray | None]()
        self._rows = np.concatenate([part.members for part in parts])[self._members]
        self.frame = Frame(counts, self, known.day, known.facts)

    def column(self, attribute: str, year: int | None) -> Column:
        """Values and states of the members, as each part's duty sees them."""
        values, states = self._source.column(attribute, year)
        withheld = self._hidden([part.allowed.get(attribute, True) for part in self._parts])
        if states is not None:
            states = states.take(self._rows)
        if withheld is not None:
            states = np.where(withheld, np.uint8(WITHHELD), np.uint8(KNOWN) if states is None else states)
        return values.take(self._rows), states

    def _hidden(self, allowed: list[Flags]) -> np.ndarray | None:
        """Whose value is withheld (bool [members]), or None; worked out once for all attributes of a kind."""
        key = tuple(map(id, allowed))
        if key not in self._withheld:
            flags = [
                np.full(len(part.members), not of) if isinstance(of, bool) else ~of[part.members]
                for part, of in zip(self._parts, allowed, strict=True)
            ]
            withheld = np.concatenate(flags)[self._members]
            self._withheld[key] = withheld if withheld.any() else None
        return self._withheld[key]

    def split(self, found: np.ndarray, of_homes: bool) -> list[np.ndarray]:
        """What was found of the households (or of the members), part by part in their own order."""
        order = self._homes if of_homes else self._members
        back = np.empty_like(found)
        back[order] = found
        ends = accumulate(len(part.counts) if of_homes else len(part.members) for part in self._parts)
        return np.split(back, list(ends)[:-1])


def _in_order(parts: list[Part]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The households of all parts, largest first; their members, level by level; how many each household has (see arrange)."""
    if len(parts) == 1:
        return np.arange(len(parts[0].counts)), np.arange(len(parts[0].members)), parts[0].counts
    starts = accumulate((len(part.counts) for part in parts), initial=0)
    homes = np.concatenate([part.place + start for part, start in zip(parts, starts, strict=False)])
    return arrange(homes, sum(len(part.counts) for part in parts))
