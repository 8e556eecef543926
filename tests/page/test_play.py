"""The town over time: every day is what a replay to it says, going back changes nothing, and what was learned is exact after a change."""

from __future__ import annotations

import datetime
import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from producers.simulate import simulate, write
from schemas.ordinance import load
from tests.cli.calling import nayose
from tests.nightly import rest_at_night
from workshop.page.playing.clock import Clock
from workshop.page.playing.in_process import TownInProcess
from workshop.page.playing.town import About
from workshop.score import Scorer
from workshop.towns import Wanted, make, month_truths_begun
from workshop.truth import read_truth

SEEDS = (3, 4)


@pytest.fixture(scope="module", params=rest_at_night(SEEDS, lambda seed: seed == SEEDS[0]))
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("town")
    write(simulate(300, months=4, seed=request.param), place)
    return place


@pytest.fixture(scope="module")
def town(folder: Path) -> TownInProcess:
    return TownInProcess(folder, {"C": load("C"), "G": load("G")})


def replayed(folder: Path, lane: str, *more: str) -> dict[str, Any]:
    found = nayose("replay", folder, "--ordinance", lane, *more, "--json").json["lanes"][lane]
    return {"digest": found["digest"], "programmes": {id_: one["score"] for id_, one in found["programmes"].items() if one["score"]}}


def scored(town: TownInProcess, lane: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(town.standing(lane).score))
    return found


