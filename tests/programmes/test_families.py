"""Families inside a household, from the relation to its head alone."""

from __future__ import annotations

from typing import Any

import pytest
from household_cases import amounts, household_of, outcome, person, verdicts

from schemas.causes import causes
from schemas.programmes.kinship import families


def claimants(*rows: dict[str, Any]) -> list[bool | None]:
    """Who is a claimant of the child allowance: True, False or (None) perhaps."""
    unit = outcome("child-allowance", rows).unit
    return [bool(lo) if lo == hi else None for lo, hi in zip(unit.lo, unit.hi, strict=True)]


HEAD, SPOUSE, CHILD = person("head", 40), person("spouse", 38), person("child", 9)


def test_the_head_claims_for_the_children_of_either_spouse() -> None:
    assert claimants(HEAD, SPOUSE, CHILD, person("spouse-child", 12)) == [True, False, False, False]
    assert amounts("child-allowance", [HEAD, SPOUSE, CHILD, person("spouse-child", 12)])[0] == (20_000, 20_000)


def test_the_spouse_claims_where_the_register_has_no_head() -> None:
    assert claimants(SPOUSE, CHILD) == [True, False]


def test_nobody_claims_in_a_household_of_children_only() -> None:
    assert claimants(CHILD, person("child", 12)) == [False, False]


def test_the_one_adult_child_claims_for_the_grandchildren_and_the_grandparents_do_not() -> None:
    three = [person("head", 66), person("spouse", 64), person("child", 34), person("grandchild", 5)]
    assert claimants(*three) == [False, False, True, False]
    assert verdicts("child-rearing-allowance", three) == [False, False, True, False]


def test_with_two_adult_children_the_register_does_not_say_whose_the_grandchild_is() -> None:
    three = [person("head", 66), person("child", 34), person("child", 31), person("grandchild", 5)]
    assert claimants(*three) == [False, None, None, False]
    unit = outcome("child-allowance", three).unit
    assert [tuple(cause) for cause in causes(int(unit.causes[1]))] == [("resident-record", "absent")]


@pytest.mark.parametrize(("aunt", "expected"), [(19, [False, True, False, False]), (20, [False, None, None, False])])
def test_a_child_of_the_head_less_than_fifteen_years_older_is_no_parent_of_the_grandchild(
    aunt: int, expected: list[bool | None]
) -> None:
    assert (
        claimants(person("head", 66), person("child", 34), person("child", aunt), person("grandchild", 5)) == expected
    )


def test_grandparents_claim_where_no_parent_lives_there_but_one_parent_family_is_not_known() -> None:
    rows = [person("head", 66), person("grandchild", 5)]
    assert claimants(*rows) == [True, False]
    assert verdicts("child-rearing-allowance", rows) == [None, False]


def test_a_childs_spouse_who_stays_with_the_in_laws_claims_and_the_in_laws_are_no_supporters() -> None:
    rows = [person("head", 66, 9_000_000), person("child-spouse", 34), person("grandchild", 5)]
    assert claimants(*rows) == [False, True, False]
    assert verdicts("child-rearing-allowance", rows) == [False, True, False]


def test_two_in_laws_leave_open_who_claims() -> None:
    assert claimants(
        person("head", 66), person("child-spouse", 34), person("child-spouse", 33), person("grandchild", 5)
    )[1:3] == [None, None]


def test_the_elder_parent_of_the_head_claims_for_the_heads_minor_siblings() -> None:
    rows = [
        person("head", 24),
        person("parent", 50),
        person("parent", 48),
        person("sibling", 15),
        person("sibling", 21),
    ]
    assert claimants(*rows) == [False, True, False, False, False]
    assert claimants(rows[0], rows[2], rows[3]) == [False, True, False]


def test_parents_born_on_one_day_leave_open_who_claims() -> None:
    assert claimants(person("head", 24), person("parent", 48), person("parent", 48), person("sibling", 15))[1:3] == [
        None,
        None,
    ]


def test_a_sibling_without_a_parent_in_the_household_is_claimed_for_by_the_head() -> None:
    assert claimants(person("head", 24), person("sibling", 15)) == [True, False]


@pytest.mark.parametrize(
    ("rows", "alone"),
    [
        ([HEAD, CHILD], True),
        ([HEAD, SPOUSE, CHILD], False),
        ([HEAD, person("parent", 70), CHILD], True),
        ([SPOUSE, CHILD], True),
        ([HEAD, person("co-resident", 41), CHILD], True),
    ],
)
def test_one_parent_means_no_spouse_on_the_register(rows: list[dict[str, Any]], alone: bool) -> None:
    assert bool(families(household_of(rows))[0].one_parent.lo[0]) is alone


@pytest.mark.parametrize(
    ("rows", "alone"),
    [
        (["child", "grandchild"], True),
        (["child", "child-spouse", "grandchild"], False),
        (["child", "child", "grandchild"], True),
        (["child", "child", "child-spouse", "grandchild"], None),
        (["child-spouse", "grandchild"], True),
        (["grandchild"], None),
    ],
)
def test_a_grandchilds_family_has_one_parent_where_no_couple_could_be_the_parents(
    rows: list[str], alone: bool | None
) -> None:
    members = [person("head", 66), *(person(relation, 5 if relation == "grandchild" else 34) for relation in rows)]
    one_parent = families(household_of(members))[1].one_parent
    assert (bool(one_parent.lo[0]), bool(one_parent.hi[0])) == ((False, True) if alone is None else (alone, alone))
