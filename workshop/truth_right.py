"""Which candidates are right ones, by the truth: what the written assessor looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from schemas.facts import RELATIONS
from schemas.ordinance import TownFacts
from schemas.programmes import HOUSEHOLD, PROGRAMMES
from workshop.truth import NOWHERE, Truth
from workshop.truth_town import TrueTown

LATENT = {
    "child-watch": "in_difficulty",
    "overpayment-check": "overpaid",
    "insurance-arrears": "withholds_premium",
    "annual-report-check": "not_entitled",
}
"""By programme of watch or screening, the latent state that a mark is held against."""
_HEAD = RELATIONS.index("head")


@dataclass
class RightOnes:
    """Tells right candidates from wrong ones, from their opaque keys and the truth alone, as of one day."""

    truth: Truth
    day: int
    _found: dict[tuple[str, TownFacts], np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.town = TrueTown(self.truth, self.day)

    def of(self, programme: str, homes: np.ndarray, units: np.ndarray, facts: TownFacts) -> np.ndarray:
        """Which candidates (keys of household and unit) are truly eligible, by either route; of a watch or a screening:
        in its latent state. bool [n]"""
        of_homes = PROGRAMMES[programme].unit == HOUSEHOLD
        at = self.home_of(homes) if of_homes else self.truth.find(units)
        right: np.ndarray = (at != NOWHERE) & self._true(programme, facts)[at]
        return right

    def _true(self, programme: str, facts: TownFacts) -> np.ndarray:
        """By code of the real home, or by row of the resident; one place more, for who is NOWHERE."""
        if (programme, facts) not in self._found:
            self._found[programme, facts] = np.append(self._judged(programme, facts), False)
        return self._found[programme, facts]

    def _judged(self, programme: str, facts: TownFacts) -> np.ndarray:
        if programme in LATENT:
            latent: np.ndarray = self.truth.here & self.truth.latent[LATENT[programme]]
            return latent
        if not PROGRAMMES[programme].covers(self.day):
            return np.zeros(max(self.town.homes, self.truth.n), dtype=bool)
        return self.town.owed(programme, facts).eligible

    def home_of(self, homes: np.ndarray) -> np.ndarray:
        """The real home that a letter to registered households reaches, by their keys, or NOWHERE: int64 [n]."""
        keys, reached = self._letters
        if not len(keys):
            return np.full(len(homes), NOWHERE, dtype=np.int64)
        at = np.minimum(np.searchsorted(keys, homes), len(keys) - 1)
        return np.where(keys[at] == homes, reached[at], NOWHERE)

    @cached_property
    def _letters(self) -> tuple[np.ndarray, np.ndarray]:
        """Keys of the households last registered, ascending, and the real home of who opens their letters: the one who
        lives at that household's own place, the head there, the eldest."""
        truth = self.truth
        who = np.flatnonzero(truth.here & (truth.household > 0))
        keys = truth.household_keys()[who]
        away = truth.home_number[who] != truth.household[who]
        not_head = truth.values("relation")[who] != _HEAD
        order = np.lexsort((who, truth.values("birth")[who], not_head, away, keys))
        distinct, first = np.unique(keys[order], return_index=True)
        return distinct, truth.home[who[order[first]]]
