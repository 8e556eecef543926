"""What was disclosed about some members, and what of it one duty may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from processors.disclosures import Disclosures, DutyDisclosures, Flags, some_of
from processors.duties import YOUNG_DAYS
from processors.gate.values import KNOWN, WITHHELD, Column
from schemas.attributes import ATTRIBUTES


@dataclass(frozen=True)
class Seen:
    """Columns of the members `who` (places), as they were disclosed to some duty; what was not is withheld."""

    columns: Mapping[tuple[str, int | None], Column]
    who: np.ndarray
    _read: dict[tuple[str, int | None], Column] = field(default_factory=dict)

    def column(self, attribute: str, year: int | None) -> Column:
        """Values and states (see processors.gate.values) of the members; read once."""
        if (attribute, year) not in self._read:
            self._read[attribute, year] = self._column(attribute, year)
        return self._read[attribute, year]

    def _column(self, attribute: str, year: int | None) -> Column:
        if (attribute, year) not in self.columns:
            return np.zeros(len(self.who), dtype=ATTRIBUTES[attribute].field.dtype), np.full(len(self.who), WITHHELD, dtype=np.uint8)
        values, states = self.columns[attribute, year]
        if len(self.who) == len(values):
            return values, states
        return values.take(self.who), None if states is None else states.take(self.who)


def permitted(duty: DutyDisclosures, names: Iterable[str], who: np.ndarray) -> dict[str, Flags]:
    """By attribute that the duty may not see of all of the members chosen: of whom it may."""
    of = {name: duty.of_attribute(ATTRIBUTES[name]) for name in names}
    distinct = {id(flags): flags for flags in of.values()}  # most have theirs in common
    chosen = {key: some_of(flags, who) for key, flags in distinct.items()}
    return {name: chosen[id(flags)] for name, flags in of.items() if chosen[id(flags)] is not True}


def blind(disclosures: Disclosures, duty: DutyDisclosures) -> np.ndarray:
    """Households of which the duty does not even know who lives there (住民票関係情報 is withheld for all): bool [n]."""
    register = duty.of("resident-record")
    if isinstance(register, bool):
        return np.full(len(disclosures.homes), not register)
    return ~disclosures.levels.any(register)


def with_children(disclosures: Disclosures) -> np.ndarray:
    """Households in which somebody is young, or may be for all that was disclosed to anybody: bool [n]."""
    birth = disclosures.columns.get(("birth", None))
    if birth is None:
        return np.ones(len(disclosures.homes), dtype=bool)
    values, states = birth
    young = values > disclosures.day - YOUNG_DAYS
    return disclosures.levels.any(young if states is None else young | (states != KNOWN))


def concealed(disclosures: Disclosures, duty: DutyDisclosures, homes: np.ndarray) -> np.ndarray:
    """Households of some (bool [n]) of which the duty does not know how old everybody is: bool [n]."""
    told = duty.of_attribute(ATTRIBUTES["birth"])
    if isinstance(told, bool):
        return np.zeros_like(homes) if told else homes
    return homes & disclosures.levels.any(~told)
