"""What passes from the gate to the formulas: households with what each lane may know of their members, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce

import numpy as np

from processors.gate.values import Column
from schemas.attributes import ATTRIBUTES, Attribute
from schemas.levels import Levels

Flags = np.ndarray | bool
"""One flag for each member (bool [m]), or one for all."""


def some_of(flags: Flags, chosen: np.ndarray) -> Flags:
    """The flags of some (places); one for all as soon as all of them are true."""
    if isinstance(flags, bool):
        return flags
    some = flags.take(chosen)
    return True if some.all() else some


@dataclass(frozen=True)
class Said:
    """What a formula says of some units [n]: `codes` (see processors.assess.units), `yen` of who is eligible, and `why` it cannot be told
    (bit sets, see schemas.causes)."""

    codes: np.ndarray
    yen: np.ndarray
    why: np.ndarray

    def some(self, chosen: np.ndarray) -> Said:
        """The same of some (places, or bool [n])."""
        return Said(self.codes[chosen], self.yen[chosen], self.why[chosen])


@dataclass(frozen=True)
class Found:
    """The answers of a duty's formula that pass in place of values (`answer_only`): of the households that are `answered` (bool [n])."""

    answered: np.ndarray
    homes: Said
    members: Said | None
    """None where the unit is the household."""

    def some(self, chosen: np.ndarray, who: np.ndarray) -> Found:
        """The same about some of the households and their members (places)."""
        return Found(self.answered[chosen], self.homes.some(chosen), None if self.members is None else self.members.some(who))


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
    anew: Flags = True
    """Which households the duty's formula must judge anew: bool [n]. For the others it would say what it said before."""
    found: Found | None = None
    """What it was answered in place of values that do not pass."""

    def some(self, chosen: np.ndarray, who: np.ndarray) -> DutyDisclosures:
        """The same about some of the households and their members (places)."""
        found = None if self.found is None else self.found.some(chosen, who)
        asked, contexts, since, anew = self.asked.take(chosen), self.contexts.take(who), self.since.take(chosen), some_of(self.anew, chosen)
        return DutyDisclosures(self.kinds, asked, contexts, self.codes, self.allowed, since, self.hidden, anew, found)

    @cached_property
    def _places(self) -> np.ndarray:
        """The contexts as places in `allowed`: int64 [m]."""
        return self.contexts.astype(np.int64)

    def of(self, kind: str) -> Flags:
        """Whose data of a kind the duty has."""
        return self._passing(kind, ())

    def of_attribute(self, attribute: Attribute) -> Flags:
        """Whose value of an attribute the duty has."""
        return self._passing(attribute.kind, tuple(self.hidden.get(attribute.name, ())))

    @cached_property
    def _known(self) -> dict[object, Flags]:
        """What was looked up: by kind and hidden contexts, and by which contexts pass."""
        return {}

    def _passing(self, kind: str, hidden: tuple[int, ...]) -> Flags:
        """Whose data of a kind pass, but for those who were judged in some contexts. The same flags for all that pass alike."""
        asked = kind, hidden
        if asked not in self._known:
            self._known[asked] = self._look_up(kind, hidden) if kind in self.kinds else False
        return self._known[asked]

    def _look_up(self, kind: str, hidden: tuple[int, ...]) -> Flags:
        passes = self.allowed[:, self.kinds.index(kind)].copy()
        passes[list(hidden)] = False
        alike = passes.tobytes()
        if alike not in self._known:
            self._known[alike] = self._flags(passes)
        return self._known[alike]

    def _flags(self, passes: np.ndarray) -> Flags:
        """The members' flags by those of the contexts."""
        flags = passes.take(self._places)
        if not flags.any():
            return False
        return True if flags.all() else flags


def permitted_to_any(
    lanes: Mapping[str, Mapping[str, DutyDisclosures]], wanted: Callable[[str, DutyDisclosures], Mapping[str, int | None]]
) -> dict[tuple[str, int | None], Flags]:
    """By attribute and income year, whose value at least one duty may know of those that want it. `wanted`: what a duty wants, with the year."""
    by_duty: dict[tuple[str, int | None], dict[int, Flags]] = {}
    for duties in lanes.values():
        for duty, disclosures in duties.items():
            for name, year in wanted(duty, disclosures).items():
                flags = disclosures.of_attribute(ATTRIBUTES[name])
                if flags is not False:
                    by_duty.setdefault((name, year), {})[id(flags)] = flags
    together = {tuple(flags): flags.values() for flags in by_duty.values()}
    unions = {key: _any_of(flags) for key, flags in together.items()}
    return {column: unions[tuple(flags)] for column, flags in by_duty.items()}


def _any_of(several: Iterable[Flags]) -> Flags:
    """Who is flagged by at least one."""
    return reduce(lambda a, b: True if a is True or b is True else a | b, several)


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

    @cached_property
    def levels(self) -> Levels:
        """The members' levels."""
        return Levels(self.counts)

    def withdrawn(self) -> Disclosures:
        """Nothing about any of the households, as if they were gone."""
        nobody = self.some(np.zeros(len(self.homes), dtype=bool), np.ones(len(self.gone), dtype=bool))
        nobody.gone = np.concatenate([self.homes, self.gone])
        return nobody

    def some(self, chosen: np.ndarray, gone: np.ndarray) -> Disclosures:
        """The same about some of the households (bool [n]), and some that are gone (bool)."""
        who = self.levels.lift(chosen).nonzero()[0]
        place = (np.cumsum(chosen) - 1)[self.place[who]]
        chosen = chosen.nonzero()[0]
        made = Disclosures(self.day, self.homes[chosen], self.counts[chosen], self.members[who], place, self.gone[gone])
        made.columns = {name: (values[who], None if states is None else states[who]) for name, (values, states) in self.columns.items()}
        made.lanes = {lane: {duty: said.some(chosen, who) for duty, said in duties.items()} for lane, duties in self.lanes.items()}
        return made
