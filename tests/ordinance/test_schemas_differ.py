"""What one ordinance allows and another does not is the difference of the schemas of their joins: attributes, of whom, in which cases."""

from __future__ import annotations

from functools import cache
from itertools import permutations, product
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.fields import Field
from schemas.join_schema import join_schemas
from schemas.law import law
from schemas.ordinance import Ordinance, load, names, switched, with_safeguard
from schemas.ordinance.difference import Join, difference

DAY = 739_191  # 2024-11-01
BEFORE = 738_460  # 2022-11-01, when F holds


class Atom(NamedTuple):
    """One attribute of one kind, of somebody in one role, to one duty, in a case of one trigger."""

    duty: str
    kind: str
    attribute: str
    subject: str
    trigger: str


OWN = {(pair.duty, kind) for pair in law().own for kind in pair.kinds}
"""A duty's looking at its own records is no join, so no difference tells it."""
CHANGED = {
    "answers": lambda: with_safeguard(load("C"), "answer_only", True),
    "fewer attributes": lambda: switched(load("C"), ["row:3-1.kinds=local-tax,resident-record", "row:3-1.attributes=levy,relation"]),
}


@cache
def ordinances() -> dict[str, Ordinance]:
    return {name: load(name) for name in names()} | {name: make() for name, make in CHANGED.items()}


@cache
def schemas_of(name: str, day: int) -> dict[str, dict[str, Any]]:
    return join_schemas(ordinances()[name], day)


@cache
def of_schemas(name: str, day: int) -> frozenset[Atom]:
    """What the schemas say, read from nothing but them: an attribute, of whom, in which cases."""
    return frozenset(
        Atom(duty, kind, attribute, subject, trigger)
        for duty, schema in schemas_of(name, day).items()
        for kind, of_kind in schema["properties"].items() if kind != "roles" and (duty, kind) not in OWN
        for attribute, said in of_kind["properties"].items()
        for subject, triggers in said["x-joins"].items() for trigger in triggers
    )  # fmt: skip


@cache
def valid_records(name: str, day: int) -> frozenset[tuple[str, str, str, str]]:
    """(duty, kind, attribute, subject) of the records with one attribute of one person that the schemas let pass."""
    return frozenset(
        (duty, kind, attribute, subject)
        for duty, schema in schemas_of(name, day).items() for kind, attribute, value in every_value()
        for validator in [Draft202012Validator(schema)] if kind in schema["properties"] and (duty, kind) not in OWN
        for subject in catalogue().subjects
        if validator.is_valid({"roles": [subject], kind: {attribute: value}})
    )  # fmt: skip


@cache
def every_value() -> tuple[tuple[str, str, Any], ...]:
    return tuple((a.kind, a.name, _value(a.field)) for a in ATTRIBUTES.values()) + tuple((kind, "answer", True) for kind in catalogue().kinds)


def _value(field: Field) -> Any:
    fixed = {"choice": field.words[0] if field.words else None, "date": "2025-01-01", "text": "x", "bool": True}
    return fixed.get(field.type, max(field.least, 0))


def pairs() -> list[tuple[str, str]]:
    return list(permutations([*names(), *CHANGED], 2))


def spread(joins: tuple[Join, ...]) -> list[Atom]:
    return [Atom(j.duty, j.kind, *point) for j in joins for point in product(j.attributes, j.subjects, j.triggers)]


@pytest.mark.parametrize("day", [BEFORE, DAY])
@pytest.mark.parametrize("name", [*names(), *CHANGED])
def test_what_the_schemas_say_of_whom_and_when_is_what_they_validate(name: str, day: int) -> None:
    assert {atom[:4] for atom in of_schemas(name, day)} == valid_records(name, day)
    assert set(spread(difference(ordinances()[name], load("A"), day))) == of_schemas(name, day)


@pytest.mark.parametrize("day", [BEFORE, DAY])
@pytest.mark.parametrize(("one", "other"), pairs())
def test_the_difference_of_two_ordinances_is_that_of_their_schemas(one: str, other: str, day: int) -> None:
    found = spread(difference(ordinances()[one], ordinances()[other], day))
    assert len(set(found)) == len(found)
    assert set(found) == of_schemas(one, day) - of_schemas(other, day)
    assert valid_records(one, day) - valid_records(other, day) <= {atom[:4] for atom in found}


def test_a_day_on_which_a_row_has_ended_is_another_difference() -> None:
    f, a = load("F"), load("A")
    assert {join.duty for join in difference(f, a, BEFORE)} == {"child-watch"}
    assert difference(f, a, DAY) == () and difference(a, f, BEFORE) == ()


def test_a_row_taken_out_is_all_of_the_difference() -> None:
    c = load("C")
    gone = difference(c, switched(c, ["-row:3-1"]), DAY)
    assert {(join.duty, join.row) for join in gone} == {("school-aid", "3-1")} and {join.kind for join in gone} == set(c.find_row("3-1").kinds)


def test_another_trigger_of_a_row_is_a_difference_though_the_attributes_are_the_same() -> None:
    pushed = switched(load("sample"), ["row:2-1.triggers=application,life-event"])
    assert {join.triggers for join in difference(pushed, load("sample"), DAY)} == {("life-event",)}
