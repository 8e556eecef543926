"""`nayose why` and `nayose why-not`: records behind a verdict, and the smallest change that turns it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from docs import ten_cases as document
from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.trace import walk
from tests.cli.calling import nayose

CASES = document.cases()
NAMES_OF_SOURCES = ("OpenFisca-Japan", "hojokin-kensaku.jp", "e-Gov", ".pdf", "DV", "GDPR")
"""What may stand in Japanese text in letters of the alphabet: names of sources and of law, and no identifier of ours."""


def test_there_are_ten_cases_of_each_verdict_and_nature() -> None:
    results = [result for path in CASES for result in nayose("why-not", path, "--json").json["results"]]
    assert len(CASES) == 10
    assert {r["verdict"] for r in results} == {"eligible", "not-eligible", "cannot-be-told"}
    assert {catalogue().duties[r["programme"]].nature for r in results} >= {"support", "watch"}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_document_is_what_the_commands_print(lang: str) -> None:
    assert document.FILES[lang].read_text(encoding="utf-8") == document.document(lang)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("command", ["why", "why-not"])
def test_no_identifier_stands_in_japanese(command: str, path: Path) -> None:
    text = nayose(command, path, lang="ja").out
    for name in NAMES_OF_SOURCES:
        text = text.replace(name, "")
    assert re.findall(r"[A-Za-z_]+", text) == []


def test_every_known_fact_names_the_event_its_office_and_its_date() -> None:
    for path in CASES:
        for result in nayose("why", path, "--json").json["results"]:
            for step in (s for s in walk({"tree": result["trace"].get("tree", [])}) if "fact" in s):
                known = [cell["member"] for cell in step["cells"] if cell["value"] is not None]
                assert [source["member"] for source in step["sources"]] == known
                for source in step["sources"]:
                    assert source["office"] == ATTRIBUTES[step["fact"]].fact.office
                    assert (source["event"] is None) == (source["recorded"] is None)


def test_an_event_of_a_scenario_is_named_with_its_day() -> None:
    told = nayose("why", document.ROOT / "docs/why/10-wrong-link.toml", lang="ja").out
    assert "「税額更正」（2024年11月18日付け、2024年11月18日に記録）" in told
    assert "税の記録が2件付いています" in told


def changes(path: str, *more: str) -> list[dict[str, Any]]:
    (result,) = nayose("why-not", document.ROOT / "docs" / "why" / path, "--json", *more).json["results"]
    found: list[dict[str, Any]] = result["changes"]
    return found


def test_an_income_is_brought_to_the_yen_of_the_limit() -> None:
    by_amount = [c["steps"][0] for c in changes("02-benefit-income.toml") if c["steps"][0]["kind"] == "amount"]
    assert [step["amount"] for step in by_amount] == [5_000]


def test_what_national_law_sets_is_no_change_of_the_ordinance() -> None:
    natures = {step["nature"]: step["text"] for c in changes("03-benefit-consent.toml") for step in c["steps"]}
    assert set(natures) == {"fact", "national-law"}
    assert "no ordinance can do it" in natures["national-law"]


def test_a_change_of_a_row_says_what_it_opens_and_a_change_of_a_fact_does_not() -> None:
    (change,) = changes("06-no-clause.toml")
    assert change["steps"][0]["nature"] == "ordinance"
    assert [(b["duty"], b["people"], b["eligible"]) for b in change["besides"]] == [("child-allowance", 2, 1)]
    assert all(c["besides"] is None for c in changes("02-benefit-income.toml"))


def test_a_wrong_link_put_right_is_a_change_of_one_step() -> None:
    assert "relink" in [c["steps"][0]["kind"] for c in changes("10-wrong-link.toml")]


def test_what_would_take_a_mark_away_is_searched_for_as_well() -> None:
    told = nayose("why-not", document.ROOT / "docs" / "why" / "09-watch.toml").out
    assert "No mark would be given" in told


def test_another_ordinance_may_be_named_than_that_of_the_form() -> None:
    path = document.ROOT / "docs" / "why" / "06-no-clause.toml"
    (result,) = nayose("why-not", path, "--ordinance", "C", "--json").json["results"]
    assert result["verdict"] == "eligible"


@pytest.mark.parametrize("command", ["why", "why-not"])
def test_of_a_parent_of_a_town_the_children_of_the_household_are_told(command: str, town: Path) -> None:
    who = applicant(town)
    done = nayose(command, who, town, "--ordinance", "C", "--programme", "school-aid", lang="ja")
    assert done.code == 0, done.err
    assert "就学援助（準要保護）［子" in done.out
    assert who not in done.out


def applicant(town: Path) -> str:
    """The number of somebody who applied for school aid."""
    events = map(json.loads, (town / "child.jsonl").read_text(encoding="utf-8").splitlines())
    return next(str(e["subject"]) for e in events if e["type"] == "child.application-received")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["docs/household.toml", "--programme", "school-aids"], "Did you mean school-aid?"),
        (["docs/household.toml", "--programme", "x"], "There are: exempt-household-benefit"),
        (["docs/household.toml", "--ordinance", "C", "--ordinance", "G"], "give --ordinance once"),
        (["docs/household.toml", "--ordinance", "Q"], 'no ordinance "Q"'),
        (["nowhere.toml"], "cannot be read"),
        (["1", "nowhere", "--ordinance", "C"], 'no folder "nowhere"'),
    ],
)
@pytest.mark.parametrize("command", ["why", "why-not"])
def test_mistakes_are_told_in_letters(command: str, arguments: list[str], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(document.ROOT)
    done = nayose(command, *arguments)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_nobody_of_a_number_is_a_letter(town: Path) -> None:
    assert nayose("why", "999999", town, "--ordinance", "C").code == 2
    assert nayose("why-not", "999999", town, "--ordinance", "C").code == 2
