"""The gate stage: changed facts in, disclosures out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from processors.disclosures import Disclosures, DutyDisclosures, Flags
from processors.duties import ASSESSED, YOUNG_DAYS, needs, season
from processors.facts import BIT, Changes, Facts
from processors.gate.cases import LIFE_EVENT_DAYS
from processors.gate.lane import LaneGate, bits_of
from processors.gate.town import NEVER, Households, Keys, look_at
from processors.gate.values import ABSENT, Column, window_start
from processors.growing import Growing
from processors.homes import NOWHERE, Homes
from processors.shards import shard_of
from schemas.ages import fiscal_year
from schemas.attributes import ATTRIBUTES
from schemas.facts import FACTS
from schemas.ordinance import Ordinance
from schemas.ordinance.dates import retention_end
from schemas.programmes import PROGRAMMES
from schemas.vocabulary.declare import DUTIES

_REGISTERED = next(f for f in FACTS["register.status"].fields if f.name == "residency").code("registered")
_MOVES = BIT["register.residence"] | BIT["register.status"]
PROCEDURE = frozenset(f.id for f in FACTS.values() if f.kind is None) - {"tax.return"}
"""Facts of no data kind that open and close cases, or change what the gate must mask or ask."""
_PROCEDURE_BITS = np.uint64(np.bitwise_or.reduce([BIT[fact_id] for fact_id in PROCEDURE])) | _MOVES
_MONTHLY = BIT["child.absence"] | BIT["child.health_room"]


class Gate:
    """Cases, decisions and disclosures for the households whose facts it is given.

    `facts` may be link's own (both stages in one process) or a copy fed by messages; `keys` names the residents of its rows.
    `shard` = (this one, how many): households of other shards are not its own.
    """

    def __init__(self, facts: Facts, keys: Keys, shard: tuple[int, int] = (0, 1)) -> None:
        self.facts = facts
        self.keys = keys
        self._shard, self._shards = shard
        self.homes = Homes()
        self.lanes: dict[str, LaneGate] = {}
        self.day = 0
        self._due = Growing({"due": np.dtype(np.int32), "young": np.dtype(np.bool_)}, {"due": int(NEVER)})
        self._birthday = Growing({"birthday": np.dtype(np.int16)})
        self._seasons: dict[str, tuple[object, ...]] = {}
        self._new_year: frozenset[str] = frozenset()
        self._asked: set[str] = set()
        self._relevant_bits = np.uint64(0)
        self._everyone: Households | None = None
        """The whole town as it was looked at last; good as long as nothing changes but the rules."""

    def adopt(self, name: str, ordinance: Ordinance, run_start: int, kind: type[LaneGate] = LaneGate) -> None:
        """Opens a lane (of a kind: see processors.gate.open), or puts another ordinance in force in one."""
        if name in self.lanes:
            self.lanes[name].adopt(ordinance)
        else:
            self.lanes[name] = kind(name, ordinance, run_start)

    def process(self, changes: Changes, day: int, file_size: int) -> list[Disclosures]:
        """Takes changed facts as of a day (which never runs backwards); returns what is disclosed now."""
        before, self.day = self.day, max(day, self.day)
        if len(changes) or before != self.day:
            self._everyone = None
        self._grow()
        left, gone = self._settle(changes)
        whole = self._turned(before, file_size)
        touched = self._touched(changes, left, before)
        made = []
        if len(touched) or len(gone):
            concerned = self._concerned(changes, len(left) > 0 or before != self.day)
            some = {name: tuple(d for d in DUTIES if d not in whole[name] and d in concerned[name]) for name in self.lanes}
            made.append(self._disclose(look_at(self.facts, self.keys, self.homes, touched, changes, self.day), some, gone))
        if any(whole.values()):
            everyone = self._everyone or look_at(self.facts, self.keys, self.homes, np.arange(self.homes.size), changes, self.day)
            made.append(self._disclose(everyone, whole, np.empty(0, dtype=np.int64)))
            self._everyone = None if len(changes) or before != self.day else everyone
            for name, duties in whole.items():
                self.lanes[name].settled(duties)
        return made

    def _grow(self) -> None:
        self._birthday.grow(self.facts.size)

    def _settle(self, changes: Changes) -> tuple[np.ndarray, np.ndarray]:
        """Moves residents between households; returns the households that changed and the keys of those now empty."""
        rows = changes.rows[(changes.facts & _MOVES) != 0]
        self._note_birthdays(changes.rows[(changes.facts & BIT["register.person"]) != 0])
        if not len(rows):
            return rows, rows
        dense = self.facts.dense
        lives = (dense["residency"][rows] == _REGISTERED) & (dense["household"][rows] != 0) & (dense["birth"][rows] != 0)
        lives &= shard_of(dense["household"][rows], self._shards) == self._shard
        to = np.full(len(rows), NOWHERE, dtype=np.int64)
        to[lives] = self.homes.rows(dense["household"][rows[lives]])
        left = self.homes.move(rows, to)
        self._due.grow(self.homes.size)
        away = rows[~lives]
        if len(away):
            keys = self.keys(away)
            for lane in self.lanes.values():
                lane.dismiss(away, keys)
        empty = left[self.homes.blocks["count"][left] == 0]
        return left, self.homes.keys()[empty] if len(empty) else empty

    def _note_birthdays(self, rows: np.ndarray) -> None:
        """Month and day on which each resident completes a year: the day before the birthday (年齢計算ニ関する法律)."""
        if len(rows):
            self._birthday["birthday"][rows] = _month_and_day(self.facts.dense["birth"][rows].astype(np.int64))

    def _turned(self, before: int, file_size: int) -> dict[str, tuple[str, ...]]:
        """By lane, the duties that the whole town must be decided anew for."""
        turned = {name: set(lane.turn(self.day, file_size)) for name, lane in self.lanes.items()}
        new_year = set()
        if before != self.day:
            for duty in ASSESSED:
                now, then = season(duty, self.day), self._seasons.get(duty)
                if then != now:
                    self._seasons[duty] = now
                    new_year |= {duty} if then is not None and then[1] != now[1] else set()
                    for duties in turned.values():
                        duties.add(duty)
        self._new_year = frozenset(new_year)
        return {name: tuple(d for d in DUTIES if d in duties) for name, duties in turned.items()}

    def _touched(self, changes: Changes, left: np.ndarray, before: int) -> np.ndarray:
        """Households with changed members, or with something that fell due."""
        homes = [left, self.homes.home(changes.rows[(changes.facts & self._relevant()) != 0])]
        if before != self.day:
            homes.append(np.flatnonzero(self._due["due"] <= self.day))
            homes.append(self._with_birthdays(before))
            if window_start(before) != window_start(self.day) if before > 366 else True:
                homes.append(self.homes.home(np.flatnonzero((self.facts.dense["has"] & _MONTHLY) != 0)))
        touched = np.unique(np.concatenate(homes))
        return touched[touched != NOWHERE]

    def _concerned(self, changes: Changes, all_are: bool) -> dict[str, tuple[str, ...]]:
        """By lane, the duties that changed facts can concern: by what they ask. A move, a new day or procedure concerns all."""
        changed = np.bitwise_or.reduce(changes.facts) if len(changes) else np.uint64(0)
        if all_are or changed & _PROCEDURE_BITS:
            return dict.fromkeys(self.lanes, DUTIES)
        tables = {name: lane.tables for name, lane in self.lanes.items()}
        return {name: tuple(d for d, table in of.items() if table.question.kinds and changed & bits_of(table.question.kinds)) for name, of in tables.items()}

    def _relevant(self) -> np.uint64:
        """The facts that can change what the gate says: those of every kind that some lane asks, and those of procedure."""
        kinds = {kind for lane in self.lanes.values() for table in lane.tables.values() for kind in table.question.kinds}
        if kinds == self._asked:
            return self._relevant_bits
        self._asked = kinds
        bits = [BIT[f.id] for f in FACTS.values() if f.id in PROCEDURE or f.kind in kinds]
        self._relevant_bits = np.uint64(np.bitwise_or.reduce(bits))
        return self._relevant_bits

    def _with_birthdays(self, before: int) -> np.ndarray:
        """Households with somebody young in which somebody completes a year of life, or in which a school year begins."""
        young = self._due["young"]
        if fiscal_year(before) != fiscal_year(self.day) if before > 366 else True:
            return np.flatnonzero(young)
        homes = self.homes.home(np.flatnonzero(self._has_birthday(before)))
        homes = homes[homes != NOWHERE]
        return homes[young[homes]]

    def _has_birthday(self, before: int) -> np.ndarray:
        if self.day - before > 27:
            return np.ones(self.facts.size, dtype=bool)
        days = np.arange(before + 1, self.day + 1, dtype=np.int64)
        born = self._birthday["birthday"]
        due = np.isin(born, _month_and_day(np.append(days, self.day + 1)))
        if datetime.date.fromordinal(self.day).month != datetime.date.fromordinal(before).month:
            due |= (born >> 5) == datetime.date.fromordinal(before).month  # amounts that run to the end of a birthday's month
        return due

    def _disclose(self, households: Households, duties: Mapping[str, Sequence[str]], gone: np.ndarray) -> Disclosures:
        lanes = {name: lane.decide(households, duties[name], self.day, self._new_year) for name, lane in self.lanes.items()}
        self._note_due(households)
        made = Disclosures(
            day=self.day, homes=self.facts.dense["household"][households.rows[: households.n]], counts=households.counts,
            members=households.keys, place=households.place, gone=gone, lanes=lanes,
        )  # fmt: skip
        self._fill(made, households)
        return made

    def _note_due(self, households: Households) -> None:
        """The next day on which something of a household changes by itself."""
        due = np.full(households.n, NEVER, dtype=np.int32)
        life = households.cases.life_event
        due[life > 0] = life[life > 0] + LIFE_EVENT_DAYS
        if households.protected.any():
            until = self.facts.series["register.protection"].get(households.rows[households.protected] << 32, ("protected_until",))[1]["protected_until"]
            np.minimum.at(due, households.place[households.protected], until)
        for ordinance in {lane.ordinance.safeguards.retention_months: lane.ordinance for lane in self.lanes.values()}.values():
            for opening in [life, *(a.applied for a in households.cases.applications.values())]:
                end = _retention_ends(ordinance, opening)
                np.minimum(due, end, out=due, where=end > self.day)
        self._due["due"][households.homes] = due
        young = self.facts.dense["birth"][households.rows] > self.day - YOUNG_DAYS
        self._due["young"][households.homes] = np.bincount(households.place[young], minlength=households.n) > 0

    def _fill(self, made: Disclosures, households: Households) -> None:
        """Puts in the values that some lane's duty may know, blanking all others."""
        for (name, year), permitted in _permitted(made.lanes, self.day).items():
            made.columns[name, year] = _blanked(households.values.column(name, year), permitted)

    def nbytes(self) -> int:
        """Bytes of the stage's own state, facts and ledgers apart."""
        lanes = sum(lane.nbytes() for lane in self.lanes.values())
        return self.homes.nbytes() + self._due.nbytes() + self._birthday.nbytes() + lanes


