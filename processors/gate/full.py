"""The gate for readers who know nothing but its messages: of a household everything is said, whatever of it changed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache

import numpy as np

from processors.disclosures import Disclosures, DutyDisclosures, Flags, permitted_to_any
from processors.duties import tax_year
from processors.gate.lane import LaneGate
from processors.gate.stage import Gate, blanked
from processors.gate.town import Households, Keys, look_at
from processors.store.facts import Changes, Facts
from processors.store.growing import Growing
from schemas.attributes import attributes_of
from schemas.ordinance import Ordinance

_NOT_WHY = np.uint64(0)
_ODD = np.uint64(0x9E3779B97F4A7C15)


class FullGate(Gate):
    """Says all duties of a household with all attributes of their kinds, for whichever households were touched; in a lane whose
    rules turned, for all for whom that makes a difference; and where another ordinance is in force, of the empty ones too."""

    _anew: frozenset[str] = frozenset()

    def __init__(self, facts: Facts, keys: Keys, shard: tuple[int, int] = (0, 1)) -> None:
        super().__init__(facts, keys, shard)
        self._said: dict[str, Growing] = {}
        """By lane and household, the mark of what was said last."""

    def adopt(self, name: str, ordinance: Ordinance, run_start: int, kind: type[LaneGate] = LaneGate) -> None:
        """Puts an ordinance in force in a lane; all households are said anew in it."""
        super().adopt(name, ordinance, run_start, kind)
        self.say_anew([name])

    def close(self, name: str) -> None:
        """Decides no more in a lane; nothing if there is none."""
        self.lanes.pop(name, None)
        self._said.pop(name, None)
        self._anew -= {name}

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
        wholly = frozenset(name for name in turned if name in self._anew or any(rules[name].values()))
        if self._anew:
            gone = self.homes.keys()[self.homes.blocks["count"] == 0]
        made = []
        for homes, lanes in ((touched.rows, self.lanes.keys() - turned), (np.arange(self.homes.size), turned)):
            if lanes and (len(homes) or len(gone)):
                households = self._look(homes, touched, changes)
                disclosures = self._all_of(households, sorted(lanes), gone)
                news = self._news(disclosures, households, wholly)
                made.append(disclosures if news.all() else disclosures.some(news, np.ones(len(gone), dtype=bool)))
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
        decided = {name: self.lanes[name].decide(households, tuple(self.lanes[name].tables), self.day, self._new_year) for name in names}
        lanes = {name: {duty: replace(said, anew=True) for duty, said in of.items()} for name, of in decided.items()}
        made = Disclosures(
            day=self.day, homes=self.facts.dense["household"][households.rows[: households.n]], counts=households.counts,
            members=households.keys, place=households.place, gone=gone, lanes=lanes,
        )  # fmt: skip
        every = permitted_in(lanes, self.day)
        households.values.load(every)
        for (name, year), flags in every.items():
            made.columns[name, year] = blanked(households.values.column(name, year), flags)
        return made


    def _news(self, disclosures: Disclosures, households: Households, wholly: Set[str]) -> np.ndarray:
        """Of which households there is something to say, bool [n]: of those that were touched, and of all where a lane turned wholly.

        Where only a sweep opened or closed: of those for whom that makes a difference. Nothing else touched the others since they were
        said, so there is no point of the log at which anybody could have said anything else of them.
        """
        assert households.why is not None
        news = households.why != 0
        for name, duties in disclosures.lanes.items():
            if not self.lanes[name].sweeps:
                self._said.pop(name, None)
                news = np.ones(len(news), dtype=bool)
                continue
            said = self._said.setdefault(name, Growing({"mark": np.dtype(np.uint64)}))
            said.grow(self.homes.size)
            marks = marks_of(duties, disclosures.members, disclosures.place, len(news))
            news = news | (name in wholly) | (marks != said["mark"][households.homes])
            said["mark"][households.homes] = marks
        return news


def marks_of(duties: Mapping[str, DutyDisclosures], members: np.ndarray, place: np.ndarray, n: int) -> np.ndarray:
    """Of each of n households a mark of all that some duties are told of it, but for the values: uint64 [n], another one where that is other."""
    marks = np.ones(n, dtype=np.uint64)
    who = members.astype(np.uint64) | np.uint64(1)
    for said in duties.values():
        contexts = np.array([zlib.crc32(codes.tobytes()) for codes in said.codes], dtype=np.uint64)
        for name, hidden in sorted(said.hidden.items()):
            contexts[hidden] = contexts[hidden] * _ODD + np.uint64(zlib.crc32(name.encode()))
        of_members = (contexts[said.contexts] + _ODD) * who
        of_homes = np.zeros(n, dtype=np.uint64)
        np.add.at(of_homes, place, of_members ^ (of_members >> np.uint64(29)))
        marks = (marks * _ODD + of_homes) * _ODD + np.where(said.asked, said.since.astype(np.uint64) + np.uint64(1), np.uint64(0))
    return marks


def permitted_in(lanes: Mapping[str, Mapping[str, DutyDisclosures]], day: int) -> dict[tuple[str, int | None], Flags]:
    """By attribute and income year, whose value at least one duty may know."""
    return permitted_to_any(lanes, lambda duty, disclosures: everything(duty, disclosures.kinds, day))


def everything(duty: str, kinds: Sequence[str], day: int) -> Mapping[str, int | None]:
    """All attributes of some kinds that a duty gets on a day, with the income year of those that go by the year."""
    return _of_kinds(tuple(kinds), tax_year(duty, day))


@cache
def _of_kinds(kinds: tuple[str, ...], year: int | None) -> Mapping[str, int | None]:
    of_kinds = [attribute for kind in kinds for attribute in attributes_of(kind) if attribute.how != "duty-year" or year is not None]
    return {attribute.name: year if attribute.how == "duty-year" else None for attribute in of_kinds}
