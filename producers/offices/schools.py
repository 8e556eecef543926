"""Schools: who is enrolled where, tests of every spring, lunch fees."""

from __future__ import annotations

import numpy as np

from producers.days import date, grades, ordinal, school_year
from producers.families import HEAD
from producers.offices.notices import recorded_one
from producers.people import codes
from producers.town import Town

STATUS = codes("child.enrolment", "enrolment")
ENROLLED, LEFT = STATUS["enrolled"], STATUS["left"]
_TESTED = range(6, 10)
_OVERDUE = 500


def pupils(town: Town) -> np.ndarray:
    """Who is enrolled and lives here: rows."""
    rows = town.people.here()
    return rows[town.people.enrolment[rows] == ENROLLED]


def _school_of(town: Town, rows: np.ndarray, year: int) -> np.ndarray:
    """The school of the district, by grade: number of its name."""
    people, texts = town.people, town.texts
    place = town.households.district[people.household[rows]] - texts.districts[0]
    primary = texts.elementary[0] + place % len(texts.elementary)
    junior = texts.junior_high[0] + place % len(texts.junior_high)
    return np.where(grades(people.birth[rows], year) <= 6, primary, junior)


def _enrol(town: Town, rows: np.ndarray, day: int | np.ndarray, told: int | np.ndarray, year: int) -> None:
    people = town.people
    people.enrolment[rows], people.school[rows] = ENROLLED, _school_of(town, rows, year)
    town.log.many("child.enrolled", rows, day, day, told, people.school[rows])


def load(town: Town) -> None:
    """Pupils of the first day, and the tests of this year and the last."""
    people, rows, year = town.people, town.people.here(), school_year(town.start)
    grade = grades(people.birth[rows], year)
    rows, grade = rows[(grade >= 1) & (grade <= 9)], grade[(grade >= 1) & (grade <= 9)]
    entered = np.array(
        [ordinal(year - int(back), 4, 6) for back in np.where(grade <= 6, grade - 1, grade - 7)], dtype=np.int64
    )
    _enrol(town, rows, np.maximum(entered, people.since[rows]), town.start, year)
    people.truant[rows] = town.draws.chance("truant", rows, np.where(people.in_difficulty[rows], 150_000, 29_000))
    for back in (1, 0):
        _test(town, year - back, town.start)


def _test(town: Town, year: int, told: int) -> None:
    """学力調査 of a spring: standard scores around 50 (deviation 10), near those of the year before, now and then
    far below;
    a little lower for who is often absent or in difficulty."""
    people, rows = town.people, pupils(town)
    rows = rows[np.isin(grades(people.birth[rows], year), _TESTED)]
    talent = sum(town.draws.below(f"talent {n}", rows, 17) for n in range(4))
    level = 19 + talent - 4 * people.truant[rows] - 2 * people.in_difficulty[rows]
    bad_year = town.draws.chance("bad year", rows, 40_000, year)
    score = level + town.draws.below("test", rows, 7, year) - 3 - 11 * bad_year
    people.score_before[rows], people.score[rows] = people.score[rows], np.clip(score, 20, 80)
    held = ordinal(year, 4, 18)
    town.log.many("child.achievement-recorded", rows, held, held, told, year, people.score[rows])


def month(town: Town, index: int, first: int) -> None:
    """Who moved changes schools or leaves; in April the new school year; lunch fees owed and paid."""
    _gone(town)
    today = date(first)
    if today.month == 4:
        _april(town, today.year)
    _newcomers(town, index, first)
    _transfers(town, index, first)
    _lunch(town, index, first)


def _gone(town: Town) -> None:
    people, n = town.people, town.people.n
    away = np.flatnonzero((people.enrolment[:n] == ENROLLED) & (people.residency[:n] != 1))
    day = max((day for _, day, _ in town.gone), default=town.start)
    _leave(town, away, day, recorded_one(town, day))


def _leave(town: Town, rows: np.ndarray, day: int, told: int) -> None:
    people = town.people
    people.enrolment[rows] = LEFT
    town.log.many("child.left-school", rows, day, day, told, people.school[rows])


def _april(town: Town, year: int) -> None:
    """Out of grade nine; into grades one and seven; a test for grades six to nine."""
    people, rows = town.people, pupils(town)
    grade = grades(people.birth[rows], year)
    _leave(town, rows[grade >= 10], ordinal(year, 3, 31), recorded_one(town, ordinal(year, 4, 1)))
    _enrol(town, rows[grade == 7], ordinal(year, 4, 7), recorded_one(town, ordinal(year, 4, 7)), year)
    _test(town, year, recorded_one(town, ordinal(year, 4, 24)))


def _newcomers(town: Town, index: int, first: int) -> None:
    """Of school age and not enrolled: arrivals, and in April the new first grade."""
    people, rows, year = town.people, town.people.here(), school_year(first)
    grade = grades(people.birth[rows], year)
    rows = rows[(grade >= 1) & (grade <= 9) & (people.enrolment[rows] != ENROLLED)]
    april = date(first).month == 4
    day = first + 6 if april else first + 2
    people.truant[rows] = town.draws.chance("truant", rows, 20_000)
    _enrol(town, rows, day, recorded_one(town, day), year)


def _transfers(town: Town, index: int, first: int) -> None:
    """Whose family moved to another district within the town goes to another school."""
    if date(first).month == 4:
        return
    people, rows, year = town.people, pupils(town), school_year(first)
    school = _school_of(town, rows, year)
    moved = rows[(school != people.school[rows]) & (town.households.quiet_until[people.household[rows]] < first)]
    people.school[moved] = _school_of(town, moved, year)
    day = recorded_one(town, first + 5)
    town.log.many("child.transferred", moved, day, day, day, people.school[moved])


def _lunch(town: Town, index: int, first: int) -> None:
    """Lunch fees: some families fall behind, most catch up within months."""
    people, rows = town.people, pupils(town)
    owing, others = rows[people.lunch_arrears[rows]], rows[~people.lunch_arrears[rows]]
    paid = owing[town.draws.chance("pays lunch fees", owing, 200_000, index)].tolist()
    chance = np.where(people.in_difficulty[others], 12 * _OVERDUE, _OVERDUE)
    late = others[town.draws.chance("owes lunch fees", others, chance, index)].tolist()
    late = late or town.schedule.take("lunch fees owed", 6, index, others)
    paid = paid or town.schedule.take("lunch fees paid", 6, index, owing)
    for type_, told, owes in (("child.lunch-fees-cleared", paid, False), ("child.lunch-fees-overdue", late, True)):
        for pupil in told:
            people.lunch_arrears[pupil] = owes
            day = recorded_one(town, first + town.draws.below_one(type_, pupil, 22, index))
            town.log.one(type_, pupil, day, day, day)


def guardian(town: Town, child: int) -> int:
    """The head of a child's household, who applies for it."""
    household = int(town.people.household[child])
    return next((m for m in town.members(household) if town.people.relation[m] == HEAD), child)
