"""`ordinance pairs`, `ordinance layers`, `schemas export --ordinance`, switches on the command line, and `replay --check-disclosures`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from processors.gate import table
from schemas.catalogue import catalogue
from schemas.ordinance import load, names
from tests.cli.calling import nayose

SCENARIOS = Path(__file__).parent.parent / "scenarios"
BY_THE_ALLOWANCE = SCENARIOS / "C" / "eligible" / "school-aid-by-the-allowance-alone.toml"
BEYOND = "実験：条例では外せません"


@pytest.mark.parametrize("name", names())
def test_the_pairs_of_an_ordinance_are_told_in_words(name: str) -> None:
    done = nayose("ordinance", "pairs", name, lang="ja")
    assert done.code == 0
    assert "児童手当の支給\n" in done.out and "法定×法定（番号法の組にある）" in done.out
    lines = [line for line in done.out.splitlines() if line.startswith("  ")]
    assert lines and not [line for line in lines if re.search(r"[a-z]{3}", line)]


def test_the_pairs_for_programs_carry_both_languages() -> None:
    found = nayose("ordinance", "pairs", "D", "--json").json
    mine = next(one for one in found if (one["duty"], one["kind"]) == ("child-watch", "child-consultation"))
    assert (mine["pair"], mine["rows"], mine["refusal"]) == ("own-own", ["2-4"], "")
    assert mine["needs_ja"] and mine["needs_en"]


def test_pairs_are_those_of_a_day_of_the_law() -> None:
    before = nayose("ordinance", "pairs", "F")
    after = nayose("ordinance", "pairs", "F", "--on", "2025-04-01")
    assert "as of 2022-11-01" in before.out and "passes: U-1" in before.out
    assert "passes: U-1" not in after.out and "not within the purpose" in after.out


def test_a_gates_answer_names_the_pair() -> None:
    done = nayose("assess", SCENARIOS / "B" / "eligible" / "benefit-inside-one-organ.toml", lang="ja")
    assert "［法定×独自］" in done.out and "［住基×独自］" in done.out
    (result,) = [r for r in nayose("assess", SCENARIOS / "B" / "eligible" / "benefit-inside-one-organ.toml", "--json").json["results"]
                 if r["programme"] == "exempt-household-benefit"]  # fmt: skip
    assert {(a["kind"], a["pair"]) for a in result["trace"]["gate"]} >= {("resident-record", "register-own"), ("local-tax", "statutory-own")}


def test_provision_is_no_pair_inside_one_organ() -> None:
    results = nayose("assess", BY_THE_ALLOWANCE, "--json").json["results"]
    answers = next(r for r in results if r["programme"] == "school-aid")["trace"]["gate"]
    assert {a["pair"] for a in answers} == {""} and any(a["allowed"] for a in answers)


def test_the_layers_of_an_ordinance_are_told_one_after_another() -> None:
    done = nayose("ordinance", "layers", "C", "--switch", "safeguards.tax_consent=off", "--switch", "-row:3-1", lang="ja")
    assert done.code == 0
    law, ordinance, workshop = (done.out.index(f"\n{name}\n") for name in ("国の法律", "条例", "ワークショップの切替え"))
    assert law < ordinance < workshop and BEYOND in done.out.splitlines()[0]
    assert "税情報の本人同意：切（前は入）" in done.out[workshop:] and "行3-1：外した" in done.out[workshop:]
    assert "行2-1：あり" in done.out[ordinance:workshop]
    assert BEYOND not in nayose("ordinance", "layers", "C", "--switch", "safeguards.objection=off", lang="ja").out


@pytest.mark.parametrize(("layer", "gone"), [("workshop", "taken out"), ("ordinance", "row 2-1: in force"), ("national-law", "consent to the use of tax data: on")])
def test_a_layer_can_be_taken_away(layer: str, gone: str) -> None:
    usual = nayose("ordinance", "layers", "C", "--switch", "-row:3-1").out
    without = nayose("ordinance", "layers", "C", "--switch", "-row:3-1", "--without", layer)
    assert without.code == 0 and gone in usual and gone not in without.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--switch", "objection=off"], "is no switch"), (["--switch", "-row:9-9"], "no row"), (["--without", "law"], "national-law"),
        (["--switch", "safeguards.tax_consent=perhaps"], "true or false"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", [["ordinance", "layers", "C"], ["ordinance", "pairs", "C"], ["schemas", "export", "--ordinance", "C"], ["assess", BY_THE_ALLOWANCE]])
def test_a_switch_or_layer_that_cannot_be_is_a_letter(command: list[object], arguments: list[str], told: str) -> None:
    for lang in ("en", "ja"):
        done = nayose(*command, *arguments, lang=lang)
        assert done.code == 2 and done.err and "Traceback" not in done.err
        assert lang == "ja" or told in done.err


def test_a_household_is_assessed_with_a_safeguard_of_national_law_off_and_the_print_says_so() -> None:
    done = nayose("assess", BY_THE_ALLOWANCE, "--switch", "safeguards.tax_consent=off", lang="ja")
    assert "税情報の本人同意：切" in done.out and BEYOND in done.out
    answers = next(r for r in nayose("assess", BY_THE_ALLOWANCE, "--switch", "safeguards.tax_consent=off", "--json").json["results"]
                   if r["programme"] == "school-aid")["trace"]["gate"]  # fmt: skip
    assert [a["code"] for a in answers if a["kind"] == "local-tax"] == ["permitted", "permitted"]
    assert BEYOND not in nayose("assess", BY_THE_ALLOWANCE, lang="ja").out


def test_a_form_without_an_ordinance_has_nothing_to_switch(tmp_path: Path) -> None:
    form = tmp_path / "open.toml"
    form.write_text(BY_THE_ALLOWANCE.read_text(encoding="utf-8").replace('ordinance = "C"\n', ""), encoding="utf-8")
    done = nayose("assess", form, "--switch", "-row:3-1")
    assert done.code == 2 and "names no ordinance" in done.err


@pytest.mark.parametrize("bad", ["switches = 3", 'switches = ["nothing"]', 'without = "law"', "file_size = -1", "file_size = true"])
def test_a_form_may_hold_switches_and_mistakes_in_them_are_told(bad: str, tmp_path: Path) -> None:
    form = tmp_path / "form.toml"
    form.write_text(BY_THE_ALLOWANCE.read_text(encoding="utf-8").replace('ordinance = "C"\n', f'ordinance = "C"\n{bad}\n'), encoding="utf-8")
    done = nayose("scenario", form)
    assert done.code == 2 and done.err and "Traceback" not in done.err


def test_a_town_is_streamed_with_a_switch_and_without_a_layer(town: Path) -> None:
    usual = nayose("replay", town, "--ordinance", "C", "--json").json["lanes"]["C"]
    switched = nayose("replay", town, "--ordinance", "C", "--switch", "-row:3-1", "--json").json["lanes"]["C"]
    bare = nayose("replay", town, "--ordinance", "C", "--without", "ordinance", "--json").json["lanes"]["C"]
    none = nayose("replay", town, "--ordinance", "A", "--json").json["lanes"]["A"]
    assert usual["digest"] != switched["digest"] and bare["digest"] == none["digest"]
    assert "row 3-1: taken out" in nayose("replay", town, "--ordinance", "C", "--switch", "-row:3-1").out


def test_run_and_resident_take_switches_and_a_broker_none(town: Path) -> None:
    run = nayose("run", "--residents", 100, "--months", 1, "--ordinance", "C", "--switch", "safeguards.protected_address=off", lang="ja")
    assert run.code == 0 and BEYOND in run.out
    somebody = json.loads((town / "register.jsonl").read_text(encoding="utf-8").splitlines()[0])["subject"]
    one = nayose("resident", somebody, town, "--ordinance", "C", "--switch", "-row:3-1")
    assert one.code == 0 and "row 3-1: taken out" in one.out
    done = nayose("run", "--residents", 100, "--months", 1, "--kafka", "localhost:1", "--switch", "-row:3-1")
    assert done.code != 0 and "broker" in done.err


def test_the_schemas_of_an_ordinances_joins_are_a_file_for_each_duty(tmp_path: Path) -> None:
    done = nayose("schemas", "export", "--ordinance", "C", "--out", tmp_path / "joins")
    assert done.code == 0 and "as of 2024-11-01" in done.out
    written = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "joins").iterdir()}
    assert set(written) == set(catalogue().duties)
    for schema in written.values():
        Draft202012Validator.check_schema(schema)
    assert written["school-aid"]["properties"]["local-tax"]["x-row"] == ["3-1"]
    assert written["school-aid"]["properties"]["local-tax"]["x-article"] == ["番号法19条11号"]
    assert nayose("schemas", "export", "--ordinance", "C").json == written


def test_the_schemas_follow_day_switch_and_layer() -> None:
    def kinds(*more: object) -> set[str]:
        return set(nayose("schemas", "export", "--ordinance", "F", *more).json["child-watch"]["properties"]) - {"roles"}

    assert kinds() > kinds("--switch", "-row:U-2") > kinds("--on", "2025-04-01") == kinds("--without", "ordinance") == set()


def test_schemas_of_events_need_a_folder() -> None:
    done = nayose("schemas", "export")
    assert done.code == 2 and "--out is missing" in done.err


@pytest.mark.slow
def test_disclosures_are_checked_at_run_time_and_change_nothing(town: Path) -> None:
    arguments = ["replay", town, *(part for name in names() for part in ("--ordinance", name)), "--json"]
    usual, checked = nayose(*arguments).json["lanes"], nayose(*arguments, "--check-disclosures").json["lanes"]
    assert {name: lane["digest"] for name, lane in usual.items()} == {name: lane["digest"] for name, lane in checked.items()}


def test_a_gate_that_lets_too_much_pass_is_stopped_with_a_letter(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = table.decide

    def generous(request: table.Request, ordinance: object) -> table.Decision:
        made = honest(request, load("G"))
        return made if made.allowed else honest(request, ordinance)  # type: ignore[arg-type]

    monkeypatch.setattr(table, "decide", generous)
    for lang in ("en", "ja"):
        done = nayose("replay", town, "--ordinance", "C", "--check-disclosures", lang=lang)
        assert done.code != 0 and "Traceback" not in done.err and not re.search(r"\d{5}", re.sub("[0-9a-f]{16}", "", done.err))
        assert ("holds what the ordinance does not let pass" if lang == "en" else "止めました") in done.err
    assert nayose("replay", town, "--ordinance", "C").code == 0
