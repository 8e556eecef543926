"""One programme over some households as one lane sees them: outcome words for every unit."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from processors.assess.seen import Seen, blind, permitted, without_children
from processors.assess.units import ELIGIBLE, NOT_ELIGIBLE, UNTOLD, pack
from processors.disclosures import Disclosures, DutyDisclosures, Flags
from processors.duties import needs
from schemas.causes import WITHHELD, bit
from schemas.frame import Frame
from schemas.ordinance import Ordinance
from schemas.programmes import HOUSEHOLD, PROGRAMMES, Programme

MOST_YEN = (1 << 30) - 1


@dataclass
class Words:
    """Outcomes of one programme: of the households (uint32 [n]) and of the members (uint32 [m], or None if the unit is the household)."""

    homes: np.ndarray
    members: np.ndarray | None


class Causes:
    """Sets of causes by small numbers, so that they fit into an outcome word."""

    def __init__(self) -> None:
        self.sets: list[int] = []
        self._numbers: dict[int, int] = {}

    def numbers(self, why: np.ndarray) -> np.ndarray:
        """Bit sets (see schemas.causes) -> numbers: uint64 [n] -> int64 [n]."""
        distinct, back = np.unique(why, return_inverse=True)
        return np.array([self._number(int(bits)) for bits in distinct], dtype=np.int64)[back]

    def _number(self, bits: int) -> int:
        if bits not in self._numbers:
            self._numbers[bits] = len(self.sets)
            self.sets.append(bits)
        return self._numbers[bits]


@dataclass
class Evaluation:
    """Evaluates the lanes of one batch; what two lanes see alike is computed once."""

    disclosures: Disclosures
    causes: Causes
    _frames: dict[object, Frame] = field(default_factory=dict)
    _done: dict[object, Words] = field(default_factory=dict)
    _blind: dict[int, np.ndarray] = field(default_factory=dict)

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
        who = None if judged.all() else judged[self.disclosures.place]
        allowed = permitted(duty, needs(programme.id, self.disclosures.day), who)
        open_ = all(flags is True for flags in allowed.values())
        pattern = () if open_ else tuple((name, flags if isinstance(flags, bool) else flags.tobytes()) for name, flags in sorted(allowed.items()))
        view = (b"" if who is None else judged.tobytes(), ordinance.facts, pattern)
        if (programme.id, view) not in self._done:
            frame = self._frame(view, who, judged, {} if open_ else allowed, ordinance)
            self._done[programme.id, view] = self._spread(programme, frame, judged, who)
        return self._done[programme.id, view]

    def _frame(self, view: object, who: np.ndarray | None, judged: np.ndarray, allowed: dict[str, Flags], ordinance: Ordinance) -> Frame:
        """The frame of a view; programmes that see all they ask for of the same households share it."""
        d = self.disclosures
        if view not in self._frames:
            members = len(d.members) if who is None else int(who.sum())
            self._frames[view] = Frame(d.counts[judged], Seen(d.columns, who, allowed, members), d.day, ordinance.facts)
        return self._frames[view]

    def _spread(self, programme: Programme, frame: Frame, judged: np.ndarray, who: np.ndarray | None) -> Words:
        """Evaluates, and puts the words of the households judged among all."""
        d = self.disclosures
        outcome = self._packed(programme, frame)
        homes = np.zeros(len(d.homes), dtype=np.uint32)
        if programme.unit == HOUSEHOLD:
            homes[judged] = outcome
            return Words(homes, None)
        if who is None:
            return Words(homes, outcome)
        members = np.zeros(len(d.members), dtype=np.uint32)
        members[who] = outcome
        return Words(homes, members)

    def _packed(self, programme: Programme, frame: Frame) -> np.ndarray:
        outcome = programme.evaluate(frame)
        eligible, unit = outcome.eligible, outcome.unit
        code = np.where(eligible.lo, ELIGIBLE, np.where(eligible.hi, UNTOLD, NOT_ELIGIBLE))
        payload = np.zeros(len(code), dtype=np.int64)
        if outcome.amount is not None:
            payload = np.where(eligible.lo, np.minimum(outcome.amount.lo, MOST_YEN), 0)
        untold = (eligible.lo != eligible.hi) | ((unit.lo != unit.hi) & eligible.hi)
        if untold.any():
            at = np.flatnonzero(untold)
            code[at] = UNTOLD
            payload[at] = self.causes.numbers(eligible.causes[at] | unit.causes[at])
        return np.where(unit.hi, pack(code, payload), np.uint32(0))


def programmes_of(duties: dict[str, DutyDisclosures]) -> list[tuple[Programme, DutyDisclosures]]:
    """The duties that have a formula."""
    return [(PROGRAMMES[duty], disclosures) for duty, disclosures in duties.items() if duty in PROGRAMMES]
