"""The map of a lane: gates of the rows that are in force, and what passed by each."""

from __future__ import annotations

from typing import Any

import pytest

from processors.gate.entries import row_of
from producers.simulate import simulate, write
from schemas.catalogue import catalogue
from schemas.ordinance import load, names
from tests.page.asking import ask, change
from workshop.page.playing.in_process import TownInProcess
from workshop.page.server import app_of
from workshop.page.telling.flow import MOST_GATES, MOST_PROGRAMMES
from workshop.page.telling.frames import frame_of

SHIPPED = ("A", "C", "E", "F", "G")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> TownInProcess:
    place = tmp_path_factory.mktemp("town")
    write(simulate(200, months=3, seed=4), place)
    return TownInProcess(place, {name: load(name) for name in SHIPPED})


@pytest.fixture(scope="module")
def app(town: TownInProcess) -> Any:
    return app_of(town)


def flow(app: Any, lane: str) -> Any:
    return ask(app, f"/api/lanes/{lane}/flow").json


@pytest.mark.parametrize("lane", SHIPPED)
def test_a_map_draws_few_gates_and_programmes_and_its_table_has_all(app: Any, town: TownInProcess, lane: str) -> None:
    said = flow(app, lane)
    assert len(said["gates"]) <= MOST_GATES and 1 <= len(said["programmes"]) <= MOST_PROGRAMMES
    assert said["more"] == len(said["rows"]) - len(said["gates"])
    rows, drawn = {row["id"] for row in said["rows"]}, {programme["id"] for programme in said["programmes"]}
    assert {gate["id"] for gate in said["gates"]} <= rows == set(frame_of(town, lane)["gates"])
    labels = [{programme[lang] for lang in ("ja", "en")} for programme in said["programmes"]]
    assert {gate["office"] for gate in said["gates"]} == {row["office"] for row in said["rows"] if set(row["duty"].values()) in labels}
    assert {edge["programme"] for edge in said["edges"]} <= drawn
    rules = {rule["id"] for rule in ask(app, f"/api/lanes/{lane}").json["rules"]}
    assert all(gate["rule"] in rules and gate["label"]["ja"] and gate["label"]["en"] for gate in said["gates"])


def test_what_passed_by_each_gate_is_counted_in_the_ledger(app: Any, town: TownInProcess) -> None:
    standing = town.standing("C")
    engine = standing.runner.engine
    assert engine is not None
    ledger = engine.gate.lanes["C"].ledger
    counted: dict[str, int] = {}
    for subject in {int(entry["subject"]) for entry in ledger.entries()}:
        for _, header, entry in ledger.of(subject):
            if entry["act"] == 0:
                kind = list(catalogue().kinds)[entry["kind"]]
                gate = f"{catalogue().kinds[kind].office}:{row_of(header, entry)}"
                counted[gate] = counted.get(gate, 0) + 1
    said = {row["id"]: row["passed"] for row in flow(app, "C")["rows"]}
    assert {gate: n for gate, n in said.items() if n} == {gate: n for gate, n in counted.items() if gate in said}
    assert sum(said.values()) > 0


def test_a_row_that_is_stopped_closes_its_gates_and_its_programme_says_what_is_withheld(app: Any) -> None:
    before = flow(app, "C")
    told = change(app, "switch", base=ask(app, "/api/lanes/C").json["revision"], switch="-row:3-1").json
    after = flow(app, "C")
    states = {row["id"]: row["state"] for row in after["rows"]}
    closed = {gate for gate, state in states.items() if state == "closed"} - {row["id"] for row in before["rows"] if row["state"] == "closed"}
    assert closed == {"register:3-1", "tax:3-1", "welfare:3-1"}
    school = next(one for one in after["programmes"] if one["id"] == "school-aid")
    assert {"withheld"} == {office["state"] for office in school["offices"] if office["office"] in ("tax", "register")}
    assert {"here"} == {office["state"] for one in before["programmes"] if one["id"] == "school-aid" for office in one["offices"] if office["office"] in ("tax", "register")}
    change(app, "undo", base=told["revision"])
    assert {row["id"]: row["state"] for row in flow(app, "C")["rows"]} == {row["id"]: row["state"] for row in before["rows"]}


def test_a_designation_is_fixed_and_counted_so(app: Any) -> None:
    said = ask(app, "/api/lanes/E").json
    fixed = [rule for rule in said["rules"] if rule["fixed"]]
    assert [rule["row"] for rule in fixed] == ["D-1"] and said["counts"]["fixed"] == 1
    assert {gate["state"] for gate in flow(app, "E")["gates"] if gate["rule"] == "row:D-1"} == {"fixed"}


def test_the_clause_of_the_ordinance_opens_and_closes_the_pairs_of_the_law(app: Any) -> None:
    pairs = {row["id"] for row in flow(app, "C")["rows"] if row["gate"]["ja"].startswith("第4条3項")}
    assert pairs and all(row["state"] == "open" for row in flow(app, "C")["rows"] if row["id"] in pairs)
    told = change(app, "switch", base=ask(app, "/api/lanes/C").json["revision"], switch="clauses.statutory_pairs=off").json
    assert all(row["state"] == "closed" for row in flow(app, "C")["rows"] if row["id"] in pairs)
    assert told["undo"]["ja"].endswith("「止める」にした")
    change(app, "undo", base=told["revision"])


def test_the_ordinances_at_hand_are_listed_by_name_with_their_letters(app: Any) -> None:
    listed = ask(app, "/api/ordinances").json
    assert [one["name"] for one in listed] == list(names())
    assert [one["letter"] for one in listed if one["letter"]] == list("ABCDEFG")
