"""School aid (就学援助, 準要保護): applied for in spring, decided on last year's tax, for one school year."""

from __future__ import annotations

import numpy as np

from producers.days import date, ordinal, school_year
from producers.offices.applications import close, decide, receive
from producers.offices.assistance import IN_FORCE
from producers.offices.notices import recorded_one
from producers.offices.schools import ENROLLED, guardian, pupils
from producers.people import codes
from producers.rights import judge, with_children
from producers.town import Town

STATUS = codes("child.school_aid", "school_aid_status")
DUTY = "school-aid"
_TAKE_UP, _VAIN, _LATER = 320_000, 25_000, 12_000
"""Of a million families: who are eligible and apply in spring; who are not and do; who are eligible and apply in
another month."""


def _eligible(town: Town, day: int) -> np.ndarray:
    """By the papers where they say it, else as it is: bool [people]."""
    papers = judge(town, DUTY, with_children(town, day), day, paper=True)
    eligible, _ = judge(town, DUTY, with_children(town, day, paper=False), day, paper=False).of(town.people.n)
    eligible[papers.rows[papers.known]] = (papers.yes & papers.unit)[papers.known]
    return eligible


def _set(town: Town, child: int, word: str, day: int, told: int) -> None:
    town.people.school_aid[child], town.people.school_aid_since[child] = STATUS[word], day
    town.log.one(f"child.school-aid-{word}", child, day, day, told)


def _applies(town: Town, rows: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Whose family applies in spring: so many of a million, but nearly all who are on public assistance (要保護)."""
    people = town.people
    chance = np.where(people.assistance[rows] == IN_FORCE, 950_000, chance)
    return town.draws.chance("applies for school aid", people.household[rows], chance)


def _families(town: Town, rows: np.ndarray) -> dict[int, list[int]]:
    families: dict[int, list[int]] = {}
    for child in rows.tolist():
        families.setdefault(guardian(town, child), []).append(child)
    return families


def load(town: Town) -> None:
    """Granted for the school year that is running; decided in the July before, by what was then on file."""
    rows = pupils(town)
    eligible, year = _eligible(town, town.start), school_year(town.start)
    takes = _applies(town, rows, np.full(len(rows), _TAKE_UP))
    applied, granted = ordinal(year, 4, 20), ordinal(year, 7, 10)
    for head, children in _families(town, rows[eligible[rows] & takes]).items():
        receive(town, "child", head, DUTY, min(applied, town.start - 2), of=children)
        for child in children:
            _set(town, child, "granted", min(granted, town.start - 1), town.start)
            decide(town, child, DUTY, "granted", min(granted, town.start - 1))


def month(town: Town, index: int, first: int) -> None:
    """April: the old year's aid ends and families apply; July: decided. In other months a few apply on their own."""
    today = date(first)
    if today.month == 4:
        _end_of_year(town, today.year)
        _spring(town, index, first)
    elif today.month == 7:
        _decide(town, index, first)
    elif today.month not in (5, 6):
        _later(town, index, first)
    _withdraw(town, index, first)


def _end_of_year(town: Town, year: int) -> None:
    people, n = town.people, town.people.n
    rows = np.flatnonzero(people.school_aid[:n] == STATUS["granted"])
    told = recorded_one(town, ordinal(year, 4, 1))
    for head, children in _families(town, rows[people.residency[rows] == 1]).items():
        close(town, "child", head, DUTY, "ended", told, of=children)
        for child in children:
            _set(town, child, "ended", ordinal(year, 3, 31), told)


def _spring(town: Town, index: int, first: int) -> None:
    """Forms are handed out at school; who applied last year does so again mostly."""
    people, rows = town.people, pupils(town)
    eligible = _eligible(town, first)
    before = people.school_aid[rows] == STATUS["ended"]
    again = before & town.draws.chance("applies again", people.household[rows], 850_000)
    applies = again | _applies(town, rows, np.where(eligible[rows], _TAKE_UP, _VAIN))
    for head, children in _families(town, rows[applies]).items():
        receive(town, "child", head, DUTY, first + 9 + town.draws.below_one("applies on", head, 16, index), of=children)
        town.pending[head] = children


def _decide(town: Town, index: int, first: int) -> None:
    eligible = _eligible(town, first)
    for head, children in town.pending.items():
        day = recorded_one(town, first + 3 + town.draws.below_one("decided on", head, 12, index))
        _answer(town, head, children, eligible, day)
    town.pending.clear()


def _answer(town: Town, head: int, children: list[int], eligible: np.ndarray, day: int) -> None:
    here = [child for child in children if town.alive(child) and town.people.enrolment[child] == ENROLLED]
    yes = [child for child in here if eligible[child]]
    for child in here:
        _set(town, child, "granted" if child in yes else "denied", day, day)
        decide(town, child, DUTY, "granted" if child in yes else "denied", day)
    if not yes and town.alive(head):
        close(town, "child", head, DUTY, "denied", day, of=here)


def _later(town: Town, index: int, first: int) -> None:
    people, rows = town.people, pupils(town)
    eligible = _eligible(town, first)
    rows = rows[eligible[rows] & np.isin(people.school_aid[rows], (STATUS["none"], STATUS["ended"], STATUS["denied"]))]
    rows = rows[town.draws.chance("applies in another month", people.household[rows], _LATER, index)]
    for head, children in _families(town, rows).items():
        day = receive(
            town, "child", head, DUTY, first + town.draws.below_one("applies on", head, 8, index), of=children
        )
        _answer(town, head, children, eligible, recorded_one(town, day, 10))


def _withdraw(town: Town, index: int, first: int) -> None:
    """A family takes its application back before it is decided."""
    if date(first).month != 5:
        return
    heads = np.array([head for head in town.pending if town.alive(head)], dtype=np.int64)
    order = np.argsort(town.draws.bits("takes it back", heads), kind="stable")
    for head in heads[order[: len(heads) // 40 + 1]].tolist():
        close(town, "child", head, DUTY, "withdrawn", recorded_one(town, first + 7), of=town.pending.pop(head))
