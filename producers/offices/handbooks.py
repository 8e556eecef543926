"""Disability handbooks (身体障害者手帳・療育手帳・精神障害者保健福祉手帳): about 7 % of all."""

from __future__ import annotations

import numpy as np

from producers.days import ages, ordinal
from producers.offices.notices import recorded_one
from producers.people import DEAD, codes
from producers.town import Town

KINDS = codes("welfare.handbook", "handbook")
_AGES = np.array([3, 18, 30, 40, 50, 60, 70, 80])
_SHARES = {
    "physical": np.array([700, 2_900, 5_200, 9_500, 16_500, 30_000, 59_000, 104_000, 180_000]),
    "intellectual": np.array([600, 19_000, 19_000, 13_500, 10_000, 7_000, 4_500, 2_300, 1_100]),
    "mental": np.array([0, 3_000, 16_000, 23_000, 25_000, 23_000, 15_000, 7_000, 3_500]),
}
"""Of a million, by age from 0 and these ages on."""
_GRADES = {"physical": (31, 15, 16, 24, 7, 7), "intellectual": (38, 62), "mental": (11, 59, 30)}
"""Weights of grades from 1 (療育手帳: A is 1, B is 2)."""
_NEW = 250


def _grades(town: Town, rows: np.ndarray, kind: str) -> np.ndarray:
    return town.draws.pick("grade", rows, _GRADES[kind]) + 1


def give(town: Town) -> None:
    """Who has a handbook on the first day."""
    people, rows = town.people, town.people.here()
    band = np.searchsorted(_AGES, ages(people.birth[rows], town.start), side="right")
    for kind, shares in _SHARES.items():
        here = rows[town.draws.chance(f"{kind} handbook", rows, shares[band]) & (people.handbook[rows] == 0)]
        people.handbook[here] = KINDS[kind]
        people.handbook_grade[here] = _grades(town, here, kind)


def load(town: Town) -> None:
    """Tells them."""
    people, rows = town.people, town.people.here()
    rows = rows[people.handbook[rows] > 0]
    issued = town.start - 30 - town.draws.below("handbook since", rows, 3_000)
    issued = np.maximum(np.maximum(issued, people.birth[rows] + 90), ordinal(2000))
    town.log.many(
        "welfare.handbook-issued", rows, issued, issued, town.start, people.handbook[rows], people.handbook_grade[rows]
    )


def month(town: Town, index: int, first: int) -> None:
    """New ones, other grades, and those given back: after a death, or because they are not needed any more. One
    thing a month."""
    people, rows = town.people, town.people.here()
    none = rows[(ages(people.birth[rows], first) >= 55) & (people.handbook[rows] == 0)]
    held = rows[(people.handbook[rows] == KINDS["physical"]) & (people.handbook_grade[rows] > 1)]
    issued = town.schedule.take("handbook issued", _NEW, index, none)
    regraded = town.schedule.take("handbook regraded", 60, index, held)
    had = rows[(people.handbook[rows] > 0) & ~np.isin(rows, regraded)]
    returned = town.schedule.take("handbook returned", 20, index, had)
    for resident in issued:
        people.handbook[resident] = KINDS["physical"]
        people.handbook_grade[resident] = _grades(town, np.array([resident]), "physical")[0]
        _tell(town, "welfare.handbook-issued", resident, first, index)
    for resident in regraded:
        people.handbook_grade[resident] -= 1
        _tell(town, "welfare.handbook-regraded", resident, first, index)
    for resident in returned + _dead(town):
        people.handbook[resident] = people.handbook_grade[resident] = 0
        _tell(town, "welfare.handbook-returned", resident, first, index)


def _dead(town: Town) -> list[int]:
    """Who died this month and had one."""
    people = town.people
    return [
        resident for resident, _, _ in town.gone if people.handbook[resident] and people.residency[resident] == DEAD
    ]


def _tell(town: Town, type_: str, resident: int, first: int, index: int) -> None:
    people = town.people
    day = first + town.draws.below_one(type_, resident, 24, index)
    if people.residency[resident] == DEAD:
        day = max(day, next(died for gone, died, _ in town.gone if gone == resident))
    values = (int(people.handbook[resident]), int(people.handbook_grade[resident])) if people.handbook[resident] else ()
    town.log.one(type_, resident, day, day, recorded_one(town, day), *values)
