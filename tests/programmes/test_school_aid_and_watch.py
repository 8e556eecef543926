"""School aid with its minimum living cost, and child watch."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from household_cases import DAY, frame_of, outcome, person, verdicts

from schemas.ordinance.model import TownFacts
from schemas.programmes import PROGRAMMES, parameters_on
from schemas.programmes.minimum_living_cost import lone_parents_addition, minimum_living_cost

RELATIONS = {"h": "head", "s": "spouse", "c": "child"}
MODEL_HOUSEHOLDS = {
    "single 35": ("h35", 130_010, 108_460, 96_940),
    "single 68": ("h68", 127_920, 106_530, 95_200),
    "single 78": ("h78", 123_510, 102_470, 91_560),
    "couple 68/66": ("h68 s66", 183_920, 156_190, 140_790),
    "couple 35 + child 4": ("h35 s35 c4", 226_790, 195_360, 176_860),
    "couple 40s + 13 + 9": ("h45 s42 c13 c9", 276_360, 238_500, 207_760),
    "lone parent 40 + 9": ("h40 c9", 217_560, 188_290, 171_400),
    "lone parent 30 + 4 + 2": ("h30 c4 c2", 258_580, 225_500, 205_590),
    "lone parent 40 + 13 + 9": ("h40 c13 c9", 272_900, 235_940, 215_740),
}
"""Minimum living cost with the housing cap, in 1級地-1, 2級地-1 and 3級地-2 (domain 4.4)."""


def family(code: str, **head: Any) -> list[dict[str, Any]]:
    """Members by relation and age, without income."""
    members = [person(RELATIONS[word[0]], int(word[1:]), 0) for word in code.split()]
    return [{**members[0], **head}, *members[1:]]


def cost(rows: list[dict[str, Any]], area: str) -> int:
    """The minimum living cost of a household, yen a month."""
    facts = TownFacts(class_of_area=area)
    found = minimum_living_cost(frame_of(rows, facts=facts).view(2023), parameters_on(DAY.toordinal(), facts))
    assert found.why is None
    return int(found.lo[0])


@pytest.mark.parametrize("name", MODEL_HOUSEHOLDS)
def test_the_minimum_living_cost_of_a_model_household_is_that_of_the_table(name: str) -> None:
    code, *expected = MODEL_HOUSEHOLDS[name]
    assert [cost(family(code), area) for area in ("1-1", "2-1", "3-2")] == expected


def test_a_physical_handbook_adds_by_grade_and_another_does_not() -> None:
    def added(**handbook: Any) -> int:
        return cost(family("h40 c9", **handbook), "1-1") - cost(family("h40 c9"), "1-1")

    assert [added(handbook="physical", handbook_grade=grade) for grade in (1, 2, 3, 4, 7)] == [
        26_810,
        26_810,
        17_870,
        0,
        0,
    ]
    assert added(handbook="mental", handbook_grade=1) == 0


@pytest.mark.parametrize(
    ("code", "added"),
    [
        ("h40 c9", 18_800),
        ("h40 c9 c8", 23_600),
        ("h40 c9 c8 c7", 26_500),
        ("h40 c9 c8 c7 c6", 29_400),
        ("h40 s40 c9", 0),
        ("h40 c19", 0),
    ],
)
def test_a_lone_parent_gets_an_addition_by_the_number_of_children(code: str, added: int) -> None:
    facts = TownFacts(class_of_area="1-1")
    household = frame_of(family(code), facts=facts).view(2023)
    assert lone_parents_addition(household, parameters_on(DAY.toordinal(), facts)).lo[0] == added


@pytest.mark.parametrize(
    ("name", "yearly"), [("couple 40s + 13 + 9", (431, 372, 324)), ("lone parent 40 + 9", (339, 294, 267))]
)
def test_at_a_factor_of_one_point_three_the_yearly_limits_are_those_of_the_domain_notes(
    name: str, yearly: tuple[int, ...]
) -> None:
    code = MODEL_HOUSEHOLDS[name][0]
    assert tuple(round(cost(family(code), area) * 12 * 1.3 / 10_000) for area in ("1-1", "2-1", "3-2")) == yearly


def test_school_aid_is_for_pupils_up_to_the_limit_to_the_yen() -> None:
    limit = cost(family("h40 s40 c9 c4"), "2-1") * 12 * 1300 // 1000
    for income, expected in ((limit, True), (limit + 1, False)):
        rows = [*family("h40 s40", total_income=income), person("child", 9), person("child", 4)]
        assert verdicts("school-aid", rows) == [False, False, expected, False]


def test_the_towns_factor_moves_the_limit() -> None:
    rows = family("h40 s40 c9", total_income=3_000_000)
    factors = (1000, 1100, 1300, 1500)
    found = [verdicts("school-aid", rows, facts=TownFacts(school_aid_factor_permille=factor))[2] for factor in factors]
    assert found == sorted(found, key=bool) and found[0] is False and found[-1] is True


def test_everyone_who_lives_together_counts() -> None:
    rows = [*family("h40 c9"), person("grandparent", 80, 9_000_000)]
    assert verdicts("school-aid", rows)[1] is False


@pytest.mark.parametrize(
    ("status", "expected"), [("full", True), ("part", True), ("suspended", False), ("ended", False), ("none", False)]
)
def test_the_child_rearing_allowance_in_payment_is_enough(status: str, expected: bool) -> None:
    assert (
        verdicts("school-aid", family("h40 c9", total_income=9_000_000, rearing_allowance_status=status))[1] is expected
    )


def test_a_parent_who_never_filed_leaves_school_aid_undecided() -> None:
    assert verdicts("school-aid", [person("head", 40, None), person("child", 9, None)]) == [False, None]


def test_known_incomes_above_the_limit_decide_although_one_is_unknown() -> None:
    rows = [person("head", 40, 7_000_000), person("spouse", 40, None), person("child", 9, None)]
    assert verdicts("school-aid", rows) == [False, False, False]


def test_an_unknown_income_does_not_matter_where_the_allowance_is_in_payment() -> None:
    assert (
        verdicts("school-aid", [person("head", 40, None, rearing_allowance_status="full"), person("child", 9, None)])[1]
        is True
    )


def test_a_withheld_handbook_leaves_only_those_near_the_limit_undecided() -> None:
    state = [{"handbook": "withheld", "handbook_grade": "withheld"}, {}]
    found = [
        verdicts("school-aid", family("h40 c9", total_income=income), states=state)[1]
        for income in (2_900_000, 3_000_000, 3_500_000)
    ]
    assert found == [True, None, False]


def watch(states: list[dict[str, str]] | None = None, income: int = 5_000_000, **child: Any) -> bool | None:
    """Whether a child of nine is marked."""
    tested = {"standard_score": 50, "standard_score_fall": 0, **child}
    return verdicts("child-watch", [person("head", 40, income), person("child", 9, 0, **tested)], states=states)[1]


def test_two_points_of_three_give_a_mark() -> None:
    poor, weak, away = {"income": 0}, {"standard_score": 39}, {"most_absences_in_a_month": 6}
    for points, expected in (
        ({}, False),
        (poor, False),
        (weak, False),
        ({**poor, **weak}, True),
        ({**weak, **away}, True),
        ({**poor, **away}, True),
    ):
        assert watch(**points) is expected


@pytest.mark.parametrize(
    "one",
    [
        {"standard_score": 39},
        {"standard_score_fall": 10},
        {"standard_score": 39, "standard_score_fall": 10},
    ],
)
def test_achievement_is_one_point_however_bad(one: dict[str, int]) -> None:
    assert watch(**one) is False and watch(income=0, **one) is True


@pytest.mark.parametrize(
    "one",
    [
        {"standard_score": 40, "counselled": True},
        {"most_absences_in_a_month": 5, "counselled": True},
        {"most_absences_in_a_month": 6, "counselled": True},
    ],
)
def test_absence_and_counselling_are_one_point_together(one: dict[str, Any]) -> None:
    assert watch(**one) is False and watch(income=0, **one) is True


@pytest.mark.parametrize("more", [{"assistance_status": "in-force"}, {"school_aid_status": "granted"}])
def test_public_assistance_or_school_aid_in_the_household_is_the_point_of_hardship(more: dict[str, str]) -> None:
    rows = [person("head", 40, 5_000_000, **more), person("child", 9, 0, standard_score=39, standard_score_fall=0)]
    assert verdicts("child-watch", rows)[1] is True


def test_one_unknown_point_of_three_does_not_mark_where_the_others_are_none() -> None:
    assert watch([{"total_income": "withheld", "dependants": "withheld"}, {}]) is False
    assert watch([{}, {"most_absences_in_a_month": "withheld", "counselled": "withheld"}]) is False
    assert watch([{}, {"standard_score": "absent", "standard_score_fall": "absent"}]) is False
    assert watch([{}, {"most_absences_in_a_month": "withheld"}], income=0) is None


def test_who_is_too_young_for_school_gets_no_point_for_a_test_never_taken() -> None:
    rows = [person("head", 40, 0), person("child", 4, 0)]
    assert verdicts("child-watch", rows)[1] is False


def test_units_are_children_and_a_mark_has_no_amount() -> None:
    found = outcome("child-watch", [person("head", 40), person("child", 17), person("child", 19)])
    assert found.unit.lo.tolist() == [False, True, False] and found.amount is None
    assert PROGRAMMES["child-watch"].nature == "watch" and outcome("school-aid", [person("head", 40)]).amount is None


def test_the_income_year_of_both_turns_on_the_first_of_june() -> None:
    for id_ in ("school-aid", "child-watch"):
        days = [datetime.date(2025, 5, 31), datetime.date(2025, 6, 1)]
        assert [PROGRAMMES[id_].tax_year(day.toordinal()) for day in days] == [2023, 2024]
