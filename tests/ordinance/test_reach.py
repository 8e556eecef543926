"""What is within reach of each duty: its own records, one join away, and two."""

from __future__ import annotations

import pytest

from schemas.attributes import attributes_of
from schemas.catalogue import catalogue
from schemas.ordinance import Ordinance, load, names, with_row_added, with_row_replaced, with_safeguard
from schemas.ordinance.reach import Reach, produced, reach
from tests.gate.asking import day

TODAY = day("2025-04-20")


def of(ordinance: Ordinance, duty: str) -> Reach:
    return next(one for one in reach(ordinance, TODAY) if one.duty == duty)


def kinds(one: Reach, steps: str) -> list[str]:
    return [step.kind for step in getattr(one, steps)]


def test_without_an_ordinance_only_own_records_are_within_reach() -> None:
    assert all(not one.one and not one.two for one in reach(load("A"), TODAY))
    assert kinds(of(load("A"), "school-aid"), "own") == ["school-aid"]


def test_one_join_away_is_what_the_rows_let_pass_and_the_rows_are_named() -> None:
    one = of(load("C"), "school-aid")
    assert kinds(one, "one") == ["resident-record", "local-tax", "public-assistance", "child-rearing-allowance"]
    assert {step.rows for step in one.one} == {("3-1",)}
    assert one.count("one") == sum(len(attributes_of(kind)) for kind in kinds(one, "one"))


def test_two_joins_away_is_what_another_duty_reads_whose_records_pass() -> None:
    one = of(load("C"), "school-aid")
    disability = next(step for step in one.two if step.kind == "disability")
    assert set(disability.through) == {"child-rearing-allowance", "public-assistance", "resident-tax"}
    assert kinds(one, "two") == ["child-allowance", "disability"]
    assert next(s for s in one.two if s.kind == "child-allowance").through == ("public-assistance",)


def test_records_that_do_not_pass_tell_nothing() -> None:
    register_only = with_row_replaced(load("C"), "3-1", kinds=["resident-record"])
    assert of(register_only, "school-aid").two == ()


def test_attributes_that_a_row_leaves_out_may_be_two_joins_away() -> None:
    fewer = with_row_replaced(
        load("C"),
        "3-1",
        kinds=["local-tax", "child-rearing-allowance"],
        attributes=["levy", "rearing_allowance_status"],
    )
    one = of(fewer, "school-aid")
    tax = next(step for step in one.two if step.kind == "local-tax")
    assert "levy" not in tax.attributes and "total_income" in tax.attributes
    assert "resident-record" in kinds(one, "two")


@pytest.mark.parametrize("name", names())
def test_no_attribute_is_within_reach_twice_and_each_is_of_its_kind(name: str) -> None:
    for one in reach(load(name), TODAY):
        steps = [(step.kind, a) for part in (one.own, one.one, one.two) for step in part for a in step.attributes]
        assert len(set(steps)) == len(steps)
        assert all(a in {x.name for x in attributes_of(kind)} for kind, a in steps)


def test_one_more_row_never_brings_less_within_reach() -> None:
    before = load("C")
    row = {"row": "3-9", "organ": "mayor", "duty": "child-allowance", "holder": "board-of-education",
           "kinds": ["school-aid"], "subjects": ["child"], "triggers": ["application"]}  # fmt: skip
    after = of(with_row_added(before, "table3", row), "child-allowance")
    was = of(before, "child-allowance")
    assert "school-aid" in kinds(after, "one") and "school-aid" not in kinds(was, "one")
    assert set(kinds(after, "two")) - set(kinds(was, "two")) == {"child-rearing-allowance"}


def test_an_answer_brings_no_value_within_reach() -> None:
    one = of(with_safeguard(load("C"), "answer_only", True), "school-aid")
    assert {step.attributes for step in one.one} == {("answer",)}


def test_what_a_duty_produces_is_its_own_record() -> None:
    assert produced("child-rearing-allowance") == ("child-rearing-allowance",) and produced("child-watch") == ()
    assert {kind for duty in catalogue().duties for kind in produced(duty)} <= set(catalogue().kinds)
