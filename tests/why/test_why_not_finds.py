"""`why-not` finds the known smallest change of cases that a generator broke by one known step, or by two."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from tests.why.cases import Case, case_of
from workshop.household.results import HOUSEHOLD_UNIT
from workshop.why_not.search import Search
from workshop.why_not.state import State
from workshop.why_not.step import Change, edited

ONE_STEP, TWO_STEPS = range(100, 110), range(200, 210)
"""Ten cases of each: what it is judged by. Whoever doubts them takes other seeds."""


def search_of(case: Case) -> Search:
    """The search for a case's unit; for a household's placeholder where nothing can be judged."""
    world = case.world()
    said = world.results().verdicts(case.programme)
    return Search(world, case.programme, case.unit if case.unit in said else HOUSEHOLD_UNIT)


def is_known(change: Change, case: Case) -> bool:
    """Whether a change mends the known breaks, each by one step, by the known amount."""
    orders = permutations(change)
    return len(change) == len(case.breaks) and any(
        all(known.mends(step) for known, step in zip(case.breaks, order, strict=True)) for order in orders
    )


def check(case: Case) -> None:
    search = search_of(case)
    changes = search.changes()
    told = [each.name for each in case.breaks]
    assert changes, told
    assert any(is_known(change, case) for change in changes), (told, [[s.slot for s in c] for c in changes])
    assert {len(change) for change in changes if all(step.nature != "national-law" for step in change)} == {len(case.breaks)}
    for change in changes:
        assert eligible_afresh(search, change), (told, [step.slot for step in change])


def eligible_afresh(search: Search, change: Change) -> bool:
    """Whether the unit is eligible in an engine of its own that never knew the household as it was."""
    world = search.world
    ordinance = edited(world.ordinance, change)
    assert ordinance is not None
    events = [*world.events, *(event for step in change for event in step.events)]
    other = replace(world, events=events, ordinance=ordinance)
    return State.start(other, search.programme).eligible(search.unit)


@pytest.mark.parametrize("seed", ONE_STEP)
def test_the_known_change_of_one_step_is_found(seed: int) -> None:
    check(case_of(seed, 1))


@pytest.mark.parametrize("seed", TWO_STEPS)
def test_the_known_change_of_two_steps_is_found(seed: int) -> None:
    check(case_of(seed, 2))
