"""Relief of national health insurance premiums: seven, five, two tenths, by fiscal year and number of insured."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from household_cases import Row, amounts, outcome, person, verdicts
from hypothesis import given
from hypothesis import strategies as st

from schemas.programmes import PROGRAMMES

RELIEF = "insurance-premium-relief"
INSURED = {"insurance": "national-health"}
IN_2024, IN_2025, IN_2026 = (datetime.date(year, 7, 1) for year in (2024, 2025, 2026))
PER_PERSON, PER_HOUSEHOLD = 42_000, 27_000


def tenths(*rows: Row, **more: Any) -> int | None:
    """The tenths off the premium of the household; None where it is not known."""
    [(low, high)] = amounts(RELIEF, rows, **more)
    insured = sum(row.get("insurance") == "national-health" for row in rows)
    premium = insured * PER_PERSON + PER_HOUSEHOLD
    assert low * 10 % premium == 0
    return low * 10 // premium if low == high else None


@pytest.mark.parametrize(
    ("day", "five", "two"), [(IN_2024, 295_000, 545_000), (IN_2025, 305_000, 560_000), (IN_2026, 310_000, 570_000)]
)
@pytest.mark.parametrize("insured", [1, 3])
def test_the_limits_are_those_of_the_fiscal_year_and_grow_with_the_insured(
    day: datetime.date, five: int, two: int, insured: int
) -> None:
    others = [person("child", 20, 0, **INSURED)] * (insured - 1)
    limits = (430_000, 430_000 + five * insured, 430_000 + two * insured)
    incomes = [income + over for income in limits for over in (0, 1)]
    found = [tenths(person("head", 50, income, **INSURED), *others, day=day) for income in incomes]
    assert found == [7, 5, 5, 2, 2, 0]


def test_each_further_earner_adds_100_000_to_every_limit() -> None:
    earner = person("spouse", 50, 0, pay_or_pension=True, **INSURED)
    head = {"pay_or_pension": True, **INSURED}
    assert [tenths(person("head", 50, income, **head), earner) for income in (530_000, 530_001)] == [7, 5]
    assert [tenths(person("head", 50, income, **INSURED), earner) for income in (430_000, 430_001)] == [7, 5]


def test_the_head_owes_the_premium_and_counts_also_without_being_insured_and_nobody_else_does() -> None:
    wife = person("spouse", 50, 0, **INSURED)
    assert tenths(person("head", 50, 5_000_000), wife) == 0
    assert tenths(person("head", 50, 0), wife, person("child", 25, 5_000_000)) == 7


def test_a_household_without_anybody_insured_is_no_unit() -> None:
    found = outcome(RELIEF, [person("head", 50, 0), person("spouse", 50, 0, insurance="left")])
    assert not found.unit.hi.any() and not found.eligible.hi.any()


def test_who_filed_no_return_cannot_be_told_the_relief_unless_others_earn_too_much() -> None:
    assert verdicts(RELIEF, [person("head", 50, None, **INSURED)]) == [None]
    assert verdicts(RELIEF, [person("head", 50, None, **INSURED), person("spouse", 50, 2_000_000, **INSURED)]) == [False]


@given(st.integers(0, 3_000_000), st.integers(0, 200_000))
def test_more_income_never_brings_more_relief(income: int, more: int) -> None:
    found = [tenths(person("head", 50, x, **INSURED)) or 0 for x in (income, income + more)]
    assert found == sorted(found, reverse=True)
    assert set(found) <= {7, 5, 2, 0}


def test_the_premium_of_a_year_is_levied_in_june_on_last_years_income() -> None:
    days = [datetime.date(2025, 5, 31), datetime.date(2025, 6, 1)]
    assert [PROGRAMMES[RELIEF].tax_year(day.toordinal()) for day in days] == [2023, 2024]
    assert PROGRAMMES[RELIEF].per == "year"
