"""Child allowance (児童手当) and child-rearing allowance (児童扶養手当)."""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import Any

import pytest
from household_cases import amounts, outcome, person, verdicts
from hypothesis import given
from hypothesis import strategies as st

from schemas.programmes import PROGRAMMES, NotCovered


def monthly(*rows: dict[str, Any], programme: str = "child-allowance", **more: Any) -> int:
    """The known amount of the first member."""
    low, high = amounts(programme, rows, **more)[0]
    assert low == high
    return low


PARENTS = (person("head", 45), person("spouse", 43))


@pytest.mark.parametrize(
    ("ages", "amount"),
    [
        ((2,), 15_000),
        ((3,), 10_000),
        ((15,), 10_000),
        ((2, 5), 25_000),
        ((2, 5, 9), 50_000),
        ((1, 3, 5, 7), 80_000),
        ((16, 14, 12), 50_000),
        ((20, 14, 12), 40_000),
        ((23, 14, 12), 20_000),
        ((21, 19, 2), 30_000),
        ((21, 20, 19), 0),
    ],
)
def test_the_third_child_gets_more_counting_sons_and_daughters_up_to_twenty_two(
    ages: tuple[int, ...], amount: int
) -> None:
    assert monthly(*PARENTS, *(person("child", age) for age in ages)) == amount


def test_whichever_twin_is_the_third_child_the_family_gets_the_same() -> None:
    first, twin = person("child", 6), person("child", 2)
    for order in ([first, twin, twin], [twin, first, twin], [twin, twin, first]):
        assert monthly(*PARENTS, *order) == 10_000 + 15_000 + 30_000


@pytest.mark.parametrize(
    ("birth", "last"),
    [
        ("2022-05-10", "2025-05-31"), ("2022-05-31", "2025-05-31"), ("2022-05-01", "2025-05-31"), ("2022-04-30", "2025-04-30"),
        ("2024-02-29", "2027-02-28"), ("2022-12-31", "2025-12-31"),
    ],
)  # fmt: skip
def test_the_amount_of_who_is_under_three_is_paid_to_the_end_of_the_month_of_the_third_birthday(
    birth: str, last: str
) -> None:
    """児童手当法9条3項: less from the month after; 6条2項5号: on who is born on a first of the month, too."""
    rows, day = [*PARENTS, {"birth": birth, "relation": "child"}], datetime.date.fromisoformat(last)
    days = (day.replace(day=1), day, day + datetime.timedelta(days=1))
    assert [monthly(*rows, day=one) for one in days] == [15_000, 15_000, 10_000]


def test_families_in_one_household_are_counted_apart() -> None:
    rows = [
        person("head", 60),
        person("child", 17),
        person("child", 15),
        person("child", 38),
        person("grandchild", 2),
        person("grandchild", 4),
    ]
    assert [low for low, _ in amounts("child-allowance", rows)] == [20_000, 0, 0, 25_000, 0, 0]


def test_the_child_allowance_of_before_october_2024_is_not_covered() -> None:
    day = datetime.date(2024, 9, 30)
    assert not PROGRAMMES["child-allowance"].covers(day.toordinal())
    with pytest.raises(NotCovered, match="2024-10-01"):
        outcome("child-allowance", PARENTS, day=day)


def lone(income: int, *children: int, day: str = "2025-04-15", **more: Any) -> list[dict[str, Any]]:
    """A lone parent with children of these ages (one of nine by default)."""
    on = datetime.date.fromisoformat(day)
    ages = children or (9,)
    more.setdefault("dependants", len(ages))
    return [person("head", 40, income, day=on, **more), *(person("child", age, None, day=on) for age in ages)]


def rearing(income: int, *children: int, day: str = "2025-04-15", **more: Any) -> int:
    """The child-rearing allowance of a lone parent; `income` is counted after the flat deduction of 80,000."""
    return monthly(
        *lone(income + 80_000, *children, day=day, **more),
        programme="child-rearing-allowance",
        day=datetime.date.fromisoformat(day),
    )