def learned(programmes: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """What no truth is needed for."""
    return {id_: tuple(score[name] for name in ("items", "profiled", "shown_on_portal", "not_shown_on_portal")) for id_, score in programmes.items()}


@pytest.mark.parametrize(("lane", "switch"), [("C", "-row:2-2"), ("C", "safeguards.tax_consent=off"), ("G", "-row:3-1")])
def test_after_a_change_also_what_was_learned_is_as_if_the_ordinance_had_been_so_from_the_first_day(town: TownInProcess, folder: Path, lane: str, switch: str) -> None:
    first = town.picture(lane)
    town.change(lane, lambda lane: lane.switch(lane.revision, switch))
    assert not town.ready(lane)
    town.settle()
    expected = replayed(folder, lane, "--switch", switch)
    assert town.ready(lane) and scored(town, lane) == expected["programmes"]
    standing = town.standing(lane)
    assert standing.runner.digest(standing.name) == expected["digest"]
    undone = town.change(lane, lambda lane: lane.undo(lane.revision))
    assert undone.after == first and town.ready(lane), "an ordinance that was played already is exact at once"


@pytest.mark.parametrize("day", ["2024-11-01", "2024-12-15", "2025-02-27"])
def test_a_day_in_the_past_is_what_a_replay_to_that_day_says(town: TownInProcess, folder: Path, day: str) -> None:
    town.clock.to(datetime.datetime.fromisoformat(day))
    town.settle()
    expected = replayed(folder, "C", "--as-of", day)
    standing = town.standing("C")
    assert standing.runner.digest(standing.name) == expected["digest"]
    assert learned(scored(town, "C")) == learned(expected["programmes"])
    town.clock.now()
    town.settle()


def test_back_and_forth_and_back_to_now_ends_in_the_same_numbers(town: TownInProcess) -> None:
    first = {name: town.picture(name) for name in town.lanes}
    for day in ("2024-12-24", "2024-11-03", "2025-02-20"):
        town.clock.to(datetime.datetime.fromisoformat(day))
        town.settle()
        assert town.clock.past
    town.clock.to(datetime.datetime(2024, 11, 3))
    town.settle()
    assert town.picture("G")["items"] < first["G"]["items"]
    town.clock.now()
    town.settle()
    assert {name: town.picture(name) for name in town.lanes} == first and not town.clock.past


def test_playing_day_after_day_comes_to_the_numbers_of_going_there_at_once(town: TownInProcess) -> None:
    town.clock.to(datetime.datetime(2025, 1, 5))
    town.settle()
    there = town.picture("G")
    for day in range(1, 6):
        town.clock.to(datetime.datetime(2025, 1, day))
        town.settle()
    assert town.picture("G") == there
    town.clock.now()
    town.settle()


def test_as_fast_as_it_can_it_plays_to_the_end_and_stands_still_there(town: TownInProcess) -> None:
    first = town.picture("C")
    town.clock.to(datetime.datetime(2024, 11, 1))
    town.clock.run_at("fastest")
    town.clock.play()
    town.settle()
    assert not town.clock.playing and town.clock.day == town.cuts.last_day and town.picture("C") == first


def test_what_differs_under_the_ordinance_before_is_of_the_same_day_wherever_the_clock_goes(town: TownInProcess) -> None:
    town.change("C", lambda lane: lane.switch(lane.revision, "-row:2-2"))
    town.clock.to(datetime.datetime(2025, 1, 20))
    town.settle()
    played = town.played("C")
    assert played.before is not None and played.before.day == played.shown.day == town.clock.day
    before = played.before.picture
    town.change("C", lambda lane: lane.undo(lane.revision))
    assert town.picture("C") == before
    town.clock.now()
    town.settle()


def test_a_clock_goes_at_its_speed_and_knows_what_is_past() -> None:
    now = 100.0
    clock = Clock(1000, 1009, steady=lambda: now)
    assert clock.day == 1009 and clock.told()["last_day"] and not clock.past
    clock.play()
    assert clock.day == 1000, "from the end it begins anew"
    clock.run_at(10)
    now += 5
    assert clock.told()["at"].endswith("T02:00") and clock.day == 1002 and clock.past and clock.playing
    clock.pause()
    now += 50
    assert clock.day == 1002
    clock.now()
    assert clock.day == 1009 and not clock.past
    clock.start_at(datetime.datetime.fromordinal(1004))
    clock.play()
    now += 1
    assert not clock.past, "nothing later was ever reached"
    now += 1000
    assert clock.told()["last_day"] and not clock.playing


def test_a_past_day_is_scored_with_the_truth_of_its_months_end_and_the_last_with_the_towns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAYOSE_HOME", str(tmp_path))
    wanted = Wanted(200, 3, 3, datetime.date(2024, 11, 1))
    folder = make(wanted)
    town = TownInProcess(folder, {"G": load("G")}, About(3, 3, "2024-11-01", 200), months=month_truths_begun(wanted))
    assert town.truths.day(town.clock.day) == town.truths.end == datetime.date(2025, 1, 31).toordinal()
    assert dict(town.standing("G").score) == dict(Scorer(town.standing("G").runner, read_truth(folder)).score("G"))
    town.clock.to(datetime.datetime(2024, 11, 10))
    town.settle()
    assert sorted(path.name for path in (folder / "truths").iterdir()) == ["2024-11-30.jsonl", "2024-12-31.jsonl"]
    standing, of_month = town.standing("G"), read_truth(folder / "truths" / "2024-11-30.jsonl")
    assert town.truths.day(town.clock.day) == datetime.date(2024, 11, 30).toordinal()
    assert dict(standing.score) == dict(Scorer(standing.runner, of_month).score("G")) != dict(Scorer(standing.runner, read_truth(folder)).score("G"))


def test_a_switch_does_not_wait_for_the_truth_of_a_month_that_is_still_being_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAYOSE_HOME", str(tmp_path))
    wanted, made = Wanted(200, 3, 3, datetime.date(2024, 11, 1)), threading.Event()
    folder, there = make(wanted), month_truths_begun(wanted)

    def when_told() -> Path:
        made.wait(60)
        return there()

    town = TownInProcess(folder, {"G": load("G")}, About(3, 3, "2024-11-01", 200), months=when_told)
    town.clock.to(datetime.datetime(2024, 11, 10))
    town.moved()
    town.change("G", lambda lane: lane.switch(1, "safeguards.objection=off"))
    assert not town.ready("G") and town.standing("G").day == town.cuts.last_day, "it still shows the day before"
    made.set()
    town.settle()
    assert town.ready("G") and town.standing("G").day == datetime.date(2024, 11, 10).toordinal()
    town.closing()


def test_a_new_day_is_scored_in_steps_so_that_a_switch_need_not_wait_for_the_whole_town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("workshop.truth_town.AT_A_TIME", 40)
    write(simulate(200, 2, 3, datetime.date(2024, 11, 1)), tmp_path)
    town = TownInProcess(tmp_path, {"G": load("G")})
    history, day = town.histories.of(load("G")), town.cuts.last_day - 1
    steps = 0
    while not history.stands_at(day):
        history.step(day)
        steps += 1
    pieces = 3 * 200 // 40  # the truth, and what is on file as registered and as people really live
    assert steps > pieces, "each lets a switch in before the next"
    assert history.standing is not None
    assert dict(history.standing.score) == dict(Scorer(history.standing.runner, town.someone.truth).score("G"))


def test_truths_that_cannot_be_made_stop_nobody_from_switching(tmp_path: Path) -> None:
    def full() -> Path:
        raise OSError("no space left on device")

    write(simulate(200, 3, 3, datetime.date(2024, 11, 1)), tmp_path)
    town = TownInProcess(tmp_path, {"G": load("G")}, About(3, 3, "2024-11-01", 200), months=full)
    town.clock.to(datetime.datetime(2024, 11, 10))
    town.moved()
    time.sleep(0.2)
    town.change("G", lambda lane: lane.switch(1, "safeguards.objection=off"))
    assert town.worker.alive and not town.ready("G") and town.standing("G").day == town.cuts.last_day
    town.closing()
