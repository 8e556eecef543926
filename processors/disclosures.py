"""What passes from the gate to the formulas: households with what each lane may know of their members, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from processors.gate.values import Column
from schemas.attributes import Attribute

Flags = np.ndarray | bool
"""One flag for each member (bool [m]), or one for all."""


@dataclass
class DutyDisclosures:
    """What one lane discloses for one duty about n households with m members.

    `contexts` [m] says in which context each member was judged; `codes` and `allowed` [contexts, kinds] what that context gives.
    """

    kinds: tuple[str, ...]
    asked: np.ndarray
    """bool [n]: whether a case of this duty is open."""
    contexts: np.ndarray
    codes: np.ndarray
    """Reason codes, uint8."""
    allowed: np.ndarray
    since: np.ndarray
    """int32 [n]: the later of the newest open case's opening and of the newest record of those kinds asked for that date candidates."""
    hidden: dict[str, list[int]] = field(default_factory=dict)
    """By attribute that a row leaves out of its kind, or that protection masks: the contexts in which it stays behind."""

    _made: dict[str, Flags] = field(default_factory=dict)

    @cached_property
    def _present(self) -> np.ndarray:
        return np.flatnonzero(np.bincount(self.contexts, minlength=1))

    def of(self, kind: str) -> Flags:
        """Whose data of a kind the duty has."""
        return self._kept(kind, kind, [])

    def of_attribute(self, attribute: Attribute) -> Flags:
        """Whose value of an attribute the duty has."""
        hidden = self.hidden.get(attribute.name)
        return self._kept(attribute.kind, attribute.name, hidden) if hidden else self.of(attribute.kind)

    def _kept(self, kind: str, name: str, hidden: list[int]) -> Flags:
        """The flags of a kind or an attribute, made once."""
        if kind not in self.kinds:
            return False
        if name not in self._made:
            allowed = self.allowed[:, self.kinds.index(kind)].copy()
            allowed[hidden] = False
            self._made[name] = self._flags(allowed)
        return self._made[name]

    def _flags(self, by_context: np.ndarray) -> Flags:
        there = by_context[self._present]
        return bool(there.all()) if there.all() or not there.any() else by_context[self.contexts]


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
