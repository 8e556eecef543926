"""Workers as processes of their own, and a reader of the topics, for tests on a real broker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from processors.kafka.settings import INPUTS, PARTITIONS, STAGES, Settings
from processors.messages.newest import TOPICS, Newest
from processors.messages.ordinances import read_ordinance
from processors.parts.log import DEAD_LETTERS, ORDINANCES
from schemas.ordinance import OrdinanceError
from tests.live.broker import free_port
from workshop.kafka.topics import admin

ROOT = Path(__file__).parents[2]


class Worker:
    """One worker. `fail` names a fail point."""

    def __init__(self, broker: str, prefix: str, log: Path, stages: tuple[str, ...] = STAGES, fail: str = "", **more: str) -> None:
        self.port = free_port()
        environment = os.environ | {
            "NAYOSE_BROKER": broker, "NAYOSE_PREFIX": prefix, "NAYOSE_STAGES": ",".join(stages), "NAYOSE_WEB": f"127.0.0.1:{self.port}",
            "NAYOSE_FAIL": fail, "NAYOSE_CHECK_DISCLOSURES": "1", "PYTHONPATH": str(ROOT), **more,
        }  # fmt: skip
        self.stages, self._log = stages, log
        with log.open("ab") as out:
            self.process = subprocess.Popen([sys.executable, "-m", "processors.kafka"], cwd=ROOT, env=environment, stdout=out, stderr=out)

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process.poll() is None

    def state(self) -> dict[str, Any]:
        """What its page says; empty if it does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ready", timeout=2) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)
        except OSError:
            return {}

    def metrics(self) -> str:
        """Its numbers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=5) as answer:
            return answer.read().decode()

    def wait_ready(self, seconds: float = 60) -> None:
        """Until all its parts are live."""
        wait_until(lambda: not self.alive or self.state().get("state") == "ready", seconds, f"a worker to be ready ({self.tail()})")
        assert self.alive, self.tail()

    def signal(self, number: signal.Signals) -> None:
        """Sends it a signal."""
        self.process.send_signal(number)

    def stop(self) -> int:
        """Stops it as a service manager would; returns its exit code."""
        if self.alive:
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()

    def tail(self, most: int = 3000) -> str:
        """The end of what it logged."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-most:]


def wait_until(good: Any, seconds: float, what: str) -> None:
    """Until something is so."""
    end = time.monotonic() + seconds
    while not good():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.1)


@contextmanager
def workers(*made: Worker) -> Iterator[list[Worker]]:
    """Stops them in the end, with all that join the list."""
    running = list(made)
    try:
        yield running
    finally:
        for worker in running:
            worker.stop()


class Town:
    """The topics of one prefix: how far the stages have come, and what the topics say."""

    def __init__(self, broker: str, prefix: str) -> None:
        self.settings = Settings(broker, prefix=prefix)
        self._admin = admin(broker)
        self._consumer = KafkaConsumer(bootstrap_servers=broker)

    def close(self) -> None:
        """Closes its clients."""
        self._admin.close()
        self._consumer.close()

    def ends(self, topics: tuple[str, ...]) -> dict[TopicPartition, int]:
        """The end of each partition."""
        return self._consumer.end_offsets([TopicPartition(self.settings.topic(t), p) for t in topics for p in range(PARTITIONS)])

    def _committed(self, stage: str) -> dict[TopicPartition, Any]:
        listed = self._admin.list_group_offsets({self.settings.group(stage): None})
        return listed[self.settings.group(stage)] if self.settings.group(stage) in listed else listed

    def lag(self, stage: str) -> int:
        """Records that a stage has not committed."""
        said = self._committed(stage)
        return sum(max(0, end - max(0, said[p].offset if p in said else 0)) for p, end in self.ends(INPUTS[stage]).items())

    def unsaid(self) -> int:
        """Parts of the gate that have not yet said all households under the ordinances in force: no record tells that, but their commits do."""
        newest: dict[str, int] = {}
        for record in self.read((ORDINANCES,)):
            try:
                adopted = read_ordinance(record.value)
            except (OrdinanceError, ValueError, KeyError, TypeError):
                continue
            newest[adopted.lane] = max(adopted.change, newest.get(adopted.lane, 0))
        said = [json.loads(committed.metadata or "{}").get("revisions") for committed in self._committed("gate").values()]
        return PARTITIONS - said.count(newest)

    def settle(self, seconds: float = 180, running: list[Worker] = ()) -> None:  # type: ignore[assignment]
        """Until all stages have committed everything, one after the other, and the gate under the ordinances in force; twice."""
        end = time.monotonic() + seconds
        calm = 0
        while calm < 2:
            lags = {"ordinances": self.unsaid(), **{stage: self.lag(stage) for stage in STAGES}}
            calm = 0 if any(lags.values()) else calm + 1
            assert time.monotonic() < end, f"not done within {seconds:.0f} s: {lags}; {[w.tail() for w in running if not w.alive]}"
            time.sleep(0.3)

    def newest(self) -> Newest:
        """What the topics say, read as any program can read them."""
        return self._newest(raises=True)

    @contextmanager
    def followed(self) -> Iterator[Callable[[], Newest]]:
        """The same again and again: each call reads on to the ends."""
        newest, consumer = Newest(PARTITIONS), KafkaConsumer(bootstrap_servers=self.settings.broker, enable_auto_commit=False, fetch_max_wait_ms=50)
        partitions = [TopicPartition(self.settings.topic(topic), p) for topic in TOPICS for p in range(PARTITIONS)]
        consumer.assign(partitions)
        consumer.seek_to_beginning()

        def read() -> Newest:
            ends = consumer.end_offsets(partitions)
            while any(consumer.position(p) < end for p, end in ends.items()):
                for records in consumer.poll(timeout_ms=200, max_records=5000).values():
                    for record in records:
                        newest.take(record._replace(topic=self.settings.plain(record.topic)))
            return newest

        try:
            yield read
        finally:
            consumer.close()

    def newest_of_good(self) -> Newest:
        """The same, where somebody wrote to topics that are none of theirs."""
        return self._newest(raises=False)

    def _newest(self, raises: bool) -> Newest:
        newest = Newest(PARTITIONS)
        for record in self.read(TOPICS):
            try:
                newest.take(record._replace(topic=self.settings.plain(record.topic)))
            except (ValueError, TypeError, KeyError, IndexError):
                if raises:
                    raise
        return newest

    def read(self, topics: tuple[str, ...]) -> Iterator[Any]:
        """All records of some topics."""
        names = [self.settings.topic(topic) for topic in topics]
        consumer = KafkaConsumer(bootstrap_servers=self.settings.broker, enable_auto_commit=False)
        try:
            partitions = [TopicPartition(name, p) for name in names for p in sorted(consumer.partitions_for_topic(name) or ())]
            ends = consumer.end_offsets(partitions)
            consumer.assign(partitions)
            consumer.seek_to_beginning()
            left = {p for p in partitions if ends[p]}
            while left:
                for partition, records in consumer.poll(timeout_ms=1000, max_records=5000).items():
                    yield from records
                    if records and records[-1].offset >= ends[partition] - 1:
                        left.discard(partition)
        finally:
            consumer.close()

    def dead_letters(self) -> list[dict[str, Any]]:
        """What was refused."""
        return [json.loads(record.value) for record in self.read((DEAD_LETTERS,))]
