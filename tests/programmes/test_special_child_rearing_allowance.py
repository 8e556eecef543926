"""Special child-rearing allowance: amounts by grade and year, limits of the claimant, the spouse and relatives."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from household_cases import Row, amounts, outcome, person, verdicts
from hypothesis import given
from hypothesis import strategies as st

from schemas.programmes import PROGRAMMES

SPECIAL = "special-child-rearing-allowance"
FIRST, SECOND = ("physical", 1), ("physical", 3)


def disabled(age: int, handbook: str = "physical", grade: int = 1, relation: str = "child", **more: Any) -> Row:
    """Somebody young with a handbook."""
    return person(relation, age, None if age < 16 else 0, handbook=handbook, handbook_grade=grade, **more)


def monthly(*rows: Row, **more: Any) -> int:
    """The known amount of the first member."""
    low, high = amounts(SPECIAL, rows, **more)[0]
    assert low == high
    return low


@pytest.mark.parametrize(
    ("day", "first", "second"),
    [("2025-03-31", 55_350, 36_860), ("2025-04-01", 56_800, 37_830), ("2026-04-01", 58_450, 38_930)],
)
def test_the_amount_goes_by_grade_and_changes_each_april(day: str, first: int, second: int) -> None:
    on = datetime.date.fromisoformat(day)
    parent = person("head", 40)
    assert monthly(parent, disabled(9, *FIRST), day=on) == first
    assert monthly(parent, disabled(9, *SECOND), day=on) == second
    assert monthly(parent, disabled(9, *FIRST), disabled(6, *SECOND), day=on) == first + second


@pytest.mark.parametrize(
    ("handbook", "grade", "yen"),
    [
        ("physical", 2, 56_800), ("physical", 3, 37_830), ("physical", 4, 0), ("intellectual", 1, 56_800),
        ("intellectual", 2, 37_830), ("mental", 1, 56_800), ("mental", 2, 37_830), ("mental", 3, 0), ("none", 0, 0),
    ],
)  # fmt: skip
def test_a_handbooks_grade_stands_for_the_grade_of_the_order(handbook: str, grade: int, yen: int) -> None:
    assert monthly(person("head", 40), disabled(9, handbook, grade)) == yen


@pytest.mark.parametrize(("age", "expected"), [(17, True), (19, True), (20, False)])
def test_it_runs_to_the_twentieth_birthday(age: int, expected: bool) -> None:
    assert verdicts(SPECIAL, [person("head", 50), disabled(age)])[0] is expected


@pytest.mark.parametrize(
    ("more", "limit"),
    [
        ({}, 4_596_000), ({"dependants": 1}, 4_976_000), ({"dependants": 2, "dependants_16_22": 1}, 5_606_000),
        ({"dependants": 1, "dependants_70": 1}, 5_076_000),
    ],
)  # fmt: skip
def test_the_claimants_income_less_80_000_must_be_below_the_limit(more: dict[str, int], limit: int) -> None:
    incomes = (limit + 79_999, limit + 80_000)
    assert [verdicts(SPECIAL, [person("head", 40, x, **more), disabled(9)])[0] for x in incomes] == [True, False]


@pytest.mark.parametrize(
    ("more", "limit"),
    [
        ({}, 6_287_000), ({"dependants": 1}, 6_536_000), ({"dependants": 2}, 6_749_000),
        ({"dependants": 2, "dependants_70": 1}, 6_809_000), ({"dependants": 1, "dependants_70": 1}, 6_536_000),
    ],
)  # fmt: skip
@pytest.mark.parametrize("relation", ["spouse", "parent"])
def test_a_spouse_or_relative_at_their_limit_stops_it(relation: str, more: dict[str, int], limit: int) -> None:
    found = [
        verdicts(SPECIAL, [person("head", 40), person(relation, 60, x, **more), disabled(9)])[0]
        for x in (limit + 79_999, limit + 80_000)
    ]
    assert found == [True, False]


def test_a_co_resident_and_a_sister_in_law_stop_nothing() -> None:
    rows = [person("head", 40), disabled(9), person("co-resident", 40, 9_000_000)]
    assert verdicts(SPECIAL, rows)[0] is True


def test_whose_child_is_not_disabled_is_no_unit_and_both_parents_make_one_claimant() -> None:
    assert not outcome(SPECIAL, [person("head", 40), person("child", 9)]).unit.hi.any()
    found = outcome(SPECIAL, [person("head", 40), person("spouse", 40), disabled(9)])
    assert found.unit.lo.tolist() == [True, False, False]


@given(st.integers(0, 8_000_000), st.integers(0, 300_000))
def test_more_income_never_brings_more(income: int, more: int) -> None:
    child = disabled(9)
    assert monthly(person("head", 40, income), child) >= monthly(person("head", 40, income + more), child)


def test_its_year_turns_in_august_and_it_is_paid_by_the_month() -> None:
    days = [datetime.date(2025, 7, 31), datetime.date(2025, 8, 1)]
    assert [PROGRAMMES[SPECIAL].tax_year(day.toordinal()) for day in days] == [2023, 2024]
    assert PROGRAMMES[SPECIAL].per == "month"
