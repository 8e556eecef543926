"""The ordinance's screen: who passed by each row, every switch does what it says, lint and letters, TOML that reads back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from processors.gate.entries import DISCLOSED, row_of
from schemas.catalogue import catalogue
from schemas.number import check_digit
from schemas.ordinance import Row, load, names, read_text
from schemas.ordinance.switch import switched
from tests.page.screens.conftest import LANE, Screens
from workshop.ordinances.toml import as_toml

PATH = f"/api/lanes/{LANE}/ordinance"


def rows_of(found: dict) -> dict[str, dict]:  # type: ignore[type-arg]
    return {row["row"]: row for table in found["tables"] for row in table["rows"]}


@pytest.mark.parametrize("name", names())
def test_the_text_of_each_shipped_ordinance_reads_back_as_the_same_one(name: str) -> None:
    found = load(name)
    assert read_text(as_toml(found), "x.toml", name).content_hash == found.content_hash


def test_of_each_row_as_many_passed_as_the_ledger_says(screens: Screens) -> None:
    ledger, now = screens.ledger(), screens.town.lane(LANE).ordinance
    people: dict[str, set[int]] = {}
    for entry in ledger.entries():
        if entry["act"] == DISCLOSED:
            people.setdefault(row_of(ledger.headers[int(entry["batch"])], entry), set()).add(int(entry["subject"]))
    shown = rows_of(screens.get(PATH))
    for row in now.rows:
        if row.table != "table1":
            assert shown[row.row]["passed"] == len(people.get(row.row, ()))
            continue
        by = [people.get(other.row, set()) for other in now.rows_of(row.duty) if not other.unlinkable]
        assert shown[row.row]["passed"] == len(set().union(*by))
    assert any(row["passed"] for row in shown.values())


def test_a_row_that_is_switched_off_stays_in_its_table_and_its_joins_are_told_with_somebody(screens: Screens) -> None:
    found, lane = screens.get(PATH), screens.town.lane(LANE)
    off = [row["row"] for row in rows_of(found).values() if not row["on"]]
    assert off == [row.row for row in lane.base.rows if lane.ordinance.find_row(row.row) is None] != []
    assert {join["row_id"] for join in found["diff"]["only_there"]} <= {*off} | {row.row for row in lane.base.rows}
    assert off[0] in {join["row_id"] for join in found["diff"]["only_there"]}
    assert any(join["example"] for join in found["diff"]["only_there"])


def test_each_table_has_a_cell_for_each_column_and_every_text_is_in_both_languages(screens: Screens) -> None:
    found = screens.get(PATH)
    for table in found["tables"]:
        for row in table["rows"]:
            assert len(row["cells"]) == len(table["columns"]) and row["citation"]["ja"] and row["confidence"]["en"] and row["said"]["ja"]
    assert [table["id"] for table in found["tables"]][:3] == ["table1", "table2", "table3"]


@pytest.mark.parametrize("name", ["C", "E", "F", "G", "sample", "screening"])
def test_every_switch_that_is_offered_can_be_made(name: str) -> None:
    from workshop.page.screens.tables import Shown, safeguards_of

    ordinance = load(name)
    rows = [row for table in Shown(ordinance, ordinance, {}).tables() for row in table["rows"]]
    offered = [trigger["switch"] for row in rows for trigger in row["triggers"] if trigger["switch"]]
    offered += [choice["switch"] for one in safeguards_of(ordinance) for choice in one["choices"]]
    assert offered
    for switch in offered:
        changed = switched(ordinance, [switch])
        found = ordinance.find_row(switch.partition(":")[2].partition(".")[0])
        if isinstance(found, Row):
            assert changed.find_row(found.row).triggers != found.triggers  # type: ignore[union-attr]
    for one in safeguards_of(ordinance):
        assert sum(choice["chosen"] for choice in one["choices"]) == 1, one["id"]


def test_a_sweep_comes_with_its_dates_and_goes_with_them(one: Screens) -> None:
    def sweep() -> dict[str, Any]:
        rows = {row["row"]: row for table in one.get("/api/lanes/C/ordinance")["tables"] for row in table["rows"]}
        return next(trigger for trigger in rows["2-2"]["triggers"] if trigger["id"] == "sweep")

    lane = one.town.lane("C")
    assert not sweep()["on"] and "2月1日" in sweep()["ja"]
    for on in (True, False):
        one.town.change("C", lambda found: found.switch(found.revision, sweep()["switch"]))
        row = lane.ordinance.find_row("2-2")
        assert isinstance(row, Row) and (("sweep" in row.triggers), row.sweep_on) == (on, ("02-01",) if on else ())
        assert sweep()["on"] is on
    said = one.get("/api/lanes/C")["undo"]
    assert said == {"ja": "別表第2の2のきっかけを「申請」にした", "en": "triggers of table 2, row 2 set to “application”"}
    for _ in range(2):
        one.town.change("C", lambda found: found.undo(found.revision))


def test_taking_out_the_permission_of_a_duty_is_found_by_the_lint_with_the_row(one: Screens) -> None:
    lane = one.town.lane("C")
    one.town.change("C", lambda found: found.switch(found.revision, "-row:1-3"))
    found = one.get("/api/lanes/C/ordinance")["lint"]
    one.town.change("C", lambda found: found.undo(found.revision))
    assert "3-1" in {finding["row"] for finding in found} and all(finding["ja"] and finding["en"] for finding in found)
    assert lane.switches == () and "3-1" not in {finding["row"] for finding in one.get("/api/lanes/C/ordinance")["lint"]}


def test_a_pasted_text_with_a_misspelt_organ_names_line_and_nearest_and_changes_nothing(one: Screens) -> None:
    before = one.get(PATH)["hash"]
    toml = as_toml(load("C")).replace('organ = "board-of-education"', 'organ = "bord-of-education"', 1)
    said = one.post(f"/api/lanes/{LANE}/lint", toml=toml).json
    (problem,) = said["problems"]
    assert not said["read"] and problem["line"] == toml[: toml.index("bord-of")].count("\n") + 1
    assert "board-of-education" in problem["en"] and "bord-of-education" in problem["ja"]
    assert one.get(PATH)["hash"] == before


def test_a_pasted_text_that_is_whole_is_linted(one: Screens) -> None:
    said = one.post(f"/api/lanes/{LANE}/lint", toml=as_toml(switched(load("C"), ["-row:1-3"]))).json
    assert said["read"] and not said["problems"] and "3-1" in {finding["row"] for finding in said["lint"]}


@pytest.mark.parametrize("toml", ["", "=", "x" * 1000, "[[table1]]\n" * 50, "title = 5", "a = " + "[" * 3000])
def test_whatever_is_pasted_has_an_answer(one: Screens, toml: str) -> None:
    answer = one.post(f"/api/lanes/{LANE}/lint", toml=toml)
    assert answer.status == 200 and answer.json["problems"] and "Traceback" not in answer.body.decode()


def test_a_number_that_may_be_somebodys_is_refused_and_not_repeated(one: Screens) -> None:
    number = f"{12345678901:011d}{check_digit(12345678901)}"
    for spelled in (number, f"{number[:4]}-{number[4:8]}-{number[8:]}", f"{number[:4]} {number[4:8]} {number[8:]}"):
        answer = one.post(f"/api/lanes/{LANE}/lint", toml=f'title = "{spelled}"')
        assert answer.status == 422 and "保存も表示もしていません" in answer.json["ja"]
        assert number not in answer.body.decode() and spelled not in answer.body.decode()
    assert one.post(f"/api/lanes/{LANE}/lint", toml=5).status == 422


def test_joins_by_a_cell_of_the_grid_are_among_the_differences(one: Screens) -> None:
    columns = {lane["name"]: lane["grid"] for lane in one.get("/api/compare")["lanes"]}
    found = one.get(f"{PATH}/diff?against=C")
    opened = {(kind, duty) for kind, of in columns[LANE].items() for duty, state in of.items() if state == "open" and columns["C"][kind][duty] in ("none", "own")}
    text = json.dumps(found["only_here"], ensure_ascii=False)
    assert opened and all(catalogue().kinds[kind].label_ja in text and catalogue().duties[duty].label_ja in text for kind, duty in opened)


def test_against_an_ordinance_that_nobody_has_the_joins_are_told_too(one: Screens) -> None:
    found = one.get(f"{PATH}/diff?against=B")
    assert found["only_here"] and one.ask(f"{PATH}/diff?against=Z").status == 422
