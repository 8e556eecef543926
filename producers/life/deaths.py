"""Deaths, and who is the head of the household afterwards."""

from __future__ import annotations

import numpy as np

from producers.days import ages
from producers.families import HEAD, SPOUSE
from producers.offices.register import Notice, free, leave, remain
from producers.people import DEAD
from producers.rosters import MALE
from producers.town import Town

_AGES = np.array([1, 15, 30, 40, 50, 60, 65, 70, 75, 80, 85, 90, 95])
_A_MONTH = {
    MALE: np.array([150, 12, 40, 60, 130, 340, 800, 1_250, 1_950, 3_000, 5_200, 9_300, 16_500, 27_000]),
    1 - MALE: np.array([140, 10, 22, 35, 75, 180, 370, 560, 900, 1_500, 2_900, 5_900, 12_000, 22_000]),
}
"""In a month, of a million, by age from 0 and these ages on (about 1.3 % of all in a year)."""
WITHIN = 7
"""A death is notified within seven days (戸籍法86条)."""


def month(town: Town, index: int, first: int) -> None:
    """The deaths of one month."""
    people, rows = town.people, free(town, first)
    band = np.searchsorted(_AGES, ages(people.birth[rows], first), side="right")
    chance = np.where(people.sex[rows] == MALE, _A_MONTH[MALE][band], _A_MONTH[1 - MALE][band])
    for resident in rows[town.draws.chance("dies", rows, chance, index)].tolist():
        if town.households.quiet_until[people.household[resident]] < first:
            _die(town, resident, first + town.draws.below_one("day of death", resident, 28, index))


def _die(town: Town, resident: int, day: int) -> None:
    people = town.people
    household, relation = int(people.household[resident]), int(people.relation[resident])
    if day <= people.birth[resident] or (left := leave(town, [resident], day)) is None:
        return
    people.residency[resident] = DEAD
    notice = Notice(town, "death", resident, day, WITHIN, 5)
    notice.tell("resident.died", resident)
    staying, relations = left
    if relation in (HEAD, SPOUSE):
        for member in staying:
            people.widowed[member] |= people.relation[member] in (HEAD, SPOUSE)
    remain(town, staying, relations, notice)
    notice.quiet(household)
    town.gone.append((resident, day, staying))
