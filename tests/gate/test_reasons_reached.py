"""Every reason code is reached by a scenario that is shipped, under an arrangement that is shipped."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from processors.gate.decide import REASONS
from schemas.ordinance import names
from workshop.commands.scenario import files, played

FOLDER = Path(__file__).parent.parent / "scenarios"
REACHED_BY = {
    "prohibited": "sample/cannot-be-told/what-the-case-council-knows.toml",
    "number-not-permitted": "A/cannot-be-told/school-aid-may-not-use-the-number.toml",
    "no-row": "C/cannot-be-told/near-the-limit-without-disability.toml",
    "no-blanket-clause": "A/cannot-be-told/statutory-duty-without-the-blanket-clause.toml",
    "wrong-organ": "C/cannot-be-told/a-row-for-the-wrong-holder.toml",
    "network-first": "G/cannot-be-told/taxed-in-another-town.toml",
    "tax-secrecy": "C/eligible/school-aid-by-the-allowance-alone.toml",
    "subject-beyond": "D/eligible/the-executive-found-it-necessary.toml",
    "wrong-trigger": "C/cannot-be-told/a-birth-is-no-application.toml",
    "no-purpose": "F/withdrawn/before-and-after-april-2023.toml",
    "objected": "C/withdrawn/objection-is-honoured.toml",
    "retention-over": "C/withdrawn/retention-is-over.toml",
    "file-beyond-need": "D/cannot-be-told/a-file-of-a-large-town.toml",
    "masked": "sample/eligible/the-address-is-masked.toml",
    "answer-only": "C/eligible/school-aid-by-an-answer.toml",
}
"""By code, the scenario that reaches it. `wrong-organ` takes a drafter's slip, which no shipped file has: lint would tell it. So the workshop
makes the slip in C, by a switch. No shipped ordinance lets the holder answer only: that is a switch too."""
SWITCHED = {"wrong-organ", "answer-only"}


def codes_of(path: Path) -> set[str]:
    return {then["code"] for then in tomllib.loads(path.read_text(encoding="utf-8"))["then"] if "code" in then}


def test_every_reason_code_has_its_scenario() -> None:
    assert set(REACHED_BY) == {*REASONS, "masked", "answer-only"}


@pytest.mark.parametrize(("code", "name"), REACHED_BY.items(), ids=list(REACHED_BY))
def test_the_scenario_reaches_the_code(code: str, name: str) -> None:
    path = FOLDER / name
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    assert code in codes_of(path) and raw["ordinance"] in names()
    assert ("switches" in raw) == (code in SWITCHED)
    assert played(path)["differences"] == []


def test_no_scenario_expects_a_code_that_the_gate_does_not_know() -> None:
    found = defaultdict(list)
    for path in files([str(FOLDER)]):
        for code in codes_of(path):
            found[code].append(path.name)
    assert set(found) == {*REACHED_BY, "permitted", "not-asked"}
