"""Exemption from the resident tax, and the benefit for exempt households."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from household_cases import amounts, outcome, person, verdicts

from schemas.ordinance.model import TownFacts
from schemas.programmes import PROGRAMMES, NotCovered


def exempt(*rows: dict[str, Any], area: str = "1-1", day: str = "2025-04-15", **more: Any) -> bool | None:
    """Whether the household is exempt."""
    facts = TownFacts(class_of_area=area)
    return verdicts("resident-tax-exempt", rows, facts=facts, day=datetime.date.fromisoformat(day), **more)[0]


@pytest.mark.parametrize(
    ("area", "dependants", "limit"),
    [
        ("1-1", 0, 450_000),
        ("2-1", 0, 415_000),
        ("3-2", 0, 380_000),
        ("1-2", 1, 1_010_000),
        ("1-1", 2, 1_360_000),
        ("1-1", 3, 1_710_000),
        ("2-2", 1, 919_000),
        ("3-1", 1, 828_000),
    ],
)
def test_the_limit_grows_with_dependants_and_falls_with_the_class_of_area(
    area: str, dependants: int, limit: int
) -> None:
    assert exempt(person("head", 40, limit, dependants=dependants), area=area) is True
    assert exempt(person("head", 40, limit + 1, dependants=dependants), area=area) is False


@pytest.mark.parametrize("more", [{"disabled": True}, {"widow_or_lone_parent": True}])
def test_the_disabled_widows_and_lone_parents_have_a_higher_limit(more: dict[str, bool]) -> None:
    assert exempt(person("head", 40, 1_350_000, **more)) is True
    assert exempt(person("head", 40, 1_350_001, **more)) is False


def test_who_is_seventeen_on_the_first_of_january_of_the_fiscal_year_is_a_minor() -> None:
    working = {"relation": "head", "total_income": 1_000_000}
    assert exempt({"birth": "2006-01-03", **working}) is True
    assert exempt({"birth": "2006-01-02", **working}) is False


def test_who_received_livelihood_aid_on_the_first_of_january_is_exempt_whatever_the_income() -> None:
    assert exempt(person("head", 40, 9_000_000, on_assistance=True)) is True


def test_one_member_who_is_taxed_makes_the_household_taxed_though_another_is_unknown() -> None:
    assert exempt(person("head", 40, 5_000_000), person("spouse", 40, None)) is False
    assert exempt(person("head", 40, 0), person("spouse", 40, None)) is None
    assert exempt(person("head", 40, 0), person("child", 9, None)) is True


def test_the_fiscal_year_turns_on_the_first_of_june() -> None:
    turned = person("head", 40, None, total_income={2023: 0, 2024: 5_000_000})
    assert exempt(turned, day="2025-05-31") is True
    assert exempt(turned, day="2025-06-01") is False


@pytest.mark.parametrize(
    ("day", "year", "amount"),
    [
        ("2023-12-01", 2022, 170_000),
        ("2024-06-02", 2022, 170_000),
        ("2024-06-03", 2023, 200_000),
        ("2024-12-12", 2023, 200_000),
        ("2024-12-13", 2023, 70_000),
        ("2025-10-31", 2023, 70_000),
    ],
)
def test_the_benefit_pays_for_the_household_and_each_child_by_the_amounts_of_its_day(
    day: str, year: int, amount: int
) -> None:
    on = datetime.date.fromisoformat(day)
    rows = [
        person("head", 40, day=on),
        person("child", 9, day=on),
        person("child", 14, day=on),
        person("child", 20, day=on),
    ]
    assert amounts("exempt-household-benefit", rows, day=on) == [(amount, amount)]
    assert PROGRAMMES["exempt-household-benefit"].tax_year(on.toordinal()) == year


@pytest.mark.parametrize("day", ["2024-12-13", "2025-03-31", "2025-04-01", "2025-10-31"])
def test_who_was_a_child_in_the_fiscal_year_of_the_benefit_draws_the_child_part_also_after_march(day: str) -> None:
    on = datetime.date.fromisoformat(day)
    for birth, amount in (("2006-04-01", 30_000), ("2006-04-02", 50_000), ("2024-12-01", 50_000)):
        rows = [person("head", 40), {"birth": birth, "relation": "child", "total_income": 0}]
        assert amounts("exempt-household-benefit", rows, day=on) == [(amount, amount)]


def test_an_undecided_household_may_be_paid_nothing_or_all() -> None:
    assert amounts("exempt-household-benefit", [person("head", 40, None), person("child", 9)]) == [(0, 50_000)]


def test_the_benefit_of_before_december_2023_is_not_covered() -> None:
    day = datetime.date(2023, 11, 30)
    programme = PROGRAMMES["exempt-household-benefit"]
    assert (
        not programme.covers(day.toordinal())
        and programme.needs(day.toordinal()) == {}
        and programme.kinds(day.toordinal()) == ()
    )
    with pytest.raises(NotCovered, match="2023-12-01"):
        outcome("exempt-household-benefit", [person("head", 40)], day=day)
