"""A worker killed, and a worker that joins, while events come in."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

from benchmarks.kafka.ground import Ground
from benchmarks.kafka.latency import corrections
from benchmarks.kafka.reading import Reader, stamped_by_broker
from benchmarks.kafka.standing import Figure, Standing, standing
from processors.kafka.settings import PARTITIONS, SESSION_SECONDS
from processors.parts.log import VERDICTS
from producers.kafka_sender import Sender
from tests.live.workers import Worker, wait_until

RATE, MOST = 200, 9000
KILL_AIM, JOIN_AIM = SESSION_SECONDS + 4, 2.0
_LINE = r"\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3})\].*"


@contextmanager
def flow(ground: Ground) -> Iterator[None]:
    """Events at a steady rate, from another thread, at most MOST."""
    stop = Event()
    events = corrections(ground, MOST)

    def send() -> None:
        with Sender(ground.broker, ground.prefix) as sender:
            began = time.monotonic()
            for i, (_, key, event) in enumerate(events):
                if stop.wait(max(0.0, began + i / RATE - time.monotonic())):
                    return
                sender.send("tax", [(key, event)])

    thread = Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def measure(broker: str, folder: Path, residents: int) -> list[Figure]:
    """The figures."""
    with standing(broker, folder, residents, 2) as town:
        stamped_by_broker(broker, [town.ground.prefix + VERDICTS])
        return [*killed(town), *joined(town)]


def killed(town: Standing) -> list[Figure]:
    """One of two workers is killed: until all parts of the other are live, and until there are verdicts on all partitions again."""
    dead, heir = town.workers
    with flow(town.ground):
        time.sleep(2)
        dead.signal(signal.SIGKILL)
        at = time.time()
        with Reader(town.ground.broker, [town.ground.prefix + VERDICTS]) as reader:
            wait_until(lambda: _holds(heir, PARTITIONS), 40, "the heir of all parts")
            ready = time.time() - at
            seen = reader.read_until(lambda found: all(_after(found, p, at + 2) for p in range(PARTITIONS)), 15)
    firsts = [_after(seen, p, at + 2) for p in range(PARTITIONS)]
    flows = max(firsts) - at if all(firsts) else float("inf")
    return [
        Figure("one of two workers killed: the other holds all parts, live", f"{ready:.1f} s"),
        Figure("… verdicts on all partitions again", f"{flows:.1f} s", f"{KILL_AIM:.0f} s", flows <= KILL_AIM),
    ]


def _after(records: list[Any], partition: int, at: float) -> float:
    """The first time on a partition after another (2 s after the kill: what comes before was said by the dead one); 0 if there is none."""
    return min((r.timestamp / 1000 for r in records if r.partition == partition and r.timestamp / 1000 > at), default=0.0)


def _holds(worker: Worker, parts: int) -> bool:
    said = worker.state()
    return said.get("state") == "ready" and all(len(stage["parts"]) == parts for stage in said["stages"].values())


def joined(town: Standing) -> list[Figure]:
    """Another worker starts: until all its parts are live, and where the time goes."""
    town.settle(60)
    at = time.time()
    new = town.join()
    wait_until(lambda: _holds(new, PARTITIONS // 2), 40, "half of the parts")
    took = time.time() - at
    said = new.log.read_text(encoding="utf-8")
    asks = _first(said, r"\[\^Worker\]: Starting") - at
    return [
        Figure("a joining worker: half of the parts live, from its asking to join", f"{took - asks:.1f} s", f"{JOIN_AIM:.0f} s", took - asks <= JOIN_AIM),
        Figure("… from the start of its process, with its imports", f"{took:.1f} s"),
    ]


def _first(log: str, mark: str) -> float:
    found = re.search(_LINE + mark, log)
    return datetime.fromisoformat(found[1]).timestamp() if found else float("nan")
