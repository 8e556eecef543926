"""The three screening programmes: overpayment check, measures on unpaid insurance premiums, missing annual reports."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from household_cases import DAY, outcome, person, verdicts

from schemas.programmes import PROGRAMMES, parameters_on

SCREENING = ("overpayment-check", "insurance-arrears", "annual-report-check")
LAST_OF_THE_CARD, FIRST_OF_THE_EXPENSES = datetime.date(2024, 12, 1), datetime.date(2024, 12, 2)


@pytest.mark.parametrize("id_", SCREENING)
def test_a_screening_gives_a_mark_to_residents_and_never_an_amount(id_: str) -> None:
    found = outcome(id_, [person("head", 40)])
    assert (PROGRAMMES[id_].nature, PROGRAMMES[id_].unit, found.amount) == ("screening", "resident", None)


def payee(income: int | None, **more: Any) -> bool | None:
    """Whether a head of 40 on the child-rearing allowance, with a child, is marked by the overpayment check."""
    status = {} if "assistance_status" in more else {"rearing_allowance_status": "part"}
    return verdicts("overpayment-check", [person("head", 40, income, **status, **more), person("child", 9)])[0]


@pytest.mark.parametrize(
    ("income", "monthly", "marked"),
    [
        (1_200_000, 100_000, False),
        (1_440_000, 100_000, False),
        (1_440_011, 100_000, False),
        (1_440_012, 100_000, True),
        (1_200_000, 1, True),
        (1_200_000, 0, False),
        (240_011, 1, False),
        (240_024, 1, True),
    ],
)
def test_the_average_is_held_against_the_month_and_a_difference_up_to_the_tolerance_passes(
    income: int, monthly: int, marked: bool
) -> None:
    assert payee(income, reported_earnings=monthly) is marked
    assert payee(income, recognised_earnings=monthly, assistance_status="in-force") is marked


def test_of_what_was_recognised_and_what_was_reported_the_greater_counts() -> None:
    assert payee(1_200_000, reported_earnings=10_000, recognised_earnings=100_000) is False
    assert payee(1_200_000, reported_earnings=10_000, recognised_earnings=20_000) is True


def test_a_seasonal_worker_who_said_everything_is_marked_for_the_month_out_of_season_and_not_for_one_in_it() -> None:
    yearly = 6 * 180_000 + 6 * 20_000
    assert payee(yearly, reported_earnings=20_000) is True
    assert payee(yearly, reported_earnings=180_000) is False


@pytest.mark.parametrize(
    ("status", "marked"), [("full", True), ("part", True), ("suspended", False), ("ended", False), ("none", False)]
)
def test_only_who_is_in_payment_is_checked(status: str, marked: bool) -> None:
    more = {"rearing_allowance_status": status, "reported_earnings": 1}
    assert verdicts("overpayment-check", [person("head", 40, 1_200_000, **more)]) == [marked]
    assert outcome("overpayment-check", [person("head", 40, 0, **more)]).unit.lo.tolist() == [marked]


def test_children_on_assistance_are_not_checked() -> None:
    rows = [person("head", 40, 0), person("child", 17, 1_200_000, assistance_status="in-force", recognised_earnings=1)]
    assert verdicts("overpayment-check", rows) == [False, False]


def test_an_income_that_nobody_filed_leaves_a_payee_undecided() -> None:
    assert payee(None, reported_earnings=1) is None
    assert payee(None) is False


def owing(step: str, day: datetime.date, age: int = 40, **more: Any) -> list[bool | None]:
    """Whether the head who owes premiums and another member of some age are marked on a day."""
    rows = [
        person("head", 40, day=day, insurance="national-health", premium_arrears=step),
        person("child", age, day=day, insurance="national-health", **more),
    ]
    return verdicts("insurance-arrears", rows, day=day)


@pytest.mark.parametrize(
    ("step", "card", "expenses"),
    [
        ("none", False, False),
        ("overdue", True, False),
        ("demanded", True, False),
        ("talk-offered", True, True),
    ],
)
def test_the_short_term_card_needs_arrears_and_the_special_expenses_also_urging_and_a_chance_to_talk(
    step: str, card: bool, expenses: bool
) -> None:
    assert owing(step, LAST_OF_THE_CARD, 30) == [card, card]
    assert owing(step, FIRST_OF_THE_EXPENSES, 30) == [expenses, expenses]


def test_until_the_march_after_eighteen_nobody_is_put_on_the_special_expenses_and_the_card_spared_nobody() -> None:
    for day, child in ((LAST_OF_THE_CARD, True), (FIRST_OF_THE_EXPENSES, False)):
        assert owing("talk-offered", day, 9) == [True, child]
    for born, marked in ((datetime.date(2007, 4, 1), True), (datetime.date(2007, 4, 2), False)):
        assert owing("talk-offered", datetime.date(2025, 4, 1), birth=born) == [True, marked]


def test_who_is_not_insured_is_no_unit_although_the_head_owes() -> None:
    rows = [person("head", 40, premium_arrears="talk-offered"), person("spouse", 40, insurance="national-health")]
    assert verdicts("insurance-arrears", rows) == [False, True]
    assert outcome("insurance-arrears", rows).unit.lo.tolist() == [False, True]


def test_a_withheld_birth_leaves_who_may_be_a_child_undecided_only_since_the_age_counts() -> None:
    rows = [person("head", 40, insurance="national-health", premium_arrears="talk-offered")]
    for day, expected in ((LAST_OF_THE_CARD, True), (FIRST_OF_THE_EXPENSES, None)):
        assert verdicts("insurance-arrears", rows, states=[{"birth": "withheld"}], day=day) == [expected]


def test_the_two_regimes_are_two_dates_of_one_programme_and_nothing_is_known_of_before() -> None:
    def on(day: datetime.date) -> tuple[int, int]:
        known = parameters_on(day.toordinal())
        return known.premium_step_needed, known.premium_spared_until

    assert (on(LAST_OF_THE_CARD), on(FIRST_OF_THE_EXPENSES)) == ((1, -1), (3, 18))
    covered = [PROGRAMMES["insurance-arrears"].covers(datetime.date(2023, 5, day).toordinal()) for day in (10, 11)]
    assert covered == [False, True]
    seasons = [PROGRAMMES["insurance-arrears"].season(day.toordinal()) for day in (LAST_OF_THE_CARD, FIRST_OF_THE_EXPENSES)]
    assert seasons[0] != seasons[1]


@pytest.mark.parametrize(
    ("status", "report", "marked"),
    [
        ("full", "missing", True),
        ("part", "missing", True),
        ("part", "received", False),
        ("full", "none", False),
        ("suspended", "missing", False),
        ("ended", "missing", False),
    ],
)
def test_who_is_in_payment_without_a_report_is_marked(status: str, report: str, marked: bool) -> None:
    rows = [person("head", 40, rearing_allowance_status=status, annual_report=report), person("child", 9)]
    assert verdicts("annual-report-check", rows) == [marked, False]


def test_the_missing_report_says_nothing_of_being_entitled() -> None:
    """Neither income nor age is read."""
    read = {"relation", "rearing_allowance_status", "annual_report"}
    assert set(PROGRAMMES["annual-report-check"].needs(DAY.toordinal())) == read


def test_screening_reads_no_kind_that_no_support_reads_but_its_own_collection() -> None:
    def kinds(*natures: str) -> set[str]:
        programmes = [p for p in PROGRAMMES.values() if p.nature in natures]
        return {kind for p in programmes for kind in p.kinds(DAY.toordinal())}

    assert kinds("screening") - kinds("support", "watch") <= {"medical-insurance"}
