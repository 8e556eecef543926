"""Which change of a schema breaks events that were valid: a table, one row a change, and the same backwards."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.exports import breaking_changes, event_schemas

Schema = dict[str, Any]


def closed(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


WHOLE, TEXT = {"type": "integer"}, {"type": "string"}

NARROWER: list[tuple[str, Schema, Schema, str]] = [
    ("a field is gone", closed(a=WHOLE, b=WHOLE), closed(a=WHOLE), "b is gone"),
    ("an inner field is gone", closed(d=closed(a=WHOLE)), closed(d=closed()), "d.a is gone"),
    ("a field became required", closed(a=WHOLE), closed(("a",), a=WHOLE), "a is required now"),
    ("a required field is new", closed(), closed(("a",), a=WHOLE), "a is required now"),
    ("a word is gone", closed(a={"enum": ["x", "y"]}), closed(a={"enum": ["x"]}), "a may no longer be y"),
    ("words became one", closed(a={"enum": ["x", "y"]}), closed(a={"const": "y"}), "a may no longer be x"),
    ("any word became some", closed(a=TEXT), closed(a=TEXT | {"enum": ["x"]}),
     "a could be any value, and may only be x"),
    ("the constant is another", {"const": "1.0"}, {"const": "2.0"}, "the event may no longer be 1.0"),
    ("true became one", closed(a={"enum": [True, 0]}), closed(a={"enum": [1, 0]}), "a may no longer be True"),
    ("the least rose", closed(a={"minimum": 0}), closed(a={"minimum": 1}), "a had minimum 0, and has 1"),
    ("the most fell", closed(a={"maximum": 9}), closed(a={"maximum": 8}), "a had maximum 9, and has 8"),
    ("texts became shorter", closed(a={"maxLength": 9}), closed(a={"maxLength": 8}), "a had maxLength 9, and has 8"),
    ("texts became longer", closed(a={"minLength": 1}), closed(a={"minLength": 2}), "a had minLength 1, and has 2"),
    ("a bound is new", closed(a=WHOLE), closed(a=WHOLE | {"maximum": 9}), "a has a new maximum, 9"),
    ("a pattern is new", closed(a=TEXT), closed(a=TEXT | {"pattern": "^a"}), "a has a new pattern, ^a"),
    ("another pattern", closed(a={"pattern": "^a"}), closed(a={"pattern": "^b"}), "a had pattern ^a, and has ^b"),
    ("another format", closed(a={"format": "date"}), closed(a={"format": "time"}), "a had format date, and has time"),
    ("another type", closed(a=WHOLE), closed(a=TEXT), "a was of type integer, and is of type string"),
    ("one type fewer", closed(a={"type": ["integer", "null"]}), closed(a=WHOLE),
     "a was of type integer, null, and is of type integer"),
    ("only whole numbers", closed(a={"type": "number"}), closed(a=WHOLE),
     "a was of type number, and is of type integer"),
    ("any type became one", closed(a={}), closed(a=WHOLE), "a was of type any, and is of type integer"),
    ("unknown fields refused", {"type": "object"}, closed(), "the event may no longer have fields that are not listed"),
    ("a list's items", closed(a={"items": {"maximum": 9}}), closed(a={"items": {"maximum": 8}}),
     "a[] had maximum 9, and has 8"),
]  # fmt: skip

EXAMPLES: dict[str, Any] = {
    "a field is gone": {"b": 1},
    "an inner field is gone": {"d": {"a": 1}},
    "a field became required": {},
    "a required field is new": {},
    "a word is gone": {"a": "y"},
    "words became one": {"a": "x"},
    "any word became some": {"a": "y"},
    "the constant is another": "1.0",
    "true became one": {"a": True},
    "the least rose": {"a": 0},
    "the most fell": {"a": 9},
    "texts became shorter": {"a": "x" * 9},
    "texts became longer": {"a": "x"},
    "a bound is new": {"a": 10},
    "a pattern is new": {"a": "b"},
    "another pattern": {"a": "a"},
    "another type": {"a": 1},
    "one type fewer": {"a": None},
    "only whole numbers": {"a": 1.5},
    "any type became one": {"a": "x"},
    "unknown fields refused": {"zz": 1},
    "a list's items": {"a": [9]},
}

SAME: list[tuple[str, Schema, Schema]] = [
    ("nothing", closed(("a",), a=WHOLE), closed(("a",), a=WHOLE)),
    (
        "titles",
        closed(a=WHOLE | {"title": "old"}),
        closed(a=WHOLE | {"title": "new", "description": "x", "default": 1}),
    ),
    ("remarks of ours", closed(a=WHOLE), closed(a=WHOLE | {"x-unit": "JPY"}) | {"x-office": "tax"}),
    ("the order of words", closed(a={"enum": ["x", "y"]}), closed(a={"enum": ["y", "x"]})),
    ("one word in another way", closed(a={"enum": ["x"]}), closed(a={"const": "x"})),
]


@pytest.mark.parametrize(("change", "old", "new", "told"), NARROWER, ids=[row[0] for row in NARROWER])
def test_a_change_after_which_valid_events_are_refused_is_told(change, old, new, told):
    assert breaking_changes({"e": old}, {"e": new}) == [f"e: {told}"]


@pytest.mark.parametrize(("change", "old", "new", "told"), NARROWER, ids=[row[0] for row in NARROWER])
def test_the_same_change_backwards_is_told_only_where_it_narrows_too(change, old, new, told):
    both_ways = {
        "a required field is new",
        "the constant is another",
        "another pattern",
        "another format",
        "another type",
        "true became one",
    }
    assert bool(breaking_changes({"e": new}, {"e": old})) == (change in both_ways)


@pytest.mark.parametrize(("change", "old", "new"), SAME, ids=[row[0] for row in SAME])
def test_a_change_that_refuses_nothing_is_not_told(change, old, new):
    assert breaking_changes({"e": old}, {"e": new}) == []
    assert breaking_changes({"e": new}, {"e": old}) == []


def test_a_type_that_is_gone_breaks_and_a_new_one_does_not():
    assert breaking_changes({"a": closed(), "b": closed()}, {"b": closed(), "c": closed()}) == ["a: the type is gone"]


def test_a_new_optional_field_breaks_nothing():
    assert breaking_changes({"e": closed(a=WHOLE)}, {"e": closed(a=WHOLE, b=TEXT | {"maxLength": 3})}) == []


def test_several_changes_are_told_in_a_fixed_order():
    old = {"b": closed(a=WHOLE, z=WHOLE), "a": closed()}
    assert breaking_changes(old, {"b": closed()}) == ["a: the type is gone", "b: a is gone", "b: z is gone"]


def test_each_change_of_the_table_lets_an_event_through_before_and_not_after():
    """So the table itself is right: jsonschema says the same of one value each."""
    for change, old, new, _ in NARROWER:
        if change != "another format":
            assert Draft202012Validator(old).is_valid(EXAMPLES[change]), change
            assert not Draft202012Validator(new).is_valid(EXAMPLES[change]), change


def test_in_the_real_schemas_a_removed_word_and_a_new_required_field_are_noticed():
    old, new = event_schemas(), copy.deepcopy(event_schemas())
    assert breaking_changes(old, new) == []
    new["resident.born"]["properties"]["data"]["properties"]["sex"]["enum"].remove("male")
    new["tax.assessed"]["properties"]["data"]["required"].append("deductions")
    del new["child.enrolled"]
    assert breaking_changes(old, new) == [
        "child.enrolled: the type is gone",
        "resident.born: data.sex may no longer be male",
        "tax.assessed: data.deductions is required now",
    ]
