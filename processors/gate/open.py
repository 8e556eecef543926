"""A lane in which every gate is open: no ordinance in force, for explaining a case and for asking what the law withheld."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from processors.disclosures import DutyDisclosures
from processors.duties import ASSESSED, kinds
from processors.gate.entries import Subjects
from processors.gate.lane import LaneGate
from processors.gate.table import CODES
from processors.gate.town import Households

_PERMITTED = CODES.index("permitted")


class OpenLane(LaneGate):
    """Discloses everything that a formula reads. `cases`: whether a case must be open, as under an ordinance; else all always are.

    It keeps no ledger: nothing that it shows was lawful.
    """

    cases = False

    def decide(
        self, households: Households, duties: Sequence[str], batch_day: int, new_year: frozenset[str] = frozenset()
    ) -> dict[str, DutyDisclosures]:
        """Everything about everybody."""
        return {duty: self._everything(duty, households) for duty in duties if duty in ASSESSED}

    def _everything(self, duty: str, households: Households) -> DutyDisclosures:
        asked_for = kinds(duty, households.day)
        opened = self._opened(duty, households)
        asked = opened > 0 if self.cases else np.ones(households.n, dtype=bool)
        one = np.ones((1, len(asked_for)), dtype=bool)
        contexts = np.zeros(len(households.rows), dtype=np.int16)
        return DutyDisclosures(asked_for, asked, contexts, np.full(one.shape, _PERMITTED, dtype=np.uint8), one, opened)

    def dismiss(self, rows: np.ndarray, who: Subjects) -> None:
        """Nothing was kept."""


class OpenWithCases(OpenLane):
    """Every gate open, cases as they are."""

    cases = True
