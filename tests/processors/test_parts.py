"""The parts of the stages over a log: cut, killed, frozen and thawed at will, the topics end as one process ends."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from processors.inprocess import Replay
from processors.messages.newest import Newest
from processors.parts.assess import AssessPart
from processors.parts.gate import Adopted
from processors.parts.log import DISCLOSURES, LEDGER, VERDICTS, Taken
from producers.simulate import simulate, write
from schemas.ordinance.reader import load
from tests.nightly import rest_at_night
from tests.processors.logs import OFFICES, Logs, Part, run

NAMES = ("C", "G")
LANES = {name: load(name) for name in NAMES}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    write(simulate(200, months=6, seed=5), folder)
    return folder


@pytest.fixture(scope="module")
def digests(town: Path) -> list[str]:
    done = Replay(town, LANES).run()
    return [done.digest(lane) for lane in LANES]


def last_day(lines: list[bytes]) -> datetime.date:
    return max(datetime.date.fromisoformat(line.split(b'"time":"')[1][:10].decode()) for line in lines)


def lines_of(town: Path) -> dict[str, list[bytes]]:
    return {office: (town / f"{office}.jsonl").read_bytes().splitlines() for office in OFFICES}


def logs_of(lines: dict[str, list[bytes]], parts: int, days: bool = True) -> Logs:
    """A log with the offices' lines, each with its ends of days."""
    logs = Logs(parts)
    last = last_day([line for some in lines.values() for line in some]) - datetime.timedelta(1)
    for office, some in lines.items():
        logs.end_day("2024-10-31", [office])
        ended = "2024-10-31"
        for line in some:
            before = (datetime.date.fromisoformat(line.split(b'"time":"')[1][:10].decode()) - datetime.timedelta(1)).isoformat()
            if days and before > ended:
                logs.end_day(before, [office])
                ended = before
            logs.events(office, [line])
        logs.end_day(last.isoformat(), [office])
    for name, ordinance in LANES.items():
        logs.adopted.append(Adopted(name, 1, ordinance, datetime.date(2024, 11, 1).toordinal(), 2000))
    return logs


def digests_of(logs: Logs) -> list[str]:
    newest = logs.newest()
    return [newest.digest(lane) for lane in LANES]


@pytest.fixture(scope="module")
def alone(town: Path) -> Logs:
    """What one part of each stage leaves; nobody writes to it again."""
    logs = logs_of(lines_of(town), 1)
    run(logs, seed=1)
    return logs


def test_the_topics_of_one_part_end_in_the_digest_of_one_process(alone: Logs, digests: list[str]) -> None:
    assert digests_of(alone) == digests


def test_the_topics_of_three_parts_end_in_the_digest_of_one_process(town: Path, digests: list[str]) -> None:
    logs = logs_of(lines_of(town), 3)
    run(logs, seed=3)
    assert digests_of(logs) == digests


@pytest.mark.parametrize("seed", rest_at_night(range(3), lambda seed: seed < 1))
def test_so_they_do_with_every_event_twice_and_shuffled_and_owners_that_die_or_speak_late(town: Path, digests: list[str], seed: int) -> None:
    mixed = {office: lines * 2 for office, lines in lines_of(town).items()}
    for lines in mixed.values():
        random.Random(seed).shuffle(lines)
    logs = logs_of(mixed, 3, days=False)
    run(logs, seed=seed, mishaps=0.15)
    assert digests_of(logs) == digests


def verdicts_of(disclosures: list[Taken], at_once: int) -> dict[tuple[str, ...], object]:
    """What is judged of disclosures that come so many at once: the newest verdicts but for their versions."""
    part, newest = AssessPart(0, 1), Newest(1)
    for at in range(0, len(disclosures), at_once):
        for i, out in enumerate(part.take(disclosures[at : at + at_once], live=True)):
            newest.take(Taken(out.topic, 0, i, out.key, out.value))
    found = {}
    for lane in NAMES:
        for d in newest.of(VERDICTS, lane):
            found[lane, d["programme"], d["household"], d["unit"]] = d["version"], d["verdict"], d.get("yen"), d.get("causes")
    return found


def test_every_notice_in_force_says_the_amount_of_its_verdict(town: Path) -> None:
    logs = logs_of(lines_of(town), 3)
    run(logs, seed=4, mishaps=0.15)
    newest = logs.newest()

    def amounts(documents: list[dict[str, Any]]) -> dict[tuple[str, ...], int]:
        return {(d["programme"], d["household"], d["unit"]): d.get("yen", 0) for d in documents}

    for lane in NAMES:
        notices = amounts(newest.in_force(lane))
        assert notices and notices.items() <= amounts(newest.of(VERDICTS, lane)).items()


