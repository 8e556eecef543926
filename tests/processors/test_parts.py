"""The parts of the stages over a log: cut, killed, frozen and thawed at will, the topics end as one process ends."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import pytest

from processors.inprocess import Replay
from processors.parts.gate import Adopted
from producers.simulate import simulate, write
from schemas.ordinance.reader import load
from tests.processors.logs import OFFICES, Logs, run

NAMES = ("C", "G")
LANES = {name: load(name) for name in NAMES}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    write(simulate(300, months=8, seed=5), folder)
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


@pytest.mark.parametrize("parts", [1, 3])
def test_the_topics_end_in_the_digest_of_one_process(town: Path, digests: list[str], parts: int) -> None:
    logs = logs_of(lines_of(town), parts)
    run(logs, seed=parts)
    assert digests_of(logs) == digests


@pytest.mark.parametrize("seed", range(3))
def test_so_they_do_with_every_event_twice_and_shuffled_and_owners_that_die_or_speak_late(town: Path, digests: list[str], seed: int) -> None:
    mixed = {office: lines * 2 for office, lines in lines_of(town).items()}
    for lines in mixed.values():
        random.Random(seed).shuffle(lines)
    logs = logs_of(mixed, 3, days=False)
    run(logs, seed=seed, mishaps=0.15)
    assert digests_of(logs) == digests
