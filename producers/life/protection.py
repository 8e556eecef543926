"""支援措置 for victims of violence at home, and homes that are not what the register says.

The measure lasts a year, is extended from a month before its end, else it lapses, and ends on moving to another
town (domain facts 5.1).
"""

from __future__ import annotations

import numpy as np

from producers.days import add_months, ages
from producers.families import CHILD, HEAD, SPOUSE, made_of, minors, put, spouse_of, with_spouse
from producers.life.moving import found
from producers.offices.register import Notice, address, free, leave, remain
from producers.people import REGISTERED
from producers.rosters import FEMALE
from producers.town import Town

_IN_FORCE, _NEW, _TRANSFERRED = 110, 55, 10
"""Homes among 100,000 residents: protected on the first day; new in a year; taken over with an arrival from another
town."""
_EXTENDED = 700_000
_A_MONTH_BEFORE = 30


def _protect(town: Town, type_: str, residents: list[int], day: int, until: int, load: bool = False) -> None:
    for resident in residents:
        town.people.protected_until[resident] = until
        recorded = max(day, town.start) if load else day
        town.log.one(type_, resident, day, day, recorded, until)


def _couples(town: Town, first: int) -> np.ndarray:
    """Wives under 60 in households of parents and children."""
    people, rows = town.people, free(town, first)
    rows = rows[
        (people.relation[rows] == SPOUSE) & (people.sex[rows] == FEMALE) & (ages(people.birth[rows], first) < 60)
    ]
    return rows[made_of(town, HEAD, SPOUSE, CHILD)[people.household[rows]]]


def load(town: Town) -> None:
    """Protected on the first day: lone mothers with their children, and women alone."""
    people, rows = town.people, free(town, town.start)
    rows = rows[
        (people.relation[rows] == HEAD) & (people.sex[rows] == FEMALE) & (ages(people.birth[rows], town.start) < 60)
    ]
    rows = rows[~with_spouse(town)[people.household[rows]]]
    wanted = town.schedule.count("protected at the start", _IN_FORCE)
    for mother in rows[town.draws.bits("protected", rows).argsort(kind="stable")[:wanted]].tolist():
        since = town.start - 1 - town.draws.below_one("protected since", mother, 364)
        _protect(town, "resident.protection-started", _family(town, mother), since, add_months(since, 12), load=True)


def _family(town: Town, mother: int) -> list[int]:
    return [mother, *(m for m in minors(town, int(town.people.household[mother]), town.start) if m != mother)]


def month(town: Town, index: int, first: int, arrived: list[int]) -> None:
    """New measures, extended ones, ended ones of a month."""
    for wife in town.schedule.take("protection", _NEW, index, _couples(town, first)):
        _flee(town, wife, first + town.draws.below_one("flees on", wife, 25, index), index)
    _transferred(town, index, arrived)
    _due(town, first, index)


def _flee(town: Town, wife: int, day: int, index: int) -> None:
    """She leaves with the children; on paper half of them still belong to the household they fled from."""
    people, homes = town.people, town.households
    household = int(people.household[wife])
    family = [wife, *minors(town, household, day)]
    on_paper = town.errors.false_household and town.draws.chance_one("stays on paper", wife, 500_000)
    if len(family) == len(town.members(household)):
        return
    refuge = found(town, index, day)
    for resident in family:
        people.in_difficulty[resident] = True
    if on_paper:
        homes.entangled[[household, refuge]] = True
        for resident in family:
            people.home[resident], people.home_relation[resident] = refuge, HEAD if resident == wife else CHILD
            town.flaw(resident, "lives-elsewhere")
        _protect(town, "resident.protection-started", family, day, add_months(day, 12))
        return
    _move_to(town, household, family, refuge, day)


def _move_to(town: Town, household: int, family: list[int], refuge: int, day: int) -> None:
    if (left := leave(town, family, day)) is None:
        return
    notice = Notice(town, "flight", family[0], day, 14, 20)
    for resident in family:
        put(town, resident, refuge, HEAD if resident == family[0] else CHILD)
        notice.tell(
            "resident.moved-within", resident, refuge, int(town.people.relation[resident]), *address(town, resident)
        )
    remain(town, *left, notice)
    notice.quiet(household, refuge)
    _protect(town, "resident.protection-started", family, notice.recorded, add_months(notice.recorded, 12))


def _transferred(town: Town, index: int, arrived: list[int]) -> None:
    people = town.people
    heads = [
        r
        for r in arrived
        if people.relation[r] == HEAD and people.sex[r] == FEMALE and spouse_of(town, int(people.household[r])) is None
    ]
    for mother in town.schedule.take("protection transferred", _TRANSFERRED, index, np.array(heads, dtype=np.int64)):
        day = int(town.households.quiet_until[people.household[mother]])
        _protect(town, "resident.protection-transferred", _family(town, mother), day, add_months(day, 12))


def _due(town: Town, first: int, index: int) -> None:
    """Measures that end within this month or the next: extended, or let go, or given up."""
    people, n = town.people, town.people.n
    until = people.protected_until[:n]
    due = np.flatnonzero((until > first) & (until <= first + _A_MONTH_BEFORE) & (people.residency[:n] == REGISTERED))
    for resident in due.tolist():
        home, end = int(people.home[resident]), int(until[resident])
        if town.draws.chance_one("extends", home, _EXTENDED, end):
            _protect(town, "resident.protection-extended", [resident], min(first + 5, end), add_months(end, 12))
    rows = free(town, first)
    given_up = rows[until[rows] > first + _A_MONTH_BEFORE]
    for resident in town.schedule.take("protection given up", 12, index, given_up):
        people.protected_until[resident] = first + 20
        town.log.one("resident.protection-ended", resident, first + 20, first + 20, first + 20)