@pytest.mark.parametrize(
    ("day", "full", "further"),
    [
        ("2024-11-01", 45_500, 10_750),
        ("2025-03-31", 45_500, 10_750),
        ("2025-04-01", 46_690, 11_030),
        ("2026-04-01", 48_050, 11_350),
    ],
)
def test_in_full_the_allowance_is_the_amount_of_its_day_for_each_child(day: str, full: int, further: int) -> None:
    assert rearing(1_069_999, day=day) == full
    assert rearing(0, 9, 7, 5, day=day) == full + 2 * further


@pytest.mark.parametrize(
    ("day", "most", "least", "further_most", "further_least"),
    [
        ("2024-11-01", 45_490, 10_740, 10_740, 5_380),
        ("2025-04-01", 46_680, 11_010, 11_020, 5_520),
    ],
)
def test_in_part_it_runs_from_ten_yen_less_to_the_least_amount(
    day: str, most: int, least: int, further_most: int, further_least: int
) -> None:
    assert rearing(1_070_000, day=day) == most
    assert rearing(2_459_999, day=day) == least
    assert rearing(2_460_000, day=day) == 0
    two = [
        rearing(income, 9, 7, dependants=1, day=day) - rearing(income, 9, dependants=1, day=day)
        for income in (1_070_000, 2_459_999)
    ]
    assert two == [further_most, further_least]


def test_the_part_allowance_falls_by_its_coefficient_over_the_whole_range() -> None:
    found = [rearing(income, day="2024-11-01") for income in range(1_070_000, 2_460_000, 10_007)]
    assert all(10_740 <= amount <= 45_490 and amount % 10 == 0 for amount in found)
    for (place, above), below in zip(enumerate(found), found[1:], strict=False):
        assert below <= above
        exact = 45_490 - place * 10_007 * 0.025
        assert abs(above - exact) <= 5.0001


@given(
    st.integers(0, 3_000_000),
    st.integers(0, 3_000_000),
    st.integers(1, 4),
    st.sampled_from(("2024-11-01", "2025-04-01", "2026-04-01")),
)
def test_more_income_never_gives_more_allowance(one: int, other: int, children: int, day: str) -> None:
    ages = tuple(range(5, 5 + children))
    assert rearing(max(one, other), *ages, day=day) <= rearing(min(one, other), *ages, day=day)


@pytest.mark.parametrize(
    ("more", "limit"),
    [
        ({"dependants": 0}, 2_080_000),
        ({"dependants": 3}, 3_220_000),
        ({"dependants": 4}, 3_600_000),
        ({"dependants": 1, "dependants_16_22": 1}, 2_610_000),
        ({"dependants": 1, "dependants_70": 1}, 2_560_000),
    ],
)
def test_the_limit_grows_with_dependants_and_their_age(more: dict[str, int], limit: int) -> None:
    assert rearing(limit - 1, **more) > 0 and rearing(limit, **more) == 0


def test_pay_deductions_and_child_support_change_the_income_that_counts() -> None:
    assert rearing(1_169_999, pay_or_pension=True) == 46_690 and rearing(1_170_000, pay_or_pension=True) == 46_680
    assert rearing(1_339_999, deductions=270_000) == 46_690 and rearing(1_340_000, deductions=270_000) == 46_680
    assert rearing(0, child_support_yen=1_337_499) == 46_690 and rearing(0, child_support_yen=1_337_500) == 46_680
    assert rearing(-80_000, child_support_yen=0) == 46_690


def test_four_fifths_of_the_child_support_are_rounded_to_the_yen_half_up() -> None:
    """400,001 yen: 320,000.8, so 320,001 (施行令4条1項)."""
    assert rearing(749_998, child_support_yen=400_001) == 46_690
    assert rearing(749_999, child_support_yen=400_001) == 46_680


def test_what_is_deducted_from_pay_takes_no_more_than_there_is_so_child_support_stays_counted() -> None:
    """0 + 80 % of 1,440,000 - 80,000 = 1,072,000: 2,000 above the limit (施行令4条1項: 零を下回る場合には零)."""
    rows = lone(50_000, pay_or_pension=True, child_support_yen=1_440_000, day="2024-11-01")
    day = datetime.date(2024, 11, 1)
    assert monthly(*rows, programme="child-rearing-allowance", day=day) == 45_500 - 60


