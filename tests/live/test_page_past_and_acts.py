"""On the Kafka runner too people go back in time, do what clerks and residents do, and see the arrangements that no lane has."""

from __future__ import annotations

import datetime
import json
from functools import partial
from typing import Any

import numpy as np
import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from schemas.keys import shown  # noqa: E402
from tests.live.both import Both  # noqa: E402
from tests.live.towns import LANES  # noqa: E402
from tests.page.asking import ask  # noqa: E402
from tests.page.test_mirror import moment  # noqa: E402
from workshop.kafka.reading import Topics  # noqa: E402

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]
PAST, ROW = "2025-02-12", "-row:2-2"


def go(both: Both, do: str, at: str = "") -> None:
    """Moves both clocks, and waits until everything is of their day."""
    both.asked("/api/time", {"do": do, **({"at": f"{at}T23:59"} if at else {})})
    for town in both.towns:
        town.settle()


@pytest.mark.parametrize("lane", LANES)
def test_a_day_in_the_past_has_all_the_figures_of_one_process_and_now_is_as_it_was(both: Both, lane: str) -> None:
    now = both.town.picture(lane)
    go(both, "to", PAST)
    assert both.town.standing(lane).day == datetime.date.fromisoformat(PAST).toordinal() and both.town.ready(lane)
    assert both.town.picture(lane) == both.alone.picture(lane) and moment(both.town.picture(lane)) != moment(now)
    note = ask(both.app, "/api/hello").json["runner"]["note"]
    assert "Kafka" in note["ja"] and both.town.note and "再生" in both.town.note["ja"]
    go(both, "now")
    assert both.town.picture(lane) == now and both.town.note is None and both.agree(lane)


def test_the_past_is_played_to_now_and_ends_in_what_the_topics_say(both: Both) -> None:
    now = both.town.picture("C")
    go(both, "to", PAST)
    for do in ({"do": "speed", "speed": "fastest"}, {"do": "play"}):
        assert ask(both.app, "/api/time", json.dumps(do).encode()).status == 200
    both.town.settle()
    assert not both.town.clock.playing and not both.town.clock.past and both.town.picture("C") == now
    go(both, "now")


def test_a_row_that_is_switched_on_a_past_day_is_switched_for_the_workers_too(both: Both) -> None:
    go(both, "to", PAST)
    before = both.town.picture("C")
    both.change("C", "switch", switch=ROW)
    both.town.settle()
    assert both.town.picture("C") == both.alone.picture("C") != before
    go(both, "now")
    assert both.agree("C") and both.town.lane("C").switches == (ROW,)
    both.change("C", "undo")
    assert both.agree("C")


def test_the_seven_arrangements_are_beside_the_lanes_as_in_one_process_and_it_is_said_how(both: Both) -> None:
    for app in (both.app, both.app_alone):
        ask(app, "/api/compare")
    for town in both.towns:
        town.settle()
    kafka, alone = both.asked("/api/compare")
    pictures = [[(one["letter"], one["picture"], one["point"]) for one in told["shipped"]] for told in (kafka, alone)]
    assert kafka["waiting"] == 0 and pictures[0] == pictures[1] and [letter for letter, *_ in pictures[0]] == list("ABCDEFG")
    assert "トピック" in kafka["note"]["ja"] and alone["note"] is None


def acts_of(both: Both, lane: str) -> dict[str, dict[str, Any]]:
    """For each act somebody of whom it is possible, with what the request says of them."""
    found: dict[str, dict[str, Any]] = {}
    engine = both.alone.standing(lane).runner.engine
    assert engine is not None
    for key in engine.gate.keys(np.flatnonzero(engine.link.records["record:register"])).tolist():
        told = ask(both.app_alone, f"/api/lanes/{lane}/residents/{shown(key)}").json
        for act in ("assess", "object", "apply"):
            if told["acts"][act] and act not in found:
                found[act] = {"resident": told["id"], "programme": told["acts"][act][0]["programme"]}
        years = [one["what"] for one in told["acts"]["correct"] if one["what"].startswith("income:")]
        if years and "correct" not in found:
            found["correct"] = {"resident": told["id"], "programme": "exempt-household-benefit", "what": years[-1], "value": 12_345}
        if len(found) == 4:
            break
    return found


