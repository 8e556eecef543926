"""One worker under arrangement G in bulk: the sweeps of each year say every household again."""

from __future__ import annotations

from pathlib import Path

from benchmarks.kafka import engines
from benchmarks.kafka.ground import ground
from benchmarks.kafka.standing import Figure
from benchmarks.kafka.throughput import speed


def measure(broker: str, folder: Path, residents: int) -> list[Figure]:
    """The figure."""
    with ground(broker, folder, residents, "bulk") as there:
        there.put_in_force("G")
        there.fill()
        seen = engines.nayose(there, 1)
    return [Figure("one worker under arrangement G, the log full beforehand", f"{speed(seen):,.0f} events/s")]
