"""The page's server over a real small town: its numbers are the replay's, and nothing that is sent to it does harm."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from producers.simulate import simulate, write
from schemas.ordinance import load
from tests.cli.calling import nayose
from tests.page.asking import ask, change
from workshop.commands.serve import listen
from workshop.letters import Letter
from workshop.page.playing.in_process import TownInProcess
from workshop.page.requests.guard import MOST_BYTES
from workshop.page.server import app_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("town")
    write(simulate(600, months=8, seed=3), place)
    return place


@pytest.fixture(scope="module")
def town(folder: Path) -> TownInProcess:
    return TownInProcess(folder, {"C": load("C"), "G": load("G")})


@pytest.fixture
def app(town: TownInProcess) -> Iterator[Any]:
    """The app; afterwards lane C is as it was."""
    yield app_of(town)
    lane = town.lane("C")
    while lane.undone:
        town.change("C", lambda lane: lane.undo(lane.revision))


def seen(app: Any) -> Any:
    return ask(app, "/api/lanes/C").json


def test_what_is_shown_of_a_lane_is_what_a_replay_says(app: Any, folder: Path) -> None:
    programmes = nayose("replay", folder, "--ordinance", "C", "--json").json["lanes"]["C"]["programmes"]
    shown = {one["id"]: one for one in seen(app)["picture"]["programmes"]}
    support = {id_: figures["score"] for id_, figures in programmes.items() if figures["score"]["nature"] == "support"}
    assert {id_: (shown[id_]["reached"], shown[id_]["missed"]) for id_ in support} == {id_: (s["reached"], s["missed"]) for id_, s in support.items()}
    assert seen(app)["picture"]["reached"] == sum(score["reached"] for score in support.values()) > 0


@pytest.mark.parametrize("switch", ["-row:2-2", "-row:3-1", "safeguards.human_assessment=off"])
def test_after_a_switch_the_town_is_as_if_the_ordinance_had_been_so_all_the_time(app: Any, folder: Path, switch: str) -> None:
    told = change(app, "switch", base=seen(app)["revision"], switch=switch).json
    programmes = nayose("replay", folder, "--ordinance", "C", "--switch", switch, "--json").json["lanes"]["C"]["programmes"]
    for one in told["picture"]["programmes"]:
        if one["nature"] == "support":
            score = programmes[one["id"]]["score"]
            assert (one["reached"], one["missed"], one["wrong"]) == (score["reached"], score["missed"], score["wrongly_marked"]), one["id"]


def test_the_difference_is_what_is_after_less_what_was_before(app: Any) -> None:
    before = seen(app)["picture"]
    told = change(app, "switch", base=seen(app)["revision"], switch="-row:2-2").json
    assert told["before"] == before
    for name in ("reached", "missed", "wrong"):
        assert told["difference"][name] == told["picture"][name] - before[name]
    assert told["difference"]["causes"]["gate"] == told["picture"]["causes"]["gate"] - before["causes"]["gate"]


def test_undo_restores_every_number_and_redo_brings_the_change_back(app: Any) -> None:
    first = seen(app)
    changed = change(app, "switch", base=first["revision"], switch="-row:2-2").json
    undone = change(app, "undo", base=changed["revision"]).json
    assert undone["picture"] == first["picture"] and undone["hash"] == first["hash"] != changed["hash"]
    again = change(app, "redo", base=undone["revision"]).json["picture"]
    assert {name: again[name] for name in ("reached", "missed", "causes", "yen")} == {name: changed["picture"][name] for name in ("reached", "missed", "causes", "yen")}


def test_a_change_of_one_lane_changes_no_number_of_another(app: Any) -> None:
    other = ask(app, "/api/lanes/G").json
    change(app, "switch", base=seen(app)["revision"], switch="-row:2-2")
    assert ask(app, "/api/lanes/G").json == other


def test_missed_is_the_sum_of_its_causes(app: Any) -> None:
    picture = seen(app)["picture"]
    assert sum(picture["causes"].values()) == picture["missed"] > 0


def test_every_rule_says_in_both_languages_what_it_lets_pass_and_turns_over_and_back(app: Any) -> None:
    rules = seen(app)["rules"]
    assert {rule["row"] for rule in rules if rule["row"]} == {row.row for row in load("C").rows if row.table != "table1"}
    for rule in rules:
        assert rule["ja"] and rule["en"]
        told = change(app, "switch", base=seen(app)["revision"], switch=rule["switch"]).json
        assert told["undo"]["ja"].startswith(rule["article"]["ja"] if rule["row"] else "")
        mine = next(one for one in told["rules"] if one["id"] == rule["id"])
        assert mine["on"] is not rule["on"] and mine["switch"] == rule["switch"]
        told = change(app, "switch", base=told["revision"], switch=mine["switch"]).json
        assert told["rules"] == rules


def test_a_lane_without_a_safeguard_of_national_law_says_so_beside_its_figures(app: Any) -> None:
    assert "実験" not in seen(app)["title"]["ja"]
    told = change(app, "switch", base=seen(app)["revision"], switch="safeguards.tax_consent=off").json
    assert "実験：条例では外せません" in told["title"]["ja"]


def test_two_people_at_once_are_told_of_each_other(app: Any) -> None:
    base = seen(app)["revision"]
    assert change(app, "switch", base=base, switch="-row:2-2").status == 200
    late = change(app, "switch", base=base, switch="-row:3-1")
    assert late.status == 409 and str(base + 1) in late.json["ja"]


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/api/lanes/Z", None, 404, "C, G"),
        ("/api/lanes/C/forget", b'{"base": 1}', 422, "undo"),
        ("/api/lanes/C/switch", b"not json", 422, "`base`"),
        ("/api/lanes/C/switch", b'["base"]', 422, "`base`"),
        ("/api/lanes/C/switch", b'{"base": "1"}', 422, "`base`"),
        ("/api/lanes/C/switch", b'{"base": 1, "switch": 7}', 422, "`base`"),
    ],
)
def test_what_is_not_understood_is_answered_by_a_letter(app: Any, path: str, body: bytes | None, status: int, said: str) -> None:
    answer = ask(app, path, body)
    assert answer.status == status and said in answer.json["ja"] and said in answer.json["en"]


def test_a_switch_that_cannot_be_is_a_letter_and_changes_nothing(app: Any) -> None:
    before = seen(app)
    answer = change(app, "switch", base=before["revision"], switch="safeguards.tax_consnet=off")
    assert answer.status == 422 and "tax_consent" in answer.json["en"] and seen(app) == before


def test_a_script_in_a_lanes_name_comes_back_as_text_in_json(app: Any) -> None:
    answer = ask(app, "/api/lanes/<script>alert(1)<_script>")
    assert answer.status == 404 and answer.headers["content-type"].startswith("application/json")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_other_hosts_other_sites_and_large_bodies_are_not_let_in(app: Any) -> None:
    good = json.dumps({"base": seen(app)["revision"], "switch": "-row:3-1"}).encode()
    path = "/api/lanes/C/switch"
    assert ask(app, "/api/hello", host="nayose.example").status == 403
    assert ask(app, path, good, origin="http://nayose.example").status == 403
    assert ask(app, path, good, content_type="text/plain").status == 403
    assert ask(app, path, good, content_length=str(MOST_BYTES + 1)).status == 413
    assert ask(app, path, good, content_length="").status == 413
    assert ask(app, path, good, origin="http://localhost:8080").status == 200


def test_no_number_of_a_resident_is_in_any_answer(app: Any) -> None:
    answers = [ask(app, path).body.decode() for path in ("/api/hello", "/api/lanes/C", "/api/lanes/G", "/api/words/ja", "/")]
    assert not re.search(r"\d{12}", "".join(answers))


def test_the_page_is_served_and_may_ask_nobody_else(app: Any) -> None:
    for path in ("/", "/static/app.js", "/static/views/flow.js", "/static/css/tokens.css", "/static/vendor/lit-html-3.3.3/lit-html.js"):
        answer = ask(app, path)
        assert answer.status == 200 and answer.headers["content-security-policy"].startswith("default-src 'self'")


def test_a_folder_without_a_truth_is_a_letter(tmp_path: Path) -> None:
    (tmp_path / "register.jsonl").write_bytes(b"")
    with pytest.raises(Letter) as letter:
        TownInProcess(tmp_path, {"C": load("C")})
    assert letter.value.key == "page.no_truth"


def test_a_port_that_is_taken_gives_the_next_one() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        taken = free.getsockname()[1]
        free.listen()
        with pytest.raises(Letter):
            listen(taken)
    with listen(8090) as first:
        first.listen()
        with listen(8090) as second:
            assert second.getsockname()[1] > first.getsockname()[1] >= 8090
