"""What one duty may see of some households: the source from which the formulas read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from processors.disclosures import Disclosures, DutyDisclosures, Flags
from processors.duties import YOUNG_DAYS
from processors.gate.values import KNOWN, WITHHELD, Column
from schemas.attributes import ATTRIBUTES


@dataclass(frozen=True)
class Seen:
    """Columns of the members `who` (places) with what is not allowed withheld.

    `allowed` gives flags by attribute, of the members chosen; an attribute that is not in it is allowed to be seen of all.
    """

    columns: Mapping[tuple[str, int | None], Column]
    who: np.ndarray
    allowed: Mapping[str, Flags]
    _read: dict[tuple[str, int | None], Column] = field(default_factory=dict)

    def column(self, attribute: str, year: int | None) -> Column:
        """Values and states (see processors.gate.values) of the members; read once."""
        if (attribute, year) not in self._read:
            self._read[attribute, year] = self._column(attribute, year)
        return self._read[attribute, year]

    def _column(self, attribute: str, year: int | None) -> Column:
        allowed = self.allowed.get(attribute, True)
        if allowed is False or (attribute, year) not in self.columns:
            return np.zeros(len(self.who), dtype=ATTRIBUTES[attribute].field.dtype), np.full(len(self.who), WITHHELD, dtype=np.uint8)
        values, states = self.columns[attribute, year]
        if len(self.who) < len(values):
            values, states = values[self.who], None if states is None else states[self.who]
        if allowed is True:
            return values, states
        return values, np.where(allowed, KNOWN if states is None else states, WITHHELD).astype(np.uint8)


def permitted(duty: DutyDisclosures, names: Iterable[str], who: np.ndarray) -> dict[str, Flags]:
    """By attribute, whose value the duty has, of the members chosen."""
    of = {name: duty.of_attribute(ATTRIBUTES[name]) for name in names}
    return {name: _simple(flags if isinstance(flags, bool) else flags[who]) for name, flags in of.items()}


def _simple(flags: Flags) -> Flags:
    """One flag instead of many that are all true."""
    return True if not isinstance(flags, bool) and flags.all() else flags


def blind(disclosures: Disclosures, duty: DutyDisclosures) -> np.ndarray:
    """Households of which the duty does not even know who lives there (住民票関係情報 is withheld for all): bool [n]."""
    register = duty.of("resident-record")
    if isinstance(register, bool):
        return np.full(len(disclosures.homes), not register)
    return np.bincount(disclosures.place[register], minlength=len(disclosures.homes)) == 0


def without_children(disclosures: Disclosures, duty: DutyDisclosures) -> np.ndarray:
    """Households of which the duty knows that nobody is young, so that no child or claimant is to be judged: bool [n]."""
    birth = disclosures.columns.get(("birth", None))
    if birth is None:
        return np.zeros(len(disclosures.homes), dtype=bool)
    values, states = birth
    allowed = duty.of_attribute(ATTRIBUTES["birth"])
    maybe = values > disclosures.day - YOUNG_DAYS
    if states is not None:
        maybe = maybe | (states != KNOWN)
    if allowed is not True:
        maybe = maybe | ~np.asarray(allowed)
    return np.bincount(disclosures.place[maybe], minlength=len(disclosures.homes)) == 0
