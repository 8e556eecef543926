"""What passes from the gate to the formulas: households with what each lane may know of their members, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from processors.gate.values import Column
from schemas.attributes import Attribute


@dataclass
class DutyDisclosures:
    """What one lane discloses for one duty about n households with m members."""

    kinds: tuple[str, ...]
    asked: np.ndarray
    """bool [n]: whether a case of this duty is open."""
    codes: np.ndarray
    """uint8 [m, k]: the reason code by kind."""
    allowed: np.ndarray
    """bool [m, k]."""
    since: np.ndarray
    """int32 [n]: the later of the newest open case's opening and of the newest record of the offices asked."""
    hidden: dict[str, np.ndarray] = field(default_factory=dict)
    """bool [m] by attribute that a row leaves out of its kind, or that protection masks."""

    def of(self, kind: str) -> np.ndarray | None:
        """bool [m]: whose data of a kind the duty has; None if the kind was never asked for."""
        return self.allowed[:, self.kinds.index(kind)] if kind in self.kinds else None

    def of_attribute(self, attribute: Attribute) -> np.ndarray | None:
        """bool [m]: whose value of an attribute the duty has; None if its kind was never asked for."""
        allowed = self.of(attribute.kind)
        if allowed is None or attribute.name not in self.hidden:
            return allowed
        return allowed & ~self.hidden[attribute.name]


@dataclass
class Disclosures:
    """Households (n, largest first) with their members (m, level by level) as of a day.

    `columns` holds attribute values by (name, income year) that some lane's duty may know; where none may, a blank.
    """

    day: int
    homes: np.ndarray
    """Opaque keys of the households, int64 [n]."""
    counts: np.ndarray
    """Members by household, descending, int64 [n]."""
    members: np.ndarray
    """Opaque keys of the residents, int64 [m]."""
    place: np.ndarray
    """The household of each member, int64 [m]."""
    gone: np.ndarray
    """Opaque keys of households that nobody belongs to any more."""
    columns: dict[tuple[str, int | None], Column] = field(default_factory=dict)
    lanes: dict[str, dict[str, DutyDisclosures]] = field(default_factory=dict)
    """By lane and duty."""
