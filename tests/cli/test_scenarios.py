"""The scenarios of tests/scenarios, by pytest and by the command."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from schemas.ordinance import load, names
from tests.cli.calling import nayose
from workshop.commands.scenario import files, played

FOLDER = Path(__file__).parent.parent / "scenarios"
ALL = files([str(FOLDER)])


@pytest.mark.parametrize("path", ALL, ids=[path.relative_to(FOLDER).as_posix() for path in ALL])
def test_a_scenario_comes_out_as_it_says(path: Path) -> None:
    assert played(path)["differences"] == []


def test_scenarios_stand_in_folders_named_for_the_ordinance_and_what_comes_out() -> None:
    for path in ALL:
        ordinance, expected, _ = path.relative_to(FOLDER).parts
        assert f'ordinance = "{ordinance}"' in path.read_text(encoding="utf-8")
        assert ordinance in names()
        assert expected in ("eligible", "not-eligible", "cannot-be-told", "withdrawn")


def test_every_programme_and_every_ordinance_at_hand_has_its_scenarios() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in ALL)
    for programme in (
        "exempt-household-benefit",
        "child-allowance",
        "child-rearing-allowance",
        "school-aid",
        "child-watch",
        "single-parent-medical-aid",
        "public-assistance",
        "childcare-fee",
        "insurance-premium-relief",
        "special-child-rearing-allowance",
    ):
        assert f'programme = "{programme}"' in text
    assert {path.relative_to(FOLDER).parts[0] for path in ALL} >= {"A", "C", "G", "G-plus", "sample"}


def test_each_row_of_the_sample_lets_something_pass_in_a_scenario() -> None:
    played_by = [tomllib.loads(path.read_text(encoding="utf-8"))["then"] for path in ALL if path.relative_to(FOLDER).parts[0] == "sample"]
    fired = {then["row"] for thens in played_by for then in thens if then.get("code") in ("permitted", "masked") and "row" in then}
    assert fired >= {row.row for row in load("sample").rows if row.table != "table1"}


def changed(tmp_path: Path, before: str, after: str) -> Path:
    """A scenario with one word changed."""
    text = (FOLDER / "G" / "eligible" / "part-of-the-allowance.toml").read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "changed.toml"
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def test_a_scenario_that_comes_out_otherwise_is_told_with_the_difference(tmp_path: Path) -> None:
    done = nayose("scenario", changed(tmp_path, "amount_yen = 23_740", "amount_yen = 23_750"))
    assert done.code == 1
    assert "child-rearing-allowance mother: amount_yen should be 23750 and is 23740" in done.out
    assert "1 of 1 scenarios came out otherwise" in done.out


def test_scenarios_for_programs_are_a_list_with_the_differences(tmp_path: Path) -> None:
    done = nayose("scenario", changed(tmp_path, '"eligible"', '"not-eligible"'), FOLDER / "A", "--json")
    assert done.code == 1
    assert done.json["failed"] == 1
    assert [one["differences"][0]["found"] for one in done.json["scenarios"] if one["differences"]] == ["eligible"]


def test_scenarios_that_come_out_right_end_with_zero() -> None:
    done = nayose("scenario", FOLDER / "A", lang="ja")
    assert done.code == 0
    assert "すべて期待どおり" in done.out


def test_what_is_given_may_stand_in_a_table_of_its_own(tmp_path: Path) -> None:
    path = FOLDER / "G" / "eligible" / "part-of-the-allowance.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    given = {key: raw.pop(key) for key in ("date", "ordinance", "members", "cases") if key in raw}
    form = tmp_path / "given.json"
    form.write_text(json.dumps(raw | {"given": given}, default=str), encoding="utf-8")
    assert nayose("scenario", form).code == 0
    assert nayose("assess", form, "--json").json == nayose("assess", path, "--json").json

    form.write_text(json.dumps(raw | {"given": [given]}, default=str), encoding="utf-8")
    assert "given.json, given: " in nayose("scenario", form).err


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('programme = "child-rearing-allowance"', 'programme = "child-raising-allowance"', "Did you mean child-rearing-allowance?"),
        ('verdict = "eligible"', 'verdict = "yes"', "eligible, not-eligible, cannot-be-told, none"),
        ("amount_yen", "amount", "Did you mean amount_yen?"),
        ("title =", "caption =", "title is missing"),
        ("date =", 'mechanism = "wrong-lnik"\ndate =', "Did you mean wrong-link?"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_scenario_is_told_with_its_line(before: str, after: str, told: str, tmp_path: Path) -> None:
    done = nayose("scenario", changed(tmp_path, before, after))
    assert done.code == 2
    assert "changed.toml, line" in done.err or "title" in told
    assert told in done.err


EVENT = '\n[[events]]\ntime = 2025-03-01\ntype = "{type}"\nsubject = "mother"\n{more}\n'


@pytest.mark.parametrize(
    ("type_", "more", "told"),
    [
        ("tax.corected", "", "Did you mean tax.corrected?"),
        ("tax.corrected", "yaer = 2023", "Did you mean year?"),
        ("tax.corrected", "year = 2023", "was refused"),
    ],
)  # fmt: skip
def test_a_mistaken_event_of_a_scenario_is_told(type_: str, more: str, told: str, tmp_path: Path) -> None:
    path = changed(tmp_path, "\n# 2,120,000", EVENT.format(type=type_, more=more) + "\n# 2,120,000")
    done = nayose("scenario", path)
    assert done.code == 2
    assert told.replace("was refused", "were refused") in done.err


def test_a_folder_without_scenarios_cannot_be_read(tmp_path: Path) -> None:
    assert nayose("scenario", tmp_path).code == 2
    assert nayose("scenario", tmp_path / "nothing.toml").code == 2
