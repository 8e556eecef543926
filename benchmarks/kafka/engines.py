"""The engines on one broker: each takes a log that is there already, and is done when all its outputs are there and committed."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from kafka import KafkaConsumer, TopicPartition
from pydantic_core import from_json

from benchmarks.harness import ROOT, Failure, Seen
from benchmarks.kafka.ground import Ground
from benchmarks.kafka.join import answer_of
from benchmarks.kafka.places import BEGAN, GROUP, SHARES, VERDICTS, offices
from benchmarks.kafka.watching import Late, Progress, cpu_seconds, machine_seconds
from processors.kafka.settings import INPUTS, PARTITIONS, STAGES, Settings
from tests.live.workers import Worker

LONGEST = 240.0
Inputs = Sequence[tuple[str, Sequence[str]]]
_LIVE = re.compile(r"\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3})\].* link \d is live")
_BEGAN = re.compile(re.escape(BEGAN) + r"([\d.]+)")


def nayose(ground: Ground, count: int) -> Seen:
    """So many workers with all three stages. They begin when the first part of link is live."""
    with ExitStack() as stack:
        running = [stack.enter_context(worker(ground)) for _ in range(count)]

        def began() -> float:
            lines = [line for each in running for line in _LIVE.findall(each.log.read_text(encoding="utf-8"))]
            return min(datetime.fromisoformat(line).timestamp() for line in lines)

        return _measured(f"nayose, {count} worker{'s' * (count > 1)}", ground, inputs_of(ground.prefix), [w.process for w in running], began)


def peer(ground: Ground, name: str, python: str, module: str) -> Seen:
    """A peer as a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as out:
            process = subprocess.Popen([python, "-m", module, ground.broker, ground.prefix], cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            inputs = [(ground.prefix + GROUP, [*offices(ground.prefix), ground.prefix + SHARES])]
            seen = _measured(name, ground, inputs, [process], lambda: float(_BEGAN.findall(log.read_text(encoding="utf-8"))[0]))
            return seen | {"answer": asdict(answer_of(verdicts(ground).values()))}
        except (Late, IndexError) as problem:
            raise Failure(f"{name}: {problem}\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}") from None
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _measured(name: str, ground: Ground, inputs: Inputs, processes: Sequence[subprocess.Popen[bytes]], began: Callable[[], float]) -> Seen:
    pids = [process.pid for process in processes]
    busy = machine_seconds()
    with Progress(ground.broker) as progress:
        done = progress.done_at(inputs, LONGEST, lambda: all(process.poll() is None for process in processes))
    own, all_of_it = cpu_seconds(pids), machine_seconds()
    return {
        "engine": name, "events": ground.events, "seconds": done - began(), "core_seconds": own,
        "others_core_seconds": None if own is None or busy is None or all_of_it is None else all_of_it - busy - own, "answer": None,
    }  # fmt: skip


class Logged(Worker):
    """A worker whose log can be read."""

    def __init__(self, ground: Ground, log: Path, **more: str) -> None:
        super().__init__(ground.broker, ground.prefix, log, STAGES, "", **more)
        self.log = log


@contextmanager
def worker(ground: Ground, **more: str) -> Iterator[Logged]:
    """One worker, stopped in the end. `more`: further settings in its environment."""
    with tempfile.TemporaryDirectory() as folder:
        made = Logged(ground, Path(folder) / "log", **more)
        try:
            yield made
        finally:
            made.stop()


def inputs_of(prefix: str) -> list[tuple[str, list[str]]]:
    """The runner's groups and what they read, in the order of the stages."""
    settings = Settings("", prefix=prefix)
    return [(settings.group(stage), [settings.topic(topic) for topic in INPUTS[stage]]) for stage in STAGES]


def verdicts(ground: Ground) -> dict[bytes, list[int]]:
    """The newest verdict of each household that a peer has told: it had one owner, so the last in the log."""
    consumer = KafkaConsumer(bootstrap_servers=ground.broker, enable_auto_commit=False)
    partitions = [TopicPartition(ground.prefix + VERDICTS, p) for p in range(PARTITIONS)]
    try:
        newest: dict[bytes, list[int]] = {}
        ends = consumer.end_offsets(partitions)
        consumer.assign(partitions)
        consumer.seek_to_beginning()
        while any(consumer.position(p) < ends[p] for p in partitions):
            for records in consumer.poll(timeout_ms=1000).values():
                newest.update((record.key, from_json(record.value)) for record in records)
        return newest
    finally:
        consumer.close()
