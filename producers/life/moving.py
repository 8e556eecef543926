"""Moving within the town, and households that split or merge on paper."""

from __future__ import annotations

import numpy as np

from producers.days import ages
from producers.draws import smallest
from producers.families import CHILD, CO_RESIDENT, HEAD, PARENT, SPOUSE, put, relate, sizes
from producers.names import LOTS
from producers.offices.register import Notice, address, free, leave, person, remain
from producers.town import Town

_WHOLE = np.array([4_500, 3_300, 1_700, 900, 550, 350, 350])
"""In a month, of a million households, by age of the head from 0, 30, 40, 50, 60, 70, 80."""
_AGES = np.array([30, 40, 50, 60, 70, 80])
_CHILD_LEAVES = 2_000
"""In a month, of a million children of 20 to 34 at home: to a place of their own in town."""


def month(town: Town, index: int, first: int) -> None:
    """Who moves within the town in one month."""
    _households(town, index, first)
    _children(town, index, first)
    _splits(town, index, first)
    _merges(town, index, first)
    _partners(town, index, first)
    _small_things(town, index, first)


def new_address(town: Town, household: int, turn: int) -> None:
    """Another address for a household."""
    homes, texts = town.households, town.texts
    homes.district[household] = texts.districts[0] + town.draws.below_one(
        "new district", household, len(texts.districts), turn
    )
    homes.lot[household] = texts.lots[0] + town.draws.below_one("new lot", household, len(LOTS), turn)


def found(town: Town, turn: int, quiet_until: int) -> int:
    """A new household at a new address."""
    household = int(town.households.found(1, kind=-1, quiet_until=quiet_until)[0])
    new_address(town, household, turn)
    return household


def _day(town: Town, resident: int, first: int, index: int) -> int:
    return first + town.draws.below_one("moves on", resident, 28, index)


def _households(town: Town, index: int, first: int) -> None:
    people, rows = town.people, free(town, first)
    heads = rows[people.relation[rows] == HEAD]
    chance = _WHOLE[np.searchsorted(_AGES, ages(people.birth[heads], first), side="right")]
    for head in heads[town.draws.chance("moves within", heads, chance, index)].tolist():
        household = int(people.household[head])
        notice = Notice(town, "move within", head, _day(town, head, first, index))
        new_address(town, household, index)
        for member in town.members(household):
            notice.tell(
                "resident.moved-within", member, household, int(people.relation[member]), *address(town, member)
            )
        notice.quiet(household)


def _children(town: Town, index: int, first: int) -> None:
    people, rows = town.people, free(town, first)
    age = ages(people.birth[rows], first)
    rows = rows[(people.relation[rows] == CHILD) & (age >= 20) & (age < 35)]
    for child in rows[town.draws.chance("own place", rows, _CHILD_LEAVES, index)].tolist():
        if town.households.quiet_until[people.household[child]] < first:
            _own_place(town, child, _day(town, child, first, index), index)


def _own_place(town: Town, child: int, day: int, index: int) -> None:
    old = int(town.people.household[child])
    if (left := leave(town, [child], day)) is None:
        return
    notice = Notice(town, "own place", child, day)
    put(town, child, found(town, index, notice.recorded), HEAD)
    notice.tell("resident.moved-within", child, int(town.people.household[child]), HEAD, *address(town, child))
    remain(town, *left, notice)
    notice.quiet(old)


def _splits(town: Town, index: int, first: int) -> None:
    """Children who pay their own way, and parents, become a household of their own at the same address (世帯分離)."""
    people, rows = town.people, free(town, first)
    age = ages(people.birth[rows], first)
    rows = rows[np.isin(people.relation[rows], (CHILD, PARENT)) & (age >= 22)]
    for resident in town.schedule.take("household split", 60, index, rows):
        if town.households.quiet_until[people.household[resident]] < first:
            split(town, resident, _day(town, resident, first, index))


