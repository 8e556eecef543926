"""A town of 2,000 residents over a year, on a real broker and in one process."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from producers.simulate import simulate, write  # noqa: E402
from tests.live.towns import LANES, expected, put_in_force, send  # noqa: E402
from tests.live.workers import Town, Worker, workers  # noqa: E402

pytestmark = [pytest.mark.live, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records of the town."""
    folder = tmp_path_factory.mktemp("year")
    write(simulate(2000, months=12, seed=11), folder)
    return folder


@pytest.mark.parametrize("count", [1, 2])
def test_two_thousand_residents_end_on_kafka_as_they_end_in_one_process(address: str, prefix: str, year: Path, tmp_path: Path, count: int) -> None:
    for lane in LANES:
        put_in_force(address, prefix, lane, 1)
    town = Town(address, prefix)
    with workers(*(Worker(address, prefix, tmp_path / f"log{i}", NAYOSE_CHECK_DISCLOSURES="1" if count == 1 else "") for i in range(count))) as running:
        for worker in running:
            worker.wait_ready()
        send(address, prefix, year)
        town.settle(seconds=400, running=running)
        newest = town.newest()
        assert {lane: newest.digest(lane) for lane in LANES} == expected(year)
        assert sum(len(newest.in_force(lane)) for lane in LANES) > 100
        assert town.dead_letters() == []
    town.close()
