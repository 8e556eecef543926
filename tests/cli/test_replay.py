"""`nayose replay`: a folder through ordinances, once, to the end."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from processors.duties import ASSESSED
from processors.inprocess import OFFICE_FILES, Replay
from schemas.ordinance import load, names
from tests.cli.calling import nayose

PROGRAMMES = ASSESSED
OF_A_PROGRAMME = {"eligible", "not_eligible", "cannot_be_told", "causes", "notices", "withdrawals", "score"}


def lines_of(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line) for name in OFFICE_FILES for line in (folder / name).read_text(encoding="utf-8").splitlines()
    ]


def without_cost(printed: dict[str, Any]) -> dict[str, Any]:
    """What was printed but seconds and memory."""
    return {key: value for key, value in printed.items() if key not in ("seconds", "events_per_second", "peak_mb")}


@pytest.fixture(scope="module")
def printed(town: Path) -> dict[str, Any]:
    """What the command prints for programs about two ordinances."""
    found: dict[str, Any] = nayose("replay", town, "--ordinance", "C", "--ordinance", "G", "--json").json
    return found


def test_what_is_printed_for_programs_has_just_these_keys(printed: dict[str, Any]) -> None:
    assert set(printed) == {"lanes", "events", "rejected", "seconds", "events_per_second", "peak_mb"}
    assert list(printed["lanes"]) == ["C", "G"]
    for lane in printed["lanes"].values():
        assert set(lane) == {"digest", "revision", "programmes"}
        assert tuple(lane["programmes"]) == PROGRAMMES
        assert all(set(counts) == OF_A_PROGRAMME for counts in lane["programmes"].values())


def test_every_event_is_taken_and_none_refused(printed: dict[str, Any], town: Path) -> None:
    assert (printed["events"], printed["rejected"]) == (len(lines_of(town)), 0)


def test_cost_is_measured(printed: dict[str, Any]) -> None:
    assert printed["seconds"] > 0
    assert printed["events_per_second"] > 0
    assert printed["peak_mb"] > 20 if sys.platform != "win32" else printed["peak_mb"] is None


def test_counts_and_digest_are_those_of_the_runner(town: Path) -> None:
    done = nayose("replay", town, "--ordinance", "G", "--assessor", "off", "--json").json
    runner = Replay(town, {"G": load("G")}).run()
    assert done["lanes"]["G"]["digest"] == runner.digest("G")
    for id_ in PROGRAMMES:
        told = done["lanes"]["G"]["programmes"][id_]
        assert {key: value for key, value in told.items() if key != "score"} == runner.counts("G", id_)


def test_a_lane_does_not_depend_on_the_lanes_beside_it(printed: dict[str, Any], town: Path) -> None:
    alone = nayose("replay", town, "--ordinance", "C", "--json").json
    assert alone["lanes"]["C"] == printed["lanes"]["C"]


def test_the_same_folder_gives_the_same_twice(printed: dict[str, Any], town: Path) -> None:
    again = nayose("replay", town, "--ordinance", "C", "--ordinance", "G", "--json").json
    assert without_cost(again) == without_cost(printed)


def test_with_a_truth_each_programme_has_a_score_and_without_it_none(
    printed: dict[str, Any], town: Path, tmp_path: Path
) -> None:
    assert all(counts["score"]["nature"] for counts in printed["lanes"]["G"]["programmes"].values())
    shutil.copytree(town, tmp_path, dirs_exist_ok=True)
    (tmp_path / "truth.jsonl").unlink()
    done = nayose("replay", tmp_path, "--ordinance", "G", "--json")
    assert all(counts["score"] is None for counts in done.json["lanes"]["G"]["programmes"].values())
    assert "nobody assesses candidates" in done.err


def test_the_written_assessor_holds_notices_back_and_off_lets_them_go(town: Path) -> None:
    def notices(*options: str) -> int:
        lanes = nayose("replay", town, "--ordinance", "G", "--json", *options).json["lanes"]
        return sum(counts["notices"] for counts in lanes["G"]["programmes"].values())

    def in_force(*options: str) -> int:
        lanes = nayose("replay", town, "--ordinance", "G", "--json", *options).json["lanes"]
        return sum(counts["notices"] - counts["withdrawals"] for counts in lanes["G"]["programmes"].values())

    assert notices() == notices("--assessor", "written") > 0
    assert in_force("--assessor", "off") > in_force()


def test_asking_for_the_assessor_without_a_truth_is_told(town: Path, tmp_path: Path) -> None:
    shutil.copy(town / "register.jsonl", tmp_path)
    assert "needs truth.jsonl" in nayose("replay", tmp_path, "--ordinance", "G", "--assessor", "written").err


def test_a_truth_that_cannot_be_read_is_a_letter(town: Path, tmp_path: Path) -> None:
    shutil.copy(town / "register.jsonl", tmp_path)
    (tmp_path / "truth.jsonl").write_text("{\n", encoding="utf-8")
    done = nayose("replay", tmp_path, "--ordinance", "G")
    assert done.code == 2
    assert "truth.jsonl" in done.err


@pytest.mark.parametrize("known", [slice(0), slice(1, None)], ids=["nobody", "all but one"])
def test_with_the_truth_of_another_town_nothing_is_scored_and_the_run_goes_on(known: slice, town: Path, tmp_path: Path) -> None:
    shutil.copy(town / "register.jsonl", tmp_path)
    lines = (town / "truth.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "truth.jsonl").write_text("".join(lines[known]), encoding="utf-8")
    done = nayose("replay", tmp_path, "--ordinance", "G", "--json")
    assert done.code == 0
    assert "truth.jsonl is of another town" in done.err
    assert {p["score"] for p in done.json["lanes"]["G"]["programmes"].values()} == {None}


@pytest.mark.parametrize("last", ["0001-01-01", "1969-12-31", "2200-01-01", "9999-12-31"])
def test_as_of_a_day_on_which_nobody_can_record_anything_is_a_letter(last: str, town: Path) -> None:
    done = nayose("replay", town, "--ordinance", "G", "--as-of", last)
    assert (done.code, done.out) == (2, "")
    assert "from 1970-01-01 to 2199-12-31" in done.err


@pytest.mark.parametrize("last", ["1970-01-01", "2199-12-31"])
def test_as_of_the_first_and_the_last_day_that_there_is(last: str, town: Path) -> None:
    assert nayose("replay", town, "--ordinance", "sample", "--ordinance", "G-plus", "--as-of", last, "--json").code == 0


@pytest.mark.parametrize("days", [0, 1, 9, 11, 12, 30, 75, 118])
def test_as_of_a_day_is_the_town_of_the_events_up_to_it(days: int, town: Path, tmp_path: Path) -> None:
    last = datetime.date(2024, 11, 1) + datetime.timedelta(days=days)
    done = nayose("replay", town, "--ordinance", "G", "--assessor", "off", "--as-of", last, "--json").json
    for name in OFFICE_FILES:
        lines = (town / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if json.loads(line)["time"][:10] <= last.isoformat()]
        (tmp_path / name).write_text("".join(kept), encoding="utf-8")
    cut = nayose("replay", tmp_path, "--ordinance", "G", "--assessor", "off", "--as-of", last, "--json").json
    assert done["events"] == cut["events"] == len(lines_of(tmp_path))
    assert done["lanes"]["G"]["digest"] == cut["lanes"]["G"]["digest"]


def test_as_of_a_day_after_the_end_lets_the_days_pass(town: Path) -> None:
    told = nayose("replay", town, "--ordinance", "G", "--assessor", "off", "--as-of", "2025-12-31").out
    assert "as of 2025-12-31" in told


def moved_to(day: str, town: Path, folder: Path) -> Path:
    """The town's records as if all had been made on one day, without its truth."""
    for name in OFFICE_FILES:
        text = (town / name).read_text(encoding="utf-8")
        (folder / name).write_text(re.sub(r'("time":")\d{4}-\d{2}-\d{2}', rf"\g<1>{day}", text), encoding="utf-8")
    return folder


