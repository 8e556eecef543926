"""The six kinds of pair that a join inside one organ can be: told apart, named, and what each needs."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from schemas.catalogue import catalogue
from schemas.law import law
from schemas.ordinance import load, names
from schemas.ordinance.dates import law_day
from schemas.ordinance.pairs import pair_kind, pair_kinds, pair_of, pairs_in_house
from schemas.ordinance.position import position

CASES = tomllib.loads((Path(__file__).parent / "pairs.toml").read_text(encoding="utf-8"))["case"]
DAY = 739_191  # 2024-11-01
SIX = {"statutory-listed", "statutory-unlisted", "own-own", "statutory-own", "register-statutory", "register-own"}


def first_day(name: str) -> int:
    return law_day(load(name), DAY, DAY)


@pytest.mark.parametrize("case", CASES, ids=[f"{c['ordinance']}-{c['duty']}-{c['kind']}" for c in CASES])
def test_a_join_inside_one_organ_is_one_of_six(case: dict[str, Any]) -> None:
    ordinance, day = load(case["ordinance"]), first_day(case["ordinance"])
    pair = pair_of(ordinance, case["duty"], case["kind"], day)
    assert pair is not None and pair.id == case["pair"]
    found = pairs_in_house(ordinance, day, {"child-watch": ["child-consultation"]})
    mine = next(one for one in found if (one.duty, one.kind) == (case["duty"], case["kind"]))
    assert (mine.pair, mine.refusal) == (pair, case["refusal"])


def test_the_table_has_all_six_and_each_is_named_with_what_it_needs() -> None:
    assert {case["pair"] for case in CASES} == SIX == set(pair_kinds())
    for pair in pair_kinds().values():
        assert pair.label_ja and pair.label_en and pair.needs_ja and pair.needs_en
        assert "×" in pair.label_ja
    assert len({pair.label_ja for pair in pair_kinds().values()}) == 6


@pytest.mark.parametrize("statutory_duty", [True, False])
@pytest.mark.parametrize("statutory_kind", [True, False])
@pytest.mark.parametrize("office", ["register", "welfare"])
@pytest.mark.parametrize("listed", [True, False])
def test_whatever_duty_and_data_are_there_is_one_answer(statutory_duty: bool, statutory_kind: bool, office: str, listed: bool) -> None:
    duty = catalogue().duties["child-allowance"]
    kind = replace(catalogue().kinds["local-tax"], office=office, statutory_name=statutory_kind)
    found = pair_kind(duty, kind, statutory_duty, listed)
    assert found in SIX
    assert (found is not None and found.startswith("register")) == (office == "register")
    assert ("own" in str(found)) == (not statutory_duty or (office != "register" and not statutory_kind))
    assert pair_kind(duty, replace(kind, holder="board-of-education"), statutory_duty, listed) is None


def test_provision_by_another_organ_and_own_records_are_none_of_the_six() -> None:
    assert pair_of(load("C"), "school-aid", "local-tax", DAY) is None
    assert pair_of(load("C"), "child-rearing-allowance", "child-rearing-allowance", DAY) is None


def test_only_listed_pairs_pass_by_the_blanket_clause_alone() -> None:
    c = load("C")
    for one in pairs_in_house(c, DAY, {}):
        by_clause = not one.refusal and all(row.startswith("S-") for row in one.rows)
        assert not by_clause or one.pair.id in ("statutory-listed", "register-statutory")


@pytest.mark.parametrize("name", names())
def test_every_pair_that_the_orders_list_is_told_and_what_is_told_is_what_the_gate_knows(name: str) -> None:
    ordinance, day = load(name), first_day(name)
    found = {(one.duty, one.kind): one for one in pairs_in_house(ordinance, day, {})}
    assert {(pair.duty, kind) for pair in law().pairs for kind in pair.kinds} <= set(found)
    for (duty, kind), one in found.items():
        stands = position(ordinance, duty, kind, day)
        passes = not stands.prohibition and any(not g.refusal and not g.against_purpose for g in stands.grounds)
        assert passes == (one.refusal == "")
