"""The gate stage: changed facts in, disclosures out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache

import numpy as np

from processors.disclosures import Disclosures, DutyDisclosures, Flags, permitted_to_any
from processors.duties import ASSESSED, YOUNG_DAYS, needs, season
from processors.gate.cases import LIFE_EVENT_DAYS
from processors.gate.entries import Subjects
from processors.gate.lane import LaneGate
from processors.gate.town import NEVER, Households, Keys, look_at
from processors.gate.values import ABSENT, KNOWN, Column, window_start
from processors.gate.why import AGED, DUE, MONTHLY, MOVED, MOVES, NOTHING, asking
from processors.messages.shards import shard_of
from processors.store.facts import BIT, Changes, Facts
from processors.store.growing import Growing
from processors.store.homes import NOWHERE, Homes
from schemas.ages import fiscal_year
from schemas.attributes import ATTRIBUTES
from schemas.facts import FACTS
from schemas.ordinance import Ordinance
from schemas.programmes import PROGRAMMES

_REGISTERED = next(f for f in FACTS["register.status"].fields if f.name == "residency").code("registered")
_NONE = np.empty(0, dtype=np.int64)
_UNIX_DAY = datetime.date(1970, 1, 1).toordinal()


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
        self._retained: frozenset[int | None] = frozenset()
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
        self._birthday.grow(self.facts.size)
        left, gone = self._settle(changes)
        turned = self._turned(before, file_size)
        touched = self._touched(changes, left, before)
        concerned = self._concerned(touched, turned)
        made = []
        if any(turned.values()):
            everyone = self._whole_town(touched, changes)
            if everyone.why is not None and (any(concerned.values()) or len(gone)):
                made.append(self._disclose(everyone.some(everyone.why != 0), concerned, {}, gone))
            made.append(self._disclose(everyone, {name: tuple(duties) for name, duties in turned.items()}, turned, _NONE))
            for name, duties in turned.items():
                self.lanes[name].settled(tuple(duties))
        elif len(touched) or len(gone):
            some = look_at(self.facts, self.keys, self.homes, touched.rows, changes, self.day)
            some.why = touched.facts[np.searchsorted(touched.rows, some.homes)]
            self._note_due(some)
            made.append(self._disclose(some, concerned, {}, gone))
        return [disclosures for disclosures in made if disclosures is not None]

    def _whole_town(self, touched: Changes, changes: Changes) -> Households:
        """All households, as they were looked at last if nothing changed since but the rules."""
        everyone = self._everyone
        if everyone is None:
            everyone = look_at(self.facts, self.keys, self.homes, np.arange(self.homes.size), changes, self.day)
            if len(touched):
                why = np.zeros(self.homes.size, dtype=np.uint64)
                why[touched.rows] = touched.facts
                everyone.why = why[everyone.homes]
        retained = frozenset(lane.ordinance.safeguards.retention_months for lane in self.lanes.values())
        if len(touched) or retained != self._retained:
            self._retained = retained
            self._note_due(everyone)
        self._everyone = None if len(changes) or len(touched) else everyone
        return everyone

    def _settle(self, changes: Changes) -> tuple[np.ndarray, np.ndarray]:
        """Moves residents between households; returns the households that changed and the keys of those now empty."""
        rows = changes.rows[(changes.facts & MOVES) != 0]
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
            who = Subjects(self.keys(away), dense["has"][away], np.zeros(len(away), dtype=np.uint64))
            for lane in self.lanes.values():
                lane.dismiss(away, who)
        empty = left[self.homes.blocks["count"][left] == 0]
        return left, self.homes.keys()[empty] if len(empty) else empty

    def _note_birthdays(self, rows: np.ndarray) -> None:
        """Month and day on which each resident completes a year: the day before the birthday (年齢計算ニ関する法律)."""
        if len(rows):
            self._birthday["birthday"][rows] = _month_and_day(self.facts.dense["birth"][rows].astype(np.int64))

    def _turned(self, before: int, file_size: int) -> dict[str, dict[str, bool]]:
        """By lane, the duties that the whole town must be decided anew for; True: and judged anew."""
        turned = {name: lane.turn(self.day, file_size) for name, lane in self.lanes.items()}
        new_year = set()
        for duty in ASSESSED if before != self.day else ():
            now, then = season(duty, self.day), self._seasons.get(duty)
            if then != now:
                self._seasons[duty] = now
                new_year |= {duty} if then is not None and then[1] != now[1] else set()
                for name in (name for name in turned if self.lanes[name].ordinance.judges(duty)):
                    turned[name][duty] = True
        self._new_year = frozenset(new_year)
        return turned

    def _touched(self, changes: Changes, left: np.ndarray, before: int) -> Changes:
        """Households with changed members, or with something that fell due; and why (see processors.gate.why)."""
        relevant = changes.facts & self._relevant()
        at = np.flatnonzero(relevant)
        homes: list[tuple[np.ndarray, np.uint64 | np.ndarray]] = [(left, MOVED), (self.homes.home(changes.rows[at]), relevant[at])]
        if before != self.day:
            homes.append((np.flatnonzero(self._due["due"] <= self.day), DUE))
            homes.append((self._with_birthdays(before), AGED))
            if before <= 366 or window_start(before) != window_start(self.day):
                homes.append((self.homes.home(np.flatnonzero(self.facts.dense["has"] & MONTHLY)), MONTHLY))
        return Changes.of(_lived_in(rows, bits) for rows, bits in homes)

    def _concerned(self, touched: Changes, turned: Mapping[str, Mapping[str, bool]]) -> dict[str, tuple[str, ...]]:
        """By lane, the duties that touched households must be decided anew for; those are left out that the whole town is decided for."""
        why = np.bitwise_or.reduce(touched.facts) if len(touched) else NOTHING
        return {
            name: tuple(duty for duty, kinds in lane.asks.items() if duty not in turned[name] and why & asking(kinds))
            for name, lane in self.lanes.items()
        }

    def _relevant(self) -> np.uint64:
        """The facts that can change what the gate says: those of every kind that some lane asks, and those of procedure."""
        lanes = [asking(table.question.kinds) for lane in self.lanes.values() for table in lane.tables.values()]
        return np.bitwise_or.reduce([NOTHING, *lanes])

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
        due = np.zeros(13 * 32, dtype=bool)
        due[_month_and_day(np.arange(before + 1, self.day + 2, dtype=np.int64))] = True
        month = datetime.date.fromordinal(before).month
        if datetime.date.fromordinal(self.day).month != month:
            due[month * 32 : month * 32 + 32] = True  # amounts that run to the end of a birthday's month
        return due[self._birthday["birthday"]]

    def _disclose(
        self, households: Households, duties: Mapping[str, tuple[str, ...]], all_anew: Mapping[str, Mapping[str, bool]], gone: np.ndarray
    ) -> Disclosures | None:
        """Decides, and discloses what must be judged anew. `all_anew`: by lane and duty, whether that is everything."""
        lanes = {name: lane.decide(households, duties[name], self.day, self._new_year) for name, lane in self.lanes.items()}
        moved = np.zeros(households.n, dtype=bool) if households.why is None else (households.why & MOVED) != 0
        anew = moved.copy()
        judged: dict[str, dict[str, DutyDisclosures]] = {name: {} for name in lanes}
        for name, decided in lanes.items():
            for duty, disclosures in decided.items():
                if duty not in ASSESSED:
                    continue
                flags = disclosures.anew | (moved & disclosures.asked)
                if all_anew.get(name, {}).get(duty):
                    flags = flags | _concerned_by_law(duty, disclosures, households)
                if np.any(flags):
                    anew |= flags
                    disclosures.anew = flags
                    judged[name][duty] = disclosures
        if not anew.any() and not len(gone):
            return None
        if not anew.all():
            chosen, who = np.flatnonzero(anew), np.flatnonzero(households.levels.lift(anew))
            households = households.some(anew)
            judged = {name: {duty: disclosures.some(chosen, who) for duty, disclosures in of.items()} for name, of in judged.items()}
        made = Disclosures(
            day=self.day, homes=self.facts.dense["household"][households.rows[: households.n]], counts=households.counts,
            members=households.keys, place=households.place, gone=gone, lanes=judged,
        )  # fmt: skip
        self._fill(made, households)
        return made

    def _note_due(self, households: Households) -> None:
        """The next day on which something of a household changes by itself."""
        life, applications = households.cases.life_event, households.cases.applications.values()
        due = np.where(life > 0, life + np.int32(LIFE_EVENT_DAYS), NEVER)
        protected, until = households.protection
        np.minimum.at(due, households.place[protected], until)
        since = np.flatnonzero(life)
        homes = np.concatenate([since, *(a.homes for a in applications)])
        openings = np.concatenate([life[since], *(a.applied for a in applications)])
        for ordinance in {lane.ordinance.safeguards.retention_months: lane.ordinance for lane in self.lanes.values()}.values():
            ends = _retention_ends(ordinance, openings)
            ahead = ends > self.day
            np.minimum.at(due, homes[ahead], ends[ahead])
        self._due["due"][households.homes] = due
        self._due["young"][households.homes] = households.young > self.day - YOUNG_DAYS

    def _fill(self, made: Disclosures, households: Households) -> None:
        """Puts in the values that some lane's duty may know, blanking all others."""
        every = permitted_to_any(made.lanes, lambda duty, _: needs(duty, self.day))
        households.values.load(every)
        for (name, year), flags in every.items():
            made.columns[name, year] = blanked(households.values.column(name, year), flags)

    def nbytes(self) -> int:
        """Bytes of the stage's own state, facts and ledgers apart."""
        lanes = sum(lane.nbytes() for lane in self.lanes.values())
        return self.homes.nbytes() + self._due.nbytes() + self._birthday.nbytes() + lanes


