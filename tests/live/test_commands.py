"""`nayose kafka` on a real broker: each command does what it says, and what it cannot do it says in a letter."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from kafka.admin import NewTopic  # noqa: E402

from processors.inprocess import Replay  # noqa: E402
from processors.kafka.settings import BadSetting, Settings  # noqa: E402
from producers.kafka_sender import Sender  # noqa: E402
from producers.simulate import simulate, write  # noqa: E402
from schemas.ordinance.reader import load  # noqa: E402
from tests.cli.calling import nayose  # noqa: E402
from tests.live.broker import free_port  # noqa: E402
from tests.live.commands import is_letter, side_by_side, worker  # noqa: E402
from tests.live.towns import OFFICES, toml_of  # noqa: E402
from tests.live.workers import ROOT, Town, Worker, wait_until, workers  # noqa: E402
from workshop.kafka import topics  # noqa: E402

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]
TOWN = ("--residents", 100, "--months", 2, "--seed", 4)


@pytest.fixture(scope="module")
def at(address: str) -> Iterator[tuple[str, ...]]:
    """Where a town stands that was made by the commands alone: topics, ordinances, events."""
    prefix = f"commands-{os.getpid()}."
    where = ("--kafka", address, "--prefix", prefix)
    done = nayose("kafka", "topics", "--make", "--ordinance", "C", "--ordinance", "sample", "--residents", 100, *where)
    assert done.code == 0, done.err
    assert "register.events: 6 partitions, delete, 0 records" in done.out and "lane sample: change 1" in done.out
    done = nayose("kafka", "produce", *TOWN, *where)
    assert done.code == 0 and re.search(r"tax: \d[\d,]* events sent\.", done.out), done.err
    yield where
    topics.drop(address, prefix)


def test_topics_are_made_once_and_an_ordinance_is_sent_again_only_if_it_is_another(at: tuple[str, ...]) -> None:
    again = json.loads(nayose("kafka", "topics", "--make", "--ordinance", "C", "--residents", 100, "--json", *at).out)
    assert again["made"] == [] and again["in_force"] == {"C": 1} and again["records"]["ordinances"] == 2
    other = json.loads(nayose("kafka", "topics", "--ordinance", "G", "--lane", "second", "--residents", 100, "--json", *at).out)
    assert other["in_force"] == {"second": 1}
    changed = json.loads(nayose("kafka", "topics", "--ordinance", "A", "--lane", "second", "--residents", 100, "--json", *at).out)
    assert changed["in_force"] == {"second": 2}


def test_a_town_made_by_the_commands_comes_to_the_digests_of_one_process_and_can_be_looked_at(
    at: tuple[str, ...], address: str, tmp_path: Path
) -> None:
    town, port = Town(address, at[-1]), free_port()
    said = json.loads(nayose("kafka", "status", "--json", *at).out)  # nobody has ever worked on it
    assert said["lag"]["link"] == sum(said["records"][f"{office}.events"] for office in OFFICES) and said["lag"]["gate"] == 0
    with workers(Worker(address, at[-1], tmp_path / "log")) as running:
        running[0].wait_ready()
        town.settle(running=running)
    write(simulate(100, months=2, seed=4), tmp_path / "town")
    alone = Replay(tmp_path / "town", {lane: load(lane) for lane in ("C", "sample")}).run()
    assert all(town.newest().digest(lane) == alone.digest(lane) for lane in ("C", "sample"))
    town.close()
    said = json.loads(nayose("kafka", "status", "--json", *at).out)
    assert said["lag"] == {"link": 0, "gate": 0, "assess": 0} and said["in_force"]["C"] == 1 and said["records"]["records"] > 0
    assert "link: 0 records behind" in nayose("kafka", "status", *at).out
    _tailed(at)
    page = subprocess.Popen([sys.executable, "-m", "workshop", "kafka", "page", "--port", str(port), "--months", "2", "--seed", "4", *map(str, at)], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        wait_until(lambda: _page(port, "/health") == b"ok", 30, "the page")
        wait_until(lambda: set(json.loads(_page(port, "/status.json"))["lanes"]) >= {"C", "sample"}, 30, "the lanes on the page")
        wait_until(lambda: {lane["name"] for lane in json.loads(_page(port, "/api/hello"))["lanes"]} >= {"C", "sample"}, 30, "both lanes")
        assert json.loads(_page(port, "/api/hello"))["runner"]["kind"] == "kafka"
        wait_until(lambda: json.loads(_page(port, "/api/lanes/C"))["exact"], 30, "the page to show all")
    finally:
        page.terminate()
        page.wait(20)


def _tailed(at: tuple[str, ...]) -> None:
    events = nayose("kafka", "tail", "register.events", "--most", 5, *at).out.splitlines()
    assert len(events) == 5 and all("************" in line for line in events if '"subject"' in line)
    assert not re.search(r"\d{12}", "".join(nayose("kafka", "tail", topic, *at).out for topic in ("register.events", "handovers", "ledger")))
    assert all(re.search(r"\(\d+ bytes\)$", line) for line in nayose("kafka", "tail", "records", *at).out.splitlines())
    assert '"lane":"C"' in nayose("kafka", "tail", "disclosures", "--most", 500, *at).out


def _page(port: int, path: str) -> bytes:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.read()
    except OSError:
        return b""


def test_a_run_on_kafka_ends_in_the_digest_of_one_process(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAYOSE_HOME", str(tmp_path / "home"))
    done = nayose("run", "--kafka", address, "--workers", 2, *TOWN, "--ordinance", "C", "--json")
    assert done.code == 0, done.err[-2000:]
    said = json.loads(done.out)
    write(simulate(100, months=2, seed=4), tmp_path / "town")
    assert said["lanes"]["C"]["digest"] == Replay(tmp_path / "town", {"C": load("C")}).run().digest("C")
    topics.drop(address, said["prefix"])


EVERY = (("status",), ("topics",), ("topics", "--make"), ("produce", *TOWN), ("tail", "verdicts"), ("page", "--port", 8099))


def words(command: tuple[object, ...]) -> str:
    return " ".join(map(str, command))


def test_a_broker_that_does_not_answer_is_a_letter_of_every_command_and_of_a_worker() -> None:
    nowhere = [f"127.0.0.1:{free_port()}", "nonsense", "127.0.0.1:port", ":"]
    some = ("status",), ("topics", "--make"), ("produce", *TOWN), ("page",)  # all others begin as the first does
    commands = [("workshop", "kafka", *command, "--kafka", nowhere[0], "--lang", "en") for command in some]
    commands += [("workshop", "kafka", "status", "--kafka", nowhere[1], "--lang", "en"), (f"NAYOSE_BROKER={nowhere[0]}", "processors.kafka")]
    for command, done in zip(commands, side_by_side(commands)):
        assert is_letter(done, "no broker answers at ", "nayose kafka up"), command
    for broker in nowhere[2:]:
        assert is_letter(nayose("kafka", "status", "--kafka", broker), f"no broker answers at {broker} ")


@pytest.mark.parametrize("command", [c for c in EVERY if "--make" not in c], ids=words)
def test_topics_that_are_not_there_are_a_letter(command: tuple[object, ...], address: str) -> None:
    assert is_letter(nayose("kafka", *command, "--kafka", address, "--prefix", "nowhere."), "there is no topic nowhere.", "nayose kafka topics --make")


def test_a_worker_without_topics_or_with_other_partitions_ends_with_a_letter(address: str) -> None:
    assert is_letter(worker(NAYOSE_BROKER=address, NAYOSE_PREFIX="nowhere."), "there is no topic nowhere.register.events", "nayose kafka topics --make")
    client = topics.admin(address)
    try:
        client.create_topics([NewTopic("narrow.records", 4, 1)], wait_for_metadata=True)
        where = ("--kafka", address, "--prefix", "narrow.")
        assert is_letter(nayose("kafka", "topics", "--make", *where), "narrow.records has 4 partitions, and must have 6", "Delete it")
        assert is_letter(worker(NAYOSE_BROKER=address, NAYOSE_PREFIX="narrow."), "has 4 partitions, and must have 6")
    finally:
        client.close()
        topics.drop(address, "narrow.")


def test_a_worker_that_is_told_what_cannot_be_ends_with_a_letter() -> None:
    said = {
        "NAYOSE_STAGES=link,gates": "there is no stage 'gates'. It may name link, gate, assess.",
        "NAYOSE_WEB=6066": "'6066' is no address. It is host:port", "NAYOSE_WEB=127.0.0.1:page": "'127.0.0.1:page' is no address",
        "NAYOSE_MOST_RECORDS=many": "'many' is no number of records. It is a whole number from 1 on", "NAYOSE_MOST_RECORDS=0": "'0' is no number",
    }  # fmt: skip
    for told, letter in said.items():
        name, _, value = told.partition("=")
        with pytest.raises(BadSetting, match=f"{name}: .*{re.escape(letter[:30])}"):
            Settings.of_environment({name: value})
    assert is_letter(worker(NAYOSE_WEB="6066"), "NAYOSE_WEB: '6066' is no address")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("tail", "verdict"), "verdicts"),
        (("tail", "verdicts", "--most", "0"), "--most"),
        (("topics", "--ordinance", "Z"), "Z"),
        (("topics", "--ordinance", "C", "--start", "1 April"), "--start"),
        (("topics", "--ordinance", "C", "--residents", "-1"), "--residents"),
        (("produce", "--office", "police"), "register, tax, welfare, child"),
        (("produce", "--rate", "fast"), "--rate"),
        (("page", "--port", "99999"), "--port"),
        (("up", "--processors", "7"), "--processors"),
    ],
)
def test_an_option_that_cannot_be_is_a_letter(command: tuple[str, ...], said: str, at: tuple[str, ...]) -> None:
    where = () if command[0] == "up" else at
    assert is_letter(nayose("kafka", *command, *where), said)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('duty = "school-aid"', 'duty = "scool-aid"', "school-aid"),
        ("[clauses]", "[clauses", "line"),
        ("[safeguards]", "[safeguards]\ntax_consent = false", "tax_consent"),
    ],
)
def test_an_ordinance_that_cannot_be_put_in_force_is_a_letter_and_is_not_sent(
    before: str, after: str, said: str, at: tuple[str, ...], tmp_path: Path
) -> None:
    path, text = tmp_path / "wrong.toml", toml_of("sample")
    assert before in text
    kept = re.sub(rf"(?m)^{after.partition(chr(10))[2].partition(' ')[0]} = .*\n", "", text) if "\n" in after else text
    path.write_text(kept.replace(before, after, 1), encoding="utf-8")
    assert is_letter(nayose("kafka", "topics", "--ordinance", path, *at), said)
    assert "wrong" not in json.loads(nayose("kafka", "status", "--json", *at).out)["in_force"]


def test_a_message_that_is_too_large_for_the_client_is_told(at: tuple[str, ...], address: str) -> None:
    from producers.kafka_sender import CannotSend

    with pytest.raises(CannotSend, match=r"does not take a message of 20000000 bytes"), Sender(address, at[-1]) as sender:
        sender.put("register.events", None, b"x" * 20_000_000)


@pytest.mark.parametrize("command", [("up",), ("down",), ("kill-worker",)], ids=words)
def test_without_an_engine_there_is_a_letter(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    assert is_letter(nayose("kafka", *command), "Docker does not answer", "--kafka HOST:PORT")
