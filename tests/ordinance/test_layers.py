"""Switches of the workshop as text, and the layers: which part comes from where, and what is left without one."""

from __future__ import annotations

import pytest

from schemas.law import law
from schemas.ordinance import OrdinanceError, load, names, switched, with_row_removed, with_safeguard, without_layer
from schemas.ordinance.layers import LAYERS, beyond_caption, layer_label, layers
from schemas.ordinance.position import position

C = load("C")
DAY = 739_000
NEW_ROW = (
    '+table3:row="3-9",organ="board-of-education",duty="school-aid",holder="mayor",kinds=["disability"],subjects=["guardian"],triggers=["application"]'
)


@pytest.mark.parametrize(
    ("switch", "made"),
    [
        ("safeguards.tax_consent=off", lambda o: o.safeguards.tax_consent is False),
        ("safeguards.retention_months=6", lambda o: o.safeguards.retention_months == 6),
        ("safeguards.retention_months=off", lambda o: o.safeguards.retention_months is None),
        ("safeguards.pia_level=none", lambda o: o.safeguards.pia_level == "none"),
        ("clauses.statutory_pairs=off", lambda o: not o.clauses.statutory_pairs),
        ("facts.class_of_area=1-1", lambda o: o.facts.class_of_area == "1-1"),
        ("facts.school_aid_factor_permille=1200", lambda o: o.facts.school_aid_factor_permille == 1200),
        ("join_key=atena_number", lambda o: o.join_key == "atena_number"),
        ("row:3-1.triggers=application, sweep;sweep_on=04-15", lambda o: (o.find_row("3-1").triggers, o.find_row("3-1").sweep_on) == (("application", "sweep"), ("04-15",))),
        ("-row:3-1", lambda o: o.find_row("3-1") is None),
        ("row:3-1.kinds=local-tax, disability", lambda o: o.find_row("3-1").kinds == ("local-tax", "disability")),
        ("row:3-1.valid_to=2025-03-31", lambda o: o.find_row("3-1").valid_to == 739_341),
        (NEW_ROW, lambda o: getattr(o.find_row("3-9"), "kinds", ()) == ("disability",)),
    ],
)
def test_a_switch_makes_its_change_and_leaves_the_ordinance_alone(switch: str, made) -> None:
    before = C.content_hash
    changed = switched(C, [switch])
    assert made(changed) and changed.content_hash != before
    assert changed.switches == (switch,) and changed.base is C
    assert C.content_hash == before and not made(C)


def test_a_key_of_a_row_is_taken_out_by_none() -> None:
    shorter = switched(load("sample"), ["row:3-2.valid_from=none"])
    assert shorter.find_row("3-2").valid_from == 1


def test_switches_are_made_one_after_another_and_remember_the_ordinance_below_them_all() -> None:
    twice = switched(switched(C, ["-row:3-1"]), ["safeguards.objection=off"])
    assert twice.switches == ("-row:3-1", "safeguards.objection=off") and twice.base == C
    assert twice == with_safeguard(with_row_removed(C, "3-1"), "objection", False)
    assert switched(C, []) is C


@pytest.mark.parametrize(
    ("switch", "told"),
    [
        ("objection=off", "is no switch"), ("", "is no switch"), ("safeguards.objection", "is no switch"),
        ("+table4:row=1", "is no switch"), ("+table3:row=", "is no switch"), ("+table3:row=\x00", "is no switch"),
        ("safeguards.objektion=off", "objection"), ("safeguards.objection=perhaps", "true or false"),
        ("safeguards.retention_months=999999999999", "whole number"), ("-row:3-9", 'Did you mean "3-1"'), ("row:3-1.kind=local-tax", "Did you mean"),
        ("row:3-1.kinds=lokal-tax", 'Did you mean "local-tax"'), ("row:3-1.valid_to=2025-02-30", "2025-02-30"), ("row:3-1.triggers=none", "triggers"),
        ("clauses.statutory_pairs=3", "true or false"), ("join_key=name", "my_number"), ('+table1:row="1-1",organ="mayor",duty="school-aid"', "1-1"),
    ],
)  # fmt: skip
def test_a_switch_that_cannot_be_is_a_letter_in_both_languages(switch: str, told: str) -> None:
    with pytest.raises(OrdinanceError) as caught:
        switched(C, [switch])
    assert told in caught.value.letter("en") and caught.value.letter("ja")


