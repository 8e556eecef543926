"""Rooms and lessons over the server: who may do what, and what nobody is told too early."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from producers.simulate import simulate, write
from schemas.ordinance import load
from tests.page.asking import Answer, ask
from workshop.page.playing.in_process import TownInProcess
from workshop.page.playing.town import Town
from workshop.page.rooms.room import Room
from workshop.page.server import app_of

OPENING = "/api/lesson"


class Sat:
    """A room over a town, and questions to it."""

    def __init__(self, town: Town, room: Room | None) -> None:
        self.room, self.town, self.app = room, town, app_of(town, room)

    def get(self, path: str, token: str = "") -> Answer:
        return ask(self.app, path, x_nayose_token=token)

    def post(self, path: str, token: str = "", **said: Any) -> Answer:
        return ask(self.app, path, json.dumps(said).encode(), x_nayose_token=token)

    def join(self, table: str) -> dict[str, Any]:
        assert self.room is not None
        answered = self.post("/api/room/join", code=self.room.code, table=table)
        assert answered.status == 200
        found: dict[str, Any] = answered.json
        return found


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TownInProcess]:
    place = tmp_path_factory.mktemp("town")
    write(simulate(300, 6, 1), place)
    held = TownInProcess(place, {"C": load("C")})
    yield held
    held.worker.close()


@pytest.fixture
def sat(town: TownInProcess) -> Sat:
    for name in [name for name in town.lanes if name != "C"]:
        town.close(name)
    return Sat(town, Room())


def test_two_tables_join_and_each_has_a_lane_of_its_own(sat: Sat) -> None:
    one, other = sat.join("みどり"), sat.join("あおい")
    assert {lane["name"]: lane["owner"] for lane in sat.get("/api/hello", one["token"]).json["lanes"]} == {"C": None, one["lane"]: "みどり", other["lane"]: "あおい"}
    assert sat.get("/api/hello", one["token"]).json["rights"] == {"role": "participant", "lane": one["lane"]}


def test_a_table_for_which_there_is_no_lane_is_told_so_and_the_room_goes_on_without_it(sat: Sat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TownInProcess, "most_lanes", 2)
    sat.join("みどり")
    assert sat.room is not None
    for path, said in (("/api/room/join", {"code": sat.room.code, "table": "あおい"}), ("/api/lanes", {"from": "A", "name": "もう一つ"})):
        refused = sat.post(path, sat.room.facilitator, **said)
        assert refused.status == 422 and "2" in refused.json["ja"] and "2" in refused.json["en"]
    assert [table.name for table in sat.room.tables] == ["みどり"] and sat.room.phones == 1 and len(sat.town.lanes) == 2


def test_a_table_changes_its_own_lane_and_gets_403_at_any_other(sat: Sat) -> None:
    one, other = sat.join("みどり"), sat.join("あおい")
    before = sat.get(f"/api/lanes/{other['lane']}", one["token"]).json["picture"]
    assert sat.post(f"/api/lanes/{one['lane']}/switch", one["token"], base=1, switch="-row:3-1").status == 200
    assert sat.get(f"/api/lanes/{other['lane']}", one["token"]).json["picture"] == before
    for lane in (other["lane"], "C"):
        for what in ("switch", "undo", "act", "assess", "object", "ordinance"):
            assert sat.post(f"/api/lanes/{lane}/{what}", one["token"], base=1, switch="-row:3-1").status == 403
    assert sat.post("/api/lanes", one["token"], **{"from": "C", "name": "mine"}).status == 403
    assert sat.post("/api/time", one["token"], do="play").status == 403


@pytest.mark.parametrize("path", ["/api/hello", "/api/lanes/C", "/api/room", "/api/lesson", "/api/stream", "/api/lessons"])
def test_a_forged_token_gets_403_everywhere(sat: Sat, path: str) -> None:
    answered = sat.get(path, "forged")
    assert answered.status == 403 and set(answered.json) == {"ja", "en"}


def test_who_has_no_token_looks_and_changes_nothing(sat: Sat) -> None:
    assert sat.get("/api/hello").json["rights"]["role"] == "projector"
    assert sat.post("/api/lanes/C/switch", base=1, switch="-row:3-1").status == 403
    assert sat.post("/api/room", do="lock").status == 403 and sat.post(OPENING, do="start", lesson="ten-minutes").status == 403


def test_a_locked_table_gets_423_in_words_and_can_look(sat: Sat) -> None:
    assert sat.room is not None
    one = sat.join("みどり")
    assert sat.post("/api/room", sat.room.facilitator, do="lock").json["locked"]
    refused = sat.post(f"/api/lanes/{one['lane']}/switch", one["token"], base=1, switch="-row:3-1")
    assert refused.status == 423 and refused.json["ja"] and sat.get(f"/api/lanes/{one['lane']}", one["token"]).status == 200
    late = sat.join("あおい")
    assert sat.post(f"/api/lanes/{late['lane']}/switch", late["token"], base=1, switch="-row:3-1").status == 423
    sat.post("/api/room", sat.room.facilitator, do="unlock")
    assert sat.post(f"/api/lanes/{one['lane']}/switch", one["token"], base=1, switch="-row:3-1").status == 200


def test_resetting_brings_every_table_back_to_the_first_ordinance(sat: Sat) -> None:
    assert sat.room is not None
    one = sat.join("みどり")
    first = sat.get(f"/api/lanes/{one['lane']}", one["token"]).json["hash"]
    sat.post(f"/api/lanes/{one['lane']}/switch", one["token"], base=1, switch="-row:3-1")
    assert sat.get(f"/api/lanes/{one['lane']}", one["token"]).json["hash"] != first
    sat.post("/api/room", sat.room.facilitator, do="reset")
    assert sat.get(f"/api/lanes/{one['lane']}", one["token"]).json["hash"] == first


def test_a_hidden_name_is_in_no_answer_to_a_table(sat: Sat) -> None:
    assert sat.room is not None
    one, other = sat.join("みどり"), sat.join("あおい")
    assert sat.post("/api/room", sat.room.facilitator, do="hide", table=one["number"]).json["tables"][0]["hidden"]
    for path in ("/api/room", "/api/hello", "/api/lesson"):
        assert "みどり" not in sat.get(path, other["token"]).body.decode()
    assert sat.post("/api/room", sat.room.facilitator, do="hide", table=99).status == 422


def test_a_wrong_code_and_an_ended_room_say_so(sat: Sat) -> None:
    assert sat.room is not None
    wrong = sat.post("/api/room/join", code="222222", table="みどり")
    assert wrong.status == 404 and "参加コード" in wrong.json["ja"]
    one = sat.join("みどり")
    sat.post("/api/room", sat.room.facilitator, do="end")
    assert sat.post("/api/room/join", code=sat.room.code, table="みどり").status == 410
    over = sat.get("/api/hello", one["token"])
    assert over.status == 403 and "終わりました" in over.json["ja"]


def test_no_guess_is_in_any_answer_before_the_question_is_closed(sat: Sat) -> None:
    assert sat.room is not None
    lead, one, other = sat.room.facilitator, sat.join("みどり")["token"], sat.join("あおい")["token"]
    assert sat.post(OPENING, lead, do="start", lesson="ten-minutes").status == 200
    assert sat.post("/api/lesson/guess", one, value=713_241).json["round"]["mine"] == 713_241
    for who in (lead, other, sat.room.projector, ""):
        for path in ("/api/lesson", "/api/room", "/api/hello"):
            assert "713241" not in sat.get(path, who).body.decode()
        assert sat.get(OPENING, who).json["round"]["tally"] is None and sat.get(OPENING, who).json["round"]["reveal"] is None
    assert sat.get(OPENING, other).json["round"]["guesses"] == 1
    sat.post("/api/lesson/guess", other, value=41)
    closed = sat.post(OPENING, lead, do="close").json["round"]
    assert closed["tally"] == {"count": 2, "median": (713_241 + 41) / 2, "least": 41, "most": 713_241} and closed["reveal"] is None
    assert sat.post("/api/lesson/guess", one, value=2).status == 422
    shown = sat.post(OPENING, lead, do="reveal").json["round"]
    assert shown["reveal"]["text"]["ja"] and isinstance(shown["reveal"]["answer"], int)
    assert sat.get(OPENING, one).json["round"]["mine"] is None


def test_only_who_leads_moves_the_lesson_and_sees_the_notes(sat: Sat) -> None:
    assert sat.room is not None
    one = sat.join("みどり")["token"]
    sat.post(OPENING, sat.room.facilitator, do="start", lesson="workshop-60")
    assert sat.post(OPENING, one, do="next").status == 403
    assert "facilitator" in sat.get(OPENING, sat.room.facilitator).json["step"] and "facilitator" not in sat.get(OPENING, one).json["step"]
    assert sat.post("/api/lesson/guess", sat.room.facilitator, value="agree").status == 403


@pytest.mark.parametrize("value", ["perhaps", 12, None, [], {"a": 1}])
def test_what_is_no_answer_is_a_letter(sat: Sat, value: Any) -> None:
    assert sat.room is not None
    one = sat.join("みどり")["token"]
    sat.post(OPENING, sat.room.facilitator, do="start", lesson="workshop-60")
    refused = sat.post("/api/lesson/guess", one, value=value)
    assert refused.status == 422 and set(refused.json) == {"ja", "en"}


def test_the_lessons_lane_follows_the_step_and_the_reveal(sat: Sat) -> None:
    assert sat.room is not None
    lead = sat.room.facilitator
    sat.post(OPENING, lead, do="start", lesson="workshop-60")
    sat.post(OPENING, lead, do="skip")
    assert sat.get(OPENING).json["step"]["talk"] is None
    assert sat.town.lane("lesson").switches == () and sat.town.clock.told()["day"] == "2025-03-31"
    sat.post(OPENING, lead, do="reveal")
    talk = sat.get(OPENING).json["step"]["talk"]
    assert talk["ja"] and not set("{}") & set(talk["ja"] + talk["en"])
    lane = sat.town.lane("lesson")
    assert lane.switches[0] == "-row:2-2" and sat.get("/api/lanes/lesson").json["revision"] == lane.revision
    sat.post(OPENING, lead, do="stop")
    assert sat.get(OPENING).json["running"] is False


def test_somebody_alone_needs_no_room_and_sees_both_errors_side_by_side(town: TownInProcess) -> None:
    alone = Sat(town, None)
    assert alone.get("/api/room").json == {"open": False}
    assert [lesson["id"] for lesson in alone.get("/api/lessons").json] == ["ten-minutes", "workshop-60"]
    alone.post(OPENING, do="start", lesson="ten-minutes")
    alone.post("/api/lesson/guess", value=5)
    first = alone.post(OPENING, do="reveal").json
    assert [error["guess"] for error in first["errors"]] == [5] and first["errors"][0]["off"] == 5 - first["round"]["reveal"]["answer"]
    while not first["last"]:
        first = alone.post(OPENING, do="next").json
    alone.post("/api/lesson/guess", value=8)
    errors = alone.post(OPENING, do="reveal").json["errors"]
    assert [error["guess"] for error in errors] == [5, 8] and errors[0]["question"] != errors[1]["question"]
    assert alone.post(OPENING, do="start", lesson="none").status == 422 and alone.post("/api/room", do="lock").status == 422


def test_a_step_that_is_restarted_forgets_its_guesses(town: TownInProcess) -> None:
    alone = Sat(town, None)
    alone.post(OPENING, do="start", lesson="ten-minutes")
    alone.post("/api/lesson/guess", value=5)
    alone.post(OPENING, do="reveal")
    anew = alone.post(OPENING, do="restart").json
    assert anew["round"]["phase"] == "guess" and anew["round"]["guesses"] == 0 and anew["errors"] == []
    before = anew["left_s"]
    assert alone.post(OPENING, do="extend").json["left_s"] > before + 50
