"""The log as it arrives: chunks of lines, oldest first, and a clock for the phases of a run."""

from __future__ import annotations

import heapq
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from benchmarks.work import OFFICES

CHUNK = 1_000
_TIME = re.compile(rb'"time":"([^"]*)"')


class Phases:
    """Adds up how long each phase took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Counts the time inside `with` to a phase."""
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def paths(folder: Path) -> list[Path]:
    """The files of the four offices."""
    return [folder / f"{office}.jsonl" for office in OFFICES]


def chunks(folder: Path, phases: Phases, size: int = CHUNK) -> Iterator[list[bytes]]:
    """Lines of the four files, at most `size` of one file at a time, chunks ordered by the time of their first line."""
    merged = heapq.merge(*(_of_file(path, size) for path in paths(folder)), key=lambda chunk: chunk[0])
    while True:
        with phases.of("read"):
            chunk = next(merged, None)
        if chunk is None:
            return
        yield chunk[1]


def _of_file(path: Path, size: int) -> Iterator[tuple[bytes, list[bytes]]]:
    with path.open("rb") as lines:
        while kept := list(islice(lines, size)):
            yield _time(kept[0]), kept


def _time(line: bytes) -> bytes:
    found = _TIME.search(line)
    return found[1] if found else b""


def parsed(folder: Path, phases: Phases, size: int = CHUNK) -> Iterator[list[dict[str, Any]]]:
    """The chunks, parsed in Rust by pydantic's `from_json`, which is faster than `json`; nothing is validated."""
    for lines in chunks(folder, phases, size):
        with phases.of("parse"):
            events = [from_json(line) for line in lines]
        yield events