def test_a_clerk_and_a_resident_do_on_kafka_what_they_do_in_one_process(both: Both) -> None:
    found = acts_of(both, "C")
    steps = [
        ("assess", {**found["assess"], "decision": "reject", "reason": "架空の理由"}), ("assess", {**found["assess"], "decision": "accept", "reason": "見直した"}),
        ("object", found["object"]), ("apply", {**found["apply"], "consent": True}), ("correct", found["correct"]),
    ]  # fmt: skip
    for act, said in steps:
        kafka, alone = both.asked(f"/api/lanes/C/{act}", said)
        assert kafka == alone, (act, kafka, alone)
    one = steps[0][1]["resident"]
    kafka, alone = both.asked(f"/api/lanes/C/residents/{one}")
    assert [(said["decision"], said["reason"]) for said in kafka["people"]] == [("accept", "見直した"), ("reject", "架空の理由")]
    assert kafka["people"] == alone["people"] and kafka["phases"] == alone["phases"] and kafka["verdicts"] == alone["verdicts"]
    for resident in {said["resident"] for _, said in steps}:
        kafka, alone = both.asked(f"/api/lanes/C/residents/{resident}")
        assert kafka["timeline"] == alone["timeline"] and kafka["verdicts"] == alone["verdicts"]
    assert both.agree("C")
    assert ask(both.app, "/api/lanes/C/ledger").json["people"] == ask(both.app_alone, "/api/lanes/C/ledger").json["people"] != []


def test_another_page_knows_what_people_did_and_it_is_there_after_going_back(both: Both) -> None:
    later = both.page()
    try:
        later.settle()
        assert later.acted("C") == both.town.acted("C") and len(later.acted("C")) == 5
        assert later.picture("C") == both.town.picture("C")
    finally:
        later.closing()
    go(both, "to", PAST)
    assert both.town.acted("C") == () and both.town.picture("C") == both.alone.picture("C")
    go(both, "now")
    assert both.agree("C") and len(both.town.acted("C")) == 5


def test_nobody_acts_on_a_past_day_and_that_is_said_in_words(both: Both) -> None:
    found = acts_of(both, "C")["object"]
    go(both, "to", PAST)
    answer = ask(both.app, "/api/lanes/C/object", json.dumps(found).encode())
    go(both, "now")
    assert answer.status == 422 and "いまに戻る" in answer.json["ja"] and "go to now" in answer.json["en"]


def test_a_lane_is_opened_copied_with_what_people_said_and_closed_and_opened_again_begins_anew(both: Both) -> None:
    for town in both.towns:
        town.worker.do(partial(town.copy, "C", "ほか")).result()
        town.settle()
    assert both.agree("ほか") and [event["data"].get("decision") for event in both.town.acted("ほか")] == [event["data"].get("decision") for event in both.town.acted("C")]
    entered = ask(both.app, "/api/lanes/ほか/ledger").json["total"]
    opened = ask(both.app, "/api/lanes", json.dumps({"from": "A", "name": "四つ目"}).encode())
    assert opened.status == 200 and both.town.ready("四つ目")
    for name in ("四つ目", "ほか"):
        assert ask(both.app, f"/api/lanes/{name}", method="DELETE").status == 200
    both.town.settle()
    with Topics(both.address, both.prefix) as topics:
        newest = topics.newest()
    assert list(both.town.lanes) == list(LANES) and not newest.in_force("ほか") and {one["verdict"] for one in newest.of("verdicts", "ほか")} == {"none"}
    later = both.page()
    try:
        assert list(later.lanes) == list(LANES)
    finally:
        later.closing()
    assert ask(both.app, "/api/lanes", json.dumps({"from": "C", "name": "ほか"}).encode()).status == 200
    both.town.settle()
    assert both.agree("ほか") and ask(both.app, "/api/lanes/ほか/ledger").json["total"] <= entered
    assert ask(both.app, "/api/lanes/ほか", method="DELETE").status == 200


def test_the_ten_minutes_lesson_says_on_kafka_what_it_says_in_one_process_and_shows_it(both: Both) -> None:
    kafka, alone = both.asked("/api/lesson", {"do": "start", "lesson": "ten-minutes"})
    seen = 0
    while True:
        assert without_time(kafka) == without_time(alone)
        guess = {"number": 5, "percent": 40}.get(kafka["round"]["kind"], (kafka["round"]["options"] or [None])[0])
        both.asked("/api/lesson/guess", {"value": guess})
        for do in ("close", "reveal"):
            kafka, alone = both.asked("/api/lesson", {"do": do})
            assert without_time(kafka) == without_time(alone), (kafka["step"]["title"], do)
        for town in both.towns:
            town.settle()
        assert kafka["round"]["reveal"]["figures"] and both.agree("lesson"), kafka["step"]["title"]
        assert both.town.lane("lesson").switches == both.alone.lane("lesson").switches
        seen += 1
        if kafka["last"]:
            break
        kafka, alone = both.asked("/api/lesson", {"do": "next"})
    assert seen >= 5
    both.asked("/api/lesson", {"do": "stop"})


def without_time(told: dict[str, Any]) -> dict[str, Any]:
    """A lesson as told, but for the seconds that are left."""
    return {name: value for name, value in told.items() if name != "left_s"}
