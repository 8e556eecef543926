"""Aid that stands until its conditions fall away: applied for, granted or refused, changed, ended. Which one is data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from producers.offices.applications import close, decide, receive
from producers.offices.notices import recorded_one
from producers.people import codes
from producers.rights import Found, found
from producers.town import Town

Concerned = Callable[..., np.ndarray]
"""(town, day, paper) -> the members of the households that are looked at: rows."""


@dataclass(frozen=True)
class Aid:
    """One aid. `state` and `yen` are columns of people; `fact` holds the words of the state; `event` is the beginning
    of its types' names. `takes`, `soon`: of a million who could have it, who ever ask, and who do so in a month;
    `vain`, `lapses`: how many a year, of 100,000 residents, ask and are refused or take it back; and lose it because they
    did not renew it (D). `applicant`: who asks for a unit.
    """

    duty: str
    office: str
    fact: str
    field: str
    state: str
    event: str
    concerned: Concerned
    takes: int
    soon: int
    vain: int
    yen: str = ""
    applicant: Callable[[Town, int], int] = lambda town, row: row
    lapses: int = 5
    asks: bool = True
    """Whether the office asks for what its papers lack, or does without."""

    @property
    def granted(self) -> int:
        """The code of the state `granted`."""
        return codes(self.fact, self.field)["granted"]

    @property
    def ended(self) -> int:
        """The code of the state `ended`."""
        return codes(self.fact, self.field)["ended"]

    def held(self, town: Town) -> np.ndarray:
        """Who has it: bool [people]."""
        states: np.ndarray = getattr(town.people, self.state)[: town.people.n]
        return states == self.granted

    def who_takes(self, town: Town, rows: np.ndarray) -> np.ndarray:
        """Who of these ever asks for it: bool [rows]."""
        return town.draws.chance(f"takes up {self.duty}", rows, self.takes)


def load(town: Town, aid: Aid) -> None:
    """Those who have it on the first day, each with the application on file."""
    rights = found(town, aid.duty, aid.concerned, town.start, aid.asks)
    rows = np.flatnonzero(rights.eligible)
    for row in rows[aid.who_takes(town, rows)].tolist():
        since = town.start - 30 - town.draws.below_one(f"{aid.duty} since", row, 900)
        since = min(max(since, int(town.people.since[row]), int(town.people.birth[row]) + 30), town.start - 1)
        receive(town, aid.office, aid.applicant(town, row), aid.duty, since, of=[row])
        _grant(town, aid, row, rights, since, town.start)


def month(town: Town, aid: Aid, index: int, first: int) -> None:
    """Who asks, who is refused, whose amount changes, and whose aid ends in a month."""
    rights, held = found(town, aid.duty, aid.concerned, first, aid.asks), aid.held(town)
    _ask(town, aid, rights, held, index, first)
    _in_vain(town, aid, rights, held, index, first)
    if aid.yen:
        _change(town, aid, rights, held, index, first)
    lapsed = town.schedule.take(f"lapses {aid.duty}", aid.lapses, index, np.flatnonzero(held & rights.eligible))
    for row in np.flatnonzero(held & ~rights.eligible).tolist() + lapsed:
        day = recorded_one(town, first + town.draws.below_one(f"{aid.duty} ends on", row, 18, index))
        _end(town, aid, row, day)


def _ask(town: Town, aid: Aid, rights: Found, held: np.ndarray, index: int, first: int) -> None:
    rows = np.flatnonzero(rights.eligible & ~held)
    rows = rows[aid.who_takes(town, rows) & town.draws.chance(f"asks for {aid.duty}", rows, aid.soon, index)]
    for row in rows.tolist():
        day = first + town.draws.below_one(f"asks for {aid.duty} on", row, 12, index)
        day = receive(town, aid.office, aid.applicant(town, row), aid.duty, day, of=[row])
        _grant(town, aid, row, rights, day, recorded_one(town, day, 8))


def _in_vain(town: Town, aid: Aid, rights: Found, held: np.ndarray, index: int, first: int) -> None:
    rows = np.flatnonzero(rights.unit & ~rights.eligible & ~held)
    for row in town.schedule.take(f"refused {aid.duty}", aid.vain, index, rows):
        day = first + town.draws.below_one(f"asks for {aid.duty} on", row, 12, index)
        asks = aid.applicant(town, row)
        day = receive(town, aid.office, asks, aid.duty, day, of=[row])
        withdrawn = town.draws.chance_one(f"takes {aid.duty} back", row, 250_000, index)
        result = "withdrawn" if withdrawn else "denied"
        close(town, aid.office, asks, aid.duty, result, recorded_one(town, day, 8), of=[row])


def _change(town: Town, aid: Aid, rights: Found, held: np.ndarray, index: int, first: int) -> None:
    yen = getattr(town.people, aid.yen)
    changed = held & rights.eligible & (rights.amount != yen[: town.people.n])
    for row in np.flatnonzero(changed).tolist():
        day = first + town.draws.below_one(f"{aid.duty} changed on", row, 12, index)
        yen[row] = rights.amount[row]
        town.log.one(f"{aid.event}-changed", row, first, first, recorded_one(town, day), int(rights.amount[row]))


def _grant(town: Town, aid: Aid, row: int, rights: Found, day: int, told: int) -> None:
    getattr(town.people, aid.state)[row] = aid.granted
    values: tuple[int, ...] = ()
    if aid.yen:
        getattr(town.people, aid.yen)[row] = rights.amount[row]
        values = (int(rights.amount[row]),)
    town.log.one(f"{aid.event}-granted", row, day, day, told, *values)
    decide(town, row, aid.duty, "granted", day)


def _end(town: Town, aid: Aid, row: int, day: int) -> None:
    getattr(town.people, aid.state)[row] = aid.ended
    if aid.yen:
        getattr(town.people, aid.yen)[row] = 0
    town.log.one(f"{aid.event}-ended", row, day, day, day)
    close(town, aid.office, aid.applicant(town, row), aid.duty, "ended", day, of=[row])
