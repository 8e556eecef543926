"""A room outlasts its server: the next one of the same town goes on with it, and nothing in the file opens a door."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from producers.simulate import simulate, write
from schemas.ordinance import load
from tests.page.rooms.test_routes import OPENING, Sat
from workshop.ordinances.toml import as_toml
from workshop.page.playing.in_process import TownInProcess
from workshop.page.requests.rights import Forbidden
from workshop.page.rooms.kept import Kept
from workshop.page.rooms.room import HOURS
from workshop.page.server import app_of

PORT = 8080
Started = Callable[[], Sat]


class Again(Sat):
    """A server that was started over a folder, with what the one before it kept there."""

    def __init__(self, town: TownInProcess, kept: Kept) -> None:
        self.town, self.kept, self.room = town, kept, kept.room()
        self.app = app_of(town, self.room, kept=kept)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    write(simulate(200, 6, 1), tmp_path)
    towns: list[TownInProcess] = []

    def start() -> Sat:
        for town in towns:
            town.closing()
        towns.append(TownInProcess(tmp_path, {"C": load("C")}))
        return Again(towns[-1], Kept(tmp_path, PORT))

    yield start
    towns[-1].closing()


def changed(sat: Sat, lane: str, token: str, what: str, **said: Any) -> None:
    revision = sat.get(f"/api/lanes/{lane}", token).json["revision"]
    assert sat.post(f"/api/lanes/{lane}/{what}", token, base=revision, **said).status == 200


def test_code_tokens_tables_lock_and_lanes_are_there_after_a_restart(started: Started) -> None:
    first = started()
    assert first.room is not None
    one, other, lead = first.join("みどり"), first.join("あおい"), first.room.facilitator
    changed(first, one["lane"], one["token"], "switch", switch="-row:2-2")
    pasted = as_toml(load("G"))
    changed(first, other["lane"], other["token"], "ordinance", toml=pasted)
    first.post("/api/room", lead, do="hide", table=other["number"])
    first.post("/api/room", lead, do="lock")
    before = {lane: first.get(f"/api/lanes/{lane}", lead).json for lane in (one["lane"], other["lane"])}

    second = started()
    assert second.room is not None and second.room.code == first.room.code and second.room.facilitator != lead
    for token in (lead, second.room.facilitator):
        assert second.get("/api/hello", token).json["rights"] == {"role": "facilitator", "lane": None}
    assert second.get("/api/hello", one["token"]).json["rights"] == {"role": "participant", "lane": one["lane"]}
    assert second.get("/api/room", lead).json == first.get("/api/room", lead).json
    for lane, was in before.items():
        now = second.get(f"/api/lanes/{lane}", lead).json
        assert {key: now[key] for key in ("hash", "base", "switches", "locked")} == {key: was[key] for key in ("hash", "base", "switches", "locked")}
    assert second.post(f"/api/lanes/{one['lane']}/switch", one["token"], base=1, switch="-row:2-2").status == 423
    second.town.settle()
    assert all(second.town.ready(lane) for lane in second.town.lanes)


def test_a_lesson_goes_on_at_its_round_and_what_is_still_being_guessed_is_guessed_anew(started: Started) -> None:
    first = started()
    assert first.room is not None
    one, lead = first.join("みどり"), first.room.facilitator
    first.post(OPENING, lead, do="start", lesson="workshop-60")
    first.post("/api/lesson/guess", one["token"], value="agree")
    first.post(OPENING, lead, do="close")
    closed = first.get(OPENING, lead).json
    again = started().get(OPENING, lead).json
    assert again["round"] == closed["round"] and again["round"]["tally"] == {"count": 1, "of": {"agree": 1}}

    second = started()
    second.post(OPENING, lead, do="next")
    second.post("/api/lesson/guess", one["token"], value="agree")
    third = started()
    now = third.get(OPENING, one["token"]).json["round"]
    assert (now["number"], now["phase"], now["guesses"], now["mine"]) == (2, "guess", 0, None)
    assert third.post("/api/lesson/guess", one["token"], value="disagree").json["round"]["mine"] == "disagree"


def test_neither_tokens_nor_who_guessed_what_are_in_the_file(started: Started) -> None:
    sat = started()
    assert isinstance(sat, Again) and sat.room is not None
    one, lead = sat.join("みどり"), sat.room.facilitator
    sat.post(OPENING, lead, do="start", lesson="workshop-60")
    sat.post("/api/lesson/guess", one["token"], value="agree")
    text = sat.kept.path.read_text(encoding="utf-8")
    assert not [secret for secret in (one["token"], lead, sat.room.projector, '"agree"') if secret in text]
    if sys.platform != "win32":
        assert stat.S_IMODE(sat.kept.path.stat().st_mode) == 0o600
    for hashed in json.loads(text)["room"]["roles"]:
        with pytest.raises(Forbidden):
            sat.room.rights(hashed)


def test_a_room_that_was_ended_or_is_twelve_hours_old_or_of_another_port_is_a_new_one(started: Started) -> None:
    sat = started()
    assert isinstance(sat, Again) and sat.room is not None
    sat.join("みどり")
    folder, code, written = sat.kept.folder, sat.room.code, json.loads(sat.kept.path.read_text(encoding="utf-8"))["at"]
    assert Kept(folder, PORT, lambda: written + HOURS * 3600 - 1).room().code == code
    assert Kept(folder, PORT, lambda: written + HOURS * 3600).room().code != code
    assert Kept(folder, PORT + 1).room().code != code
    sat.post("/api/room", sat.room.facilitator, do="end")
    assert not sat.kept.path.exists() and Kept(folder, PORT).room().code != code


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"at": "now"}', "{}", '{"at": AT}', '{"at": AT, "room": {}}', '{"at": AT, "room": {"code": "K7M2QX", "locked": false, "tables": [{"number": 1}], "roles": {}}}'])
def test_a_file_that_nobody_can_read_gives_a_new_room(tmp_path: Path, text: str) -> None:
    kept = Kept(tmp_path, PORT, lambda: 1000.0)
    kept.path.write_text(text.replace("AT", "999"), encoding="utf-8")
    assert len(kept.room().code) == 6 and kept.room().tables == []


def test_lanes_that_cannot_be_read_are_begun_anew_and_the_tables_keep_theirs(started: Started) -> None:
    sat = started()
    assert isinstance(sat, Again) and sat.room is not None
    one = sat.join("みどり")
    changed(sat, one["lane"], one["token"], "switch", switch="-row:2-2")
    found = json.loads(sat.kept.path.read_text(encoding="utf-8"))
    found["lanes"][one["lane"]]["base"] = {"name": "x", "toml": "no ordinance at all"}
    sat.kept.path.write_text(json.dumps(found), encoding="utf-8")
    again = started()
    assert again.get(f"/api/lanes/{one['lane']}", one["token"]).json["switches"] == []
