"""What residents do that no office reads, from a town's truth."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from producers.keep import residents
from schemas.keys import RESIDENT, opaque


@dataclass(frozen=True)
class Habits:
    """What residents do that no office reads: who carries the card, and who writes the number on forms. By opaque key: bool [n] each."""

    keys: np.ndarray
    card: np.ndarray
    writes: np.ndarray
    applied: np.ndarray

    @property
    def percent(self) -> int:
        """How many in a hundred carry the card."""
        return round(100 * float(self.card.mean())) if len(self.card) else 0


def habits_of(folder: Path) -> Habits:
    """The habits of a town's residents, from its truth. FileNotFoundError: it has none."""
    rows = list(residents(folder))
    records = np.array([row["records"]["register"] for row in rows], dtype=np.int64)
    column = {name: np.array([bool(row[name]) for row in rows], dtype=bool) for name in ("card_held", "number_on_forms", "applications")}  # type: ignore[literal-required]
    return Habits(opaque(records, RESIDENT), column["card_held"], column["number_on_forms"], column["applications"])
