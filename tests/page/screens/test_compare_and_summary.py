"""Lanes beside each other and the summary: each number is the lane's, and nothing is ranked."""

from __future__ import annotations

import pytest

from tests.cli.calling import nayose
from tests.page.screens.conftest import LANE, Screens
from workshop.page.screens.compare import SHIPPED, axis, point
from workshop.page.screens.summary import MOST_MARKS, waffle


def test_the_seven_say_so_until_they_are_played_and_then_have_the_replays_figures(one: Screens) -> None:
    first = one.get("/api/compare?base=C")
    assert [column["letter"] for column in first["shipped"]] == list(SHIPPED)
    assert first["waiting"] == sum(column["picture"] is None for column in (*first["lanes"], *first["shipped"]))
    one.town.settle()
    found = one.get("/api/compare?base=C")
    assert found["waiting"] == 0
    said = nayose("replay", one.folder, *(part for name in SHIPPED for part in ("--ordinance", name)), "--json").json["lanes"]
    for column in found["shipped"]:
        scores = [p["score"] for p in said[column["name"]]["programmes"].values() if p["score"] and p["score"]["nature"] == "support"]
        assert column["point"]["y"] == column["picture"]["reached"] == sum(score["reached"] for score in scores)
        assert column["picture"]["missed"] == sum(score["missed"] for score in scores)
        assert column["point"].get("x") == column["picture"]["profiled_per_benefit"]


def test_differences_are_figures_less_the_bases(one: Screens) -> None:
    found = one.get("/api/compare?base=C")
    base = next(lane["picture"] for lane in found["lanes"] if lane["name"] == "C")
    for lane in found["lanes"]:
        for name in ("reached", "missed", "wrong", "profiled", "items"):
            assert lane["difference"][name] == lane["picture"][name] - base[name]
    assert any(lane["difference"]["reached"] for lane in found["lanes"])


def test_a_lane_that_was_changed_bears_no_letter_and_one_that_was_not_does(one: Screens) -> None:
    letters = {lane["name"]: lane["letter"] for lane in one.get("/api/compare")["lanes"]}
    assert letters == {"C": "C", LANE: None}


def test_the_grid_tells_no_row_from_forbidden_and_application_from_open(one: Screens) -> None:
    found = one.get("/api/compare")
    said = {state for column in (*found["lanes"], *found["shipped"]) for of in column["grid"].values() for state in of.values()}
    assert {"open", "application", "none"} <= said <= set(found["states"])


def test_who_reached_none_has_no_place_on_the_axis_and_the_axis_is_logarithmic_only_beyond_twenty_times() -> None:
    none = point({"reached": 0, "wrong": 3, "profiled": 9, "profiled_per_benefit": None})
    assert none == {"y": 0, "ring": 3, "profiled": 9, "undefined": True}
    at = [{"x": x, "y": 1, "undefined": False} for x in (0.5, 10.0)]
    assert axis([*at, none, None])["x"]["log"] is False
    wide = axis([*at, {"x": 10.5, "y": 7, "undefined": False}])
    assert wide["x"]["log"] is True and "（対数）" in wide["x"]["ja"] and wide["y"]["max"] == 7
    assert axis([{"x": 0.0, "y": 1, "undefined": False}, *at])["x"]["log"] is False and axis([])["x"]["max"] == 0


def test_the_table_is_sorted_by_name_and_a_base_that_there_is_not_is_a_letter(one: Screens) -> None:
    one.get("/api/compare")
    one.town.settle()
    lines = one.ask("/api/compare?as=csv").body.decode().splitlines()[2:]
    assert lines == sorted(lines) and len(lines) == 9
    assert one.ask("/api/compare?base=Z").status == 422


def test_the_summarys_sentences_hold_its_figures(screens: Screens) -> None:
    found = screens.get(f"/api/lanes/{LANE}/summary")
    figures, (reached, items, wrong) = found["figures"], found["sentences"]
    assert f"{figures['reached']:,}件に届き、{figures['missed']:,}件に届きませんでした" in reached["ja"]
    assert str(figures["items_per_resident"]) in items["ja"] and f"{figures['wrong']:,}件" in wrong["ja"]
    assert found["picture"] == screens.town.picture(LANE)


def test_the_summarys_gates_are_the_rows_that_let_data_pass(screens: Screens) -> None:
    found, lane = screens.get(f"/api/lanes/{LANE}/summary"), screens.town.lane(LANE)
    rows = {gate["row"] for gate in found["gates"]["open"]} - {"statutory_pairs"}
    assert rows == {row.row for row in lane.ordinance.rows if row.table != "table1"}
    assert {gate["row"] for gate in found["gates"]["closed"]} - {"statutory_pairs"} == {row.row for row in lane.base.rows} - {row.row for row in lane.ordinance.rows}
    assert all(one["confidence"]["ja"] and one["source"] for one in found["sources"])


@pytest.mark.parametrize(("reached", "missed", "wrong"), [(0, 0, 0), (1, 0, 0), (150, 50, 3), (151, 50, 3), (1234, 987, 65), (0, 3, 90_000)])
def test_marks_stand_for_all_cases_and_are_never_too_many(reached: int, missed: int, wrong: int) -> None:
    found = waffle({"reached": reached, "missed": missed, "wrong": wrong})
    for name, figure in (("reached", reached), ("missed", missed), ("wrong", wrong)):
        assert figure <= found[name] * found["each"] < figure + found["each"]
        assert found[name] <= MOST_MARKS
