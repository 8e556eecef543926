"""The gate for readers who know nothing but its messages: of a household everything is said, whatever of it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np

from processors.disclosures import Disclosures, DutyDisclosures, Flags
from processors.duties import tax_year
from processors.facts import Changes
from processors.gate.lane import LaneGate
from processors.gate.stage import Gate, blanked
from processors.gate.town import Households, look_at
from schemas.attributes import ATTRIBUTES, attributes_of
from schemas.ordinance import Ordinance

_NOT_WHY = np.uint64(0)


class FullGate(Gate):
    """Says all duties of a household with all attributes of their kinds, for whichever households were touched; in a lane whose
    rules turned, for all of them; and where another ordinance is in force, of the empty ones too."""

    _anew: frozenset[str] = frozenset()

    def adopt(self, name: str, ordinance: Ordinance, run_start: int, kind: type[LaneGate] = LaneGate) -> None:
        """Puts an ordinance in force in a lane; all households are said anew in it."""
        super().adopt(name, ordinance, run_start, kind)
        self.say_anew([name])

    def say_anew(self, lanes: Iterable[str]) -> None:
        """All households are said anew in some lanes in the next batch, whatever changed."""
        self._anew |= frozenset(lanes)

    def process(self, changes: Changes, day: int, file_size: int) -> list[Disclosures]:
        """Takes changed facts as of a day (which never runs backwards); returns what is disclosed now."""
        before, self.day = self.day, max(day, self.day)
        self._birthday.grow(self.facts.size)
        left, gone = self._settle(changes)
        rules = self._turned(before, file_size)
        touched = self._touched(changes, left, before)
        turned = frozenset(name for name in self.lanes if name in self._anew or rules[name])
        if self._anew:
            gone = self.homes.keys()[self.homes.blocks["count"] == 0]
        made = []
        for homes, lanes in ((touched.rows, self.lanes.keys() - turned), (np.arange(self.homes.size), turned)):
            if lanes and (len(homes) or len(gone)):
                made.append(self._all_of(self._look(homes, touched, changes), sorted(lanes), gone))
        for name, duties in rules.items():
            self.lanes[name].settled(tuple(duties))
        self._anew = frozenset()
        return made

    def _look(self, homes: np.ndarray, touched: Changes, changes: Changes) -> Households:
        households = look_at(self.facts, self.keys, self.homes, homes, changes, self.day)
        why = np.full(self.homes.size, _NOT_WHY)
        why[touched.rows] = touched.facts
        households.why = why[households.homes]
        self._note_due(households)
        return households

    def _all_of(self, households: Households, names: Sequence[str], gone: np.ndarray) -> Disclosures:
        lanes = {name: self.lanes[name].decide(households, tuple(self.lanes[name].tables), self.day, self._new_year) for name in names}
        made = Disclosures(
            day=self.day, homes=self.facts.dense["household"][households.rows[: households.n]], counts=households.counts,
            members=households.keys, place=households.place, gone=gone, lanes=lanes,
        )  # fmt: skip
        every = permitted_in(lanes, self.day)
        households.values.load(every)
        for (name, year), permitted in every.items():
            made.columns[name, year] = blanked(households.values.column(name, year), permitted)
        return made


def permitted_in(lanes: Mapping[str, Mapping[str, DutyDisclosures]], day: int) -> dict[tuple[str, int | None], Flags]:
    """By attribute and income year, whose value at least one duty may know."""
    permitted: dict[tuple[str, int | None], Flags] = {}
    for duties in lanes.values():
        for duty, disclosures in duties.items():
            if not disclosures.allowed[disclosures.contexts].any():
                continue
            for name, year in everything(duty, disclosures.kinds, day).items():
                before, allowed = permitted.get((name, year), False), disclosures.of_attribute(ATTRIBUTES[name])
                if allowed is not False:
                    permitted[name, year] = True if before is True or allowed is True else before | allowed
    return permitted


def everything(duty: str, kinds: Sequence[str], day: int) -> Mapping[str, int | None]:
    """All attributes of some kinds that a duty gets on a day, with the income year of those that go by the year."""
    return _of_kinds(tuple(kinds), tax_year(duty, day))


@cache
def _of_kinds(kinds: tuple[str, ...], year: int | None) -> Mapping[str, int | None]:
    of_kinds = [attribute for kind in kinds for attribute in attributes_of(kind) if attribute.how != "duty-year" or year is not None]
    return {attribute.name: year if attribute.how == "duty-year" else None for attribute in of_kinds}
