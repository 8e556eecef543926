"""What one duty may see of some households: the source from which the formulas read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from processors.disclosures import Disclosures, DutyDisclosures
from processors.gate.values import KNOWN, WITHHELD, Column
from schemas.attributes import ATTRIBUTES


@dataclass(frozen=True)
class Seen:
    """Columns of the members `who` (bool [m]; None: all) with what is not allowed withheld.

    `allowed` gives, by attribute, bool [m] of the members chosen.
    """

    columns: Mapping[tuple[str, int | None], Column]
    who: np.ndarray | None
    allowed: Mapping[str, np.ndarray]

    def column(self, attribute: str, year: int | None) -> Column:
        """Values and states (see processors.gate.values) of the members."""
        allowed = self.allowed[attribute]
        if (attribute, year) not in self.columns:
            return np.zeros(len(allowed), dtype=ATTRIBUTES[attribute].field.dtype), np.full(len(allowed), WITHHELD, dtype=np.uint8)
        values, states = self.columns[attribute, year]
        if self.who is not None:
            values, states = values[self.who], None if states is None else states[self.who]
        if allowed.all():
            return values, states
        return values, np.where(allowed, KNOWN if states is None else states, WITHHELD).astype(np.uint8)


def permitted(duty: DutyDisclosures, names: Iterable[str], who: np.ndarray | None, m: int) -> dict[str, np.ndarray]:
    """By attribute, whose value the duty has, of the members chosen (m of them)."""
    of = {name: duty.of_attribute(ATTRIBUTES[name]) for name in names}
    return {name: (np.zeros(m, dtype=bool) if a is None else a if who is None else a[who]) for name, a in of.items()}


def blind(disclosures: Disclosures, duty: DutyDisclosures) -> np.ndarray:
    """Households of which the duty does not even know who lives there (住民票関係情報 is withheld for all): bool [n]."""
    register = duty.of("resident-record")
    if register is None:
        return np.ones(len(disclosures.homes), dtype=bool)
    return np.bincount(disclosures.place[register], minlength=len(disclosures.homes)) == 0