_FIRST_OPENING, _LAST_OPENING = datetime.date(1900, 1, 1).toordinal(), datetime.date(2199, 12, 31).toordinal()


@cache
def _ends_by_opening(_months: int) -> np.ndarray:
    """The ends of retention known so far, by opening day from _FIRST_OPENING on; 0: not asked yet."""
    return np.zeros(_LAST_OPENING - _FIRST_OPENING + 1, dtype=np.int32)


def _retention_ends(ordinance: Ordinance, opening: np.ndarray) -> np.ndarray:
    """When what cases let pass may no longer be kept, by opening day (0: no case): int32 [n], NEVER where there is no end."""
    months = ordinance.safeguards.retention_months
    if months is None:
        return np.full(len(opening), NEVER, dtype=np.int32)
    known, at = _ends_by_opening(months), np.clip(opening, _FIRST_OPENING, _LAST_OPENING) - _FIRST_OPENING
    for place in set(at[known[at] == 0].tolist()):
        known[place] = retention_end(ordinance, _FIRST_OPENING + place)
    return np.where(opening > 0, known[at], NEVER)


def _month_and_day(days: np.ndarray) -> np.ndarray:
    """Month * 32 + day of month: int16 [n]. (Born on 29 February: has it on 1 March in other years, by the scan of days.)"""
    date = (days - datetime.date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    return ((month.astype(np.int64) % 12 + 1) * 32 + (date - month.astype("datetime64[D]")).astype(np.int64) + 1).astype(np.int16)


def _permitted(lanes: Mapping[str, Mapping[str, DutyDisclosures]], day: int) -> dict[tuple[str, int | None], Flags]:
    """By attribute and income year, whose value at least one formula may read."""
    permitted: dict[tuple[str, int | None], Flags] = {}
    for duties in lanes.values():
        for duty, disclosures in duties.items():
            for name, year in needs(duty, day).items() if duty in PROGRAMMES else ():
                before, allowed = permitted.get((name, year), False), disclosures.of_attribute(ATTRIBUTES[name])
                if allowed is not False:
                    permitted[name, year] = True if before is True or allowed is True else before | allowed
    return permitted


def _blanked(column: Column, permitted: Flags) -> Column:
    values, states = column
    if permitted is True:
        return values, states
    blank = np.where(permitted, values, np.zeros(1, dtype=values.dtype))
    return blank, np.where(permitted, states if states is not None else 0, ABSENT).astype(np.uint8)
