"""kafbat/kafka-ui (profile `observe`) over the running town: it shows the topics, and no My Number of anybody."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from processors.inprocess import OFFICE_FILES  # noqa: E402
from processors.kafka.topology import TOPICS  # noqa: E402
from producers.simulate import simulate, write  # noqa: E402
from tests.compose.conftest import RESIDENTS  # noqa: E402
from workshop.kafka import containers  # noqa: E402
from workshop.kafka.reading import Topics  # noqa: E402

pytestmark = [pytest.mark.compose, pytest.mark.timeout(600)]
PROFILE = ("--profile", "observe")
MOST = 500
"""Messages of a topic that are looked at."""


@pytest.fixture(scope="module")
def api(project: dict[str, str]) -> Iterator[str]:
    """The address of its own interface, for the one cluster there is."""
    named = subprocess.run(["docker", "compose", "-f", str(containers.FILE), *PROFILE, "config", "--images"], capture_output=True, check=True, text=True, encoding="utf-8").stdout
    image = next(one for one in named.split() if "kafka-ui" in one)
    if subprocess.run(["docker", "image", "inspect", image], capture_output=True).returncode and subprocess.run(["docker", "pull", "-q", image], capture_output=True).returncode:
        pytest.skip(f"{image} cannot be had here: docker pull {image} where its registry answers, or build it from its source under that name")
    containers.compose([*PROFILE, "up", "--wait", "kafka-ui"])
    yield f"http://127.0.0.1:{project['NAYOSE_UI_PORT']}/api/clusters/nayose"
    containers.compose([*PROFILE, "rm", "--stop", "--force", "kafka-ui"])


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The My Numbers of the town."""
    folder = tmp_path_factory.mktemp("town")
    write(simulate(RESIDENTS, months=12, seed=1), folder)
    return {number for name in OFFICE_FILES for number in re.findall(r'"subject":"(\d{12})"', (folder / name).read_text(encoding="utf-8"))}


def shown(api: str, topic: str) -> list[dict[str, Any]]:
    """The first messages of a topic, as its page asks for them."""
    with urllib.request.urlopen(f"{api}/topics/{topic}/messages/v2?mode=EARLIEST&limit={MOST}", timeout=180) as answer:
        events = [json.loads(line[5:]) for line in answer.read().decode().splitlines() if line.startswith("data:")]
    return [event["message"] for event in events if event["type"] == "MESSAGE"]


def found(numbers: set[str], text: str) -> set[str]:
    """The numbers that occur in a text, in longer runs of digits too."""
    return {run[at : at + 12] for run in re.findall(r"\d{12,}", text) for at in range(len(run) - 11)} & numbers


def raw(project: dict[str, str], topic: str) -> str:
    """The first messages of a topic as any other consumer reads them."""
    with Topics(f"127.0.0.1:{project['NAYOSE_KAFKA_PORT']}") as topics:
        consumer = topics.consumer()
        consumer.assign(topics.partitions(consumer, [topic]))
        consumer.seek_to_beginning()
        texts = [b"%s %s" % (r.key or b"", r.value or b"") for records in consumer.poll(10_000, max_records=MOST).values() for r in records]
        consumer.close()
    return b"\n".join(texts).decode("latin-1")


def test_every_topic_is_shown_without_a_my_number(project: dict[str, str], api: str, numbers: set[str]) -> None:
    with urllib.request.urlopen(f"{api}/topics?perPage=100", timeout=30) as answer:
        there = {topic["name"] for topic in json.load(answer)["topics"]}
    assert {topic.name for topic in TOPICS} <= there
    seen = {topic: shown(api, topic) for topic in sorted(there)}
    assert {topic: found(numbers, json.dumps(messages, ensure_ascii=False)) for topic, messages in seen.items()} == dict.fromkeys(seen, set())
    custody = {message["value"] for message in seen["records"]}
    assert custody and not [value for value in custody if re.search(r"[0-9a-wyzA-WYZ]", value.replace("n", ""))], "of what is not JSON nothing is shown"
    for office in ("register", "tax", "welfare", "child"):
        assert found(numbers, raw(project, f"{office}.events")), "there is nothing to mask"
        events = [json.loads(message["value"]) for message in seen[f"{office}.events"]]
        about = [event for event in events if event["type"] != "day.ended"]
        assert about and {event["subject"] for event in about} == {"n" * 12}, "who it is about is masked, and nothing else"
        assert all(event["time"].startswith("202") and event["data"] for event in about)


def test_nothing_can_be_written_to_a_topic(api: str) -> None:
    body = json.dumps({"partition": 0, "key": "1", "content": "{}", "keySerde": "String", "valueSerde": "String"}).encode()
    request = urllib.request.Request(f"{api}/topics/register.events/messages", body, {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)
    assert refused.value.code == 405
