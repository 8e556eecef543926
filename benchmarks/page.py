"""The page's server under a workshop: `python -m benchmarks.page --residents 10000 --lanes 30`.

Starts `nayose serve`, opens lanes and a stream for each, plays, turns a switch in one lane again and again, goes back in time, stops reading
on one stream, and ends the server with all streams open. Prints what was measured as JSON; milliseconds unless it says otherwise.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import json
import re
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIRST, SWITCH = "C", "-row:2-2"
HOST = "127.0.0.1"


class Client:
    """A stream that is read to its newest frame; `arrivals` are moments of the steady clock."""

    def __init__(self, port: int, lane: str) -> None:
        self.port, self.lane = port, lane
        self.arrivals: list[float] = []
        self.newest: dict[str, Any] = {}
        self.reads = True
        self.size = 0

    async def run(self) -> None:
        """Reads until the server ends."""
        reader, writer = await asyncio.open_connection(HOST, self.port, limit=1 << 20)
        writer.write(f"GET /api/stream?lane={self.lane} HTTP/1.1\r\nHost: localhost:{self.port}\r\n\r\n".encode())
        while self.reads and (line := await reader.readline()):
            if line.startswith(b"data: ") and b'"seq":' in line[:20]:
                self.arrivals.append(time.monotonic())
                self.size, self.newest = len(line), json.loads(line[6:])
        if not self.reads:
            await asyncio.Event().wait()  # holds the connection, and reads nothing

    async def until(self, good: Any, seconds: float = 120.0) -> float:
        """Waits for a frame; returns the milliseconds that it took."""
        began = time.monotonic()
        while not (self.newest and good(self.newest)):
            if time.monotonic() - began > seconds:
                raise TimeoutError(f"lane {self.lane}: no such frame within {seconds:g} s")
            await asyncio.sleep(0.005)
        return (time.monotonic() - began) * 1000


async def asked(port: int, path: str, said: dict[str, Any] | None = None) -> tuple[Any, float]:
    """The JSON of an answer, and the milliseconds to it."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection(HOST, port)
    body = b"" if said is None else json.dumps(said).encode()
    head = f"{'GET' if said is None else 'POST'} {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n"
    head += "" if said is None else f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    writer.write(head.encode() + b"\r\n" + body)
    whole = await reader.read()
    writer.close()
    status, answer = int(whole.split(b" ", 2)[1]), json.loads(whole.partition(b"\r\n\r\n")[2])
    if status != 200:
        raise RuntimeError(f"{path}: {status} {answer}")
    return answer, (time.monotonic() - began) * 1000


@dataclass
class Workshop:
    """A server that is ready, and a stream for each of some lanes; `found` is what was measured."""

    port: int
    process: subprocess.Popen[str]
    clients: list[Client]
    found: dict[str, Any]

    async def measure(self) -> None:
        """Everything, in order."""
        tasks = []
        for client in self.clients:
            if client.lane != FIRST:
                await asked(self.port, "/api/lanes", {"from": FIRST, "name": client.lane})
            tasks.append(asyncio.create_task(client.run()))
        await asyncio.gather(*(client.until(lambda frame: True) for client in self.clients))
        self.found |= {"lanes": len(self.clients), "frame bytes": self.clients[0].size}
        for part in (self.switches, self.past, self.slow):
            await part()
        ended = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        await asyncio.to_thread(self.process.wait, 30)
        self.found["ends after Ctrl+C"] = _since(ended)
        for task in tasks:
            task.cancel()

    async def time(self, **said: Any) -> None:
        """Moves the clock."""
        await asked(self.port, "/api/time", said)

    async def switches(self) -> None:
        """A switch in one lane again and again, while the town is played and all others look on."""
        mine, others, answers, shown = self.clients[0], self.clients[1:], [], []
        await self.time(do="to", at=mine.newest["time"]["day"][:8] + "01")
        await mine.until(lambda frame: frame["exact"])
        await self.time(do="play", speed=1)
        began = time.monotonic()
        for _ in range(8):
            begun = time.monotonic()
            answer, took = await asked(self.port, f"/api/lanes/{FIRST}/switch", {"base": mine.newest["revision"], "switch": SWITCH})
            await mine.until(lambda frame, newest=answer["revision"]: frame["revision"] >= newest)
            answers.append(took)
            shown.append(_since(begun))
            await asyncio.sleep(0.5)
        await self.time(do="pause")
        seconds = time.monotonic() - began
        rates = [sum(at >= began for at in client.arrivals) / seconds for client in others]
        gaps = [b - a for client in others for a, b in zip(client.arrivals, client.arrivals[1:]) if a >= began]
        self.found |= {"switch, playing": _spread(answers), "switch to frame": _spread(shown)}
        if others:
            self.found |= {"frames a second to the others": {"least": round(min(rates), 1), "most": round(max(rates), 1)}, "longest gap": round(max(gaps) * 1000)}
        self.found["exact after the last switch"] = round(await mine.until(lambda frame: frame["exact"] and not frame["time"]["playing"]))

    async def past(self) -> None:
        """Back in time, and to now again. The first step back has the truths of past months made, where they were never asked for."""
        mine, (track, _) = self.clients[0], await asked(self.port, "/api/time/track")
        for name, day in (("back, the first time", 200), ("back half a year", 182), ("back to the second month", 40)):
            at = (datetime.date.fromisoformat(track["first_day"]) + datetime.timedelta(days=day)).isoformat()
            await self.time(do="to", at=at)
            self.found[name] = round(await mine.until(lambda frame, at=at: frame["as_of"] == at and frame["exact"]))
        await self.time(do="now")
        self.found["back to now"] = round(await mine.until(lambda frame: frame["exact"] and not frame["time"]["past"]))
        self.found["memory, MB"] = _megabytes(self.process.pid)

    async def slow(self) -> None:
        """A client that reads nothing while the town is played."""
        if len(self.clients) < 2:
            return
        self.clients[-1].reads = False
        before = _megabytes(self.process.pid)
        await self.time(do="to", at=self.clients[0].newest["time"]["day"][:8] + "01")
        await self.time(do="play", speed=1)
        await asyncio.sleep(10)
        self.found["memory more after 10 s of a client that reads nothing, MB"] = _megabytes(self.process.pid) - before


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _spread(some: list[float]) -> dict[str, int] | None:
    return {"median": round(statistics.median(some)), "most": round(max(some))} if some else None


def _megabytes(pid: int) -> int:
    said = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", said)[1]) // 1024  # type: ignore[index]


def main() -> None:
    """Starts the server, measures, prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--residents", type=int, default=10_000)
    options.add_argument("--lanes", type=int, default=30)
    options.add_argument("--port", type=int, default=8150)
    given = options.parse_args()
    command = [sys.executable, "-m", "workshop", "serve", "--residents", str(given.residents), "--ordinance", "C", "--port", str(given.port), "--no-browser"]
    found: dict[str, Any] = {"residents": given.residents}
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = next(line for line in process.stdout if "http://" in line)
        ready = time.monotonic() - began
        port = int(re.search(r":(\d+)/", line)[1])  # type: ignore[index]
        clients = [Client(port, FIRST if number == 0 else f"T{number}") for number in range(given.lanes)]
        found["ready, s"] = round(ready, 1)
        asyncio.run(Workshop(port, process, clients, found).measure())
    finally:
        process.kill()
        print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
