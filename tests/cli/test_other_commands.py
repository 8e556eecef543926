"""`nayose ordinance`, `resident`, `verify` and `schemas`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from processors.gate.ledger import Ledger
from schemas.number import check_digit
from schemas.ordinance import names
from schemas.ordinance.reader import SHIPPED
from tests.cli.calling import nayose


def test_the_list_of_ordinances_names_title_and_instrument() -> None:
    listed = nayose("ordinance", "list", "--json").json
    assert [one["name"] for one in listed] == list(names())
    assert all({"name", "title", "instrument"} <= set(one) for one in listed)
    told = nayose("ordinance", "list", lang="ja").out
    assert "国の法改正を仮定" in told and "仮想" in told


@pytest.mark.parametrize("name", names())
def test_the_ordinances_at_hand_lint_clean(name: str) -> None:
    done = nayose("ordinance", "lint", name, "--json")
    assert (done.code, done.json) == (0, [])


def test_lint_ends_with_one_if_it_finds_something(tmp_path: Path) -> None:
    path = tmp_path / "idle.toml"
    text = (
        (SHIPPED / "G.toml")
        .read_text(encoding="utf-8")
        .replace(
            'kinds = ["resident-record", "local-tax", "public-assistance", "disability"]', 'kinds = ["resident-record"]'
        )
    )
    path.write_text(text + '\n[[table2]]\nrow = "2-9"\norgan = "mayor"\nduty = "child-allowance"\nkinds = ["resident-record"]\n'
                    'subjects = ["applicant"]\ntriggers = ["application"]\n', encoding="utf-8")  # fmt: skip
    done = nayose("ordinance", "lint", path)
    assert done.code == 1
    assert "2-9" in done.out and "things to look at again" in done.out
    assert nayose("ordinance", "lint", path, "--json").code == 1


def test_serves_tells_of_each_row_what_else_its_data_would_be_enough_for() -> None:
    done = nayose("ordinance", "serves", "screening", "--json")
    assert done.code == 0
    assert done.json[0] == {"row": "2-1", "duty": "overpayment-check", "serves": ["exempt-household-benefit", "child-allowance"]}
    assert "過払い照合" in nayose("ordinance", "serves", "G", lang="ja").out
    assert "annual report" in nayose("ordinance", "serves", "G", lang="en").out
    assert "A" in nayose("ordinance", "serves", "A", lang="en").out


def test_serves_of_what_is_no_ordinance_is_a_letter() -> None:
    assert nayose("ordinance", "serves", "no-such").code == 2


def test_lint_of_a_file_that_is_no_ordinance_is_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "no.toml"
    path.write_text("title = 1", encoding="utf-8")
    assert nayose("ordinance", "lint", path).code == 2


def first_child(town: Path) -> dict[str, Any]:
    events = [json.loads(line) for line in (town / "register.jsonl").read_text(encoding="utf-8").splitlines()]
    found: dict[str, Any] = next(
        e
        for e in events
        if e["type"] == "resident.registered" and e["data"]["birth"][:4] in ("2013", "2014", "2015", "2016")
    )
    return found


def test_a_resident_is_found_by_number_by_record_and_by_id(town: Path) -> None:
    event = first_child(town)
    by_number = nayose("resident", event["subject"], town, "--ordinance", "G", "--json")
    assert by_number.code == 0
    spaced = " ".join((event["subject"][:4], event["subject"][4:8], event["subject"][8:]))
    for name in (event["data"]["record"], by_number.json["id"], by_number.json["id"][:10].upper(), spaced):
        assert nayose("resident", name, town, "--ordinance", "G", "--json").json == by_number.json


def test_a_resident_is_shown_with_facts_rows_verdicts_and_ledger_and_without_numbers(town: Path) -> None:
    event = first_child(town)
    done = nayose("resident", event["subject"], town, "--ordinance", "C", "--ordinance", "G", "--json")
    shown = done.json
    assert shown["facts"]["register"][0]["values"]["birth"] == event["data"]["birth"]
    assert set(shown["lanes"]) == {"C", "G"}
    lane = shown["lanes"]["G"]
    assert {"programme", "verdict", "trace"} <= set(lane["verdicts"][0])
    given = {answer["kind"]: answer for answer in lane["gate"]["school-aid"]}
    assert (given["resident-record"]["code"], given["resident-record"]["row"]) == ("permitted", "3-1")
    assert {"day", "act", "duty", "kind"} <= set(lane["ledger"][0])
    for lang in ("ja", "en"):
        told = nayose("resident", event["subject"], town, "--ordinance", "G", lang=lang)
        assert event["subject"] not in done.out + done.err + told.out + told.err


def test_who_has_died_or_left_belongs_to_no_household(town: Path) -> None:
    lines = (town / "register.jsonl").read_text(encoding="utf-8").splitlines()
    gone = next(
        json.loads(line)["subject"] for line in lines if '"resident.died"' in line or '"resident.moved-out"' in line
    )
    done = nayose("resident", gone, town, "--ordinance", "G")
    assert done.code == 0
    assert "belongs to no household" in done.out


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("12345678901", "has 12 digits"),
        ("999", "No resident"),
        ("zzz", "No resident"),
        ("000000", "No resident"),
        ("", "No resident"),
    ],
)
def test_who_is_not_there_is_a_letter(who: str, told: str, town: Path) -> None:
    done = nayose("resident", who, town, "--ordinance", "G")
    assert done.code == 2
    assert told in done.err


def test_a_number_that_may_be_somebodys_is_not_looked_up(town: Path) -> None:
    body = 61_234_567_890
    done = nayose("resident", f"{body}{check_digit(body)}", town, "--ordinance", "G")
    assert done.code == 2
    assert "may be somebody's" in done.err
    assert str(body) not in done.err


def test_the_chain_of_the_ledger_holds(town: Path) -> None:
    done = nayose("verify", town, "--ordinance", "C", "--ordinance", "G", "--json")
    assert done.code == 0
    lanes = done.json["lanes"]
    assert lanes["G"]["entries"] > lanes["C"]["entries"] > 0
    assert all(lane["broken_at"] is None and lane["head"] for lane in lanes.values())
    assert "the chain is whole" in nayose("verify", town, "--ordinance", "G").out


def test_a_changed_entry_breaks_the_chain_and_ends_with_one(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Ledger.broken

    def tampered(self: Ledger) -> int | None:
        self.seal()
        if self.size > 40:
            self._pieces[0]["subject"][40] += 1
        return broken(self)

    monkeypatch.setattr(Ledger, "broken", tampered)
    done = nayose("verify", town, "--ordinance", "G")
    assert done.code == 1
    assert "does not fit the chain" in done.out


def test_schemas_are_written_to_a_folder(tmp_path: Path) -> None:
    done = nayose("schemas", "export", "--out", tmp_path, "--json").json
    assert "asyncapi.json" in done["files"]
    assert all((tmp_path / name).is_file() for name in done["files"])


def test_each_entry_of_a_residents_ledger_says_its_place_its_reason_and_the_row_that_decided(tmp_path: Path) -> None:
    """The row is that of the ordinance in force on the entry's day: C's sweep-less rows, and F's until they end."""
    assert nayose("simulate", "--residents", "300", "--months", "8", "--seed", "3", "--out", tmp_path / "town").code == 0
    truth = [json.loads(line) for line in (tmp_path / "town" / "register.jsonl").read_text(encoding="utf-8").splitlines()[:120]]
    entries = []
    for record in sorted({event["data"]["record"] for event in truth}):
        lanes = nayose("resident", record, tmp_path / "town", "--ordinance", "F", "--ordinance", "G", "--json").json["lanes"]
        entries += [(lane, entry) for lane, shown in lanes.items() for entry in shown["ledger"]]
        if {("F", "U-1"), ("G", "2-1")} <= {(lane, entry["row"]) for lane, entry in entries}:
            break
    assert {("F", "U-1"), ("G", "2-1")} <= {(lane, entry["row"]) for lane, entry in entries}
    for lane, entry in entries:
        assert entry["entry"] >= 1 and (entry["reason"] is None) is (entry["act"] == "retracted")
        assert entry["row"] is None or entry["act"] != "retracted"
        assert entry["reason"] != "no-row" or entry["row"] is None
        if entry["reason"] == "permitted" and lane == "G" and entry["duty"] == "exempt-household-benefit":
            assert entry["row"] == "2-1"
