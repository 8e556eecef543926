"""Public assistance: nobody is found eligible by records; only who is surely out of it is ruled out."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from household_cases import Row, households, outcome, person, verdicts
from hypothesis import given

from schemas.causes import causes
from schemas.ordinance.model import TownFacts
from schemas.programmes import PROGRAMMES

AID = "public-assistance"
TOWN = TownFacts(class_of_area="2-1")
SURE = 108_460 * 12 * 3 // 2
"""One and a half times the minimum living cost of a year of somebody of 35 alone, in a town of class 2-1 (domain 4.4)."""


def told(*rows: Row, **more: Any) -> bool | None:
    """What is said of the household."""
    return verdicts(AID, rows, facts=TOWN, **more)[0]


@given(households())
def test_nobody_is_ever_found_eligible(rows: list[Row]) -> None:
    assert not outcome(AID, rows).eligible.lo.any()


@pytest.mark.parametrize(("income", "expected"), [(0, None), (SURE, None), (SURE + 1, False), (None, None)])
def test_only_an_income_far_above_the_minimum_living_cost_rules_it_out(
    income: int | None, expected: bool | None
) -> None:
    assert told(person("head", 35, income)) is expected


def test_the_income_of_all_who_live_together_counts() -> None:
    assert told(person("head", 35, 1_600_000), person("spouse", 35, 1_600_000)) is False
    assert told(person("head", 35, None), person("spouse", 35, 4_000_000)) is False


@pytest.mark.parametrize(
    ("status", "expected"), [("none", None), ("in-force", False), ("suspended", False), ("ended", None)]
)
def test_who_is_in_receipt_is_not_opened_a_second_case_and_who_was_may_ask_again(
    status: str, expected: bool | None
) -> None:
    assert told(person("head", 35, assistance_status=status)) is expected


def test_the_cause_is_what_only_an_inquiry_would_bring_into_the_file() -> None:
    why = outcome(AID, [person("head", 35, 0)]).eligible.causes[0]
    assert [tuple(cause) for cause in causes(int(why))] == [("public-assistance", "absent")]
    why = outcome(AID, [person("head", 35, None)]).eligible.causes[0]
    assert [tuple(cause) for cause in causes(int(why))] == [("local-tax", "absent"), ("public-assistance", "absent")]


@pytest.mark.parametrize(("day", "yen"), [("2025-02-09", 106_530), ("2025-05-31", 106_530), ("2025-06-01", 102_470)])
def test_ages_count_as_of_the_first_of_april_after_the_income_year_and_not_of_the_birthday(day: str, yen: int) -> None:
    on, born = datetime.date.fromisoformat(day), datetime.date(1950, 2, 10)
    limit = yen * 12 * 3 // 2
    incomes = (limit, limit + 1)
    found = [told({"birth": born, "relation": "head", "total_income": income}, day=on) for income in incomes]
    assert found == [None, False]


def test_it_is_scored_apart_and_has_no_amount() -> None:
    assert [id_ for id_, programme in PROGRAMMES.items() if programme.apart] == [AID]
    assert outcome(AID, [person("head", 35)]).amount is None
