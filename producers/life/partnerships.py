"""Marriage and divorce, and what they do to households, names and stepchildren."""

from __future__ import annotations

import numpy as np

from producers.days import ages
from producers.families import (
    CHILD,
    HEAD,
    SPOUSE,
    SPOUSE_CHILD,
    after,
    made_of,
    minors,
    put,
    relate,
    spouse_of,
    with_spouse,
)
from producers.life.moving import found
from producers.offices.register import Notice, address, free, leave, person, remain
from producers.rosters import FEMALE, MALE
from producers.town import Town

_MARRIAGES, _DIVORCES, _ADOPTIONS = 400, 155, 12
"""A year, among 100,000."""
_BRIDES = np.array([15, 110, 400, 500, 300, 160, 90, 40])
"""Weights of women by age from 18, 20, 25, 30, 35, 40, 45, 50."""
_AGES = np.array([20, 25, 30, 35, 40, 45, 50])


def month(town: Town, index: int, first: int) -> None:
    """Marriages, adoptions of stepchildren, divorces of one month."""
    _adoptions(town, index, first)
    _marriages(town, index, first)
    _divorces(town, index, first)


def _unmarried(town: Town, first: int, sex: int) -> np.ndarray:
    """Who of a sex may marry: heads of their own without a partner, and grown-up children at home."""
    people, rows = town.people, free(town, first)
    age = ages(people.birth[rows], first)
    rows = rows[(people.sex[rows] == sex) & (age >= 20) & (age < 55)]
    alone = made_of(town, HEAD, CHILD)[people.household[rows]]
    return np.concatenate([rows[alone & (people.relation[rows] == HEAD)], rows[people.relation[rows] == CHILD]])


def _marriages(town: Town, index: int, first: int) -> None:
    wanted = town.schedule.due("marriage", _MARRIAGES, index)
    if not wanted:
        return
    men = _grooms(town, first, index)
    touched: set[int] = set()
    for woman in _brides(town, first, index):
        hers = int(town.people.household[woman])
        man = None if hers in touched else next((m for m in men if _fit(town, woman, m, touched)), None)
        if man is None:
            continue
        his = int(town.people.household[man])
        if _marry(town, woman, man, first, index):
            touched |= {hers, his}
            men.remove(man)
            wanted -= 1
        if not wanted:
            return


def _brides(town: Town, first: int, index: int) -> list[int]:
    """Women in the order in which they marry: younger ones sooner."""
    women = _unmarried(town, first, FEMALE)
    weight = _BRIDES[np.searchsorted(_AGES, ages(town.people.birth[women], first), side="right")]
    turn = (town.draws.bits("bride", women, index) >> np.uint64(24)) // weight.astype(np.uint64)
    return women[np.argsort(turn, kind="stable")].tolist()


def _grooms(town: Town, first: int, index: int) -> list[int]:
    men = _unmarried(town, first, MALE)
    return men[np.argsort(town.draws.bits("groom", men, index), kind="stable")].tolist()


def _fit(town: Town, woman: int, man: int, touched: set[int]) -> bool:
    people = town.people
    years = (int(people.birth[woman]) - int(people.birth[man])) // 365
    home, other = int(people.household[man]), int(people.household[woman])
    return (
        -4 <= years <= 9
        and home != other
        and home not in touched
        and people.family_name[man] != people.family_name[woman]
    )


def _marry(town: Town, woman: int, man: int, first: int, index: int) -> bool:
    """They live where one of them heads a household, else in a new one; a mother brings her children along."""
    people = town.people
    day = first + town.draws.below_one("wedding", woman, 28, index)
    if (new := _place(town, woman, man, day, index)) is None:
        return False
    household, coming = new
    hosts = [m for m in town.members(household) if m not in (man, woman)]
    olds = {int(people.household[m]): m for m in (*coming, man, woman) if int(people.household[m]) != household}
    notice = Notice(town, "marriage", woman, day)
    for old in olds:
        leaving = [m for m in (man, woman, *coming) if int(people.household[m]) == old]
        if (left := leave(town, leaving, day)) is None:
            return False
        remain(town, *left, notice)
        notice.quiet(old)
    head = next((m for m in (man, woman) if int(people.household[m]) == household), man)
    _settle(town, household, head, woman if head == man else man, coming, notice)
    remain(town, hosts, {}, notice)
    _take_name(town, woman, man, notice)
    notice.quiet(household)
    return True


