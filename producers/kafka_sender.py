"""An office's events onto its Kafka topic: keyed by My Number, each once and in order, at a rate; and the ends of its days."""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kafka import KafkaProducer
from kafka.errors import KafkaError

from producers.canonical import event_id
from schemas.events import TOKYO

DAY = datetime.timedelta(days=1)
TOPIC = "{}.events"
SLICE = 0.05
"""Seconds between two looks at the clock when a rate is kept."""


class CannotSend(Exception):
    """The broker does not take events; the text is a letter to the user."""


@dataclass(frozen=True)
class Pace:
    """How many events a second (0: as fast as they go), by a clock that the caller brings."""

    per_second: float
    clock: Callable[[], float]


def day_ended(office: str, day: datetime.date) -> bytes:
    """The control event that says that a day is over: no subject, and no key."""
    data = {"day": day.isoformat()}
    time_ = datetime.datetime.combine(day, datetime.time(23, 59, 59), TOKYO).isoformat()
    envelope = {"specversion": "1.0", "source": f"/aobano/{office}", "type": "day.ended", "time": time_, "data": data}
    canonical = json.dumps(envelope, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return json.dumps({"id": event_id(canonical), **envelope}, ensure_ascii=False, separators=(",", ":")).encode()


def with_days(office: str, lines: Iterable[bytes], first: datetime.date, last: datetime.date) -> Iterator[tuple[bytes | None, bytes]]:
    """(key, value) of an office's events in the order recorded, with the end of each day before those of the next.

    `first` is the day of the run's first events; the day before `last` is the newest that ends, so that `last` is the running day.
    """
    ended = first - DAY
    yield None, day_ended(office, ended)
    for line in lines:
        day = _day_of(line)
        while ended < min(day, last) - DAY:
            ended += DAY
            yield None, day_ended(office, ended)
        yield key_of(line), line
    while ended < last - DAY:
        ended += DAY
        yield None, day_ended(office, ended)


def key_of(line: bytes) -> bytes:
    """The My Number of an event, as this town's offices write it."""
    return line.partition(b'"subject":"')[2][:12]


def _day_of(line: bytes) -> datetime.date:
    return datetime.date.fromisoformat(line.partition(b'"time":"')[2][:10].decode())


class Sender:
    """Sends to the topics of one broker. Use as a context: what was sent has arrived when it ends."""

    def __init__(self, broker: str, prefix: str = "") -> None:
        self._prefix = prefix
        self.failures: list[BaseException] = []
        try:
            self._producer = KafkaProducer(
                bootstrap_servers=broker, acks="all", enable_idempotence=True, linger_ms=5, batch_size=1 << 17, bootstrap_timeout_ms=10_000,
                max_block_ms=20_000, delivery_timeout_ms=60_000, client_id="nayose-office",
            )  # fmt: skip
        except (KafkaError, OSError, ValueError) as error:
            raise CannotSend(f"no broker answers at {broker} ({type(error).__name__}). Start one (nayose kafka up), or name another.") from None

    def __enter__(self) -> Sender:
        return self

    def flush(self) -> None:
        """Waits until everything has arrived. CannotSend: something did not."""
        self._producer.flush(60)
        self._raise()

    def __exit__(self, *_: object) -> None:
        try:
            self._producer.flush(60)
        finally:
            self._producer.close(20)
        self._raise()

    def send(self, office: str, events: Iterable[tuple[bytes | None, bytes]], pace: Pace | None = None) -> int:
        """Sends (key, value) pairs; what has no key goes to all partitions. Returns how many events about records were sent."""
        topic, sent = self._prefix + TOPIC.format(office), 0
        partitions = self._partitions(topic)
        began = pace.clock() if pace else 0.0
        for key, value in events:
            if key is None:
                for partition in partitions:
                    self._put(topic, value, None, partition)
                continue
            self._put(topic, value, key)
            sent += 1
            if pace and pace.per_second:
                self._keep(pace, began, sent)
        return sent

    def _partitions(self, topic: str) -> list[int]:
        try:
            partitions = sorted(self._producer.partitions_for(topic) or ())
        except KafkaError:
            partitions = []
        if not partitions:
            raise CannotSend(f"there is no topic {topic}. Make all topics with `nayose kafka topics --make`.")
        return partitions

    def _keep(self, pace: Pace, began: float, sent: int) -> None:
        ahead = sent / pace.per_second - (pace.clock() - began)
        if ahead > SLICE:
            time.sleep(ahead)

    def put(self, topic: str, key: bytes | None, value: bytes) -> None:
        """Sends one message to a topic."""
        self._put(self._prefix + topic, value, key, 0)

    def _put(self, topic: str, value: bytes, key: bytes | None, partition: int | None = None) -> None:
        try:
            self._producer.send(topic, value=value, key=key, partition=partition).add_errback(self.failures.append)
        except KafkaError as error:
            raise CannotSend(f"{topic} does not take a message of {len(value)} bytes ({type(error).__name__}).") from None
        if self.failures:
            self._raise()

    def _raise(self) -> None:
        if self.failures:
            raise CannotSend(f"{len(self.failures)} messages did not arrive ({type(self.failures[0]).__name__}). See the broker's log, and send again.")
