"""From an event on its office's topic to the notice on `notices`, at a steady rate. All times are the broker's own."""

from __future__ import annotations

import json
import random
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pydantic_core import from_json

from benchmarks.kafka.ground import Ground
from benchmarks.kafka.reading import Reader, stamped_by_broker
from benchmarks.kafka.standing import Figure, standing
from benchmarks.kafka.watching import cpu_seconds
from processors.parts.log import DISCLOSURES, NOTICES, RECORDS, VERDICTS
from producers.kafka_sender import Pace, Sender, key_of
from schemas.keys import HOUSEHOLD, opaque, shown

RATE, EVENTS = 500, 6000
INCOMES, RICH = (0, 300_000, 3_000_000, 9_000_000), 90_000_000


def homes_of(folder: Path) -> dict[bytes, str]:
    """The household, as it is shown, of each My Number at the end of a log."""
    homes = {}
    for line in (folder / "register.jsonl").read_bytes().splitlines():
        data = json.loads(line)["data"]
        if "household" in data:
            homes[key_of(line)] = shown(int(opaque(np.array([data["household"]]), HOUSEHOLD)[0]))
    return homes


def corrections(ground: Ground, most: int) -> list[tuple[str, bytes, bytes]]:
    """(household, key, event): another income for one member of each household; where there is a notice, one that ends it."""
    homes, chance, day = homes_of(ground.folder), random.Random(1), ground.last_day.isoformat()
    noticed = in_force(ground)
    by_home: dict[str, bytes] = {}
    for line in (ground.folder / "tax.jsonl").read_bytes().splitlines():
        if b'"total_income"' in line and key_of(line) in homes:
            by_home.setdefault(homes[key_of(line)], line)
    listed = sorted(by_home.items(), key=lambda one: (one[0] not in noticed, one[0]))[:most]
    chance.shuffle(listed)
    incomes = (RICH if home in noticed else chance.choice(INCOMES) for home, _ in listed)
    return [(home, key_of(line), corrected(line, i, income, day)) for i, ((home, line), income) in enumerate(zip(listed, incomes))]


def in_force(ground: Ground) -> set[str]:
    """The households of which a notice is in force."""
    with Reader(ground.broker, [ground.prefix + NOTICES], anew=True) as reader:
        newest: dict[tuple[str, ...], tuple[list[int], bool]] = {}
        for said in (from_json(record.value) for record in reader.read()):
            unit = said["household"], said["programme"], said["unit"]
            if unit not in newest or said["version"] > newest[unit][0]:
                newest[unit] = said["version"], said["in_force"]
    return {unit[0] for unit, (_, there) in newest.items() if there}


def corrected(line: bytes, number: int, income: int, day: str) -> bytes:
    """An assessment of income as a newer one says it."""
    event = json.loads(line)
    event["data"] |= {"sequence": event["data"]["sequence"] + 100_000 + number, "total_income": income}
    event |= {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"correction {number}")), "time": f"{day}T12:00:00+09:00"}
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def measure(broker: str, folder: Path, residents: int) -> list[Figure]:
    """The figures, one worker."""
    with standing(broker, folder, residents) as town:
        prefix = town.ground.prefix
        topics = [prefix + topic for topic in ("tax.events", RECORDS, DISCLOSURES, VERDICTS, NOTICES)]
        stamped_by_broker(broker, topics)
        events = corrections(town.ground, EVENTS)
        before = cpu_seconds([town.workers[0].process.pid])
        with Reader(broker, topics) as reader:
            with Sender(broker, prefix) as sender:
                began = time.monotonic()
                sender.send("tax", ((key, event) for _, key, event in events), Pace(RATE, time.monotonic))
                took = time.monotonic() - began
            after = cpu_seconds([town.workers[0].process.pid])
            town.settle(60)
            records = reader.read()
        return figures(events, records, prefix, len(events) / took, None if before is None or after is None else (after - before) / took)


def figures(events: Sequence[tuple[str, bytes, bytes]], records: Sequence[Any], prefix: str, rate: float, cores: float | None) -> list[Figure]:
    """What the records' times say. A household is touched once, so its first message after its event is the event's."""
    home_of = {key: home for home, key, _ in events}
    sent: dict[str, int] = {}
    for record in (r for r in records if r.topic == prefix + "tax.events" and r.key in home_of):
        sent[home_of[record.key]] = record.timestamp
    made = [
        Figure(
            f"rate kept, events/s; cores that the worker took; messages on `{RECORDS}`", f"{rate:,.0f}; {cores or 0:.2f}; {_count(records, prefix + RECORDS)}"
        )
    ]
    for topic, median_aim, high_aim in ((DISCLOSURES, 0, 0), (NOTICES, 50, 250)):
        times = _times(sent, (r for r in records if r.topic == prefix + topic))
        if times:
            middle, high = np.median(times), np.percentile(times, 99)
            reached = bool(middle < median_aim and high < high_aim) if median_aim else None
            aim = f"{median_aim}, {high_aim} ms" if median_aim else ""
            made.append(Figure(f"event to `{topic}`: median, 99th percentile of {len(times):,}", f"{middle:.0f}, {high:.0f} ms", aim, reached))
    return made


def _count(records: Sequence[Any], topic: str) -> int:
    return sum(record.topic == topic for record in records)


def _times(sent: dict[str, int], records: Any) -> list[int]:
    first: dict[str, int] = {}
    for record in records:
        home = record.key.decode()
        if home in sent and record.timestamp >= sent[home]:
            first[home] = min(first.get(home, record.timestamp), record.timestamp)
    return [at - sent[home] for home, at in first.items()]
