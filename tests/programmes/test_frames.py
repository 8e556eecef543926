"""Frames: members by levels, reductions, ranks, and what a source may say."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
from household_cases import frame_of, household_of, person
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.causes import causes
from schemas.choice import Choice
from schemas.frame import Frame, arrange
from schemas.levels import Levels
from schemas.list_source import ListSource
from schemas.values import INF, Bool, Num

homes = st.lists(st.integers(0, 5), max_size=60).map(lambda home: np.array(home, dtype=np.int64))


@given(homes)
def test_members_come_level_by_level_and_households_largest_first(home: np.ndarray) -> None:
    households, members, counts = arrange(home, 6)
    levels = Levels(counts)
    assert sorted(members) == list(range(len(home))) and (np.diff(counts) <= 0).all()
    assert households[levels.home].tolist() == home[members].tolist()


@given(homes, st.randoms(use_true_random=False))
def test_a_reduction_is_that_of_each_household_by_itself_also_beyond_the_last_level(
    home: np.ndarray, random: Any
) -> None:
    households, members, counts = arrange(home, 6)
    levels, values = Levels(counts), np.array([random.randrange(-9, 10) for _ in home], dtype=np.int64)
    for ufunc, empty, plain in ((np.add, 0, sum), (np.maximum, -99, max), (np.minimum, 99, min)):
        found = levels.fold(ufunc, values[members], empty)
        for row, household in enumerate(households):
            mine = values[home == household].tolist()
            assert found[row] == (plain(mine) if mine else empty)


@given(homes)
def test_each_member_is_given_what_its_household_has_also_beyond_the_last_level(home: np.ndarray) -> None:
    _, _, counts = arrange(home, 6)
    levels = Levels(counts)
    of_homes = np.arange(6) * 10
    assert levels.lift(of_homes).tolist() == (levels.home * 10).tolist()


@given(homes, st.randoms(use_true_random=False))
def test_a_household_is_flagged_if_any_of_its_members_is(home: np.ndarray, random: Any) -> None:
    households, members, counts = arrange(home, 6)
    flags = np.array([random.random() < 0.3 for _ in home], dtype=bool)
    flagged = set(home[flags].tolist())
    assert Levels(counts).any(flags[members]).tolist() == [household in flagged for household in households.tolist()]


def test_unsorted_households_are_refused_with_the_way_out() -> None:
    with pytest.raises(ValueError, match="arrange"):
        Levels(np.array([1, 2]))


def test_a_member_exists_besides_oneself_only_if_it_is_another_one() -> None:
    household = household_of([person("head", 40), person("child", 9), person("child", 7)])
    relation = household.members.relation
    assert household.any_other(relation.is_("head")).lo.tolist() == [False, True, True]
    assert household.any_other(relation.is_("child")).lo.tolist() == [True, True, True]


def test_whether_another_member_is_on_public_assistance_may_be_unknown_to_one_and_known_to_the_next() -> None:
    rows = [person("head", 40), person("spouse", 40, assistance_status="in-force"), person("child", 9)]
    for state, expected in (
        ({}, [(True, True), (False, True), (True, True)]),
        ({"assistance_status": "withheld"}, None),
    ):
        household = household_of(rows, states=[{"assistance_status": "withheld"}, state, {}])
        other = household.any_other(household.members.assistance_status.is_("in-force"))
        found = list(zip(other.lo.tolist(), other.hi.tolist(), strict=True))
        assert found == (expected or [(False, True), (False, True), (False, True)])
    alone = household_of([person("head", 40)], states=[{"assistance_status": "withheld"}])
    other = alone.any_other(alone.members.assistance_status.is_("in-force"))
    assert not other.hi[0]


def ranked(births: list[int], counted: list[bool], family: list[int]) -> list[int]:
    """Ranks among the members of one household who are born on these days of 2010."""
    first = datetime.date(2010, 1, 1).toordinal()
    household = household_of([{"birth": datetime.date.fromordinal(first + b), "relation": "child"} for b in births])
    group = household.frame.members
    flags, codes = np.array(counted), np.array(family)
    return household.rank_by_age(Bool(flags, flags, None, group), Num(codes, codes, None, group)).lo.tolist()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.integers(0, 2)), min_size=1, max_size=24))
def test_a_rank_counts_older_members_of_the_family_and_sets_twins_next_to_each_other(
    members: list[tuple[int, bool, int]],
) -> None:
    births, counted, family = (list(part) for part in zip(*members, strict=True))
    for i, rank in enumerate(ranked(births, counted, family)):
        before = [j for j, b in enumerate(births) if counted[j] and family[j] == family[i] and (b, j) < (births[i], i)]
        assert rank == 1 + len(before)


def test_an_unknown_value_is_replaced_by_the_bounds_of_its_type() -> None:
    secret = {"birth": "1990-01-01", "relation": "head", "total_income": 1_234_567, "disabled": True, "dependants": 3}
    state = dict.fromkeys(("total_income", "disabled", "dependants"), "withheld")
    members = household_of([secret], states=[state]).members
    assert (members.total_income.lo[0], members.total_income.hi[0]) == (0, INF)
    assert (members.disabled.lo[0], members.disabled.hi[0]) == (False, True)
    assert (members.dependants.lo[0], members.dependants.hi[0]) == (0, 30)
    assert [tuple(cause) for cause in causes(int(members.total_income.causes[0]))] == [("local-tax", "withheld")]


class Leaky:
    """A source that leaves the true value under an unknown position."""

    def __init__(self, value: int) -> None:
        self.value = value

    def column(self, attribute: str, year: int | None) -> tuple[np.ndarray, np.ndarray]:
        return np.array([self.value]), np.array([1], dtype=np.uint8)


def test_a_value_that_a_source_leaves_under_a_withheld_position_does_not_reach_a_formula() -> None:
    column = Frame(np.array([1]), Leaky(1_234_567), 739_000).column("total_income", 2023)
    assert isinstance(column, Num) and 1_234_567 not in (*column.lo.tolist(), *column.hi.tolist())


def test_a_truth_or_a_word_left_under_a_withheld_position_does_not_reach_a_formula_either() -> None:
    frame = Frame(np.array([1]), Leaky(1), 739_000)
    disabled, status = frame.column("disabled", 2023), frame.column("rearing_allowance_status", None)
    assert isinstance(disabled, Bool) and (disabled.lo[0], disabled.hi[0]) == (False, True)
    assert isinstance(status, Choice) and status.codes.tolist() == [-1]


def test_income_is_none_for_a_child_without_a_record_but_unknown_for_a_student_without_one() -> None:
    rows = [person("head", 40, 3_000_000), person("child", 9, None), person("child", 19, None)]
    income = household_of(rows).members.income
    assert income.lo.tolist() == [3_000_000, 0, 0] and income.hi.tolist() == [3_000_000, 0, INF]


def test_a_childs_income_that_was_withheld_stays_unknown() -> None:
    income = household_of([person("child", 9, 0)], states=[{"total_income": "withheld"}]).members.income
    assert income.hi[0] == INF


def test_only_an_older_year_makes_the_income_stale() -> None:
    members = household_of([person("head", 40, None, total_income={2022: 5})]).members
    assert [cause.state for cause in causes(int(members.total_income.causes[0]))] == ["stale"]
    members = household_of([person("head", 40, None, total_income={2024: 5})]).members
    assert [cause.state for cause in causes(int(members.total_income.causes[0]))] == ["absent"]


def test_an_attribute_is_read_once_for_all_programmes() -> None:
    frame = frame_of([person("head", 40)])
    assert frame.view(2023).members.birth is frame.view(2022).members.birth
    assert frame.view(2023).members.total_income is not frame.view(2022).members.total_income
    assert frame.view(2023).members.age is frame.view(None).members.age


def test_income_without_a_year_and_unknown_names_are_refused_in_a_letter() -> None:
    with pytest.raises(ValueError, match="tax year"):
        _ = household_of([person("head", 40)], year=None).members.total_income
    with pytest.raises(AttributeError, match="total_income"):
        _ = household_of([person("head", 40)]).members.totl_income
    with pytest.raises(AttributeError, match="family_name"):
        _ = household_of([person("head", 40)]).members.family_name


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"relation": "boss"}, "one of: head, spouse"),
        ({"birth": "soon"}, "2024-11-01"),
        ({"dependants": 31}, "from 0 to 30"),
        ({"pay_or_pension": 1}, "true or false"),
        ({"total_income": -1}, "from 0"),
        ({"name": "x"}, "No attribute"),
    ],
)
def test_a_mistake_in_a_household_written_by_hand_is_answered_with_what_is_allowed(
    row: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        ListSource([row]).column(next(iter(row)), 2023)


def test_a_state_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="withheld, absent, stale"):
        ListSource([{}], [{"birth": "secret"}]).column("birth", None)
    with pytest.raises(ValueError, match="one dict of states"):
        ListSource([{}], [{}, {}])
