"""What a formula says of some households as one duty sees them.

Most households are known in full, and a formula is several times quicker over columns without anything unknown. So it is
evaluated over all as if they were known, and then again, with bounds, over the few of whom something is not. No formula looks
from one household into another: what it says of one does not depend on who else is judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from processors.assess.causes import Causes
from processors.assess.seen import Seen
from processors.assess.units import ELIGIBLE, NOT_ELIGIBLE, UNTOLD, pack
from processors.duties import needs
from processors.gate.values import ABSENT, KNOWN, Column
from schemas.ages import ages_on
from schemas.attributes import ATTRIBUTES
from schemas.frame import Frame, Source
from schemas.members import NO_FILING_BELOW, RETURN, end_of
from schemas.programmes import HOUSEHOLD, Outcome, Programme

FEW = 128
"""So few households are not worth a second evaluation."""
MOST_YEN = (1 << 30) - 1


@dataclass(frozen=True)
class Part:
    """A source of some of the members: `rows` (int [m])."""

    source: Source
    rows: np.ndarray

    def column(self, attribute: str, year: int | None) -> Column:
        """Values and states of the members."""
        values, states = self.source.column(attribute, year)
        return values[self.rows], None if states is None else states[self.rows]


@dataclass
class Known:
    """Some households as if all about them were known; all lanes and programmes that judge any of them share it."""

    frame: Frame
    homes: np.ndarray
    """Which they are: bool [n]."""
    rows: np.ndarray
    """Their members: int [m]."""
    views: dict[object, View] = field(default_factory=dict)
    """By what may be seen."""
    _words: dict[str, np.ndarray] = field(default_factory=dict)

    def words(self, programme: Programme, causes: Causes) -> np.ndarray:
        """A programme's outcome words, worked out once."""
        if programme.id not in self._words:
            self._words[programme.id] = packed(programme.evaluate(self.frame), causes)
        return self._words[programme.id].copy()


@dataclass
class View:
    """The same households as one duty sees them (`seen`)."""

    known: Known
    seen: Seen
    _parts: list[tuple[np.ndarray, Frame]] = field(default_factory=list)

    def words(self, programme: Programme, judged: np.ndarray, causes: Causes) -> np.ndarray:
        """A programme's outcome words of those of the households (bool) that are judged, or of their members: uint32, 0 for the others."""
        frame = self.known.frame
        home = slice(None) if programme.unit == HOUSEHOLD else frame.levels.home
        doubtful = judged & self._unsure(programme) if np.count_nonzero(judged) >= FEW else judged
        if 2 * np.count_nonzero(doubtful) > np.count_nonzero(judged):
            words, doubtful = np.zeros(len(judged), dtype=np.uint32)[home], judged
        else:
            words = self.known.words(programme, causes)
            doubtful |= judged & frame.doubts
        if doubtful.any():
            part, bounded = self._part(doubtful)
            words[part[home]] = packed(programme.evaluate(bounded), causes)
        if not judged.all():
            words[~judged[home]] = 0
        return words

    def _unsure(self, programme: Programme) -> np.ndarray:
        """Households of which something is unknown that a programme needs to know: bool [n]."""
        levels, unknown = self.known.frame.levels, unsure(self.seen, needs(programme.id, self.known.frame.day))
        if unknown is None:
            return np.zeros(levels.households, dtype=bool)
        found: np.ndarray = np.bincount(levels.home[unknown], minlength=levels.households) > 0
        return found

    def _part(self, homes: np.ndarray) -> tuple[np.ndarray, Frame]:
        """A frame, with bounds, of some of the households (bool [n]) or, if there is one already, of them and others."""
        for more, frame in self._parts:
            if not (homes & ~more).any():
                return more, frame
        whole = self.known.frame
        source = self.seen if homes.all() else Part(self.seen, np.flatnonzero(homes[whole.levels.home]))
        self._parts.append((homes, Frame(whole.levels.counts[homes], source, whole.day, whole.facts)))
        return self._parts[-1]


def unsure(source: Source, needed: Mapping[str, int | None]) -> np.ndarray | None:
    """Members of whom something needed is unknown (bool [m]), or None if there is nobody. Who is too young to file a return and has
    none is known to have nothing (see schemas.members)."""
    found: np.ndarray | None = None
    for name, year in needed.items():
        states = source.column(name, year)[1]
        if states is None:
            continue
        unknown = states != KNOWN
        if ATTRIBUTES[name].fact.id == RETURN and year is not None:
            unknown &= ~((states == ABSENT) & _too_young(source, year))
        found = unknown if found is None else found | unknown
    return found if found is not None and found.any() else None


def _too_young(source: Source, year: int) -> np.ndarray:
    births, states = source.column("birth", None)
    young = ages_on(end_of(year)).of(births.astype(np.int64)) < NO_FILING_BELOW
    return young if states is None else young & (states == KNOWN)


def packed(outcome: Outcome, causes: Causes) -> np.ndarray:
    """Outcomes as words: uint32 [units]."""
    eligible, unit = outcome.eligible, outcome.unit
    code = np.where(eligible.lo, ELIGIBLE, np.where(eligible.hi, UNTOLD, NOT_ELIGIBLE))
    payload = np.zeros(len(code), dtype=np.int64)
    if outcome.amount is not None:
        payload = np.where(eligible.lo, np.minimum(outcome.amount.lo, MOST_YEN), 0)
    untold = (eligible.lo != eligible.hi) | ((unit.lo != unit.hi) & eligible.hi)
    if untold.any():
        at = np.flatnonzero(untold)
        code[at] = UNTOLD
        payload[at] = causes.numbers(eligible.causes[at] | unit.causes[at])
    return np.where(unit.hi, pack(code, payload), np.uint32(0))
