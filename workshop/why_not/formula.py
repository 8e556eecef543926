"""The programme's formula over many variants of one household at once, as its duty sees it: quick enough to search with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from processors.duties import needs
from processors.gate.values import KNOWN, Column
from schemas.frame import Frame
from schemas.programmes import HOUSEHOLD, PROGRAMMES
from workshop.household.results import HOUSEHOLD_UNIT
from workshop.household.view import SeenByDuty
from workshop.why_not.state import State

Place = tuple[int, str]
"""A member (row of the formula) and an attribute."""
Variant = Mapping[Place, int]
"""Stored values that are other than they are."""


@dataclass(frozen=True)
class Formula:
    """The formula of a state in which the duty sees something."""

    state: State

    def eligible(self, variants: Sequence[Variant], unit: str) -> np.ndarray:
        """Whether the unit is eligible for sure, in each variant: bool [n]."""
        state, n, size = self.state, len(variants), len(self.state.keys)
        if not n or not state.seen:
            return np.zeros(n, dtype=bool)
        source = _Varied(state, variants)
        frame = Frame(np.full(n, size), source, state.engine.day, state.ordinance.facts)
        outcome = PROGRAMMES[state.programme].evaluate(frame)
        if PROGRAMMES[state.programme].unit == HOUSEHOLD:
            found: np.ndarray = outcome.eligible.lo
            return found
        sure = (outcome.eligible.lo & outcome.unit.lo).reshape(size, n)
        return np.asarray(sure.any(axis=0) if unit == HOUSEHOLD_UNIT else sure[state.results.names.index(unit)])


@dataclass(frozen=True)
class _Varied:
    """The household n times over: members level by level, so all heads first."""

    state: State
    variants: Sequence[Variant]

    def column(self, attribute: str, year: int | None) -> Column:
        """Values and states [members x n]; a value that is other than it is, is known."""
        assert self.state.duty is not None
        values, states = SeenByDuty(self.state.results.view.households, self.state.duty).column(attribute, year)
        n = len(self.variants)
        many = np.repeat(values.astype(np.int64), n)
        said = np.repeat(np.zeros(len(values), dtype=np.uint8) if states is None else states, n)
        if needs(self.state.programme, self.state.engine.day).get(attribute) == year:
            for at, variant in enumerate(self.variants):
                for (member, name), value in variant.items():
                    if name == attribute:
                        many[member * n + at], said[member * n + at] = value, KNOWN
        return many, said
