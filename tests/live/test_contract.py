"""The same events end in the same digest on Kafka as in one process: cut, killed, frozen and scaled at will."""

from __future__ import annotations

import itertools
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from tests.live.towns import KEY, LANES, expected, put_in_force, send, toml_of  # noqa: E402
from tests.live.workers import Town, Worker, wait_until, workers  # noqa: E402

pytestmark = [pytest.mark.live, pytest.mark.timeout(400)]


@pytest.fixture
def town(address: str, prefix: str):
    made = Town(address, prefix)
    for lane in LANES:
        put_in_force(address, prefix, lane, 1)
    yield made
    made.close()


def digests(town: Town) -> dict[str, str]:
    newest = town.newest()
    return {lane: newest.digest(lane) for lane in LANES}


def test_a_town_ends_on_kafka_as_it_ends_in_one_process(address: str, prefix: str, town: Town, folder: Path, tmp_path: Path) -> None:
    with workers(Worker(address, prefix, tmp_path / "log")) as running:
        send(address, prefix, folder)
        running[0].wait_ready()
        town.settle(running=running)
        assert digests(town) == expected(folder)
        assert "nayose_records_read_total" in running[0].metrics() and "nayose_ledger_entries_total" in running[0].metrics()


def test_so_it_does_with_two_workers_every_event_twice_and_shuffled_poison_between_and_a_rule_changed_and_changed_back(
    address: str, prefix: str, town: Town, folder: Path, tmp_path: Path
) -> None:
    with workers(*(Worker(address, prefix, tmp_path / f"log{i}") for i in range(2))) as running:
        for worker in running:
            worker.wait_ready()
        send(address, prefix, folder, slice(0, None, 2), mixed=1)
        put_in_force(address, prefix, "C", 2, toml_of("G"))
        send(address, prefix, folder, slice(1, None, 2), mixed=2)
        time.sleep(1)
        put_in_force(address, prefix, "C", 3)
        town.settle(running=running)
        assert digests(town) == expected(folder)
        letters = town.dead_letters()
        assert len({(d["topic"], d["partition"], d["offset"]) for d in letters}) == 2 * 4 * 5
        assert not any(KEY.decode() in d["text"] + d["reason"] for d in letters)


KILLS = [f"{stage}:{point}:{times}" for stage, point, times in (
    ("link", "state", 2), ("gate", "state", 2), ("link", "sending", 3), ("gate", "sending", 2), ("assess", "commit", 2), ("gate", "commit", 2),
    ("gate", "redecide", 2), ("gate", "redecide", 3), ("", "", 0), ("", "", 0),
)]  # fmt: skip
SOME_KILLS = ["link:sending:3", "gate:redecide:2", "assess:commit:2", "::0"]


@pytest.mark.parametrize("kills", [pytest.param(SOME_KILLS, id="four"), pytest.param(KILLS, id="ten", marks=pytest.mark.slow)])
def test_so_it_does_when_a_worker_is_killed_time_and_again_behind_its_log_and_at_fail_points(
    address: str, prefix: str, town: Town, folder: Path, tmp_path: Path, kills: list[str]
) -> None:
    chance, changes = random.Random(9), itertools.count(20)
    with workers(Worker(address, prefix, tmp_path / "steady")) as running:
        running[0].wait_ready()
        for i, fail in enumerate(kills):
            doomed = Worker(address, prefix, tmp_path / f"log{i}", fail=fail if fail != "::0" else "")
            running.append(doomed)
            wait_until(lambda: not doomed.alive or doomed.state().get("state") == "ready", 60, "a worker to be ready or dead")  # noqa: B023
            send(address, prefix, folder, slice(i, None, len(kills)), mixed=i)
            if "redecide" in fail:
                put_in_force(address, prefix, "G", 2 + i, toml_of("sample" if i % 2 else "G"))
            if fail == "::0":
                time.sleep(chance.random() / 10)
                while not sum(town.lag(stage) for stage in ("link", "gate", "assess")):  # it was quicker: once more
                    send(address, prefix, folder, slice(i, None, len(kills)), mixed=i)
                doomed.signal(signal.SIGKILL)
            nudged = _nudged_until(lambda: not doomed.alive, lambda: put_in_force(address, prefix, "C", next(changes)))  # noqa: B023
            assert nudged, f"the worker did not die at {fail}: {doomed.tail()}"
            assert doomed.process.returncode == -signal.SIGKILL, doomed.tail()
        put_in_force(address, prefix, "G", 99)
        town.settle(running=running[:1])
        assert digests(town) == expected(folder)


def _nudged_until(done: Callable[[], bool], nudge: Callable[[], None]) -> bool:
    """Whether it is done, with a nudge every three seconds: how many batches there are to die in depends on the time."""
    for _ in range(10):
        end = time.monotonic() + 3
        while time.monotonic() < end:
            if done():
                return True
            time.sleep(0.05)
        nudge()
    return done()


def test_so_it_does_when_a_worker_is_frozen_beyond_its_session_replaced_and_thawed(
    address: str, prefix: str, town: Town, folder: Path, tmp_path: Path
) -> None:
    with workers(*(Worker(address, prefix, tmp_path / f"log{i}") for i in range(2))) as running:
        for worker in running:
            worker.wait_ready()
        send(address, prefix, folder, slice(0, None, 3), mixed=1)
        time.sleep(0.3)
        running[0].signal(signal.SIGSTOP)
        send(address, prefix, folder, slice(1, None, 3), mixed=2)
        wait_until(lambda: running[1].state().get("state") == "ready" and len(running[1].state()["stages"]["gate"]["parts"]) == 6, 40, "the heir")
        town.settle(running=running)
        running[0].signal(signal.SIGCONT)
        send(address, prefix, folder, slice(2, None, 3), mixed=3)
        time.sleep(2)
        town.settle(running=running)
        assert digests(town) == expected(folder)


def test_so_it_does_when_each_stage_is_a_process_of_its_own(address: str, prefix: str, town: Town, folder: Path, tmp_path: Path) -> None:
    with workers(*(Worker(address, prefix, tmp_path / stage, (stage,)) for stage in ("link", "gate", "assess"))) as running:
        send(address, prefix, folder)
        town.settle(running=running)
        assert digests(town) == expected(folder)


def test_three_workers_share_the_work_and_one_takes_it_all_back(address: str, prefix: str, town: Town, folder: Path, tmp_path: Path) -> None:
    with workers(Worker(address, prefix, tmp_path / "log0")) as running:
        running[0].wait_ready()
        send(address, prefix, folder, slice(0, None, 10))
        running += [Worker(address, prefix, tmp_path / f"log{i}") for i in (1, 2)]
        wait_until(lambda: all(len(w.state().get("stages", {}).get("link", {}).get("parts", {})) == 2 for w in running), 40, "two parts each")
        before = [_events(worker) for worker in running]
        send(address, prefix, folder, slice(0, None, 1))
        town.settle(running=running)
        shares = [_events(worker) - b for worker, b in zip(running, before)]
        assert min(shares) >= sum(shares) / 5, shares
        for worker in running[1:]:
            assert worker.stop() == 0, worker.tail()
        send(address, prefix, folder, slice(0, None, 7))
        town.settle(running=running[:1])
        assert digests(town) == expected(folder)


def _events(worker: Worker) -> float:
    lines = [line for line in worker.metrics().splitlines() if line.startswith('nayose_records_read_total{partition=') and 'stage="link"' in line]
    return sum(float(line.rpartition(" ")[2]) for line in lines)
