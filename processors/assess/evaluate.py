"""One programme over some households as one lane sees them: outcome words for every unit."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from processors.assess.causes import Causes
from processors.assess.seen import Seen, blind, permitted, without_children
from processors.assess.units import UNTOLD, pack
from processors.assess.view import View
from processors.disclosures import Disclosures, DutyDisclosures, Flags
from processors.duties import needs
from schemas.causes import WITHHELD, bit
from schemas.frame import Frame
from schemas.ordinance import Ordinance
from schemas.ordinance.model import TownFacts
from schemas.programmes import HOUSEHOLD, PROGRAMMES, Programme


@dataclass
class Words:
    """Outcomes of one programme: of the households (uint32 [n]) and of the members (uint32 [m], or None if the unit is the household)."""

    homes: np.ndarray
    members: np.ndarray | None


@dataclass
class Evaluation:
    """Evaluates the lanes of one batch; what two lanes see alike is computed once."""

    disclosures: Disclosures
    causes: Causes
    _known: dict[object, Frame] = field(default_factory=dict)
    _views: dict[object, View] = field(default_factory=dict)
    _done: dict[object, Words] = field(default_factory=dict)

    def words(self, programme: Programme, duty: DutyDisclosures, ordinance: Ordinance) -> Words:
        """The outcomes of a programme in a lane."""
        d = self.disclosures
        cannot_see = duty.asked & blind(d, duty)
        judged = duty.asked & ~cannot_see
        if programme.unit != HOUSEHOLD:
            judged &= ~without_children(d, duty)
        words = self._judged(programme, duty, ordinance, judged) if judged.any() else self._nothing(programme)
        if not cannot_see.any():
            return words
        untold = pack(np.array([UNTOLD]), self.causes.numbers(np.array([bit("resident-record", WITHHELD)], dtype=np.uint64)))
        return Words(np.where(cannot_see, untold, words.homes), words.members)

    def _nothing(self, programme: Programme) -> Words:
        members = None if programme.unit == HOUSEHOLD else np.zeros(len(self.disclosures.members), dtype=np.uint32)
        return Words(np.zeros(len(self.disclosures.homes), dtype=np.uint32), members)

    def _judged(self, programme: Programme, duty: DutyDisclosures, ordinance: Ordinance, judged: np.ndarray) -> Words:
        who = None if judged.all() else np.flatnonzero(judged[self.disclosures.place])
        allowed = permitted(duty, needs(programme.id, self.disclosures.day), who)
        if all(flags is True for flags in allowed.values()):
            allowed = {}
        pattern = tuple((name, flags if isinstance(flags, bool) else flags.tobytes()) for name, flags in sorted(allowed.items()))
        of = (b"" if who is None else judged.tobytes(), ordinance.facts)
        if (programme.id, of, pattern) not in self._done:
            view = self._view(of, pattern, judged, who, allowed)
            self._done[programme.id, of, pattern] = self._spread(programme, view.outcomes(programme, self.causes), judged, who)
        return self._done[programme.id, of, pattern]

    def _view(self, of: tuple[bytes, TownFacts], pattern: object, judged: np.ndarray, who: np.ndarray | None, allowed: dict[str, Flags]) -> View:
        """The view of some households under a pattern; programmes that may see alike share it, and what is known all views of them."""
        d = self.disclosures
        counts, members = d.counts[judged], len(d.members if who is None else who)
        if of not in self._known:
            self._known[of] = Frame(counts, Seen(d.columns, who, {}, members), d.day, of[1], as_known=True)
        if (of, pattern) not in self._views:
            self._views[of, pattern] = View(self._known[of], Seen(d.columns, who, allowed, members))
        return self._views[of, pattern]

    def _spread(self, programme: Programme, outcomes: np.ndarray, judged: np.ndarray, who: np.ndarray | None) -> Words:
        """The words of the households judged among all."""
        d = self.disclosures
        homes = np.zeros(len(d.homes), dtype=np.uint32)
        if programme.unit == HOUSEHOLD:
            homes[judged] = outcomes
            return Words(homes, None)
        if who is None:
            return Words(homes, outcomes)
        members = np.zeros(len(d.members), dtype=np.uint32)
        members[who] = outcomes
        return Words(homes, members)


def programmes_of(duties: dict[str, DutyDisclosures], day: int) -> list[tuple[Programme, DutyDisclosures]]:
    """The duties that have a formula; first those that need to know most, so that the others find their frames made."""
    found = [(PROGRAMMES[duty], disclosures) for duty, disclosures in duties.items() if duty in PROGRAMMES]
    return sorted(found, key=lambda pair: -len(needs(pair[0].id, day)))