def test_a_my_number_in_a_switch_is_not_repeated() -> None:
    with pytest.raises(OrdinanceError) as caught:
        switched(C, ["row:3-1.organ=123456789012"])
    assert "123456789012" not in caught.value.letter("en") + caught.value.letter("ja")


@pytest.mark.parametrize("name", names())
def test_every_part_of_a_shipped_ordinance_comes_from_law_or_ordinance(name: str) -> None:
    ordinance = load(name)
    found = {(one.what, one.id): one for one in layers(ordinance)}
    assert {one.layer for one in found.values()} == {"national-law", "ordinance"}
    assert all(found["pair", pair.row].layer == "national-law" for pair in law().pairs)
    assert {id_ for (what, id_) in found if what in ("row", "prohibition")} == {row.row for row in (*ordinance.rows, *ordinance.prohibitions)}
    assert {id_ for (what, id_), one in found.items() if what == "safeguard" and one.layer == "national-law"} == {"tax_consent", "protected_address"}


def test_what_was_switched_is_of_the_workshop_and_says_what_was_there_before() -> None:
    changed = switched(C, ["safeguards.tax_consent=off", "-row:3-1", "row:2-1.kinds=local-tax", NEW_ROW, "clauses.deemed_submission=on"])
    mine = {(one.what, one.id): (one.value, one.below) for one in layers(changed) if one.layer == "workshop"}
    assert mine == {
        ("safeguard", "tax_consent"): (False, True), ("row", "3-1"): (False, True), ("row", "2-1"): (True, True), ("row", "3-9"): (True, False),
    }  # fmt: skip
    assert [one.layer for one in layers(changed)] == sorted((one.layer for one in layers(changed)), key=LAYERS.index)


def test_without_the_workshop_the_file_speaks() -> None:
    assert without_layer(switched(C, ["-row:3-1", "safeguards.objection=off"]), "workshop") is C
    assert without_layer(C, "workshop") is C


def test_without_the_ordinance_national_law_is_left_and_joins_nothing_but_own_records() -> None:
    bare = without_layer(switched(C, ["-row:3-1", "row:2-1.kinds=local-tax", NEW_ROW, "safeguards.objection=off"]), "ordinance")
    assert bare.rows == () and not bare.clauses.statutory_pairs and bare.instrument == "none" and bare.title == C.title
    assert not bare.safeguards.objection, "what a switch says of a safeguard has something to hold on to still"
    stands = position(bare, "child-rearing-allowance", "local-tax", DAY)
    assert {ground.refusal for ground in stands.grounds} == {"no-blanket-clause"}
    own = position(bare, "child-rearing-allowance", "child-rearing-allowance", DAY)
    assert [ground.row.row for ground in own.grounds if not ground.refusal] == ["O-56"]


def test_without_national_law_its_safeguards_and_pairs_are_gone_and_the_print_says_that_no_ordinance_can() -> None:
    bare = without_layer(C, "national-law")
    assert bare.beyond_law == ("tax_consent", "protected_address") and not bare.clauses.statutory_pairs
    assert bare.rows == C.rows and C.beyond_law == ()
    assert beyond_caption("ja") == "実験：条例では外せません" and beyond_caption("en")


def test_every_layer_has_a_name_in_both_languages() -> None:
    assert [layer_label(layer, "ja") for layer in LAYERS] == ["国の法律", "条例", "ワークショップの切替え"]
    assert all(layer_label(layer, "en") for layer in LAYERS)
