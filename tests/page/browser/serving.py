"""`nayose serve` as a process of its own, for tests in a browser."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
_ADDRESS = re.compile(r"http://[\w.]+:\d+/")


@dataclass(frozen=True)
class Served:
    """A server: its address, with the slash, and its process."""

    address: str
    process: subprocess.Popen[str]

    def asked(self, path: str, body: Any = None) -> Any:
        """What it answers, as a program gets it; POST where there is a body."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def stopped(self) -> float:
        """Ends it as Ctrl+C does; seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        return time.monotonic() - began


@contextmanager
def serving(home: Path, *options: str) -> Iterator[Served]:
    """A server on the first free port from 8080 on."""
    environment = {k: v for k, v in os.environ.items() if k != "DISPLAY"} | {"NAYOSE_HOME": str(home), "NAYOSE_LANG": "ja"}
    log = home / f"serve-{os.getpid()}-{time.monotonic_ns()}.log"
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen([sys.executable, "-m", "workshop", "serve", *options], cwd=ROOT, env=environment, stdout=out, stderr=out, text=True)
    try:
        yield Served(_said(process, log), process)
    finally:
        process.terminate()
        process.wait(30)


def _said(process: subprocess.Popen[str], log: Path, seconds: float = 90) -> str:
    """The address that it prints."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if found := _ADDRESS.search(log.read_text(encoding="utf-8")):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"the server did not say its address:\n{log.read_text(encoding='utf-8')}")
