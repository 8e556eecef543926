"""Medical aid for the severely disabled: handbooks, own limit, limit of the others, and not beside public assistance."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from household_cases import Row, outcome, person, verdicts
from hypothesis import given
from hypothesis import strategies as st

from schemas.programmes import PROGRAMMES

AID = "disability-medical-aid"


def aided(*rows: Row, **more: Any) -> bool | None:
    """What is said of the household."""
    return verdicts(AID, rows, **more)[0]


def disabled(relation: str = "head", age: int = 50, income: int | None = 0, **more: Any) -> Row:
    """Somebody with a handbook of a severe grade, unless said otherwise."""
    return person(relation, age, income, **({"handbook": "physical", "handbook_grade": 1} | more))


@pytest.mark.parametrize(
    ("handbook", "last_grade"), [("physical", 2), ("intellectual", 1), ("mental", 1), ("none", 0)]
)
def test_only_severe_grades_count(handbook: str, last_grade: int) -> None:
    grades = range(1, 8) if handbook == "physical" else range(1, 4) if handbook != "none" else [0]
    for grade in grades:
        expected = grade <= last_grade and handbook != "none"
        assert aided(disabled(handbook=handbook, handbook_grade=grade)) is expected


@pytest.mark.parametrize(
    ("more", "limit"),
    [
        ({}, 3_604_000), ({"dependants": 1}, 3_984_000), ({"dependants": 1, "dependants_70": 1}, 4_084_000),
        ({"dependants": 1, "dependants_16_22": 1}, 4_234_000),
    ],
)  # fmt: skip
def test_the_own_income_may_reach_the_limit_and_not_exceed_it(more: dict[str, int], limit: int) -> None:
    assert [aided(disabled(income=income, **more)) for income in (limit, limit + 1)] == [True, False]


def test_somebody_else_at_the_limit_of_a_supporter_stops_it_and_the_disabled_person_does_not_stop_others() -> None:
    for income, expected in ((6_366_999, True), (6_367_000, False)):
        assert aided(disabled(), person("spouse", 50, income)) is expected
    assert aided(disabled(), person("co-resident", 50, 9_000_000)) is True
    rich = disabled(income=7_000_000)
    assert aided(rich) is False
    assert aided(rich, disabled("spouse")) is False
    assert aided(disabled(income=3_700_000), disabled("spouse")) is True


@pytest.mark.parametrize(("status", "expected"), [("in-force", False), ("suspended", True), ("ended", True)])
def test_who_is_on_public_assistance_has_its_medical_aid_instead(status: str, expected: bool) -> None:
    assert aided(disabled(assistance_status=status)) is expected


def test_a_disabled_child_makes_the_household_eligible() -> None:
    assert aided(person("head", 40, 3_000_000), disabled("child", 9, None)) is True


def test_what_is_not_known_is_not_taken_for_zero() -> None:
    assert aided(disabled(income=None)) is None
    assert aided(disabled(income=None), person("spouse", 50, 9_000_000)) is False
    assert aided(person("head", 50, None)) is False


@given(st.integers(0, 8_000_000), st.integers(0, 8_000_000), st.integers(0, 500_000))
def test_more_income_of_anybody_never_opens_it(own: int, other: int, more: int) -> None:
    less = aided(disabled(income=own), person("spouse", 50, other))
    for rows in (
        (disabled(income=own + more), person("spouse", 50, other)),
        (disabled(income=own), person("spouse", 50, other + more)),
    ):
        assert not (aided(*rows) and not less)


def test_it_has_no_amount_and_its_year_turns_in_august() -> None:
    assert outcome(AID, [disabled()]).amount is None
    days = [datetime.date(2025, 7, 31), datetime.date(2025, 8, 1)]
    assert [PROGRAMMES[AID].tax_year(day.toordinal()) for day in days] == [2023, 2024]