def test_what_is_judged_of_a_household_does_not_depend_on_those_it_is_judged_with(town: Path) -> None:
    lines = lines_of(town)
    for some in lines.values():
        random.Random(0).shuffle(some)
    logs = logs_of(lines, 1, days=False)
    run(logs, seed=0, most=200)
    disclosures = logs.topics[DISCLOSURES, 0]
    assert verdicts_of(disclosures, 1) == verdicts_of(disclosures, 7) == verdicts_of(disclosures, len(disclosures))


@pytest.fixture(scope="module")
def good(alone: Logs) -> Taken:
    """A disclosure as the gate writes it."""
    return alone.topics[DISCLOSURES, 0][0]


@pytest.mark.parametrize("version", [b'[1,"x",1]', b"[1,null,1]", b"[1,2.5,1]", b"[1,2]", b'"121"', b"[9,9,9,9]"])
@pytest.mark.parametrize("first", [True, False])
def test_a_disclosure_whose_version_is_none_is_passed_over_when_rebuilding_as_it_is_live(good: Taken, version: bytes, first: bool) -> None:
    start, end = good.value.index(b'"version":') + 10, good.value.index(b',"members"')
    poison = Taken(DISCLOSURES, 0, 1, good.key, good.value[:start] + version + good.value[end:])
    both = [poison, good] if first else [good, poison]
    live, rebuilt = AssessPart(0, 1), AssessPart(0, 1)
    letters = [out for out in live.take(both, live=True) if out.topic == "dead-letters"]
    assert len(letters) == 1 and rebuilt.take(both, live=False) == []
    assert rebuilt.take([good], live=True) == [] and {lane: one.read for lane, one in rebuilt._lanes.items()} == {lane: one.read for lane, one in live._lanes.items()}


def test_what_an_owner_said_who_died_under_an_ordinance_that_is_no_longer_in_force_is_taken_back(town: Path, digests: list[str]) -> None:
    logs = logs_of(lines_of(town), 1)
    logs.adopted[0] = Adopted("C", 1, load("sample"), logs.adopted[0].run_start, 2000)
    link, dead = Part(logs, "link", 0), Part(logs, "gate", 0)
    while link.step(dict.fromkeys(link.at, 1000)):
        link.send()
    link.commit()
    while dead.step({"records": 1000}):
        dead.send()  # and commits nothing
    logs.adopted.append(Adopted("C", 2, LANES["C"], logs.adopted[0].run_start, 2000))
    run(logs, seed=1)
    assert digests_of(logs) == digests


@pytest.mark.parametrize("mishaps", [0.0, 0.2])
def test_a_lane_that_is_closed_has_all_taken_back_and_opened_again_is_as_it_was(town: Path, digests: list[str], mishaps: float) -> None:
    logs = logs_of(lines_of(town), 3)
    run(logs, seed=1)
    first = logs.adopted[0]
    assert logs.newest().in_force(first.lane)
    logs.adopted.append(replace(first, change=2, closed=True))
    run(logs, seed=2, mishaps=mishaps)
    newest = logs.newest()
    assert not newest.in_force(first.lane) and {document["verdict"] for document in newest.of(VERDICTS, first.lane)} == {"none"}
    assert not any(document["members"] for document in newest.of(DISCLOSURES, first.lane))
    entered = sum(len(log) for (topic, _), log in logs.topics.items() if topic == LEDGER)
    run(logs, seed=3)
    assert sum(len(log) for (topic, _), log in logs.topics.items() if topic == LEDGER) == entered
    logs.adopted.append(replace(first, change=3, opened=3))
    run(logs, seed=4, mishaps=mishaps)
    assert digests_of(logs) == digests


def test_a_worker_that_starts_after_a_lane_was_closed_says_nothing_in_it(town: Path) -> None:
    logs = logs_of(lines_of(town), 1)
    logs.adopted[0] = replace(logs.adopted[0], closed=True)
    run(logs, seed=1)
    lane = logs.adopted[0].lane
    assert not any(document["members"] for document in logs.newest().of(DISCLOSURES, lane)) and not logs.newest().in_force(lane)
    assert not any(record.key == lane.encode() for (topic, _), log in logs.topics.items() if topic == LEDGER for record in log)
