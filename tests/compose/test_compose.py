"""`docker compose up --wait` brings up the whole town; it comes to the digests of one process, also when a worker is killed."""

from __future__ import annotations

import json
import re
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from processors.inprocess import Replay  # noqa: E402
from producers.simulate import simulate, write  # noqa: E402
from schemas.ordinance.reader import load  # noqa: E402
from tests.cli.calling import nayose  # noqa: E402
from tests.compose.conftest import RESIDENTS  # noqa: E402
from workshop.kafka import containers  # noqa: E402
from workshop.kafka.reading import Topics  # noqa: E402
from workshop.scoring import assessor  # noqa: E402

pytestmark = [pytest.mark.compose, pytest.mark.timeout(900)]
ROOT = Path(__file__).parents[2]
LANES = ("C", "G")


def page(project: dict[str, str], path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{project['NAYOSE_PORT']}{path}", timeout=10) as answer:
        return answer.read()


@pytest.mark.slow
def test_the_town_is_up_and_comes_to_the_digests_of_one_process_though_a_worker_is_killed(project: dict[str, str], tmp_path: Path) -> None:
    began = time.monotonic()
    while not (lanes := json.loads(page(project, "/status.json"))["lanes"]) or not any(p["notices_in_force"] for lane in lanes.values() for p in lane.values()):
        assert time.monotonic() < began + 15, "no notice within 15 s of healthy"
        time.sleep(0.2)
    assert re.search(r"nayose-test-processor-\d was killed\.", nayose("kafka", "kill-worker").out)
    write(simulate(RESIDENTS, months=12, seed=1), tmp_path)
    done = Replay(tmp_path, {lane: load(lane) for lane in LANES}, assessor(tmp_path)).run()
    with Topics(f"127.0.0.1:{project['NAYOSE_KAFKA_PORT']}") as topics:
        end = time.monotonic() + 180
        while time.monotonic() < end:
            if not any(topics.lags().values()):
                newest = topics.newest()
                if [newest.digest(lane) for lane in LANES] == [done.digest(lane) for lane in LANES]:
                    break
            time.sleep(2)
        else:
            pytest.fail(f"not the digests of one process; lag {topics.lags()}")


def test_the_processors_say_that_they_are_ready_and_count(project: dict[str, str]) -> None:
    said = containers.containers()
    assert {c.service for c in said} == {"kafka", "topics", "register", "tax", "welfare", "child", "processor", "workshop"}
    assert b"<!doctype html" in page(project, "/").lower() and page(project, "/health") == b"ok"
    hello = json.loads(page(project, "/api/hello"))
    assert {lane["name"] for lane in hello["lanes"]} == set(LANES) and hello["runner"]["kind"] == "kafka" and hello["runner"]["workers"] == 2
    script = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:6066/metrics').read().decode())"
    command = ["docker", "compose", "-f", str(ROOT / "docker-compose.yml"), "-p", "nayose-test", "exec", "-T", "processor", "python", "-c", script]
    assert "nayose_lag" in subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout
    assert subprocess.run([*command[:-3], "id", "-u"], capture_output=True, check=True, text=True, encoding="utf-8").stdout.strip() == "10001"


def test_the_commands_see_the_containers_and_a_killed_worker_comes_back(project: dict[str, str]) -> None:
    at = ("--kafka", f"127.0.0.1:{project['NAYOSE_KAFKA_PORT']}")
    said = json.loads(nayose("kafka", "status", "--json", *at).out)
    assert said["in_force"] == {"C": 1, "G": 1} and said["records"]["register.events"] > 0
    assert {c["state"] for c in said["containers"] if c["service"] == "processor"} == {"running"}
    assert "nayose-test-kafka-1  running healthy" in nayose("kafka", "status", *at).out
    began = time.monotonic()
    while '"lane":"' not in nayose("kafka", "tail", "notices", *at).out:  # the written assessor's answers come first
        assert time.monotonic() < began + 15, "no notice"
    name = re.search(r"(nayose-test-processor-\d) was killed\.", nayose("kafka", "kill-worker").out)
    assert name
    client, end = containers.engine(), time.monotonic() + 120
    while not client.containers.get(name[1]).attrs["RestartCount"] or any(c.health != "healthy" for c in containers.containers() if c.service == "processor"):
        assert time.monotonic() < end, containers.containers()
        time.sleep(1)
    client.close()


def test_what_cannot_be_is_a_letter_with_an_engine_too(project: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPOSE_PROJECT_NAME", "nayose-nobody")
    done = nayose("kafka", "kill-worker")
    assert done.code == 2 and "No container of processor runs. Start one with nayose kafka up." in done.err
