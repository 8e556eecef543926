"""What formulas say of some households, as each duty sees them.

Most households are known in full, and a formula is several times quicker over columns without anything unknown. So it is
evaluated over all as if they were known, and then again, with bounds, over the few of whom something is not: those of all
lanes at once, one after the other in one frame. No formula looks from one household into another: what it says of
one does not depend on who else is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from processors.assess.bounded import Bounded, Part
from processors.assess.causes import Causes
from processors.assess.units import ELIGIBLE, NOT_ELIGIBLE, UNTOLD, pack
from processors.disclosures import Flags
from processors.duties import needs
from processors.gate.values import ABSENT, KNOWN
from schemas.ages import ages_on
from schemas.attributes import ATTRIBUTES
from schemas.frame import Frame, Source
from schemas.members import NO_FILING_BELOW, RETURN, end_of
from schemas.programmes import HOUSEHOLD, Outcome, Programme

FEW = 128
"""So few households are not worth a second evaluation."""
MOST_YEN = (1 << 30) - 1


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
    _unknown: dict[str, np.ndarray | None] = field(default_factory=dict)

    def words(self, programme: Programme, causes: Causes) -> np.ndarray:
        """A programme's outcome words, worked out once."""
        if programme.id not in self._words:
            self._words[programme.id] = packed(programme.evaluate(self.frame), causes)
        return self._words[programme.id].copy()

    def at_hand(self, programme: Programme) -> bool:
        """Whether the words were worked out already."""
        return programme.id in self._words

    def unknown(self, programme: Programme) -> np.ndarray | None:
        """Members of whom nobody knows something that a programme needs to know: bool [m], or None if there is nobody."""
        if programme.id not in self._unknown:
            self._unknown[programme.id] = unsure(self.frame.source, needs(programme.id, self.frame.day))
        return self._unknown[programme.id]


@dataclass(eq=False)
class View:
    """The same households as one duty sees them: what is `allowed` to be seen of the members, by attribute that its programme needs;
    of all where it is not named."""

    known: Known
    allowed: Mapping[str, Flags]

    def unsure(self, programme: Programme, among: np.ndarray) -> np.ndarray:
        """Households with one of some members (bool [m]) of whom something is unknown that a programme needs to know: bool [n]."""
        levels, found = self.known.frame.levels, self.known.unknown(programme)
        for flags in {id(flags): flags for flags in self.allowed.values()}.values():
            if isinstance(flags, bool):  # of nobody
                return np.ones(levels.households, dtype=bool)
            found = ~flags if found is None else found | ~flags
        if found is None:
            return np.zeros(levels.households, dtype=bool)
        return levels.any(found & among)


class Look:
    """One programme over those households of a view that are `judged` (bool [n]): `words` (uint32, 0 for the others) of its `units`
    (bool), the households or their `members` (bool [m]), right but for those that are `doubtful` (bool [n]) as long as they were not
    judged with bounds."""

    def __init__(self, view: View, programme: Programme, judged: np.ndarray, causes: Causes) -> None:
        self.view, self.programme, self.judged = view, programme, judged
        self.members = view.known.frame.levels.lift(judged)
        self.units = judged if programme.unit == HOUSEHOLD else self.members
        count = np.count_nonzero(judged)
        self.large = 2 * count > len(judged)
        self.doubtful = judged & view.unsure(programme, self.members) if count >= FEW or view.known.at_hand(programme) else judged
        self.mostly = 2 * np.count_nonzero(self.doubtful) > count
        if self.mostly or not judged.any():
            self.words, self.doubtful = np.zeros(len(self.units), dtype=np.uint32), judged
        else:
            self.words = view.known.words(programme, causes)

    def put(self, part: Part, words: np.ndarray) -> None:
        """Enters what was found with bounds of some households (or of their members)."""
        self.words[part.homes if self.programme.unit == HOUSEHOLD else part.members] = words

    def write(self, to: np.ndarray, places: np.ndarray) -> None:
        """Writes the words of whoever was judged, now that all are. `places`: of the view's households or members in `to`, int64."""
        at = self.units.nonzero()[0]
        to[places.take(at)] = self.words.take(at)


def finish(looks: Iterable[Look], causes: Causes) -> None:
    """Judges with bounds whoever is doubtful: together for each programme, but for a look of which they are the most and that is large."""
    groups: dict[tuple[str, View | None], list[Look]] = {}
    for look in looks:
        if not look.mostly:
            look.doubtful = look.doubtful | (look.judged & look.view.known.frame.doubts)
        if look.doubtful.any():
            groups.setdefault((look.programme.id, look.view if look.mostly and look.large else None), []).append(look)
    for group in groups.values():
        _finish(group, causes)


def _finish(looks: list[Look], causes: Causes) -> None:
    """The same of some looks of one programme; households that two of them see alike are judged once."""
    homes: dict[View, np.ndarray] = {}
    for look in looks:
        homes[look.view] = homes[look.view] | look.doubtful if look.view in homes else look.doubtful
    known, programme = looks[0].view.known, looks[0].programme
    parts = {view: Part(known.frame.levels, some, view.allowed) for view, some in homes.items()}
    bounded = Bounded(known.frame, list(parts.values()))
    found = bounded.split(packed(programme.evaluate(bounded.frame), causes), programme.unit == HOUSEHOLD)
    words = dict(zip(parts, found, strict=True))
    for look in looks:
        look.put(parts[look.view], words[look.view])


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
        at = untold.nonzero()[0]
        code[at] = UNTOLD
        payload[at] = causes.numbers(eligible.causes[at] | unit.causes[at])
    return np.where(unit.hi, pack(code, payload), np.uint32(0))
