"""A town sent by its four offices, worked on by workers of this machine, and read back: `nayose run --kafka`."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from processors.kafka.topics import Wrong
from processors.messages.newest import Newest
from processors.parts.log import VERDICTS
from processors.store.facts import OFFICES
from producers.kafka_sender import Pace, Sender, with_days
from workshop.kafka import topics
from workshop.kafka.reading import Topics
from workshop.letters import Letter

ROOT = Path(__file__).parents[2]
LONGEST_WAIT = 600.0


def send_office(broker: str, prefix: str, office: str, lines: Iterable[bytes], first: datetime.date, last: datetime.date, rate: float = 0) -> int:
    """Sends one office's events; returns how many."""
    with Sender(broker, prefix) as sender:
        return sender.send(office, with_days(office, lines, first, last), Pace(rate, time.monotonic))


def send_folder(broker: str, prefix: str, folder: Path, first: datetime.date, rate: float = 0) -> int:
    """Sends the records of all offices, side by side; returns how many events."""
    lines = {office: (folder / f"{office}.jsonl").read_bytes().splitlines() if (folder / f"{office}.jsonl").is_file() else [] for office in OFFICES}
    last = max((day_of(some[-1]) for some in lines.values() if some), default=first)
    sent: list[int] = []
    threads = [Thread(target=lambda o=o: sent.append(send_office(broker, prefix, o, lines[o], first, last, rate))) for o in OFFICES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(sent)


def day_of(line: bytes) -> datetime.date:
    """The day on which an event was recorded."""
    return datetime.date.fromisoformat(line.partition(b'"time":"')[2][:10].decode())


@contextmanager
def workers(count: int, broker: str, prefix: str, log: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Workers of this machine, stopped in the end."""
    environment = os.environ | {"NAYOSE_BROKER": broker, "NAYOSE_PREFIX": prefix, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    with log.open("ab") as out:
        command = [sys.executable, "-m", "processors.kafka"]
        started = [subprocess.Popen(command, env=environment, stdout=out, stderr=out) for _ in range(count)]
    try:
        yield started
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(60)


def settle(there: Topics, running: Sequence[subprocess.Popen[bytes]], log: Path) -> None:
    """Waits until the stages have committed everything. Letter: a worker ended, or it took too long."""
    end, calm = time.monotonic() + LONGEST_WAIT, 0
    while calm < 2:
        if any(process.poll() is not None for process in running):
            raise Letter("kafka.worker_ended", 1, log=log)
        lags = there.lags()
        calm = 0 if any(lags.values()) else calm + 1
        if time.monotonic() > end:
            raise Letter("kafka.not_done", 1, lags=lags, log=log)
        time.sleep(0.3)


def figures(newest: Newest, lanes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By lane and programme, how many verdicts of each kind and notices in force; and the lane's digest."""
    return {lane: {"programmes": counted(newest, lane), "digest": newest.digest(lane)} for lane in lanes}


def counted(newest: Newest, lane: str) -> dict[str, dict[str, int]]:
    """By programme of a lane, how many verdicts of each kind and notices in force."""
    made: dict[str, dict[str, int]] = {}
    for document in newest.of(VERDICTS, lane):
        if document["verdict"] != "none":
            _add(made, document, document["verdict"].replace("-", "_"))
    for document in newest.in_force(lane):
        _add(made, document, "notices_in_force")
    return dict(sorted(made.items()))


def _add(made: dict[str, dict[str, int]], document: Mapping[str, Any], what: str) -> None:
    counts = made.setdefault(document["programme"], dict.fromkeys(("eligible", "not_eligible", "cannot_be_told", "notices_in_force"), 0))
    counts[what] += 1


def made_topics(broker: str, prefix: str) -> list[str]:
    """Makes the topics. Letter: the broker or a topic is not as it must be."""
    try:
        return topics.make(broker, prefix)
    except Wrong as wrong:
        raise Letter("kafka.wrong", why=str(wrong)) from None
