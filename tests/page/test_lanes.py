"""Requests about lanes and time: opened, closed, put under other ordinances, linked to, moved; and what each says where it cannot be."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette

from producers.simulate import simulate, write
from schemas.ordinance import load
from tests.page.asking import Answer, ask, change
from workshop.page import lanes, times
from workshop.page.playing.in_process import TownInProcess
from workshop.page.playing.town import About
from workshop.page.requests.rights import Forbidden, Rights, RightsOf
from workshop.page.server import app_of
from workshop.page.telling.frames import Board


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> TownInProcess:
    place = tmp_path_factory.mktemp("town")
    write(simulate(200, months=3, seed=5), place)
    return TownInProcess(place, {"C": load("C"), "G": load("G")}, About(5, 3, "2024-11-01", 200, "0123456789"))


@pytest.fixture
def app(town: TownInProcess) -> Iterator[Any]:
    """The app; afterwards there are the lanes C and G as they were, at the end of the town."""
    yield app_of(town)
    town.clock.pause()
    town.clock.now()
    for name in [name for name in town.lanes if name not in ("C", "G")]:
        town.close(name)
    for name in ("C", "G"):
        town.lane(name).locked = False
        while town.lane(name).undone:
            town.change(name, lambda lane: lane.undo(lane.revision))
    town.settle()


def post(app: Any, path: str, **said: Any) -> Answer:
    return ask(app, path, json.dumps(said).encode())


def app_under(town: TownInProcess, rights_of: RightsOf) -> Any:
    """The routes of lanes and time under somebody's rights."""

    def hello(request: Any) -> dict[str, Any]:
        return rights_of(request).told()

    return Starlette(routes=[*times.routes(town, Board(), rights_of, hello, lambda: False), *lanes.routes(town, Board(), rights_of)])


def revision(app: Any) -> int:
    found: int = ask(app, "/api/lanes/C").json["revision"]
    return found


def test_a_lane_that_is_saved_from_another_has_its_numbers_and_goes_its_own_way(app: Any, town: TownInProcess) -> None:
    post(app, "/api/lanes/G/switch", base=ask(app, "/api/lanes/G").json["revision"], switch="-row:2-1")
    made = post(app, "/api/lanes", **{"from": "G", "name": "みどりの案"}).json
    before = ask(app, "/api/lanes/G").json
    assert made["switches"] == ["-row:2-1"] and made["picture"] == before["picture"] and made["undo"] is False
    post(app, "/api/lanes/みどりの案/switch", base=made["revision"], switch="-row:2-1")
    assert ask(app, "/api/lanes/G").json["picture"] == before["picture"]
    assert town.picture("みどりの案")["reached"] > before["picture"]["reached"]
    assert [lane["name"] for lane in ask(app, "/api/hello").json["lanes"]] == ["C", "G", "みどりの案"]


def test_a_shipped_ordinance_is_opened_as_a_lane_with_the_numbers_that_it_always_has(app: Any, town: TownInProcess) -> None:
    post(app, "/api/lanes", **{"from": "G", "name": "second G"})
    post(app, "/api/lanes", **{"from": "A", "name": "nothing"})
    assert town.picture("second G") == town.picture("G") and town.picture("nothing")["reached"] < town.picture("G")["reached"]


@pytest.mark.parametrize(
    ("source", "name", "said"), [("Z", "new", "A, B, C"), ("../etc/passwd", "new", "A, B, C"), ("C", "", "24"), ("C", "x" * 25, "24"), ("C", "<b>", "24"), ("C", str(10**11), "24"), ("C", "G", "G")]
)
def test_a_lane_that_cannot_be_opened_is_a_letter(app: Any, source: str, name: str, said: str) -> None:
    answer = post(app, "/api/lanes", **{"from": source, "name": name})
    assert answer.status == 422 and said in answer.json["ja"] and said in answer.json["en"]
    assert not name.isdigit() or name not in answer.body.decode()


