"""What a lane told, matched to the truth's units.

A claimant or a child is a resident: matched by the register's record (the opaque key). A real household is matched by
who opens the letter: a notice to a registered household goes to its registered head (else to the eldest), and reaches
the real household in which that person lives. So a notice to the household that a victim fled from does not reach the
victim, and the second of two notices to one real household is a wrong one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from processors.assess.units import ELIGIBLE, code_of, payload_of
from processors.engine import Engine
from schemas.programmes import HOUSEHOLD, PROGRAMMES
from workshop.score.recorded import Recorded
from workshop.truth import NOWHERE
from workshop.truth_town import TrueTown


@dataclass(frozen=True)
class Outcomes:
    """The eligible units of a lane's programme, as it tells them: `at` [k] the truth's unit (NOWHERE if it reaches
    none), whether a notice is in force, yen, and the row of the household and the key of the unit for the answer
    given."""

    at: np.ndarray
    noticed: np.ndarray
    yen: np.ndarray
    rows: np.ndarray
    keys: np.ndarray


@dataclass
class Matching:
    """Units of the truth: codes of real homes for programmes of households, rows of the truth for the others."""

    recorded: Recorded
    town: TrueTown

    def size(self, programme: str) -> int:
        """How many places the programme's columns have."""
        return self.town.homes if PROGRAMMES[programme].unit == HOUSEHOLD else self.town.truth.n

    def outcomes(self, lane: str, programme: str) -> Outcomes:
        """All eligible (or noticed) units of a lane."""
        engine = self.recorded.engine
        found = (
            self._homes(engine, lane, programme)
            if PROGRAMMES[programme].unit == HOUSEHOLD
            else self._members(engine, lane, programme)
        )
        return found

    def _homes(self, engine: Engine, lane: str, programme: str) -> Outcomes:
        column = engine.assess.units.home_words[lane, programme]
        rows = np.flatnonzero((code_of(column["word"]) == ELIGIBLE) | column["noticed"])
        homes = engine.gate.homes.index.find(engine.assess.units.key_of(rows))
        words = column["word"][rows]
        at = self.home_of(homes)
        return Outcomes(
            at, column["noticed"][rows], payload_of(words).astype(np.int64), rows, np.zeros(len(rows), dtype=np.int64)
        )

    def _members(self, engine: Engine, lane: str, programme: str) -> Outcomes:
        column, members = engine.assess.units.words[lane, programme], engine.assess.units.members
        places = np.flatnonzero((code_of(column["word"]) == ELIGIBLE) | column["noticed"])
        keys, words = members["key"][places], column["word"][places]
        rows = members["home"][places].astype(np.int64)
        return Outcomes(
            self.town.truth.find(keys), column["noticed"][places], payload_of(words).astype(np.int64), rows, keys
        )

    def home_of(self, homes: np.ndarray) -> np.ndarray:
        """The real home that a letter to registered households (rows of the gate's homes) reaches, or NOWHERE: int64
        [k]."""
        grouping = self.recorded.grouping
        reached = np.full(max(self.recorded.engine.gate.homes.size, 1), NOWHERE, dtype=np.int64)
        addressees = self.recorded.addressees
        live = addressees != NOWHERE
        reached[grouping.homes[live]] = self.town.truth.home[addressees[live]]
        return np.where(homes >= 0, reached[homes], NOWHERE)

    def granted(self, programme: str) -> np.ndarray:
        """Units that have the programme granted on application: bool [size]."""
        truth = self.town.truth
        granted = truth.granted(programme)
        if PROGRAMMES[programme].unit != HOUSEHOLD:
            return granted
        return flags(truth.home[granted], self.town.homes)


def flags(at: np.ndarray, size: int) -> np.ndarray:
    """True at some places: bool [size]; NOWHERE is left out."""
    made = np.zeros(size, dtype=bool)
    made[at[at != NOWHERE]] = True
    return made
