"""The page's server under a workshop: `python -m benchmarks.page --residents 10000 --lanes 30`.

Starts `nayose serve`, opens lanes and a stream for each, plays, turns a switch in one lane again and again, goes back in time, stops reading
on one stream, and ends the server with all streams open. Prints what was measured as JSON; milliseconds unless it says otherwise.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

SWITCH = "-row:2-2"
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


async def measured(port: int, count: int, process: subprocess.Popen[str]) -> dict[str, Any]:
    """All measurements over a server that is ready."""
    names = ["C", *(f"T{number}" for number in range(1, count))]
    opened = [(await asked(port, "/api/lanes", {"from": "C", "name": name}))[1] for name in names[1:]]
    clients = [Client(port, name) for name in names]
    tasks = [asyncio.create_task(client.run()) for client in clients]
    mine, others = clients[0], clients[1:]
    await asyncio.gather(*(client.until(lambda frame: True) for client in clients))
    found: dict[str, Any] = {"lanes": count, "open a lane": _spread(opened), "frame bytes": mine.size}

    await asked(port, "/api/time", {"do": "to", "at": mine.newest["time"]["day"][:8] + "01"})
    found["all lanes stand there"] = round(max(await asyncio.gather(*(client.until(lambda frame: frame["exact"]) for client in clients))))
    await asked(port, "/api/time", {"do": "speed", "speed": 1})
    await asked(port, "/api/time", {"do": "play"})
    began, answers, shown = time.monotonic(), [], []
    for _ in range(8):
        revision, begun = mine.newest["revision"], time.monotonic()
        answer, took = await asked(port, "/api/lanes/C/switch", {"base": revision, "switch": SWITCH})
        await mine.until(lambda frame, newest=answer["revision"]: frame["revision"] >= newest)
        answers.append(took)
        shown.append((time.monotonic() - begun) * 1000)
        await asyncio.sleep(0.5)
    seconds = time.monotonic() - began
    rates = [sum(at >= began for at in client.arrivals) / seconds for client in others]
    gaps = [b - a for client in others for a, b in zip(client.arrivals, client.arrivals[1:]) if a >= began]
    found |= {
        "switch, playing": _spread(answers), "switch to frame": _spread(shown),
        "frames a second to the others": {"least": round(min(rates), 1), "most": round(max(rates), 1)} if rates else None,
        "longest gap": round(max(gaps) * 1000) if gaps else None,
    }  # fmt: skip
    await asked(port, "/api/time", {"do": "pause"})
    found["exact after the last switch"] = round(await mine.until(lambda frame: frame["exact"] and not frame["time"]["playing"]))
    for name, day in (("back half a year", 182), ("back to the second month", 40)):
        track, _ = await asked(port, "/api/time/track")
        at = time.strftime("%Y-%m-%d", time.gmtime(_epoch(track["first_day"]) + day * 86400))
        await asked(port, "/api/time", {"do": "to", "at": at})
        found[name] = round(await mine.until(lambda frame, at=at: frame["as_of"] == at and frame["exact"]))
    await asked(port, "/api/time", {"do": "now"})
    found["back to now"] = round(await mine.until(lambda frame: frame["exact"] and not frame["time"]["past"]))
    found["memory, MB"] = _megabytes(process.pid)
    if others:
        others[-1].reads = False
        before = _megabytes(process.pid)
        await asked(port, "/api/time", {"do": "speed", "speed": 1})
        await asked(port, "/api/time", {"do": "to", "at": track["first_day"]})
        await asked(port, "/api/time", {"do": "play"})
        await asyncio.sleep(10)
        found["memory more after 10 s of a client that reads nothing, MB"] = _megabytes(process.pid) - before
    ended = time.monotonic()
    process.send_signal(signal.SIGINT)
    await asyncio.to_thread(process.wait, 30)
    found["ends after Ctrl+C"] = round((time.monotonic() - ended) * 1000)
    for task in tasks:
        task.cancel()
    return found


def _epoch(day: str) -> int:
    return int(time.mktime(time.strptime(day, "%Y-%m-%d"))) - time.timezone


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
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = next(line for line in process.stdout if "http://" in line)
        ready = time.monotonic() - began
        port = int(re.search(r":(\d+)/", line)[1])  # type: ignore[index]
        found = asyncio.run(measured(port, given.lanes, process))
        print(json.dumps({"residents": given.residents, "ready, s": round(ready, 1), **found}, indent=1))
    finally:
        process.kill()


if __name__ == "__main__":
    main()
