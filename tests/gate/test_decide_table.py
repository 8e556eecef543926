"""The gate's truth table (decisions.toml): each case is one sentence about one decision."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from processors.gate.decide import REASONS, decide
from schemas.law import law
from tests.gate.asking import changed, day, request

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "decisions.toml").read_text(encoding="utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_the_gate_answers_as_written(case: dict[str, Any]) -> None:
    decision = decide(request(case), changed(case["ordinance"], case.get("changes", [])))
    expect = dict(case["expect"])
    code = expect.pop("code")
    assert decision.code == code
    assert decision.allowed is (code in ("permitted", "masked", "answer-only"))
    seen = {
        "row": decision.row,
        "trigger": decision.trigger,
        "articles": list(decision.articles),
        "opened_on": decision.opened_on,
        "attributes": sorted(decision.attributes) if decision.attributes is not None else None,
        "masked": decision.masked,
        "answer_only": decision.answer_only,
        "fallen": decision.fallen == law().number_gates,
    }
    expect.setdefault("row", None)
    expect.setdefault("masked", False)
    expect.setdefault("answer_only", False)
    assert decision.fallen in ((), law().number_gates)
    expect.setdefault("attributes", None)
    if "opened_on" in expect:
        expect["opened_on"] = day(expect["opened_on"])
    assert {key: seen[key] for key in expect} == expect
    assert decision.article_ja and decision.article_en


def test_every_answer_of_the_gate_stands_in_the_table() -> None:
    assert {case["expect"]["code"] for case in CASES} == {*REASONS, "permitted", "masked", "answer-only"}


def test_every_statement_has_a_title_of_its_own() -> None:
    assert len({case["title"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("row", ["2-1", "3-1", "3-2", "D-1", "U-1"])
def test_each_row_of_the_sample_decides_some_case(row: str) -> None:
    decided = [
        case
        for case in CASES
        if case["ordinance"] == "sample" and "changes" not in case and case["expect"].get("row") == row
    ]
    permits = [case for case in decided if case["expect"]["code"] == "permitted"]
    without = [decide(request(case), changed("sample", [["remove", row]])) for case in permits]
    assert any(not decision.allowed for decision in without)
