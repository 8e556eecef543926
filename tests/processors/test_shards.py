"""Each stage's state is its own: any number of shards, with bytes between them, end in one digest."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from processors.inprocess import OFFICE_FILES, Replay, Runner
from producers.simulate import simulate, write
from schemas.ordinance.reader import load
from tests.processors.sharded import Sharded
from tests.processors.test_link import troubled

LANES = {name: load(name) for name in ("G-plus", "sample")}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    write(simulate(500, months=8, seed=5), folder)
    return folder


@pytest.fixture(scope="module")
def whole(town: Path) -> Runner:
    """One process over the town, in cuts of three days."""
    return Replay(town, LANES, days=3).run()


def by_day(lines: list[bytes]) -> dict[int, list[bytes]]:
    days: dict[int, list[bytes]] = {}
    for line in lines:
        day = datetime.date.fromisoformat(json.loads(line)["time"][:10]).toordinal()
        days.setdefault(day, []).append(line)
    return days


def fed(lines: list[bytes], shards: tuple[int, int, int], order: int) -> Sharded:
    days = by_day(lines)
    sharded = Sharded(LANES, shards, min(days), order)
    for day in range(min(days), max(days) + 1, 7):
        week = [line for d in range(day, day + 7) for line in days.get(d, [])]
        sharded.feed(week, min(day + 6, max(days)))
    return sharded


@pytest.mark.parametrize("shards", [(1, 1, 1), pytest.param((2, 2, 2), marks=pytest.mark.slow), (6, 6, 6)])
def test_the_stages_in_any_number_of_shards_end_in_the_digest_of_one_process(town: Path, whole: Runner, shards: tuple[int, int, int]) -> None:
    lines = [line for name in OFFICE_FILES for line in (town / name).read_bytes().splitlines()]
    sharded = fed(lines, shards, order=sum(shards))
    assert [sharded.digest(lane) for lane in LANES] == [whole.digest(lane) for lane in LANES]


@pytest.mark.parametrize("shards", [(2, 2, 2), (6, 6, 6)])
def test_records_are_handed_over_between_shards_when_links_and_numbers_change(shards: tuple[int, int, int]) -> None:
    lines = troubled().lines
    digests = {fed(mixed, shards, order=7).digest("G-plus") for mixed in (lines, lines[::-1], lines[::2] + lines[1::2])}
    assert digests == {fed(lines, (1, 1, 1), order=0).digest("G-plus")}


@pytest.mark.parametrize("days", [1, 7, 30])
def test_the_final_state_does_not_depend_on_how_the_log_is_cut_into_days(town: Path, whole: Runner, days: int) -> None:
    assert Replay(town, LANES, days=days).run().digest("G-plus") == whole.digest("G-plus")
