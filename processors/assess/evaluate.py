"""One programme over some households as one lane sees them: outcome words for every unit."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from processors.assess.seen import Seen, blind, permitted
from processors.assess.units import ELIGIBLE, NOT_ELIGIBLE, UNTOLD, pack
from processors.duties import needs
from processors.disclosures import Disclosures, DutyDisclosures
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
        words = self._judged(programme, duty, ordinance, judged) if judged.any() else Words(
            np.zeros(len(d.homes), dtype=np.uint32), None if programme.unit == HOUSEHOLD else np.zeros(len(d.members), dtype=np.uint32)
        )  # fmt: skip
        if not cannot_see.any():
            return words
        untold = pack(np.array([UNTOLD]), self.causes.numbers(np.array([bit("resident-record", WITHHELD)], dtype=np.uint64)))
        return Words(np.where(cannot_see, untold, words.homes), words.members)

    def _judged(self, programme: Programme, duty: DutyDisclosures, ordinance: Ordinance, judged: np.ndarray) -> Words:
        d = self.disclosures
        who = None if judged.all() else judged[d.place]
        m = len(d.members) if who is None else int(who.sum())
        names = set(needs(programme.id, d.day))
        allowed = permitted(duty, names, who, m)
        open_ = all(column.all() for column in allowed.values())
        seen = b"" if who is None else judged.tobytes()
        facts = (ordinance.facts.class_of_area, ordinance.facts.school_aid_factor_permille, ordinance.facts.taxed_on)
        pattern = () if open_ else tuple((name, column.tobytes()) for name, column in sorted(allowed.items()))
        key = (programme.id, seen, facts, pattern)
        if key not in self._done:
            frame = self._frame((seen, facts, pattern), who, judged, allowed, ordinance, open_)
            self._done[key] = self._spread(programme, frame, judged, who)
        return self._done[key]

    def _frame(self, key: object, who: np.ndarray | None, judged: np.ndarray, allowed: dict[str, np.ndarray], ordinance: Ordinance, open_: bool) -> Frame:
        d = self.disclosures
        if key not in self._frames:
            everything = {name: np.ones(1, dtype=bool) for name, _ in d.columns} if open_ else allowed
            self._frames[key] = Frame(d.counts[judged], Seen(d.columns, who, everything), d.day, ordinance.facts)
        return self._frames[key]

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
