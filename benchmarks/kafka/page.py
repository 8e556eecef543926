"""The page over the topics of a town that stands: how long until it shows the town, and until a switched row's consequences are shown and exact."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from benchmarks.kafka.ground import Ground
from benchmarks.kafka.standing import Figure, standing
from processors.kafka.settings import Settings
from workshop.page.playing.on_kafka import KafkaTown

SWITCHES = {"C": "-row:2-2", "G": "-row:2-1"}
AIM, ROUNDS = 3.0, 4


def measure(broker: str, folder: Path, residents: int) -> list[Figure]:
    """The figures, one worker: under C alone, then of both lanes with G beside it."""
    made = []
    with standing(broker, folder, residents, NAYOSE_PEOPLE="1", NAYOSE_CHECK_DISCLOSURES="") as town:
        made += _shown(town.ground, folder, ("C",), residents)
        town.ground.put_in_force("G")
        made += _shown(town.ground, folder, ("C", "G"), residents)
    return made


def _shown(ground: Ground, folder: Path, lanes: tuple[str, ...], residents: int) -> list[Figure]:
    began = time.monotonic()
    page = KafkaTown(Settings(ground.broker, prefix=ground.prefix), folder, people=True)
    try:
        page.settle()
        among = f"{residents:,} residents, lanes {' and '.join(lanes)}"
        made = [Figure(f"the page shows all, {among}", f"{time.monotonic() - began:.1f} s")]
        return made + [_switched(page, lane, among) for lane in lanes]
    finally:
        page.closing()


def _switched(page: KafkaTown, lane: str, among: str) -> Figure:
    """A row switched off and on again, some times."""
    times, differences = [], []
    for _ in range(ROUNDS):
        began = time.monotonic()
        done = page.change(lane, lambda one: one.switch(one.revision, SWITCHES[lane]))
        times.append(time.monotonic() - began)
        differences.append(done.difference["reached"])
        assert page.ready(lane), "the workers were not done in time"
    what = f"{SWITCHES[lane]} in {lane}, {among}: all is shown and exact (reached {differences[0]:+,}), the median and the longest of {ROUNDS}"
    return Figure(what, f"{statistics.median(times):.1f}, {max(times):.1f} s", f"{AIM:.0f} s", max(times) <= AIM)
