"""What a reader of the topics holds of a town is scored as the town in one process is."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from processors.gate.decide import decide
from processors.gate.entries import KINDS, row_of
from processors.gate.ledger import ACTS
from processors.gate.table import CODES
from processors.inprocess import Replay
from processors.messages.ordinances import read_ordinance, write_ordinance
from processors.parts.gate import Adopted
from processors.parts.ledger import blocks
from processors.parts.log import LEDGER, ORDINANCES, Taken
from producers.simulate import simulate, write
from schemas.ordinance.reader import SHIPPED, load
from schemas.ordinance.switch import switched
from schemas.vocabulary.declare import DUTIES
from tests.processors.logs import Logs, run
from tests.processors.test_parts import lines_of, logs_of
from workshop.kafka.mirror import TOPICS, Mirror
from workshop.page.playing.picture import picture_of
from workshop.score import Scorer
from workshop.score.profiles import Passed
from workshop.truth import read_truth

FIRST = datetime.date(2024, 11, 1)
SWITCH = "-row:2-2"
OF_THE_LEDGER = ("items", "items_per_resident", "profiled", "profiled_per_benefit", "portal")
"""Figures of the history: the topics have it by the day, a replay by the week."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("town")
    write(simulate(300, months=8, seed=5), made)
    return made


@pytest.fixture(scope="module")
def logs(folder: Path) -> Logs:
    made = logs_of(lines_of(folder), 3)
    run(made, seed=1)
    return made


def ordinance(lane: str, change: int, *switches: str) -> Taken:
    key, value = write_ordinance(lane, change, (SHIPPED / f"{lane}.toml").read_text(encoding="utf-8"), FIRST, 2000, switches)
    return Taken(ORDINANCES, 0, change, key, value)


def mirror_of(logs: Logs, seed: int, *more: Taken) -> Mirror:
    """A mirror that takes the topics in pieces, now of this partition, now of that."""
    chance, mirror = random.Random(seed), Mirror(3)
    left = {name: list(log) for name, log in logs.topics.items() if name[0] in TOPICS}
    left[ORDINANCES, 0] = [ordinance("C", 1), ordinance("G", 1), *more]
    while left:
        some = []
        for name in chance.sample(sorted(left), chance.randint(1, len(left))):
            most = chance.randint(1, 900)
            some += left[name][:most]
            left[name] = left[name][most:]
        mirror.take(some)
        left = {name: log for name, log in left.items() if log}
    return mirror


def pictured(mirror: Mirror, lane: str, folder: Path) -> dict[str, Any]:
    runner = mirror.runner(lane)
    assert runner is not None
    return picture_of(Scorer(runner, read_truth(folder)).score(lane))


def moment(picture: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of the moment."""
    return {name: figures for name, figures in picture.items() if name not in OF_THE_LEDGER}


def alone(folder: Path, lane: str, *switches: str, days: int = 7) -> dict[str, Any]:
    """The picture in one process, without anybody who answers."""
    runner = Replay(folder, {lane: switched(load(lane), switches)}, days=days).run()
    return picture_of(Scorer(runner, read_truth(folder)).score(lane))


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("lane", ["C", "G"])
def test_reached_missed_and_wrong_are_those_of_one_process_in_whatever_pieces_the_topics_are_read(logs: Logs, folder: Path, lane: str, seed: int) -> None:
    found = pictured(mirror_of(logs, seed), lane, folder)
    assert moment(found) == moment(alone(folder, lane)) and found["reached"] > 0


@pytest.mark.parametrize("lane", ["C", "G", "sample"])
def test_what_was_learned_is_counted_from_the_ledger_topic_as_from_the_ledger_itself(folder: Path, lane: str) -> None:
    runner = Replay(folder, {lane: load(lane)}).run()
    assert runner.engine is not None
    gate, adopted = runner.engine.gate, Adopted(lane, 1, load(lane), FIRST.toordinal(), 2000)
    ledger = gate.lanes[lane].ledger
    expected = Passed(gate.lanes[lane]).of().as_dict()
    mirror = Mirror(3)
    mirror.take([Taken(LEDGER, 0, i, out.key, out.value) for i, out in enumerate(blocks(SimpleNamespace(gate=gate, number=0, adopted={lane: adopted}), live=True))])
    assert mirror.lanes[lane].ledger.ledger.size == 0, "nothing is known of its ordinance yet"
    mirror.take([ordinance(lane, 1)])
    read = mirror.runner(lane)
    assert read is not None and read.engine is not None
    there = read.engine.gate.lanes[lane]
    assert Passed(there).of().as_dict() == expected and expected["items"] > 0
    assert there.ledger.size == ledger.size and there.ledger.broken() is None


def test_an_entry_of_the_topic_is_answered_by_the_ordinance_as_it_was(logs: Logs) -> None:
    read = mirror_of(logs, 0).runner("G")
    assert read is not None and read.engine is not None
    ledger = read.engine.gate.lanes["G"].ledger
    found = 0
    for entry in ledger.entries()[::97]:
        header, duty, kind = ledger.headers[int(entry["batch"])], DUTIES[entry["duty"]], KINDS[entry["kind"]]
        table = header.tables[duty]
        if ACTS[entry["act"]] == "retracted":
            continue
        decided = decide(table.request(table.contexts[int(entry["context"])], kind), table.question.ordinance)
        assert (decided.code, decided.row or "") == (CODES[entry["code"]], row_of(header, entry)), (duty, kind, header.day)
        found += 1
    assert found > 20


def test_of_a_lane_that_was_closed_nothing_is_shown_and_opened_again_its_ledger_begins_anew(logs: Logs) -> None:
    toml = (SHIPPED / "C.toml").read_text(encoding="utf-8")
    closed = Taken(ORDINANCES, 0, 2, *write_ordinance("C", 2, toml, FIRST, 2000, closed=True))
    again = Taken(ORDINANCES, 0, 3, *write_ordinance("C", 3, toml, FIRST, 2000, opened=3))
    mirror = mirror_of(logs, 0)
    entered = [lane.ledger.ledger.size for lane in (mirror.lanes["C"], mirror.lanes["G"])]
    mirror.take([closed])
    assert mirror.runner("C") is None and [adopted.lane for adopted in mirror.in_force()] == ["G"] and mirror.revisions() == {"C": 2, "G": 1}
    mirror.take([again])
    read = mirror.runner("C")
    assert read is not None and read.engine is not None and read.engine.gate.lanes["C"].ledger.size == 0 < min(entered)
    late = mirror_of(logs, 1, again)
    assert late.lanes["C"].ledger.ledger.size == 0 and late.lanes["G"].ledger.ledger.size == entered[1]


def test_a_switch_on_the_topic_is_what_it_is_in_one_process(folder: Path) -> None:
    logs = logs_of(lines_of(folder), 3)
    run(logs, seed=1)
    before = len(logs.adopted)
    changed = ordinance("C", 2, SWITCH)
    logs.adopted.append(read_ordinance(changed.value))
    run(logs, seed=2)
    mirror = mirror_of(logs, 0, changed)
    assert mirror.revisions() == {"C": 2, "G": 1} and before == 2
    assert moment(pictured(mirror, "C", folder)) == moment(alone(folder, "C", SWITCH))
    assert json.loads(changed.value or b"")["switches"] == [SWITCH]
