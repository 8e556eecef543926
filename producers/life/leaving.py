"""Moving out of the town and off its register: whole households, children who leave home, entries deleted and
restored."""

from __future__ import annotations

import numpy as np

from producers.days import ages
from producers.families import CHILD, HEAD, sizes
from producers.offices.notices import recorded_one
from producers.offices.register import Notice, free, leave, remain, settled
from producers.people import DELETED, MOVED_OUT, REGISTERED
from producers.town import Town

_WHOLE = np.array([6_400, 5_000, 2_700, 1_500, 750, 500, 600])
"""In a month, of a million households, by age of the head from 0, 30, 40, 50, 60, 70, 80."""
_AGES = np.array([30, 40, 50, 60, 70, 80])
_BACK_WITHIN = 40
_CHILD_LEAVES = 4_000
"""In a month, of a million children of 18 to 29 at home."""


def month(town: Town, index: int, first: int) -> None:
    """Who moves out of the town in one month."""
    _households(town, index, first)
    _children(town, index, first)
    _cancelled(town, index, first)
    _deleted(town, index, first)


def _households(town: Town, index: int, first: int) -> None:
    people, rows = town.people, free(town, first)
    heads = rows[people.relation[rows] == HEAD]
    chance = _WHOLE[np.searchsorted(_AGES, ages(people.birth[heads], first), side="right")]
    for head in heads[town.draws.chance("household moves out", heads, chance, index)].tolist():
        abroad = town.draws.chance_one("moves abroad", head, 60_000 if not people.foreign[head] else 400_000, index)
        go(
            town,
            list(town.members(int(people.household[head]))),
            first + town.draws.below_one("moves out on", head, 28, index),
            abroad,
        )
    for head in town.schedule.take("moved abroad", 20, index, heads[settled(town, first)[people.household[heads]]]):
        go(town, list(town.members(int(people.household[head]))), first + 10, True)


def _children(town: Town, index: int, first: int) -> None:
    people, rows = town.people, free(town, first)
    age = ages(people.birth[rows], first)
    rows = rows[(people.relation[rows] == CHILD) & (age >= 18) & (age < 30)]
    for child in rows[town.draws.chance("child moves out", rows, _CHILD_LEAVES, index)].tolist():
        if town.households.quiet_until[people.household[child]] < first:
            go(town, [child], first + town.draws.below_one("moves out on", child, 28, index), False)


def go(town: Town, leaving: list[int], day: int, abroad: bool) -> None:
    """These move out: announced beforehand (転出届, 住民基本台帳法24条), then done; their household stays behind
    without them."""
    people = town.people
    if town.people.residency[leaving[0]] != REGISTERED:
        return
    household = int(people.household[leaving[0]])
    if (left := leave(town, leaving, day)) is None:
        return
    staying, relations = left
    notice = Notice(town, "moving out", leaving[0], day, 5, 10)
    told_before = not abroad and town.draws.chance_one("announced", leaving[0], 500_000, day)
    early = max(day - 3, int(town.households.quiet_until[household]) + 1, town.start)
    early = min(recorded_one(town, early), notice.recorded)
    for resident in leaving:
        if told_before:
            town.log.one("resident.move-out-planned", resident, day, early, early)
        notice.tell("resident.moved-abroad" if abroad else "resident.moved-out", resident)
        people.residency[resident] = MOVED_OUT
    remain(town, staying, relations, notice)
    notice.quiet(household)
    town.gone.append((leaving[0], day, staying))


def _cancelled(town: Town, index: int, first: int) -> None:
    """A move-out that is announced and then cancelled (転出取消)."""
    people, rows = town.people, free(town, first)
    for resident in town.schedule.take("move-out cancelled", 25, index, rows[people.relation[rows] == HEAD]):
        for member in town.members(int(people.household[resident])):
            planned = Notice(town, "planned", resident, first + 6, 0, 0)
            planned.tell("resident.move-out-planned", member)
            cancelled = Notice(town, "cancelled", resident, planned.recorded + 3, 4, 0)
            cancelled.tell("resident.move-out-cancelled", member)
            cancelled.quiet(int(people.household[resident]))


def _deleted(town: Town, index: int, first: int) -> None:
    """Somebody who cannot be found at the address is deleted ex officio (職権消除); a part of them is restored
    (職権回復)."""
    people, rows = town.people, free(town, first)
    single = sizes(town)[people.household[rows]] == 1
    for resident in town.schedule.take("deleted", 20, index, rows[single]):
        household = int(people.household[resident])
        notice = Notice(town, "deletion", resident, first + 12, 0, 0)
        notice.tell("resident.deleted-ex-officio", resident)
        notice.quiet(household)
        in_time = notice.recorded + _BACK_WITHIN <= town.end
        if in_time and (town.draws.chance_one("restored", resident, 400_000) or not town.restored):
            town.restored += 1
            back = Notice(town, "restoration", resident, notice.recorded + 20, 0, 0)
            back.tell("resident.restored", resident)
            back.quiet(household)
        else:
            people.residency[resident] = DELETED
            leave(town, [resident], notice.effective)
            town.gone.append((resident, notice.effective, []))