def _concerned_by_law(duty: str, disclosures: DutyDisclosures, households: Households) -> np.ndarray:
    """Households with a case of which a formula says something that the law's values can change: bool [n]. Of those without anybody
    young it says nothing at all where its units are children or claimants, and it can see that nobody is."""
    seen = disclosures.of_attribute(ATTRIBUTES["birth"])
    if seen is False or not PROGRAMMES[duty].of_families:
        return disclosures.asked
    young = households.young > households.day - YOUNG_DAYS
    return disclosures.asked & (young if seen is True else young | households.levels.any(~np.asarray(seen)))


def _lived_in(homes: np.ndarray, bits: np.ndarray | np.uint64) -> tuple[np.ndarray, np.ndarray | np.uint64]:
    """Households and bits, without those of residents who live nowhere."""
    somewhere = homes != NOWHERE
    return homes[somewhere], bits[somewhere] if isinstance(bits, np.ndarray) else bits


_FIRST_OPENING, _LAST_OPENING = datetime.date(1900, 1, 1).toordinal(), datetime.date(2199, 12, 31).toordinal()


@cache
def _ends_by_opening(months: int) -> np.ndarray:
    """The ends of retention (see schemas.ordinance.dates.retention_end) by opening day from _FIRST_OPENING on: int32."""
    day = np.arange(_FIRST_OPENING - _UNIX_DAY, _LAST_OPENING + 1 - _UNIX_DAY).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    later = month + months
    last = (later + 1).astype("datetime64[D]") - 1
    end = np.minimum(later.astype("datetime64[D]") + (day - month.astype("datetime64[D]")), last)
    return (end.astype(np.int64) + _UNIX_DAY).astype(np.int32)


def _retention_ends(ordinance: Ordinance, opening: np.ndarray) -> np.ndarray:
    """When what cases let pass may no longer be kept, by opening day: int32 [n], NEVER where there is no end."""
    months = ordinance.safeguards.retention_months
    if months is None:
        return np.full(len(opening), NEVER, dtype=np.int32)
    return _ends_by_opening(months)[np.clip(opening, _FIRST_OPENING, _LAST_OPENING) - _FIRST_OPENING]


def _month_and_day(days: np.ndarray) -> np.ndarray:
    """Month * 32 + day of month: int16 [n]. (Born on 29 February: has it on 1 March in other years, by the scan of days.)"""
    date = (days - _UNIX_DAY).astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    return ((month.astype(np.int64) % 12 + 1) * 32 + (date - month.astype("datetime64[D]")).astype(np.int64) + 1).astype(np.int16)


def blanked(column: Column, flags: Flags) -> Column:
    """A column of which nothing is left about those who are not permitted."""
    values, states = column
    if flags is True:
        return values, states
    blank = np.where(flags, values, np.zeros(1, dtype=values.dtype))
    return blank, np.where(flags, np.uint8(KNOWN) if states is None else states, np.uint8(ABSENT))
