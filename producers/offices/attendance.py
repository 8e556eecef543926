"""Absences (with their corrections) and visits to the health room, day by day."""

from __future__ import annotations

import numpy as np

from producers.days import date
from producers.draws import MILLION
from producers.offices.notices import recorded
from producers.offices.schools import pupils
from producers.town import Town

_HARDLY_EVER, _TRUANT, _OTHERS = 600_000, 140_000, 2_300
_OFTENEST = 200_000
"""Of a million, on one school day: truants who hardly ever come (one in five of them), the other truants, all
others."""
_HOLIDAYS = ((1224, 1231), (101, 107), (326, 331), (401, 406), (721, 831))
"""No school between these, as month and day."""
_CORRECTED, _HEALTH_ROOM = 12_000, 700


def school_days(first: int, after: int) -> list[int]:
    """The days of a month on which there is school."""
    places = {day: date(day).month * 100 + date(day).day for day in range(first, after)}
    return [
        day
        for day, place in places.items()
        if day % 7 not in (0, 6) and not any(low <= place <= high for low, high in _HOLIDAYS)
    ]


def load(town: Town) -> None:
    """The last four weeks of those who are often absent."""
    rows = pupils(town)
    rows = rows[town.people.truant[rows]]
    for day in school_days(town.start - 28, town.start):
        _absent(town, rows[town.draws.chance("absent", rows, _often(town, rows), day)], day, town.start)


def _often(town: Town, rows: np.ndarray) -> np.ndarray:
    hardly_ever = town.draws.chance("hardly ever at school", rows, _OFTENEST)
    return np.where(town.people.truant[rows], np.where(hardly_ever, _HARDLY_EVER, _TRUANT), _OTHERS)


def _absent(town: Town, rows: np.ndarray, day: int, told: int) -> None:
    town.absences.append((day, rows))
    town.log.many("child.absence-recorded", rows, day, day, told, day)


def month(town: Town, index: int, first: int, after: int) -> None:
    """The school days of one month."""
    people, rows = town.people, pupils(town)
    often = _often(town, rows)
    for day in school_days(first, after):
        away = rows[town.draws.chance("absent", rows, often, day)]
        _correct(town, away, day)
        sick = rows[
            town.draws.chance(
                "health room", rows, np.where(people.in_difficulty[rows], 8 * _HEALTH_ROOM, _HEALTH_ROOM), day
            )
        ]
        town.health_visits.append((day, sick))
        town.log.many("child.health-room-visited", sick, day, day, day, day)
    if index == 0 and not town.corrected_absences:
        _correct(
            town,
            rows[town.draws.bits("one more absence", rows).argsort()[:1]],
            school_days(first, after)[0],
            always=True,
        )


def _correct(town: Town, rows: np.ndarray, day: int, always: bool = False) -> None:
    """Some absences are found to be none, some days later (at once without lag)."""
    wrong = town.draws.chance("absence corrected", rows, MILLION if always else _CORRECTED, day)
    _absent(town, rows[~wrong], day, day)
    town.log.many("child.absence-recorded", rows[wrong], day, day, day, day)
    told = recorded(town, np.full(int(wrong.sum()), day), 3)
    town.log.many("child.absence-corrected", rows[wrong], day, told, told, day)
    town.corrected_absences += int(wrong.sum())