@pytest.mark.parametrize(
    ("more", "limit"),
    [
        ({}, 2_360_000),
        ({"dependants": 2}, 3_120_000),
        ({"dependants": 2, "dependants_70": 1}, 3_180_000),
        ({"dependants": 1, "dependants_70": 1}, 2_740_000),
        ({"dependants": 2, "dependants_70": 2}, 3_180_000),
        ({"dependants": 2, "dependants_16_22": 2}, 3_120_000),
    ],
)
def test_a_grandparent_at_the_supporters_limit_stops_it(more: dict[str, int], limit: int) -> None:
    for income, expected in ((limit - 1, True), (limit, False)):
        assert (
            verdicts("child-rearing-allowance", [*lone(0), person("parent", 70, income + 80_000, **more)])[0]
            is expected
        )


@pytest.mark.parametrize(
    ("relation", "stops"),
    [
        ("parent", True),
        ("grandparent", True),
        ("sibling", True),
        ("child", True),
        ("spouse-parent", False),
        ("nephew-niece", False),
        ("relative", False),
        ("co-resident", False),
        ("sibling-spouse", False),
    ],
)
def test_only_lineal_relatives_and_siblings_stop_it(relation: str, stops: bool) -> None:
    rows = [*lone(0), person(relation, 30, 9_000_000)]
    assert verdicts("child-rearing-allowance", rows)[0] is not stops


def test_a_child_who_earns_does_not_stop_it_but_an_adult_one_does() -> None:
    assert verdicts("child-rearing-allowance", [*lone(0), person("child", 17, 9_000_000)])[0] is True
    assert verdicts("child-rearing-allowance", [*lone(0), person("child", 19, 9_000_000)])[0] is False


def test_grandparents_are_the_supporters_of_a_lone_parent_in_their_household() -> None:
    three = [person("head", 66, 5_000_000), person("child", 34, 0), person("grandchild", 5)]
    assert verdicts("child-rearing-allowance", three) == [False, False, False]
    assert verdicts("child-rearing-allowance", [person("head", 66, 0), *three[1:]]) == [False, True, False]


def test_a_couple_gets_none_and_a_student_of_nineteen_counts_only_with_a_disability() -> None:
    assert verdicts("child-rearing-allowance", [*PARENTS, person("child", 9)]) == [False, False, False]
    student = person("child", 19, 0)
    assert verdicts("child-rearing-allowance", [person("head", 45), student]) == [False, False]
    for grade, expected in ((2, True), (3, False)):
        rows = [person("head", 45), {**student, "handbook": "mental", "handbook_grade": grade}]
        assert verdicts("child-rearing-allowance", rows)[0] is expected
    assert (
        verdicts(
            "child-rearing-allowance", [person("head", 45), person("child", 20, 0, handbook="mental", handbook_grade=1)]
        )[0]
        is False
    )


def test_the_income_year_turns_on_the_first_of_november() -> None:
    programme = PROGRAMMES["child-rearing-allowance"]
    days = [datetime.date(2025, 10, 31), datetime.date(2025, 11, 1)]
    assert [programme.tax_year(day.toordinal()) for day in days] == [2023, 2024]


def test_a_parent_who_never_filed_leaves_the_allowance_undecided() -> None:
    rows = lone(0)
    del rows[0]["total_income"], rows[0]["dependants"]
    assert verdicts("child-rearing-allowance", rows) == [None, False]
    assert amounts("child-rearing-allowance", rows)[0] == (0, 46_690)


def test_a_supporter_whose_income_is_unknown_does_not_matter_where_the_parents_own_is_too_high() -> None:
    rows = [*lone(9_000_000), person("parent", 70, None)]
    assert verdicts("child-rearing-allowance", rows)[0] is False


def test_amounts_of_three_dates_follow_each_other() -> None:
    days = [datetime.date(2025, 3, 31), datetime.date(2025, 4, 1), datetime.date(2026, 4, 1)]
    found = [monthly(*lone(0, day=day.isoformat()), programme="child-rearing-allowance", day=day) for day in days]
    assert all(earlier < later for earlier, later in pairwise(found))