@pytest.mark.parametrize("day", ["1980-06-10", "2019-06-10", "2021-06-10", "2023-06-10"])
def test_records_of_days_whose_law_is_not_known_are_taken_and_what_cannot_be_judged_is_told(day: str, town: Path, tmp_path: Path) -> None:
    every = [word for name in names() for word in ("--ordinance", name)]
    done = nayose("replay", moved_to(day, town, tmp_path), *every, "--json")
    assert done.code == 0
    assert done.json["events"] == len(lines_of(town))
    assert f"The law of {day} is not in the parameters, so nothing is judged for: " in done.err
    assert "child allowance" in done.err
    assert done.json["lanes"]["G"]["programmes"]["child-allowance"]["eligible"] == 0


def test_once_the_law_is_known_those_recorded_before_are_judged_like_the_others(town: Path, tmp_path: Path) -> None:
    late = nayose("replay", moved_to("2023-06-10", town, tmp_path), "--ordinance", "G", "--as-of", "2025-03-31", "--json")
    early = nayose("replay", moved_to("2024-11-05", town, tmp_path), "--ordinance", "G", "--as-of", "2025-03-31", "--json")
    assert "is not in the parameters" not in late.err
    judged = [{id_: p["eligible"] for id_, p in done.json["lanes"]["G"]["programmes"].items()} for done in (late, early)]
    assert judged[0] == judged[1]
    assert judged[0]["child-allowance"] > 0


