"""Cases about a child: consultations (児童相談・通告), school counselling, bullying; every one may end as not
founded (非該当).

Each is a line of steps with days between them; the case number is the child's own running one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from producers.days import ages
from producers.offices.notices import recorded_one
from producers.offices.schools import pupils
from producers.town import Town

_STEPS = {
    "consultation": {
        "not-founded": ("consultation-received", "safety-confirmed", "consultation-not-founded"),
        "founded": ("consultation-received", "safety-confirmed", "consultation-founded", "consultation-closed"),
        "open": ("consultation-received", "safety-confirmed", "consultation-founded"),
    },
    "counselling": {
        "not-founded": ("counselling-opened", "counselling-unfounded"),
        "founded": ("counselling-opened", "counselling-closed"),
        "open": ("counselling-opened",),
    },
    "bullying": {
        "not-founded": ("bullying-recognised", "bullying-not-founded"),
        "founded": ("bullying-recognised", "bullying-resolved"),
        "open": ("bullying-recognised",),
    },
}
_ENDS = ("not-founded", "founded", "open")
_WAITS = {"consultation": (0, 1, 20, 75), "counselling": (0, 40), "bullying": (0, 60)}
"""Days to each step: safety is confirmed within 48 hours."""


@dataclass(frozen=True)
class Sort:
    """How often a sort of case happens in a month to a million children, and how often more where there is
    difficulty; weights of its ends."""

    name: str
    often: int
    more: int
    ends: tuple[int, int, int]


SORTS = (
    Sort("consultation", 820, 9, (400, 400, 200)),
    Sort("counselling", 1_200, 6, (200, 500, 300)),
    Sort("bullying", 1_900, 1, (150, 700, 150)),
)


def _of(town: Town, sort: Sort) -> np.ndarray:
    """Who it can happen to: all under 18, or pupils."""
    if sort.name != "consultation":
        return pupils(town)
    rows = town.people.here()
    return rows[ages(town.people.birth[rows], town.start) < 18]


def load(town: Town) -> None:
    """Cases of the months before that are still on file: half a year of them."""
    for sort in SORTS:
        for back in range(1, 7):
            _happen(town, sort, -back, town.start - 30 * back, load=True)


def month(town: Town, index: int, first: int) -> None:
    """The new cases of a month, each with what comes of it."""
    for sort in SORTS:
        _happen(town, sort, index, first)


def _happen(town: Town, sort: Sort, index: int, first: int, load: bool = False) -> None:
    people, rows = town.people, _of(town, sort)
    chance = np.where(
        people.in_difficulty[rows] | (people.truant[rows] & (sort.name == "counselling")),
        sort.often * sort.more,
        sort.often,
    )
    chosen = rows[town.draws.chance(sort.name, rows, chance, index)].tolist()
    if index == 0:
        chosen += [row for row in town.schedule.take(f"{sort.name} of each end", 40, 0, rows) if row not in chosen]
    for place, child in enumerate(chosen):
        end = (
            _ENDS[place % 3]
            if index == 0 and place < 6
            else _ENDS[town.draws.pick_one(f"end of {sort.name}", child, sort.ends, index)]
        )
        _case(town, sort, child, end, first + town.draws.below_one(f"day of {sort.name}", child, 26, index), load)


def _case(town: Town, sort: Sort, child: int, end: str, day: int, load: bool) -> None:
    town.case_numbers[child] = number = town.case_numbers.get(child, 0) + 1
    last = ""
    for step, wait in zip(_STEPS[sort.name][end], _WAITS[sort.name], strict=False):
        day = recorded_one(town, day + wait)
        if load and day >= town.start:
            break
        if not load and (day > town.end or not town.alive(child)):
            break
        note = (_note(town, sort, child, step),) if sort.name == "consultation" else ()
        town.log.one(f"child.{step}", child, day, day, max(day, town.start), number, *note)
        last = step
        town.loaded_consultations += load and step == "consultation-received"
    _remember(town, sort, child, last)


def _note(town: Town, sort: Sort, child: int, step: str) -> int:
    if step != "consultation-received":
        return town.texts.nothing
    return town.texts.notes[town.draws.below_one("note", child, len(town.texts.notes))]


def _remember(town: Town, sort: Sort, child: int, last: str) -> None:
    """What the child's record comes to: cases that were not found to be nothing."""
    nothing = last in ("", "consultation-not-founded", "counselling-unfounded", "bullying-not-founded")
    if sort.name == "consultation":
        town.people.consultations[child] += not nothing
        town.people.in_difficulty[child] |= last in ("consultation-founded", "consultation-closed")
    elif sort.name == "counselling":
        town.people.counselled[child] |= not nothing
    else:
        town.people.bullied[child] |= not nothing
