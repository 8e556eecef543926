"""Four lanes of the page on Kafka while records come: how long a switch in one takes, and how many frames the others get.

    python -m benchmarks.kafka.tables [residents [events a second of each office]]
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from benchmarks.page import Client, asked
from tests.live.broker import broker

LANES, ROW, SWITCHES = ("T1", "T2", "T3", "T4"), "-row:2-2", 8


@contextmanager
def running(*command: str, **more: Any) -> Iterator[subprocess.Popen[str]]:
    """A process of this Python, ended at the end."""
    process = subprocess.Popen([sys.executable, "-m", *command], text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **more)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


async def switches(port: int) -> list[float]:
    """Milliseconds to the answer of each switch in the first lane."""
    took = []
    for turn in range(SWITCHES):
        base = (await asked(port, f"/api/lanes/{LANES[0]}"))[0]["revision"]
        what, said = ("switch", {"switch": ROW}) if turn % 2 == 0 else ("undo", {})
        took.append((await asked(port, f"/api/lanes/{LANES[0]}/{what}", {"base": base, **said}))[1])
        await asyncio.sleep(1)
    return took


async def measure(port: int, produce: list[str]) -> None:
    """Opens the lanes, lets records come, and prints what was seen."""
    for lane in LANES:
        await asked(port, "/api/lanes", {"from": "C", "name": lane})
    others = [Client(port, lane) for lane in LANES[1:]]
    reading = [asyncio.create_task(client.run()) for client in others]
    with running(*produce):
        await asyncio.sleep(6)
        began = time.monotonic()
        took = await switches(port)
        span = time.monotonic() - began
    for task in reading:
        task.cancel()
    print(f"a switch: {statistics.median(took):.0f} ms (the slowest of {len(took)} {max(took):.0f})")
    for client in others:
        some = [moment for moment in client.arrivals if began <= moment <= began + span]
        print(f"{client.lane}: {len(some) / span:.1f} frames a second, never more than {max(b - a for a, b in zip(some, some[1:])):.2f} s apart")


def main(residents: str = "2000", rate: str = "300") -> None:
    """Brings up a broker, a worker and the page, and measures."""
    with broker() as at, ExitStack() as stack:
        told = ["--residents", residents, "--kafka", at]
        subprocess.run([sys.executable, "-m", "workshop", "kafka", "topics", "--make", "--ordinance", "C", *told], check=True, stdout=subprocess.DEVNULL)
        stack.enter_context(running("processors.kafka", env={**os.environ, "NAYOSE_BROKER": at}))
        time.sleep(6)
        page = stack.enter_context(running("workshop", "serve", "--no-browser", *told))
        assert page.stdout is not None
        address = re.search(r":(\d+)/", page.stdout.readline())
        assert address is not None
        asyncio.run(measure(int(address[1]), ["workshop", "kafka", "produce", *told, "--rate", rate]))


if __name__ == "__main__":
    main(*sys.argv[1:])