def test_as_of_a_day_before_the_beginning_is_an_empty_town(town: Path) -> None:
    done = nayose("replay", town, "--ordinance", "G", "--as-of", "2020-01-01", "--json")
    assert (done.code, done.json["events"]) == (0, 0)


def test_the_order_of_the_lines_within_a_day_does_not_matter_to_the_state(town: Path, tmp_path: Path) -> None:
    for name in OFFICE_FILES:
        lines = (town / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / name).write_text("".join(reversed(lines)), encoding="utf-8")
    usual = nayose("replay", town, "--ordinance", "G", "--assessor", "off", "--json").json
    turned = nayose("replay", tmp_path, "--ordinance", "G", "--assessor", "off", "--json").json
    assert turned["lanes"]["G"]["digest"] == usual["lanes"]["G"]["digest"]


def test_an_ordinance_may_be_a_file_and_its_stem_names_the_lane(town: Path, tmp_path: Path) -> None:
    from schemas.ordinance.reader import SHIPPED

    path = tmp_path / "ours.toml"
    path.write_bytes((SHIPPED / "G.toml").read_bytes())
    lanes = nayose("replay", town, "--ordinance", path, "--ordinance", "G", "--json").json["lanes"]
    assert list(lanes) == ["ours", "G"]
    assert lanes["ours"]["programmes"] != {}


def test_two_ordinances_of_one_name_are_a_letter(town: Path, tmp_path: Path) -> None:
    from schemas.ordinance.reader import SHIPPED

    path = tmp_path / "G.toml"
    path.write_bytes((SHIPPED / "C.toml").read_bytes())
    done = nayose("replay", town, "--ordinance", "G", "--ordinance", path)
    assert done.code == 2
    assert "called G" in done.err


def test_under_an_ordinance_that_answers_only_as_many_are_reached_and_less_is_learned(town: Path, tmp_path: Path) -> None:
    from schemas.ordinance.reader import SHIPPED

    text = (SHIPPED / "G.toml").read_text(encoding="utf-8").replace("answer_only = false", "answer_only = true")
    (tmp_path / "G.toml").write_text(text, encoding="utf-8")  # of one name: the written assessor looks at the same candidates
    (quiet,), (open_,) = (nayose("replay", town, "--ordinance", name, "--json").json["lanes"].values() for name in (tmp_path / "G.toml", "G"))
    quiet, open_ = quiet["programmes"], open_["programmes"]
    items = [[of["score"].pop("items") for of in lane.values() if of["score"]] for lane in (quiet, open_)]
    assert quiet == open_ and any(of["score"]["reached"] for of in quiet.values() if of["score"])
    assert 0 < sum(items[0]) < sum(items[1]) / 10


def test_a_mistaken_ordinance_file_is_told_in_the_language_chosen(town: Path, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('title = "t"\nmunicipality = "m"\ninstrument = "decree"\n', encoding="utf-8")
    assert "ours.toml, line 3" in nayose("replay", town, "--ordinance", path).err
    assert "ours.toml 3行目" in nayose("replay", town, "--ordinance", path, lang="ja").err


def test_people_read_benefits_and_people_known_side_by_side(town: Path) -> None:
    told = nayose("replay", town, "--ordinance", "C", "--ordinance", "G", lang="ja").out
    for lane in ("条例案 C", "条例案 G"):
        after = told[told.index(lane) :]
        assert after.index("届いた") < after.index("よその部署に知られた人")
    assert "国の法改正を仮定" in told


def test_no_number_of_anybody_is_printed(town: Path) -> None:
    numbers = {event["subject"] for event in lines_of(town) if "subject" in event}
    for done in (nayose("replay", town, "--ordinance", "G"), nayose("replay", town, "--ordinance", "G", "--json")):
        assert not [number for number in numbers if number in done.out + done.err]
