"""The schema of a join: what the duty may receive validates, and whatever is withheld does not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from processors.gate.decide import Request, decide
from schemas.attributes import attributes_of
from schemas.catalogue import catalogue
from schemas.join_schema import join_schema, join_schemas
from schemas.ordinance import load, names, with_row_added, with_row_replaced, with_safeguard
from tests.gate.asking import day
from tests.nightly import examples

TODAY = day("2025-04-20")
RECORD = {
    "roles": ["guardian", "same-household"],
    "local-tax": {"total_income": 1_200_000, "levy": "exempt", "disabled": False},
    "resident-record": {"birth": "1990-05-05", "relation": "head", "district": "一丁目"},
}


def valid(record: dict, ordinance, duty: str = "school-aid", on: int = TODAY) -> bool:
    return Draft202012Validator(join_schema(ordinance, duty, on)).is_valid(record)


def test_a_record_of_what_the_rows_let_pass_is_valid() -> None:
    assert valid(RECORD, load("C"))
    assert valid({"roles": []}, load("C"))


@pytest.mark.parametrize(
    "withheld",
    [
        {"disability": {"handbook": "physical"}},
        {"household": 4711},
        {"local-tax": {"total_income": 1, "account": "x"}},
        {"local-tax": {"total_income": -1}},
        {"local-tax": {"levy": "free"}},
        {"resident-record": {"birth": 19900505}},
        {"roles": ["supporter"]},
        {"roles": ["stranger"]},
    ],
)
def test_a_withheld_field_fails(withheld: dict) -> None:
    assert not valid(RECORD | withheld, load("C"))


def test_a_record_that_does_not_say_who_it_is_about_fails() -> None:
    assert not valid({"local-tax": {}}, load("C"))


def test_without_an_ordinance_only_own_records_are_left() -> None:
    kinds = set(join_schema(load("A"), "school-aid", TODAY)["properties"])
    assert kinds == {"roles", "school-aid"}
    assert not valid(RECORD, load("A"))


def test_the_schema_names_row_and_article() -> None:
    tax = join_schema(load("sample"), "school-aid", TODAY)["properties"]["local-tax"]
    assert tax["x-row"] == ["3-1"] and tax["x-article"] == ["番号法19条11号"]
    assert tax["x-subjects"] == ["guardian", "same-household"] and tax["x-triggers"] == ["application"]
    both = join_schema(load("sample"), "school-aid", TODAY)["properties"]["child-rearing-allowance"]
    assert both["x-row"] == ["3-1", "3-2"]


def test_a_prohibited_kind_is_in_no_schema() -> None:
    row = {"row": "P-1", "kinds": ["local-tax"], "reason": "条例"}
    assert not valid(RECORD, with_row_added(load("C"), "prohibit", row))


def test_a_row_that_names_attributes_lets_no_other_pass() -> None:
    ordinance = with_row_replaced(load("C"), "3-1", kinds=["local-tax"], attributes=["levy"])
    assert valid({"roles": ["guardian"], "local-tax": {"levy": "exempt"}}, ordinance)
    assert not valid({"roles": ["guardian"], "local-tax": {"total_income": 1}}, ordinance)


def test_attributes_pass_for_the_subjects_of_the_row_that_names_them() -> None:
    parts = {
        "organ": "board-of-education",
        "duty": "school-aid",
        "holder": "mayor",
        "kinds": ["local-tax"],
        "triggers": ["application"],
    }
    ordinance = with_row_replaced(load("C"), "3-1", kinds=["local-tax"], attributes=["levy"])
    ordinance = with_row_added(
        ordinance, "table3", parts | {"row": "3-9", "subjects": ["supporter"], "attributes": ["total_income"]}
    )
    for role, name, value in (("guardian", "levy", "exempt"), ("supporter", "total_income", 1)):
        assert valid({"roles": [role], "local-tax": {name: value}}, ordinance)
    for role, name, value in (
        ("supporter", "levy", "exempt"),
        ("guardian", "total_income", 1),
        ("child", "levy", "exempt"),
    ):
        assert not valid({"roles": [role], "local-tax": {name: value}}, ordinance)


def test_with_answer_only_no_value_is_valid_but_the_answer_is() -> None:
    ordinance = with_safeguard(load("C"), "answer_only", True)
    assert not valid(RECORD, ordinance)
    assert valid({"roles": ["guardian"], "local-tax": {"answer": None}}, ordinance)
    assert valid({"roles": ["child"], "school-aid": {"school_aid_status": "granted"}}, ordinance)


def test_with_answer_only_the_answer_passes_for_the_subjects_of_every_row() -> None:
    ordinance = with_row_replaced(load("C"), "3-1", kinds=["local-tax"], attributes=["levy"])
    row = ordinance.as_dict()["table3"][0] | {"row": "3-9", "subjects": ["supporter"], "attributes": ["total_income"]}
    ordinance = with_safeguard(with_row_added(ordinance, "table3", row), "answer_only", True)
    for role in ("guardian", "supporter"):
        assert valid({"roles": [role], "local-tax": {"answer": True}}, ordinance)
    assert not valid({"roles": ["child"], "local-tax": {"answer": True}}, ordinance)


def test_a_row_that_names_a_dutys_own_kind_does_not_narrow_it() -> None:
    row = {"row": "2-9", "organ": "mayor", "duty": "child-allowance", "kinds": ["child-allowance"]}
    row |= {"subjects": ["applicant"], "triggers": ["application"]}
    ordinance = with_safeguard(with_row_added(load("C"), "table2", row), "answer_only", True)
    record = {"roles": ["supporter"], "child-allowance": {"child_allowance_status": "granted"}}
    assert valid(record, ordinance, "child-allowance")
    schema = join_schema(ordinance, "child-allowance", TODAY)["properties"]["child-allowance"]
    assert schema["x-subjects"] == list(catalogue().subjects) and schema["x-row"] == ["O-81", "2-9"]


def test_a_row_of_the_past_is_in_no_schema() -> None:
    ordinance = with_row_replaced(load("C"), "3-1", valid_to="2025-04-19")
    assert not valid(RECORD, ordinance) and valid(RECORD, ordinance, on=TODAY - 1)


@pytest.mark.parametrize("name", names())
def test_every_schema_is_a_schema_and_plain_json(name: str) -> None:
    for schema in join_schemas(load(name), TODAY).values():
        Draft202012Validator.check_schema(schema)
        assert json.loads(json.dumps(schema)) == schema


ORDINANCES = {name: load(name) for name in names()}


@examples(300, by_day=100)
@given(
    st.sampled_from(sorted(ORDINANCES)),
    st.sampled_from(list(catalogue().duties)),
    st.sampled_from(list(catalogue().kinds)),
    st.frozensets(st.sampled_from(list(catalogue().subjects))),
    st.sets(st.sampled_from(["application", "life-event"])),
    st.booleans(),
)
def test_whatever_the_gate_lets_pass_is_valid_and_what_no_case_could_let_pass_is_not(
    name, duty, kind, roles, open_cases, consent
) -> None:
    ordinance = ORDINANCES[name]
    sweeps = {row.row: TODAY for row in ordinance.rows_of(duty)}
    asked = Request(
        duty, kind, roles, dict.fromkeys(open_cases, TODAY), 1, TODAY, consent, False, False, True, 900, sweeps
    )
    first = attributes_of(kind)[0].field
    value = {"choice": first.words[0] if first.words else None, "date": "2025-01-01", "text": "x", "bool": True}.get(
        first.type, max(first.least, 0)
    )
    record = {"roles": sorted(roles), kind: {first.name: value}}
    possible = Request(
        duty, kind, roles, {"application": TODAY, "life-event": TODAY}, 1, TODAY, True, False, False, True, 900, sweeps
    )
    if decide(asked, ordinance).allowed:
        assert valid(record, ordinance, duty)
    if not decide(possible, ordinance).allowed:
        assert not valid(record, ordinance, duty)
