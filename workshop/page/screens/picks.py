"""Residents picked by a case: who was missed, wrongly marked, linked with somebody else's record, protected, or for whom a row matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, zip_longest

import numpy as np

from processors.assess.units import ELIGIBLE, code_of
from processors.engine import Engine
from processors.gate.decide import decide
from processors.gate.entries import DISCLOSED, KINDS
from processors.gate.town import Households, look_at
from schemas.catalogue import catalogue
from schemas.ordinance import Row, with_row_removed
from schemas.programmes import HOUSEHOLD, PROGRAMMES
from schemas.vocabulary.declare import DUTIES
from workshop.letters import Letter
from workshop.page.playing.lane import Lane
from workshop.page.playing.town import Standing
from workshop.page.screens.entries import row_text
from workshop.page.texts import L, named, worded
from workshop.score import CAUSES, REACHED, Scorer
from workshop.truth import NOWHERE, Truth
from workshop.truth_right import LATENT

MOST = 30
"""So many residents a pick names at most."""
Pick = tuple[int, L]
"""A row of the engine, and why it was picked."""


@dataclass(frozen=True)
class Picks:
    """Of one lane."""

    standing: Standing
    truth: Truth
    lane: Lane

    @cached_property
    def engine(self) -> Engine:
        """The engine that played the lane."""
        engine = self.standing.runner.engine
        assert engine is not None
        return engine

    @cached_property
    def scorer(self) -> Scorer:
        """Records and truth, matched."""
        return Scorer(self.standing.runner, self.truth)

    def missed(self) -> Iterator[Pick]:
        """Who is owed something that did not reach them; of each programme and cause in turn."""
        groups = [self._missed_for(programme, place) for programme in self.standing.score.causes for place in range(len(CAUSES))]
        return (pick for some in zip_longest(*groups) for pick in some if pick is not None)

    def _missed_for(self, programme: str, cause: int) -> Iterator[Pick]:
        units = np.flatnonzero(self.standing.score.causes[programme] == cause) if cause != REACHED else np.empty(0, dtype=np.int64)
        why = worded("screens.pick.missed", programme=named(catalogue().duties[programme]), cause=worded(f"missed.{CAUSES[cause]}"))
        rows = self._rows
        for unit in units.tolist():
            people = np.flatnonzero((self.truth.home == unit) & (rows != NOWHERE)) if PROGRAMMES[programme].unit == HOUSEHOLD else np.array([unit])
            if len(people) and rows[people[0]] != NOWHERE:
                yield int(rows[people[0]]), why

    @cached_property
    def _rows(self) -> np.ndarray:
        return self.scorer.recorded.rows

    def marked(self) -> Iterator[Pick]:
        """Who bears a mark of watch or screening and is not meant by it."""
        matching, name = self.scorer.matching, self.standing.name
        for programme, latent in LATENT.items():
            if programme not in self.standing.score:
                continue
            outcomes = matching.outcomes(name, programme)
            meant = np.append(self.truth.latent[latent], False)[outcomes.at]
            units = outcomes.keys[outcomes.noticed & ~meant]
            homes = self.engine.assess.units.key_of(outcomes.rows[outcomes.noticed & ~meant])
            why = worded("screens.pick.marked", programme=named(catalogue().duties[programme]))
            yield from ((row, why) for key, home in zip(units.tolist(), homes.tolist()) if (row := self._row_of(key, home)) is not None)

    def _row_of(self, key: int, home: int) -> int | None:
        """The row of a unit; of a household's, that of its first member."""
        town = self._everyone
        at = np.flatnonzero(town.keys == key) if key else np.flatnonzero(town.place == int(np.flatnonzero(self._home_keys == home)[0]))
        return int(town.rows[at[0]]) if len(at) else None

    @cached_property
    def _everyone(self) -> Households:
        gate = self.engine.gate
        return look_at(gate.facts, gate.keys, gate.homes, np.arange(gate.homes.size), None, gate.day)

    @cached_property
    def _home_keys(self) -> np.ndarray:
        return self.engine.gate.homes.keys()[self._everyone.homes]

    def wrong_link(self) -> Iterator[Pick]:
        """Whose record of some office is not joined under their own number."""
        recorded = self.scorer.recorded
        for office, linked in recorded.linked.items():
            why = worded("screens.pick.wrong_link", office=named(catalogue().offices[office]))
            wrong = (recorded.rows != NOWHERE) & (linked.shadowed | (linked.rows != recorded.rows))
            yield from ((int(row), why) for row in recorded.rows[wrong])

    def protected(self) -> Iterator[Pick]:
        """Who is under 支援措置 on the day."""
        town = self._everyone
        yield from ((int(town.rows[at]), worded("screens.pick.protected")) for at in town.protection[0])

    def keep(self, name: str) -> Iterator[Pick]:
        """Of whom a row lets something pass that would else stay: by it, and by no other. Letter: the ordinance has no such row."""
        row = self.lane.base.find_row(name)
        if not isinstance(row, Row) or row.table == "table1":
            allowed = [row.row for row in self.lane.base.rows if row.table != "table1"]
            raise Letter("screens.not_said", name="keep", found=name[:40], allowed=", ".join(allowed))
        entries = self.engine.gate.lanes[self.standing.name].ledger.entries()
        about = (entries["duty"] == DUTIES.index(row.duty)) & np.isin(entries["kind"], [KINDS.index(kind) for kind in row.kinds])
        if self._on(row):
            about &= entries["act"] == DISCLOSED
        town = self._everyone
        at = np.flatnonzero(np.isin(town.keys, entries["subject"][about]))
        matters = worded("screens.pick.keep", row=row_text(self.lane.base, name))
        yield from ((int(town.rows[place]), matters) for place in at.tolist() if self._rests_on(row, int(town.rows[place])) and self._turned(row, place))

    def _on(self, row: Row) -> bool:
        return self.lane.ordinance.find_row(row.row) is not None

    def _rests_on(self, row: Row, resident: int) -> bool:
        """Whether a kind of the row passes about a resident with it, and does not without."""
        gate = self.engine.gate.lanes[self.standing.name]
        table = gate.tables[row.duty]
        there = self.lane.ordinance if self._on(row) else self.lane.base
        context = table.contexts[int(gate.contexts[row.duty][resident])]
        requests = [table.request(context, kind) for kind in row.kinds]
        return any(decide(request, there).allowed and not decide(request, with_row_removed(there, row.row)).allowed for request in requests)

    def _turned(self, row: Row, place: int) -> bool:
        """Whether the verdict for a member (or the household) is eligible where the row is in force, and is not where it is taken out."""
        town, units = self._everyone, self.engine.assess.units
        home = units.index.find(self._home_keys[town.place[place]][np.newaxis])
        slot = self.standing.name, row.duty
        if home[0] < 0 or slot not in units.words:
            return False
        word = units.home_words[slot]["word"][home]
        if PROGRAMMES[row.duty].unit != HOUSEHOLD:
            places = units.places_of(home)
            word = units.words[slot]["word"][places[units.members["key"][places] == town.keys[place]]]
        return len(word) > 0 and bool((code_of(word) == ELIGIBLE).any()) is self._on(row)


def picked(pick: str, standing: Standing, truth: Truth, lane: Lane) -> list[Pick]:
    """The residents of a case, each once. Letter: there is no such case."""
    picks = Picks(standing, truth, lane)
    cases: dict[str, Callable[[], Iterator[Pick]]] = {
        "missed": picks.missed, "marked": picks.marked, "wrong_link": picks.wrong_link, "protected": picks.protected,
    }  # fmt: skip
    name, _, row = pick.partition(":")
    if name != "keep" and pick not in cases:
        raise Letter("screens.not_said", name="pick", found=pick[:40], allowed=", ".join([*cases, "keep:3-1"]))
    found = picks.keep(row) if name == "keep" else cases[pick]()
    return list(islice(_once(found), MOST))


def _once(found: Iterator[Pick]) -> Iterator[Pick]:
    seen: set[int] = set()
    for row, why in found:
        if row not in seen:
            seen.add(row)
            yield row, why
