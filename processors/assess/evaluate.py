"""One programme over some households as one lane sees them: outcome words for every unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from processors.assess.causes import Causes
from processors.assess.said import words_of
from processors.assess.seen import Seen, blind, concealed, permitted, with_children
from processors.assess.units import UNTOLD, pack
from processors.assess.view import Known, Look, View, finish
from processors.disclosures import Disclosures, DutyDisclosures, Found
from processors.duties import needs
from schemas.causes import WITHHELD, bit
from schemas.frame import Frame
from schemas.ordinance import Ordinance
from schemas.ordinance.model import TownFacts
from schemas.programmes import HOUSEHOLD, PROGRAMMES, Programme

_WITHHELD = np.array([bit("resident-record", WITHHELD)], dtype=np.uint64)


@dataclass
class Words:
    """Outcomes of one programme: of the households (uint32 [n]) and of the members (uint32 [m], or None if the unit is the household)."""

    homes: np.ndarray
    members: np.ndarray | None


@dataclass
class Asked:
    """What one lane asks about one programme: which households it judges, and of which it cannot even see who lives there. bool [n] each."""

    lane: str
    programme: Programme
    duty: DutyDisclosures
    facts: TownFacts
    judged: np.ndarray
    cannot_see: np.ndarray

    @property
    def together(self) -> tuple[TownFacts, bool]:
        """Those who have this in common look at the same households."""
        return self.facts, self.programme.of_families


@dataclass
class Evaluation:
    """Evaluates the lanes of one batch; what two lanes see alike is computed once."""

    disclosures: Disclosures
    causes: Causes

    @cached_property
    def _blind(self) -> np.uint32:
        """The word of a household of which a duty cannot see who lives there."""
        word: np.uint32 = pack(np.array([UNTOLD]), self.causes.numbers(_WITHHELD))[0]
        return word

    @cached_property
    def _with_children(self) -> np.ndarray:
        """Households in which somebody may be young: of the others, formulas of families have nothing to say."""
        return with_children(self.disclosures)

    def outcomes(self, ordinances: Mapping[str, Ordinance]) -> list[tuple[Asked, Words]]:
        """The outcomes of all programmes in all lanes."""
        asked = [
            self._asked(lane, programme, duty, ordinances[lane].facts)
            for lane, duties in self.disclosures.lanes.items()
            for programme, duty in programmes_of(duties, self.disclosures.day)
        ]
        looks: dict[int, Look] = {}
        for key in {one.together for one in asked}:
            among = [at for at, one in enumerate(asked) if one.together == key]
            known = self._all_known(np.logical_or.reduce([asked[at].judged for at in among]), key[0])
            mine = {at: Look(self._view(asked[at], known), asked[at].programme, asked[at].judged[known.homes], self.causes) for at in among}
            finish(mine.values(), self.causes)
            looks |= mine
        return [(one, self._words(one, looks[at])) for at, one in enumerate(asked)]

    def _asked(self, lane: str, programme: Programme, duty: DutyDisclosures, facts: TownFacts) -> Asked:
        d = self.disclosures
        asked = duty.asked & duty.anew
        to_judge = asked if duty.found is None else asked & ~duty.found.answered
        cannot_see = to_judge & blind(d, duty)
        judged = to_judge & ~cannot_see
        if programme.of_families:
            judged &= self._with_children | concealed(d, duty, judged)
        return Asked(lane, programme, duty, facts, judged, cannot_see)

    def _all_known(self, homes: np.ndarray, facts: TownFacts) -> Known:
        d = self.disclosures
        rows = d.levels.lift(homes).nonzero()[0]
        return Known(Frame(d.counts[homes], Seen(d.columns, rows), d.day, facts, as_known=True), homes, rows)

    def _words(self, one: Asked, look: Look) -> Words:
        d, known = self.disclosures, look.view.known
        homes = np.zeros(len(d.homes), dtype=np.uint32)
        members = None if one.programme.unit == HOUSEHOLD else np.zeros(len(d.members), dtype=np.uint32)
        if members is None:
            look.write(homes, known.homes.nonzero()[0])
        else:
            look.write(members, known.rows)
        if one.cannot_see.any():
            homes[one.cannot_see] = self._blind
        if one.duty.found is not None:
            self._take(one.duty.found, homes, members)
        return Words(homes, members)

    def _take(self, found: Found, homes: np.ndarray, members: np.ndarray | None) -> None:
        """Writes what was answered in place of values."""
        homes[found.answered] = words_of(found.homes.some(found.answered), self.causes)
        if members is not None and found.members is not None:
            who = found.answered[self.disclosures.place]
            members[who] = words_of(found.members.some(who), self.causes)

    def _view(self, one: Asked, known: Known) -> View:
        """Programmes that may see alike share a view."""
        allowed = permitted(one.duty, needs(one.programme.id, self.disclosures.day), known.rows)
        raw = {id(flags): flags if isinstance(flags, bool) else flags.tobytes() for flags in allowed.values()}
        pattern = tuple((name, raw[id(flags)]) for name, flags in sorted(allowed.items()))
        if pattern not in known.views:
            known.views[pattern] = View(known, allowed)
        return known.views[pattern]


def programmes_of(duties: dict[str, DutyDisclosures], day: int) -> list[tuple[Programme, DutyDisclosures]]:
    """The duties that have a formula, and whose law of the day is known; first those that need to know most, so that the others find
    their frames made."""
    found = [(PROGRAMMES[duty], disclosures) for duty, disclosures in duties.items() if duty in PROGRAMMES and PROGRAMMES[duty].covers(day)]
    return sorted(found, key=lambda pair: -len(needs(pair[0].id, day)))
