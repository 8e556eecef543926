"""The workshop's layer: each change makes a new ordinance, and the old one stays as it was."""

from __future__ import annotations

import datetime
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.law import law
from schemas.ordinance import (
    OrdinanceError,
    load,
    names,
    read_dict,
    read_json,
    with_clause,
    with_fact,
    with_join_key,
    with_row_added,
    with_row_removed,
    with_row_replaced,
    with_safeguard,
)

SAMPLE = load("sample")
CHANGED = {
    "a safeguard": lambda: with_safeguard(SAMPLE, "network_first", False),
    "a clause": lambda: with_clause(SAMPLE, "statutory_pairs", False),
    "a fact": lambda: with_fact(SAMPLE, "class_of_area", "1-1"),
    "the key": lambda: with_join_key(SAMPLE, "atena_number"),
    "a row taken away": lambda: with_row_removed(SAMPLE, "3-2"),
    "a row put in": lambda: with_row_added(SAMPLE, "table1", {"row": "1-3", "organ": "mayor", "duty": "child-watch"}),
    "a row changed": lambda: with_row_replaced(SAMPLE, "3-2", sweep_on=["04-16"]),
    "a prohibition taken away": lambda: with_row_removed(SAMPLE, "P-1"),
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_change_has_another_hash_and_leaves_the_old_one_alone(what: str) -> None:
    before = SAMPLE.content_hash
    changed = CHANGED[what]()
    assert changed.content_hash != before
    assert SAMPLE.content_hash == before == load("sample").content_hash
    assert changed.name == "sample"
    assert changed.beyond_law == ()


def test_undoing_a_change_brings_the_hash_back() -> None:
    off = with_safeguard(SAMPLE, "objection", False)
    assert with_safeguard(off, "objection", True).content_hash == SAMPLE.content_hash
    back = with_row_replaced(with_row_replaced(SAMPLE, "3-2", valid_from=None), "3-2", valid_from="2024-04-01")
    assert back == SAMPLE


@pytest.mark.parametrize("rule", law().safeguards.values(), ids=law().safeguards)
def test_only_what_national_law_sets_is_told_when_it_is_off(rule) -> None:
    value = {"retention_months": None, "pia_level": "none", "answer_only": True}.get(rule.id, False)
    changed = with_safeguard(SAMPLE, rule.id, value)
    assert changed.beyond_law == ((rule.id,) if rule.set_by == "national-law" else ())


def test_what_the_workshop_switched_off_no_file_can_hold() -> None:
    off = with_safeguard(SAMPLE, "tax_consent", False)
    with pytest.raises(OrdinanceError, match="tax_consent"):
        read_dict(off.as_dict())
    with pytest.raises(OrdinanceError, match="tax_consent"):
        read_json(off.as_json())
    assert read_json(off.as_json(), workshop=True) == off


def test_no_end_of_retention_is_false_in_a_file_and_none_in_the_model() -> None:
    endless = with_safeguard(SAMPLE, "retention_months", None)
    assert endless.safeguards.retention_months is None
    assert endless.as_dict()["safeguards"]["retention_months"] is False
    assert read_dict(endless.as_dict()) == endless


@pytest.mark.parametrize(
    "change",
    [
        lambda: with_safeguard(SAMPLE, "consent", False),
        lambda: with_safeguard(SAMPLE, "retention_months", -1),
        lambda: with_clause(SAMPLE, "blanket", True),
        lambda: with_fact(SAMPLE, "class_of_area", "9-9"),
        lambda: with_join_key(SAMPLE, "name"),
        lambda: with_join_key(SAMPLE, None),
        lambda: with_row_removed(SAMPLE, "3-9"),
        lambda: with_row_added(SAMPLE, "table4", {}),
        lambda: with_row_added(SAMPLE, "table1", {"row": "1-1", "organ": "mayor", "duty": "child-watch"}),
        lambda: with_row_replaced(SAMPLE, "3-2", holder="board-of-education"),
        lambda: with_row_replaced(SAMPLE, "3-2", kinds=None),
        lambda: with_row_replaced(SAMPLE, "3-2", valid_from="2024-02-30"),
        lambda: with_row_replaced(SAMPLE, "U-1", unlinkable=True, join_key="my_number"),
    ],
)
def test_a_change_that_makes_no_sense_is_a_letter(change) -> None:
    with pytest.raises(OrdinanceError) as caught:
        change()
    assert caught.value.letter("ja")


def test_a_row_that_does_not_exist_is_answered_with_the_nearest() -> None:
    with pytest.raises(OrdinanceError, match='Did you mean "P-1"'):
        with_row_removed(SAMPLE, "P1")


def test_a_row_may_be_given_its_dates_as_dates() -> None:
    changed = with_row_replaced(SAMPLE, "3-2", valid_to=datetime.date(2025, 3, 31))
    assert changed.find_row("3-2").valid_to == datetime.date(2025, 3, 31).toordinal()


@pytest.mark.parametrize("name", names())
def test_json_and_back_and_a_pickle_are_the_same_ordinance(name: str) -> None:
    ordinance = load(name)
    for copy in (
        read_json(ordinance.as_json(), name),
        pickle.loads(pickle.dumps(ordinance)),
        read_dict(ordinance.as_dict()),
    ):
        assert copy == ordinance and copy.content_hash == ordinance.content_hash


def test_the_hash_does_not_know_comments_order_or_name() -> None:
    content = SAMPLE.as_dict()
    shuffled = {key: content[key] for key in reversed(list(content))}
    assert read_dict(shuffled, "other").content_hash == SAMPLE.content_hash
    assert SAMPLE.content_hash.startswith(SAMPLE.short_hash) and len(SAMPLE.short_hash) == 10


@given(st.lists(st.sampled_from(["network_first", "objection", "human_assessment", "answer_only"]), max_size=6))
def test_the_hash_is_a_function_of_the_content_alone(switches: list[str]) -> None:
    ordinance = SAMPLE
    for name in switches:
        ordinance = with_safeguard(ordinance, name, not getattr(ordinance.safeguards, name))
    odd = {name for name in switches if switches.count(name) % 2}
    expected = SAMPLE
    for name in sorted(odd):
        expected = with_safeguard(expected, name, not getattr(SAMPLE.safeguards, name))
    assert ordinance.content_hash == expected.content_hash
    assert (ordinance.content_hash == SAMPLE.content_hash) == (not odd)
