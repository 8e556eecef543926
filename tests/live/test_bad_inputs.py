"""What is wrong on a broker is told in a letter or kept as a dead letter; nothing is lost, and no number is shown."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")


from processors.kafka.settings import PARTITIONS  # noqa: E402
from processors.parts.log import partitions_of  # noqa: E402
from producers.kafka_sender import Sender, key_of  # noqa: E402
from tests.live.broker import Jars  # noqa: E402
from tests.live.towns import LANES, expected, lines_of, put_in_force, send, toml_of  # noqa: E402
from tests.live.workers import Town, Worker, workers  # noqa: E402
from workshop.kafka.topics import make  # noqa: E402

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]


def test_an_ordinance_that_does_not_load_is_a_dead_letter_and_the_one_before_stays(address: str, prefix: str, folder: Path, tmp_path: Path) -> None:
    town = Town(address, prefix)
    for lane in LANES:
        put_in_force(address, prefix, lane, 1)
    with workers(Worker(address, prefix, tmp_path / "log")) as running:
        send(address, prefix, folder)
        running[0].wait_ready()
        put_in_force(address, prefix, "C", 2, toml_of("C").replace('duty = "school-aid"', 'duty = "scool-aid"'))
        with Sender(address, prefix) as sender:
            sender.put("ordinances", b"C", b"no json")
            sender.put("assessments", None, b"{}")
            sender.put("records", None, b"nothing of ours")
            sender.put("disclosures", None, b"[]")
        town.settle(running=running)
        time.sleep(1)
        letters = town.dead_letters()
        assert {"ordinances", "assessments", "records", "disclosures"} <= {letter["topic"].removeprefix(prefix) for letter in letters}
        assert any("school-aid" in letter["reason"] for letter in letters)
        newest = town.newest_of_good()
        assert {lane: newest.digest(lane) for lane in LANES} == expected(folder)
        assert running[0].alive
    town.close()


def test_what_is_under_another_key_or_too_large_is_a_dead_letter_and_nothing_is_lost(
    address: str, prefix: str, folder: Path, tmp_path: Path
) -> None:
    town, tax = Town(address, prefix), lines_of(folder)["tax"]
    for lane in LANES:
        put_in_force(address, prefix, lane, 1)
    first, other = tax[0], next(line for line in tax if key_of(line) != key_of(tax[0]))
    right = int(partitions_of(key_of(first), PARTITIONS)[0])
    large = first.replace(b'"data":{', b'"data":{"note":"' + b"x" * 800_000 + b'",', 1)
    with workers(Worker(address, prefix, tmp_path / "log")) as running:
        running[0].wait_ready()
        with Sender(address, prefix) as sender:
            for key, value in ((key_of(other), first), (b"tax-7", first), (key_of(first), large)):
                sender.send("tax", [(key, value)])
            sender.put("tax.events", None, first)
            sender._put(prefix + "tax.events", first, key_of(first), (right + 1) % PARTITIONS)
        town.settle(running=running)
        reasons = sorted(letter["reason"] for letter in town.dead_letters())
        assert [reason.split()[0] for reason in reasons] == ["key:", "key:", "key:", "partition:", "the"] and "at most 65536 bytes" in reasons[-1]
        send(address, prefix, folder)
        town.settle(running=running)
        assert {lane: town.newest().digest(lane) for lane in LANES} == expected(folder)
        assert running[0].alive and len(town.dead_letters()) == 5
    town.close()


def test_a_broker_that_restarts_loses_nothing(folder: Path, tmp_path: Path) -> None:
    with Jars() as broker:
        make(broker.address)
        for lane in LANES:
            put_in_force(broker.address, "", lane, 1)
        town = Town(broker.address, "")
        with workers(Worker(broker.address, "", tmp_path / "log")) as running:
            running[0].wait_ready()
            send(broker.address, "", folder, slice(0, None, 2), mixed=1)
            broker.stop()
            time.sleep(2)
            broker.start()
            send(broker.address, "", folder, slice(1, None, 2), mixed=2)
            town.settle(running=running)
            assert {lane: town.newest().digest(lane) for lane in LANES} == expected(folder)
            assert running[0].alive
        town.close()
