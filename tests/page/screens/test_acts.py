"""What people do: a person's decision goes before the written assessor's; objections, applications and corrections are events of the lane they are made in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette

from tests.page.asking import ask
from tests.page.screens.conftest import LANE, Screens, made
from workshop.page import screens
from workshop.page.requests.rights import Rights

PROGRAMME = "school-aid"


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    """A town of its own to act in."""
    found = made(tmp_path_factory.mktemp("town"), 8, 300)
    yield found
    found.town.worker.close()


@pytest.fixture
def who(one: Screens) -> str:
    """A resident who is told of school aid in lane G."""
    for id_ in one.some("keep:3-1", 30):
        verdicts = one.get(f"/api/lanes/{LANE}/residents/{id_}/verdicts")
        if any(v["programme"] == PROGRAMME and v["notified"] for v in verdicts):
            return id_
    raise AssertionError("nobody is told of school aid")


@pytest.fixture(scope="module")
def someone(one: Screens) -> str:
    """Somebody whom school aid concerns in lane G."""
    return one.some("keep:3-1", 1)[0]


def act(one: Screens, name: str, who: str, lane: str = LANE, **said: Any) -> Any:
    """What an act comes to."""
    answer = one.post(f"/api/lanes/{lane}/{name}", resident=who, programme=PROGRAMME, **said)
    assert answer.status == 200, answer.json
    return answer.json


def test_a_person_who_rejects_withdraws_the_notice_and_who_accepts_afterwards_brings_it_back(one: Screens, who: str) -> None:
    reached = one.town.picture(LANE)["programmes"]
    other = one.town.picture("C")
    said = act(one, "assess", who, decision="reject", reason="事情を聞いた")
    assert (said["before"]["notified"], said["after"]["notified"]) == (True, False)
    one.town.settle()
    shown = one.get(f"/api/lanes/{LANE}/residents/{who}")
    assert shown["phases"][0]["stands"]["ja"] == "アセスメントで止まった"
    assert shown["people"][0]["reason"] == "事情を聞いた" and one.get(f"/api/lanes/{LANE}/ledger")["people"][0]["decision"] == "reject"
    assert one.town.picture(LANE)["programmes"] != reached and one.town.picture("C") == other
    assert act(one, "assess", who, decision="accept", reason="もう一度確かめた")["after"]["notified"] is True
    one.town.settle()
    assert one.get(f"/api/lanes/{LANE}/residents/{who}")["phases"][0]["steps"][1]["said"]["ja"] == "アセスメント：認める"


def test_an_objection_stops_what_passes_and_is_in_the_timeline_of_that_lane_alone(one: Screens, who: str) -> None:
    said = act(one, "object", who)
    assert said["before"]["verdict"] == "eligible" and said["after"]["verdict"] == "cannot-be-told" and "守り" in said["said"]["ja"]
    one.town.settle()
    mine, other = (one.get(f"/api/lanes/{lane}/residents/{who}") for lane in (LANE, "C"))
    assert mine["timeline"][-1]["type"] == "objection.made" and all(e["type"] != "objection.made" for e in other["timeline"])
    assert mine["ledger"][0]["decision"] in ("denied", "retracted") and any(e["reason"]["ja"] == "本人が異議を申し出た" for e in mine["ledger"])


def test_where_objections_are_not_heard_one_is_kept_and_changes_nothing(one: Screens) -> None:
    one.town.change(LANE, lambda lane: lane.switch(lane.revision, "safeguards.objection=off"))
    one.town.settle()
    who = next(id_ for id_ in one.some("keep:3-1", 30) if not any(e["type"] == "objection.made" for e in one.get(f"/api/lanes/{LANE}/residents/{id_}/timeline")))
    said = act(one, "object", who)
    one.town.change(LANE, lambda lane: lane.undo(lane.revision))
    one.town.settle()
    assert said["before"] == said["after"] and "止めません" in said["said"]["ja"]


def test_where_nobody_is_asked_a_decision_changes_no_notice(one: Screens) -> None:
    one.town.change(LANE, lambda lane: lane.switch(lane.revision, "safeguards.human_assessment=off"))
    one.town.settle()
    who = next(v for v in one.some("keep:3-1", 30) if any(a["programme"] == PROGRAMME for a in one.get(f"/api/lanes/{LANE}/residents/{v}")["acts"]["assess"]))
    said = act(one, "assess", who, decision="reject", reason="試し")
    one.town.change(LANE, lambda lane: lane.undo(lane.revision))
    one.town.settle()
    assert said["before"] == said["after"] and "待たずに" in said["said"]["ja"]


def test_an_application_opens_what_an_ordinance_of_applications_lets_pass(one: Screens) -> None:
    for id_ in (each["id"] for each in one.get("/api/lanes/C/residents?pick=missed")):
        verdicts = {v["programme"]: v for v in one.get(f"/api/lanes/C/residents/{id_}")["verdicts"]}
        if verdicts.get(PROGRAMME, {}).get("verdict") == "cannot-be-told" and not one.get(f"/api/lanes/C/residents/{id_}")["phases"]:
            break
    said = act(one, "apply", id_, "C", consent=True)
    assert said["event"]["type"] == "child.application-received" and "同意しています" in said["said"]["ja"]
    one.town.settle()
    entries = one.get(f"/api/lanes/C/residents/{id_}")["ledger"]
    assert entries[0]["at"] == said["event"]["day"] or said["before"] == said["after"]


def test_a_corrected_income_is_judged_anew(one: Screens) -> None:
    programme = "exempt-household-benefit"
    for id_ in one.some("keep:2-1", 30):
        years = [c["what"] for c in one.get(f"/api/lanes/{LANE}/residents/{id_}")["acts"]["correct"] if c["what"].startswith("income:")]
        if years:
            break
    said = [one.post(f"/api/lanes/{LANE}/correct", resident=id_, programme=programme, what=year, value=40_000_000).json for year in years]
    assert said[0]["before"]["verdict"] == "eligible" and said[-1]["after"]["verdict"] == "not-eligible"
    one.town.settle()
    assert any(e["corrected"] for e in one.get(f"/api/lanes/{LANE}/residents/{id_}/timeline"))


@pytest.mark.parametrize(
    ("name", "said", "status"),
    [
        ("assess", {"decision": "maybe", "reason": "x"}, 422), ("assess", {"decision": "accept"}, 422), ("assess", {"decision": "accept", "reason": " "}, 422),
        ("assess", {"decision": "accept", "reason": "x" * 201}, 422), ("assess", {"decision": "accept", "reason": "1234 5678 9012"}, 422),
        ("object", {"programme": "weather"}, 422), ("apply", {"programme": "child-watch"}, 422), ("correct", {"what": "link:police"}, 422),
        ("correct", {"what": "income:1950", "value": 1}, 422), ("object", {"resident": "123456789012"}, 422), ("object", {"resident": 5}, 422),
    ],
)  # fmt: skip
def test_an_act_that_cannot_be_is_a_letter_and_leaves_no_event(one: Screens, someone: str, name: str, said: dict[str, Any], status: int) -> None:
    before = one.town.acted(LANE)
    answer = one.post(f"/api/lanes/{LANE}/{name}", **{"resident": someone, "programme": PROGRAMME, **said})
    assert answer.status == status and answer.json["ja"] and answer.json["en"] and one.town.acted(LANE) == before
    assert "123456789012" not in answer.body.decode() and "1234 5678 9012" not in answer.body.decode()


def test_a_participant_acts_in_the_own_lane_alone_and_in_none_that_is_held_fast(one: Screens, someone: str) -> None:
    app = Starlette(routes=screens.routes(one.town, lambda _: Rights("participant", "C")))
    body = f'{{"resident": "{someone}", "programme": "{PROGRAMME}", "decision": "accept", "reason": "x"}}'.encode()
    assert ask(app, f"/api/lanes/{LANE}/assess", body).status == 403
    one.town.lane("C").locked = True
    try:
        assert ask(app, "/api/lanes/C/assess", body).status == 423
    finally:
        one.town.lane("C").locked = False
    assert ask(app, f"/api/lanes/{LANE}/residents/{someone}").status == 200