def test_a_lane_is_closed_but_not_the_last_one(app: Any, town: TownInProcess) -> None:
    post(app, "/api/lanes", **{"from": "C", "name": "new"})
    assert ask(app, "/api/lanes/new", method="DELETE").status == 200 and "new" not in town.lanes
    assert ask(app, "/api/lanes/new", method="DELETE").status == 404
    assert ask(app, "/api/lanes/C", method="DELETE", origin="http://nayose.example").status == 403 and "C" in town.lanes


def test_another_ordinance_is_put_in_force_and_taken_back_as_one_change(app: Any, town: TownInProcess) -> None:
    first = ask(app, "/api/lanes/C").json
    told = post(app, "/api/lanes/C/ordinance", base=first["revision"], name="G").json
    town.settle()
    assert told["base"] == "G" and ask(app, "/api/lanes/C").json["picture"] == town.picture("G")
    assert "「条例案 G" in told["undo"]["ja"]
    undone = change(app, "undo", base=told["revision"]).json
    assert undone["picture"] == first["picture"] and undone["base"] == "C"


def test_a_pasted_ordinance_is_put_in_force_or_refused_with_its_line(app: Any) -> None:
    from schemas.ordinance.reader import SHIPPED

    text = (SHIPPED / "C.toml").read_text(encoding="utf-8")
    told = post(app, "/api/lanes/C/ordinance", base=revision(app), toml=text.replace("tax_consent = true", "tax_consent = true")).json
    assert told["hash"] == load("C").content_hash[:12]
    wrong = post(app, "/api/lanes/C/ordinance", base=told["revision"], toml=text.replace('duty = "school-aid"', 'duty = "school-ade"'))
    assert wrong.status == 422 and "school-aid" in wrong.json["en"] and "ordinance.toml" in wrong.json["ja"]
    assert revision(app) == told["revision"]


def test_a_locked_lane_is_changed_by_who_leads_alone(town: TownInProcess) -> None:
    participant = app_under(town, lambda _: Rights("participant", "C"))
    town.lane("C").locked = True
    assert change(participant, "switch", base=revision(participant), switch="-row:2-2").status == 423
    town.lane("C").locked = False


def test_who_may_not_is_told_so_and_nothing_happens(town: TownInProcess) -> None:
    def forged(_: Any) -> Rights:
        raise Forbidden

    participant, projector = app_under(town, lambda _: Rights("participant", "G")), app_under(town, lambda _: Rights("projector"))
    before = town.lane("C").revision
    for app in (participant, projector, app_under(town, forged)):
        assert change(app, "switch", base=before, switch="-row:2-2").status == 403
        assert post(app, "/api/time", do="to", at="2024-12-01").status == 403
        assert post(app, "/api/lanes", **{"from": "C", "name": "mine"}).status == 403
    assert town.lane("C").revision == before and town.clock.day == town.cuts.last_day and "mine" not in town.lanes
    assert ask(app_under(town, forged), "/api/stream").status == 403


def test_time_is_moved_and_says_where_it_stands(app: Any, town: TownInProcess) -> None:
    told = post(app, "/api/time", do="to", at="2024-12-10T10:24").json
    assert (told["at"], told["day"], told["number"], told["past"]) == ("2024-12-10T10:24", "2024-12-10", 40, True)
    town.settle()
    assert town.standing("C").day == town.clock.day
    assert post(app, "/api/time", do="play", speed=60).json["playing"] and post(app, "/api/time", do="pause").json["speed"] == 60
    assert post(app, "/api/time", do="speed", speed="fastest").json["speed"] == "fastest"
    assert post(app, "/api/time", do="now").json["last_day"]


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ({"do": "jump"}, "play, pause"), ({}, "play, pause"), ({"do": "speed"}, "fastest"), ({"do": "play", "speed": 7}, "fastest"), ({"do": "speed", "speed": True}, "fastest"),
        ({"do": "to"}, "2024-11-01"), ({"do": "to", "at": "yesterday"}, "2024-11-01"), ({"do": "to", "at": "2023-01-01"}, "2024-11-01"), ({"do": "to", "at": 7}, "2024-11-01"),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_a_letter_with_what_can(app: Any, said: dict[str, Any], allowed: str) -> None:
    answer = ask(app, "/api/time", json.dumps(said).encode())
    assert answer.status == 422 and allowed in answer.json["ja"] and allowed in answer.json["en"]


