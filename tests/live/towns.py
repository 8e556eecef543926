"""A town's records onto the topics: in order or not, once or twice, with poison between; and the digests they must end in."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from processors.inprocess import Replay
from processors.messages.ordinances import write_ordinance
from producers.kafka_sender import Sender, with_days
from schemas.ordinance.reader import SHIPPED, load
from tests.processors.events import number

OFFICES = ("register", "tax", "welfare", "child")
LANES = ("C", "G")
FIRST = datetime.date(2024, 11, 1)
KEY = number(1).encode()
POISON = ((KEY, b"not json at all"), (KEY, b'{"specversion":"1.0"}'), (b"short", b"{}"), (b"\xff\xfe", b"\xff\xfe\x00"), (KEY, KEY * 9_000))


@cache
def lines_of(folder: Path) -> dict[str, list[bytes]]:
    """Each office's events."""
    return {office: (folder / f"{office}.jsonl").read_bytes().splitlines() for office in OFFICES}


@cache
def last_day(folder: Path) -> datetime.date:
    """The day of the newest event."""
    return max(datetime.date.fromisoformat(line.partition(b'"time":"')[2][:10].decode()) for lines in lines_of(folder).values() for line in lines)


@cache
def expected(folder: Path, lanes: tuple[str, ...] = LANES) -> dict[str, str]:
    """The digests of one process."""
    done = Replay(folder, {lane: load(lane) for lane in lanes}).run()
    return {lane: done.digest(lane) for lane in lanes}


def toml_of(lane: str) -> str:
    """A shipped ordinance."""
    return (SHIPPED / f"{lane}.toml").read_text(encoding="utf-8")


def put_in_force(broker: str, prefix: str, lane: str, change: int, toml: str = "") -> None:
    """Sends an ordinance."""
    with Sender(broker, prefix) as sender:
        sender.put("ordinances", *write_ordinance(lane, change, toml or toml_of(lane), FIRST, 2000))


def send(broker: str, prefix: str, folder: Path, part: slice = slice(None), mixed: int | None = None) -> int:
    """Sends a part of each office's events (all by default). `mixed` (a seed): each twice, shuffled, with poison between."""
    with Sender(broker, prefix) as sender:
        return sum(sender.send(office, _mixed(office, lines, folder, part, mixed)) for office, lines in lines_of(folder).items())


def _mixed(office: str, lines: list[bytes], folder: Path, part: slice, mixed: int | None) -> Iterable[tuple[bytes | None, bytes]]:
    some = list(with_days(office, lines, FIRST, last_day(folder)))
    if mixed is None:
        return some[part]
    days, events = [e for e in some if e[0] is None], [e for e in some if e[0] is not None][part]
    doubled = [*events, *events, *POISON]
    random.Random(mixed).shuffle(doubled)
    return [*days[:1], *doubled, *days[1:]]
