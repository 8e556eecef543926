"""Childcare fees of the classes of 0 to 2: free in exempt households, and in those on public assistance."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from household_cases import Row, outcome, person, verdicts
from hypothesis import given
from hypothesis import strategies as st

from schemas.programmes import PROGRAMMES

FEE, EXEMPT = "childcare-fee", "resident-tax-exempt"


def infant(birth: str = "2023-05-10", nursery: str = "placed") -> Row:
    """A small child."""
    return {"birth": birth, "relation": "child", "nursery": nursery}


def free(income: int | None, child: Row, **mother: Any) -> bool | None:
    """Whether nothing is to be paid for the child of a mother with such an income."""
    return verdicts(FEE, [person("head", 30, income, **mother), child])[1]


@pytest.mark.parametrize(("income", "expected"), [(415_000, True), (415_001, False), (None, None)])
def test_it_is_free_where_everybody_is_exempt_from_the_resident_tax(income: int | None, expected: bool | None) -> None:
    """A single person's limit in a town of class 2: 315,000 and 100,000 (地方税法施行令47条の3)."""
    assert free(income, infant()) is expected


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("2021-04-01", (False, False)), ("2021-04-02", (True, False)), ("2022-04-01", (True, False)),
        ("2022-04-02", (True, True)), ("2024-12-01", (True, True)),
    ],
)  # fmt: skip
def test_the_class_of_two_ends_with_the_first_march_after_the_third_birthday(
    birth: str, expected: tuple[bool, bool]
) -> None:
    days = [datetime.date(2025, 3, 31), datetime.date(2025, 4, 1)]
    rows = [person("head", 30, 0), infant(birth)]
    assert tuple(verdicts(FEE, rows, day=day)[1] for day in days) == expected


@pytest.mark.parametrize("nursery", ["none", "applied", "waiting", "left"])
def test_without_a_place_there_is_no_fee_to_be_free_of(nursery: str) -> None:
    found = outcome(FEE, [person("head", 30, 0), infant(nursery=nursery)])
    assert not found.unit.hi.any() and not found.eligible.hi.any()


@pytest.mark.parametrize(("status", "expected"), [("in-force", True), ("suspended", True), ("ended", False)])
def test_on_public_assistance_it_is_free_whatever_the_tax_of_last_year(status: str, expected: bool) -> None:
    assert free(3_000_000, infant(), assistance_status=status) is expected


def test_the_tax_of_a_year_counts_from_september() -> None:
    days = [datetime.date(2025, 8, 31), datetime.date(2025, 9, 1)]
    assert [PROGRAMMES[FEE].tax_year(day.toordinal()) for day in days] == [2023, 2024]


@given(st.integers(0, 2_000_000), st.integers(0, 1_000_000), st.integers(0, 3), st.booleans())
def test_off_public_assistance_it_is_free_for_exactly_the_exempt_households(
    income: int, other: int, dependants: int, lone: bool
) -> None:
    rows = [
        person("head", 30, income, dependants=dependants, widow_or_lone_parent=lone),
        person("parent", 60, other),
        infant(),
    ]
    assert verdicts(FEE, rows)[2] == verdicts(EXEMPT, rows)[0]
    assert outcome(FEE, rows).amount is None