def test_the_track_has_every_day_and_the_changes_in_words(app: Any, town: TownInProcess) -> None:
    post(app, "/api/time", do="to", at="2024-12-10")
    change(app, "switch", base=revision(app), switch="safeguards.tax_consent=off")
    track = ask(app, "/api/time/track").json
    assert sum(track["days"]) == ask(app, "/api/hello").json["town"]["events"] and track["first_day"] == "2024-11-01"
    mark = track["changes"][-1]
    assert (mark["day"], mark["lane"]) == ("2024-12-10", "C") and mark["label"]["ja"].endswith("を「外す」にした")


def test_a_link_carries_the_ordinance_and_the_moment_and_says_whether_the_town_is_the_same(app: Any, town: TownInProcess) -> None:
    change(app, "switch", base=revision(app), switch="-row:2-2")
    link = ask(app, "/api/lanes/C/link").json["link"]
    assert "0123456789" in link and "size=200" in link
    read = ask(app, f"/api/link?{link}").json
    assert read["base"] == "C" and read["switches"] == ["-row:2-2"] and read["same"] and read["at"].startswith("2025-01-")
    assert not ask(app, f"/api/link?{link.replace('seed=5', 'seed=6')}").json["same"]
    undone = change(app, "undo", base=revision(app)).json
    told = post(app, "/api/lanes/C/link", base=undone["revision"], link=link).json
    assert told["switches"] == ["-row:2-2"] and told["undo"]
    for bad in ("base=Z", "base=C&set=-row%3A9-9", ""):
        assert ask(app, f"/api/link?{bad}").status == 422


def test_an_act_of_a_person_is_in_the_stream_of_that_lane_alone_also_after_going_back(app: Any, town: TownInProcess) -> None:
    """An application that came weeks before it really did."""
    lines = (town.folder / "welfare.jsonl").read_text(encoding="utf-8").splitlines()
    late = [event for event in map(json.loads, lines) if event["type"] == "welfare.application-received" and event["time"] > "2024-12-01"]
    event = late[-1] | {"id": str(uuid.uuid5(uuid.NAMESPACE_OID, "an application at the page"))}
    other = town.picture("G")
    post(app, "/api/time", do="to", at="2024-11-20")
    town.settle()
    before = town.standing("C")
    event["time"] = event["time"].replace(event["time"][:10], "2024-11-20")
    town.act("C", "welfare", json.dumps(event, ensure_ascii=False))
    assert town.acted("C")[-1]["id"] == event["id"] and not town.ready("C")
    town.settle()
    assert town.ready("C") and town.standing("C").runner.digest("C") != before.runner.digest("C")
    post(app, "/api/time", do="to", at="2024-11-10")
    town.settle()
    post(app, "/api/time", do="now")
    town.settle()
    assert town.picture("G") == other
    with pytest.raises(ValueError):
        town.act("C", "welfare", '{"type": "nothing"}')
    town.played("C").acts = ()


def test_a_lane_is_opened_at_once_and_exact_when_it_was_played(town: TownInProcess, app: Any) -> None:
    assert town.histories.stands(load("A"), (), town.clock.day) is None, "nobody played it yet"
    assert not post(app, "/api/lanes", **{"from": "A", "name": "new"}).json["exact"]
    town.settle()
    shown, alone = town.standing("new"), town.histories.of(load("A")).standing
    assert town.ready("new") and shown is alone