def _place(town: Town, woman: int, man: int, day: int, index: int) -> tuple[int, list[int]] | None:
    """(household, her children who come along); None where somebody would be left alone who may not be."""
    people = town.people
    hers, his = int(people.household[woman]), int(people.household[man])
    kids = [m for m in town.members(hers) if m != woman] if people.relation[woman] == HEAD else []
    left_behind = [m for m in town.members(his) if m != man] if people.relation[man] == HEAD else []
    if people.relation[man] == HEAD:
        return his, kids
    if kids and len(kids) == len(minors(town, hers, day)):
        return hers, []
    if kids or left_behind or _would_break(town, woman, day) or _would_break(town, man, day):
        return None
    return (hers, []) if people.relation[woman] == HEAD else (found(town, index, day), [])


def _would_break(town: Town, resident: int, day: int) -> bool:
    staying = [m for m in town.members(int(town.people.household[resident])) if m != resident]
    return after(town, staying, day) is None


def _settle(town: Town, household: int, head: int, partner: int, coming: list[int], notice: Notice) -> None:
    for resident, relation in ((head, HEAD), (partner, SPOUSE)):
        moved = int(town.people.household[resident]) != household
        put(town, resident, household, relation)
        notice.residence("resident.married", resident)
        if moved:
            notice.tell("resident.address-set", resident, *address(town, resident))
    for child in coming:
        put(town, child, household, SPOUSE_CHILD)
        notice.tell("resident.moved-within", child, household, SPOUSE_CHILD, *address(town, child))


def _take_name(town: Town, woman: int, man: int, notice: Notice) -> None:
    """One of them takes the other's family name (民法750条): nineteen times in twenty she does."""
    his = town.draws.chance_one("takes her name", woman, 50_000)
    one, other = (man, woman) if his else (woman, man)
    if not town.people.foreign[one]:
        town.people.family_name[one] = town.people.family_name[other]
        notice.tell("resident.name-changed", one, *person(town, one))


def _adoptions(town: Town, index: int, first: int) -> None:
    """A stepchild becomes the head's child (養子縁組)."""
    people, rows = town.people, free(town, first)
    for child in town.schedule.take("adoption", _ADOPTIONS, index, rows[people.relation[rows] == SPOUSE_CHILD]):
        household = int(people.household[child])
        notice = Notice(town, "adoption", child, first + 15)
        relate(town, child, CHILD)
        notice.residence("resident.adopted", child)
        remain(town, [m for m in town.members(household) if m != child], {}, notice)
        notice.quiet(household)


def _divorces(town: Town, index: int, first: int) -> None:
    people, rows = town.people, free(town, first)
    age = ages(people.birth[rows], first)
    may_part = with_spouse(town) & made_of(town, HEAD, SPOUSE, CHILD)
    couples = rows[(people.relation[rows] == HEAD) & (age < 62) & may_part[people.household[rows]]]
    for head in town.schedule.take("divorce", _DIVORCES, index, couples):
        spouse = spouse_of(town, int(people.household[head]))
        if spouse is not None:
            _part(town, head, spouse, first + town.draws.below_one("divorce on", head, 28, index), index)


def _part(town: Town, head: int, spouse: int, day: int, index: int) -> None:
    """One of them leaves; the children who are minors stay with the mother (85 %) or the father."""
    people, draws = town.people, town.draws
    household = int(people.household[head])
    mother, father = (head, spouse) if people.sex[head] == FEMALE else (spouse, head)
    keeper = mother if draws.chance_one("with the mother", mother, 850_000) else father
    leaver = head if draws.chance_one("the head leaves", household, 450_000) else spouse
    kids = minors(town, household, day) if leaver == keeper else []
    if (left := leave(town, [leaver, *kids], day)) is None:
        return
    notice = Notice(town, "divorce", leaver, day)
    new = found(town, index, notice.recorded)
    put(town, leaver, new, HEAD)
    for child in kids:
        put(town, child, new, CHILD)
        notice.tell("resident.moved-within", child, new, CHILD, *address(town, child))
    stays = head if leaver == spouse else spouse
    remain(town, *left, notice, told=[stays])
    for one in (leaver, stays):
        notice.residence("resident.divorced", one)
    notice.tell("resident.address-set", leaver, *address(town, leaver))
    notice.quiet(household, new)
