"""Medical aid of one-parent families: the limits of the child-rearing allowance, but not beside public assistance."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from household_cases import outcome, person, verdicts
from hypothesis import given
from hypothesis import strategies as st

from schemas.programmes import PROGRAMMES

AID, ALLOWANCE = "single-parent-medical-aid", "child-rearing-allowance"


def aided(income: int | None, *others: dict[str, Any], **mother: Any) -> bool | None:
    """Whether a mother alone with a child of nine has a right to it."""
    return verdicts(AID, [person("head", 40, income, **mother), person("child", 9), *others])[0]


@pytest.mark.parametrize(
    ("income", "dependants", "expected"),
    [
        (2_159_999, 0, True), (2_160_000, 0, False), (2_539_999, 1, True), (2_540_000, 1, False),
        (2_919_999, 2, True), (2_920_000, 2, False),
    ],
)  # fmt: skip
def test_the_income_less_80_000_must_be_below_the_limit_of_a_part_of_the_allowance(
    income: int, dependants: int, expected: bool
) -> None:
    assert aided(income, dependants=dependants) is expected


@pytest.mark.parametrize(
    ("status", "expected"), [("none", True), ("in-force", False), ("suspended", True), ("ended", True)]
)
def test_who_is_on_public_assistance_has_its_medical_aid_instead(status: str, expected: bool) -> None:
    assert aided(0, assistance_status=status) is expected


def test_a_grandfather_above_the_supporters_limit_stops_it() -> None:
    assert aided(0, person("parent", 65, 2_439_999)) is True
    assert aided(0, person("parent", 65, 2_440_000)) is False


def test_a_couple_has_no_right_to_it_and_a_grown_child_is_no_child() -> None:
    assert aided(0, person("spouse", 40)) is False
    assert verdicts(AID, [person("head", 45), person("child", 20)]) == [False, False]


@given(st.integers(0, 4_000_000), st.integers(0, 3), st.booleans(), st.integers(0, 1_000_000))
def test_off_public_assistance_it_goes_to_exactly_those_who_have_a_right_to_the_allowance(
    income: int, dependants: int, pay: bool, support: int
) -> None:
    rows = [
        person("head", 40, income, dependants=dependants, pay_or_pension=pay, child_support_yen=support),
        person("child", 9),
    ]
    assert verdicts(AID, rows) == verdicts(ALLOWANCE, rows)


def test_it_has_no_amount_and_its_year_turns_on_the_first_of_november() -> None:
    assert outcome(AID, [person("head", 40), person("child", 9)]).amount is None
    days = [datetime.date(2025, 10, 31), datetime.date(2025, 11, 1)]
    assert [PROGRAMMES[AID].tax_year(day.toordinal()) for day in days] == [2023, 2024]
