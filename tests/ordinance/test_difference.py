"""The difference of two ordinances: what one allows and the other does not, no more and no less."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from schemas.attributes import attributes_of
from schemas.catalogue import catalogue
from schemas.join_schema import join_schemas
from schemas.ordinance import Ordinance, load, names, with_row_added, with_row_replaced, with_safeguard
from schemas.ordinance.difference import Join, difference, joining_rows, passing
from tests.gate.asking import day
from tests.nightly import examples, rest_at_night
from tests.ordinance.planting import PLANTERS

TODAY = day("2025-04-20")
PAIRS = [pair for pair in itertools.product(names(), repeat=2) if pair[0] != pair[1]]
Points = set[tuple[str, str, str, str, str]]


def points(joins: tuple[Join, ...]) -> list[tuple[str, str, str, str, str]]:
    return [
        (join.duty, join.kind, *point)
        for join in joins
        for point in itertools.product(join.attributes, join.subjects, join.triggers)
    ]


@cache
def shipped(name: str) -> Points:
    """All that a shipped ordinance lets pass."""
    return allowed(load(name))


@cache
def schemas_of(name: str) -> dict[str, Any]:
    """The schemas of the joins of a shipped ordinance."""
    return join_schemas(load(name), TODAY)


def allowed(ordinance: Ordinance) -> Points:
    """All that an ordinance lets pass, one by one."""
    known = catalogue()
    return {
        (duty, kind, name, subject, trigger)
        for duty in known.duties for kind in known.kinds for row in joining_rows(ordinance, duty, kind, TODAY)
        for name in passing(ordinance, row, kind) for subject in row.subjects for trigger in row.triggers
    }  # fmt: skip


@pytest.mark.parametrize(("a", "b"), rest_at_night(PAIRS, lambda pair: "C" in pair or "sample" in pair))
def test_the_difference_is_what_one_allows_less_what_the_other_does_each_told_once(a: str, b: str) -> None:
    told = points(difference(load(a), load(b), TODAY))
    assert len(set(told)) == len(told)
    assert set(told) == shipped(a) - shipped(b)


@pytest.mark.parametrize("name", names())
def test_an_ordinance_does_not_differ_from_itself(name: str) -> None:
    assert difference(load(name), load(name), TODAY) == ()


@pytest.mark.parametrize(("a", "b"), rest_at_night(PAIRS, lambda pair: "C" in pair or "sample" in pair))
def test_attributes_that_are_in_one_schema_only_are_in_the_difference(a: str, b: str) -> None:
    one, other = schemas_of(a), schemas_of(b)
    own = {duty: {kind for kind in catalogue().kinds if not joining_rows(load(a), duty, kind, TODAY)} for duty in one}
    more = {
        (duty, kind, name)
        for duty, schema in one.items() for kind, of in schema["properties"].items()
        if kind in catalogue().kinds and kind not in own[duty]
        for name in of["properties"] if name not in other[duty]["properties"].get(kind, {}).get("properties", {})
    }  # fmt: skip
    assert more <= {point[:3] for point in points(difference(load(a), load(b), TODAY))}


def test_a_join_of_the_difference_is_valid_under_the_one_and_not_under_the_other() -> None:
    c, a = load("C"), load("A")
    (join, *_) = [
        join for join in difference(c, a, TODAY) if (join.duty, join.kind) == ("school-aid", "resident-record")
    ]
    record = {"roles": [join.subjects[0]], "resident-record": {"birth": "2014-06-01"}}
    valid = [Draft202012Validator(join_schemas(o, TODAY)["school-aid"]).is_valid(record) for o in (c, a)]
    assert join.row == "3-1" and valid == [True, False]


def test_fewer_attributes_subjects_and_triggers_are_told_apart() -> None:
    c = load("C")
    less = with_row_replaced(c, "3-1", kinds=["local-tax"], attributes=["levy"], subjects=["guardian"])
    joins = [join for join in difference(c, less, TODAY) if join.kind == "local-tax"]
    every = {a.name for a in attributes_of("local-tax")}
    assert {(frozenset(j.attributes), j.subjects) for j in joins} == {
        (frozenset(every - {"levy"}), ("guardian", "same-household")),
        (frozenset({"levy"}), ("same-household",)),
    }
    assert difference(less, c, TODAY) == ()


def test_values_are_not_the_answer() -> None:
    c = load("C")
    answers = with_safeguard(c, "answer_only", True)
    assert {join.attributes for join in difference(answers, c, TODAY)} == {("answer",)}
    assert "levy" in {name for join in difference(c, answers, TODAY) for name in join.attributes}


def test_what_two_rows_allow_is_told_of_the_first() -> None:
    c = load("C")
    twin = with_row_added(c, "table3", c.as_dict()["table3"][0] | {"row": "3-9"})
    assert {join.row for join in difference(twin, load("A"), TODAY) if join.duty == "school-aid"} == {"3-1"}


@examples(60, by_day=20)
@given(st.sampled_from(names()), st.sampled_from(PLANTERS), st.integers(0, 1000))
def test_a_changed_ordinance_differs_by_what_was_changed(name: str, planter, seed: int) -> None:
    import random

    before = load(name)
    made = planter(before, random.Random(seed))
    if made is not None:
        after = made.ordinance
        assert set(points(difference(after, before, TODAY))) == allowed(after) - allowed(before)
        assert set(points(difference(before, after, TODAY))) == allowed(before) - allowed(after)
