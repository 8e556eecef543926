"""One worker over everything that the offices can know: what is withheld is nowhere, every message is as described, and the numbers are right."""

from __future__ import annotations

import datetime
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from processors.kafka.settings import INPUTS, PARTITIONS, STAGES  # noqa: E402
from processors.messages.checking import passing  # noqa: E402
from processors.parts.log import in_custody  # noqa: E402
from producers.kafka_sender import Sender, day_ended, key_of  # noqa: E402
from tests.exports.valid import faults  # noqa: E402
from tests.live.towns import put_in_force  # noqa: E402
from tests.live.workers import Town, Worker, workers  # noqa: E402
from tests.processors.canaries import whole_record  # noqa: E402
from tests.processors.events import START, number  # noqa: E402
from tests.processors.logs import OFFICES  # noqa: E402
from tests.processors.test_topics_withhold import DAYS, DOWNSTREAM, TELLING, found, refused  # noqa: E402
from workshop.kafka import topics  # noqa: E402

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]
LANES = ("C", "sample")


@dataclass
class Watched:
    """What a worker left behind when it had done everything, and what it said of itself then."""

    records: dict[str, list[Any]]
    metrics: str
    log: str
    began: float

    def values(self, name: str) -> dict[tuple[str, ...], float]:
        """A metric's values by its labels, in their order."""
        lines = re.findall(rf"^{name}(?:\{{(.*)\}})? (\S+)$", self.metrics, re.MULTILINE)
        return {tuple(re.findall(r'="([^"]*)"', labels)): float(value) for labels, value in lines}

    def documents(self, topic: str) -> list[Any]:
        """The JSON on a topic."""
        return [json.loads(record.value) for record in self.records[topic]]


@pytest.fixture(scope="module")
def watched(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    prefix, log, began = f"watched-{os.getpid()}.", tmp_path_factory.mktemp("watched") / "log", time.time()
    topics.make(address, prefix)
    for lane in LANES:
        put_in_force(address, prefix, lane, 1)
    town = Town(address, prefix)
    with workers(Worker(address, prefix, log)) as running:
        running[0].wait_ready()
        with Sender(address, prefix) as sender:
            for line in [*whole_record().lines, *map(refused, whole_record().lines)]:
                sender.send(json.loads(line)["source"].rpartition("/")[2], [(key_of(line), line)])
            for after in DAYS:
                for office in OFFICES:
                    sender.send(office, [(None, day_ended(office, START + datetime.timedelta(days=after - 1)))])
                sender.flush()
                town.settle(running=running)
        time.sleep(2)  # two measures more
        records = {t.name: [r._replace(topic=t.name) for r in town.read((t.name,))] for t in topics.TOPICS}
        yield Watched(records, running[0].metrics(), running[0].tail(1 << 30), began)
    town.close()
    topics.drop(address, prefix)


def test_no_canary_that_is_withheld_is_on_a_topic_in_the_log_or_in_a_metric(watched: Watched) -> None:
    raw = {name: b"\n".join(part for r in some for part in (r.key or b"", r.value or b"")) for name, some in watched.records.items()}
    permitted = {name for d in watched.documents("disclosures") for duty in d["duties"] for names in passing(d, duty) for name in names}
    withheld = [name for name in TELLING if name not in permitted]
    assert withheld and found(withheld, raw["disclosures"]) == [] and found(["total_income"], raw["disclosures"])
    for topic in DOWNSTREAM:
        assert topic == "disclosures" or (raw[topic] and found(TELLING, raw[topic]) == []), topic
    for text in (watched.metrics, watched.log):
        assert text and found(TELLING, text.encode()) == []
    for text in [watched.metrics.encode(), watched.log.encode(), raw["records"], *(raw[topic] for topic in DOWNSTREAM)]:
        assert not any(number(i).encode() in text for i in (1, 2))


def test_every_message_is_one_that_the_asyncapi_document_describes(watched: Watched) -> None:
    wrong: Counter[tuple[str, str]] = Counter()
    at_fault = {(d["topic"], d["partition"], d["offset"]) for d in watched.documents("dead-letters")}
    for topic, some in watched.records.items():
        for record in some:
            if (topic, record.partition, record.offset) not in at_fault:
                wrong.update((topic, fault) for fault in faults(record))
    assert not wrong, wrong.most_common(5)
    assert len(at_fault) == len(whole_record().lines)


def test_throughput_is_counted_by_stage_topic_and_partition(watched: Watched) -> None:
    counted = {(stage, topic.partition(".")[2], int(p)): n for (p, stage, topic), n in watched.values("nayose_records_read_total").items()}
    there = Counter((stage, topic, r.partition) for stage, inputs in INPUTS.items() for topic in inputs for r in watched.records[topic])
    assert counted == {key: float(n) for key, n in there.items()}
    sent = {(stage, topic): n for (stage, topic), n in watched.values("nayose_messages_sent_total").items()}
    assert sum(n for (_, topic), n in sent.items() if topic == "verdicts") == len(watched.records["verdicts"])
    assert sum(sent.values()) == sum(len(some) for topic, some in watched.records.items() if topic in (*DOWNSTREAM, "records", "handovers"))


def test_what_was_allowed_and_denied_is_counted_by_row(watched: Watched) -> None:
    names = ("acts", "codes", "duties", "kinds", "rows")
    blocks = watched.documents("ledger")
    entered = Counter((act, code, duty, kind, b["lane"], row) for b in blocks for act, code, duty, kind, row in zip(*(b[name] for name in names)))
    assert watched.values("nayose_ledger_entries_total") == {key: float(n) for key, n in entered.items()}
    rows = {(lane, act, row) for act, _, _, _, lane, row in entered}
    assert ("C", "disclosed", "3-1") in rows and ("C", "denied", "3-1") in rows  # without consent: tax secrecy, by the row that would let it pass
    assert ("sample", "disclosed", "D-1") in rows and ("sample", "retracted", "") in rows


def test_lag_age_and_readiness_are_told_of_every_stage(watched: Watched) -> None:
    lag = watched.values("nayose_lag")
    assert {(stage, topic.partition(".")[2], int(p)) for p, stage, topic in lag} == {(s, t, p) for s in STAGES for t in INPUTS[s] for p in range(PARTITIONS)}
    assert set(lag.values()) == {0.0}
    last = watched.values("nayose_last_event_timestamp_seconds")
    assert set(last) == {(stage,) for stage in STAGES}
    assert all(watched.began <= told <= time.time() for told in last.values())
    assert watched.values("nayose_ready") == {(stage,): 1.0 for stage in STAGES} and watched.values("nayose_parts") == {(stage,): 6.0 for stage in STAGES}


def test_a_dead_letter_about_custody_names_the_place_and_not_the_value(watched: Watched) -> None:
    for letter in watched.documents("dead-letters"):
        topic = letter["topic"]
        assert in_custody(topic) and letter["text"] == "" and letter["reason"]
        assert json.loads(next(r for r in watched.records[topic] if (r.partition, r.offset) == (letter["partition"], letter["offset"])).value)
