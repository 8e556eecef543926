"""A burst of 100,000 events, put on the offices' topics as fast as the broker takes them: how long until all is committed, and in how much memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from aiokafka import AIOKafkaProducer

from benchmarks.kafka.ground import Ground
from benchmarks.kafka.latency import INCOMES, corrected
from benchmarks.kafka.standing import Figure, standing
from benchmarks.kafka.watching import memory_mb
from processors.kafka.settings import PARTITIONS, Settings
from processors.parts.log import partitions_of
from producers.kafka_sender import key_of

EVENTS, AIM = 100_000, 10.0


def events_of(ground: Ground, count: int) -> list[tuple[bytes, bytes]]:
    """Corrections of income, one resident after the other, and again: each changes something."""
    day = ground.last_day.isoformat()
    lines = [line for line in (ground.folder / "tax.jsonl").read_bytes().splitlines() if b'"total_income"' in line]
    again = islice(cycle(lines), count)
    return [(key_of(line), corrected(line, i, INCOMES[i * 7 // 3 % len(INCOMES)], day)) for i, line in enumerate(again)]


async def send_at_once(broker: str, topic: str, events: Sequence[tuple[bytes, bytes]]) -> None:
    """Sends in whole batches by partition, which is ten times as fast as one by one."""
    producer = AIOKafkaProducer(**Settings(broker).producer())
    await producer.start()
    try:
        where = partitions_of(b"".join(key for key, _ in events), PARTITIONS).tolist()
        batches = [producer.create_batch() for _ in range(PARTITIONS)]
        for (key, event), partition in zip(events, where):
            if batches[partition].append(timestamp=None, key=key, value=event) is None:
                await producer.send_batch(batches[partition], topic, partition=partition)
                batches[partition] = producer.create_batch()
                batches[partition].append(timestamp=None, key=key, value=event)
        for partition, batch in enumerate(batches):
            await producer.send_batch(batch, topic, partition=partition)
    finally:
        await producer.stop()


def measure(broker: str, folder: Path, residents: int) -> list[Figure]:
    """The figures, one worker."""
    with standing(broker, folder, residents) as town:
        events = events_of(town.ground, EVENTS)
        pid = town.workers[0].process.pid
        before, began = memory_mb(pid), time.time()
        asyncio.run(send_at_once(broker, town.ground.prefix + "tax.events", events))
        sent = time.time() - began
        took = town.settle(120) - began
        peak = memory_mb(pid, "VmHWM")
    memory = "–" if before is None or peak is None else f"{before:,.0f}, {peak:,.0f} MB"
    return [
        Figure(f"a burst of {len(events):,} events (sent within {sent:.1f} s): all committed", f"{took:.1f} s", f"{AIM:.0f} s", took <= AIM),
        Figure("the worker's memory before the burst, and the most so far", memory, "bounded"),
    ]
