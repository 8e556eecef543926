"""Births: to couples, to lone mothers now and then, and to the young couple in a house of three generations."""

from __future__ import annotations

import numpy as np

from producers.days import ages
from producers.families import CHILD, CHILD_SPOUSE, GRANDCHILD, HEAD, SPOUSE, with_spouse
from producers.offices.register import Notice, address, enter, free, remain
from producers.population import given_names
from producers.rosters import FEMALE
from producers.town import Town

_AGES = np.array([18, 20, 25, 30, 35, 40, 45])
_A_MONTH = np.array([0, 4_000, 8_900, 11_300, 9_300, 4_900, 1_000, 0])
"""In a month, of a million married women, by age from 0, 18, 20, 25, 30, 35, 40, 45."""
_UNMARRIED = 25
"""So many thousandths of that for women who head a household alone."""
_BETWEEN = 330
"""Fewest days between two births."""


def _mothers(town: Town, index: int, first: int) -> np.ndarray:
    people = town.people
    rows = free(town, first)
    age = ages(people.birth[rows], first)
    rows, age = (part[(people.sex[rows] == FEMALE) & (age >= 18) & (age < 45)] for part in (rows, age))
    married = with_spouse(town)[people.household[rows]] & np.isin(people.relation[rows], (HEAD, SPOUSE)) | (
        people.relation[rows] == CHILD_SPOUSE
    )
    chance = (
        _A_MONTH[np.searchsorted(_AGES, age, side="right")]
        * np.where(married, 1000, _UNMARRIED * (people.relation[rows] == HEAD))
        // 1000
    )
    return rows[town.draws.chance("gives birth", rows, chance, index)]


def month(town: Town, index: int, first: int) -> None:
    """The births of one month."""
    for mother in _mothers(town, index, first).tolist():
        household = int(town.people.household[mother])
        day = first + town.draws.below_one("day of birth", mother, 28, index)
        children = [m for m in town.members(household) if town.people.relation[m] in (CHILD, GRANDCHILD)]
        if all(day - int(town.people.birth[m]) > _BETWEEN for m in children) and _may_have(town, mother, children):
            _bear(town, mother, day)


def _may_have(town: Town, mother: int, children: list[int]) -> bool:
    """A grandchild is born only where the head has a single child, so that whose it is cannot be doubted."""
    relations = [int(town.people.relation[m]) for m in children]
    return town.people.relation[mother] != CHILD_SPOUSE or relations.count(CHILD) == 1


def _bear(town: Town, mother: int, day: int) -> None:
    people = town.people
    household = int(people.household[mother])
    relation = GRANDCHILD if people.relation[mother] == CHILD_SPOUSE else CHILD
    sex = int(town.draws.chance_one("sex of a newborn", people.n, 512_000))
    home = dict.fromkeys(("household", "home"), household)
    as_what = dict.fromkeys(("relation", "home_relation"), relation)
    same = {name: int(getattr(people, name)[mother]) for name in ("foreign", "family_name", "desk")}
    child = people.add_one(birth=day, since=day, rate_since=day, sex=sex, **home, **as_what, **same)
    people.given_name[child] = given_names(town, np.array([child]))[0]
    notice = Notice(town, "birth", child, day)
    others = list(town.members(household))
    town.members(household).append(child)
    enter(town, "resident.born", child, notice)
    remain(town, others, {}, notice)
    notice.quiet(household)
    assert address(town, child) == address(town, mother)


def recognitions(town: Town, index: int, first: int) -> None:
    """A father recognises (認知) a child of a lone mother, now and then."""
    rows = free(town, first)
    people = town.people
    alone = ~with_spouse(town)[people.household[rows]]
    rows = rows[alone & (people.relation[rows] == CHILD) & (ages(people.birth[rows], first) < 10)]
    for child in town.schedule.take("recognition", 8, index, rows):
        notice = Notice(town, "recognition", child, first + 9)
        notice.tell("resident.recognised", child)
        notice.quiet(int(people.household[child]))