def split(town: Town, resident: int, day: int) -> None:
    """Splits one resident off, at the same address: `home` follows unless paper and life are allowed to differ."""
    people, homes = town.people, town.households
    old, before = int(people.household[resident]), (int(people.home[resident]), int(people.home_relation[resident]))
    if (left := leave(town, [resident], day)) is None:
        return
    notice = Notice(town, "split", resident, day)
    household = int(
        homes.found(
            1, kind=-1, quiet_until=notice.recorded, district=int(homes.district[old]), lot=int(homes.lot[old])
        )[0]
    )
    put(town, resident, household, HEAD)
    notice.residence("resident.household-split", resident)
    remain(town, *left, notice)
    notice.quiet(old)
    if town.errors.false_household and HEAD not in left[1].values():
        people.home[resident], people.home_relation[resident] = before
        homes.entangled[[old, household]] = True
        town.flaw(resident, "split-on-paper")


def _merges(town: Town, index: int, first: int) -> None:
    """An old parent who lived alone joins the household of a grown-up child (世帯合併)."""
    people, rows = town.people, free(town, first)
    size = sizes(town)[people.household[rows]]
    old = rows[(size == 1) & (ages(people.birth[rows], first) >= 72)]
    hosts = rows[(people.relation[rows] == HEAD) & (size >= 2) & (np.abs(ages(people.birth[rows], first) - 50) <= 8)]
    for parent in town.schedule.take("household merged", 50, index, old):
        near = hosts[smallest(town.draws.bits("host", hosts, parent), 20)].tolist()
        host = next((h for h in near if _can_host(town, h, first)), None)
        if host is not None:
            _join(town, parent, host, _day(town, parent, first, index))


def _can_host(town: Town, host: int, first: int) -> bool:
    household = int(town.people.household[host])
    relations = {int(town.people.relation[m]) for m in town.members(household)}
    return bool(town.households.quiet_until[household] < first) and relations <= {HEAD, SPOUSE, CHILD}


def _join(town: Town, parent: int, host: int, day: int) -> None:
    old, household = int(town.people.household[parent]), int(town.people.household[host])
    others = list(town.members(household))
    notice = Notice(town, "merge", parent, day)
    put(town, parent, household, PARENT)
    notice.residence("resident.household-merged", parent)
    notice.tell("resident.address-set", parent, *address(town, parent))
    remain(town, others, {}, notice)
    notice.quiet(old, household)


def _small_things(town: Town, index: int, first: int) -> None:
    """Corrections ex officio (職権修正), and changes of what is written of foreign residents."""
    for type_, per_100_000, foreign in (
        ("resident.corrected", 25, 0), ("resident.status-of-residence-changed", 60, 1), ("resident.naturalised", 12, 1),
    ):  # fmt: skip
        rows = free(town, first)
        rows = rows[town.people.foreign[rows] >= foreign]
        for resident in town.schedule.take(type_, per_100_000, index, rows):
            _rewrite(town, type_, resident, _day(town, resident, first, index))


def _partners(town: Town, index: int, first: int) -> None:
    """Two who live together are written as partners (未届の夫・妻): 続柄変更."""
    people, rows = town.people, free(town, first)
    pairs = sizes(town)[people.household[rows]] == 2
    rows = rows[pairs & (people.relation[rows] == CO_RESIDENT)]
    rows = np.array([r for r in rows.tolist() if _of_both_sexes(town, r)], dtype=np.int64)
    for resident in town.schedule.take("relation changed", 20, index, rows):
        notice = Notice(town, "relation", resident, _day(town, resident, first, index))
        relate(town, resident, SPOUSE)
        notice.residence("resident.relation-changed", resident)
        remain(town, [m for m in town.members(int(people.household[resident])) if m != resident], {}, notice)
        notice.quiet(int(people.household[resident]))


def _of_both_sexes(town: Town, resident: int) -> bool:
    members = town.members(int(town.people.household[resident]))
    return bool(town.people.sex[members[0]] != town.people.sex[members[1]])


def _rewrite(town: Town, type_: str, resident: int, day: int) -> None:
    people, texts = town.people, town.texts
    if type_ == "resident.corrected":
        names = texts.female if people.sex[resident] == 0 else texts.male
        people.given_name[resident] = names[town.draws.below_one("corrected name", resident, len(names))]
    if type_ == "resident.naturalised":
        people.foreign[resident] = 0
        people.family_name[resident] = texts.family[town.draws.below_one("chosen name", resident, len(texts.family))]
    notice = Notice(town, type_, resident, day)
    notice.tell(type_, resident, *person(town, resident))
    notice.quiet(int(people.household[resident]))
