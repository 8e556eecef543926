"""Streams of files: the offices' lines decoded in chunks, merged by time with each file's own order kept, and cut by day."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from processors.decode import EPOCH_DAY, Batch, Decoded, Decoder, day_of
from processors.letters import Rejection
from processors.texts import TextPool
from processors.workers import Answer, Workers, collect

CHUNK = 5000
"""Lines decoded at once."""
MOST_WAITING = 400_000
"""A day that holds more events than this is cut: the fewer cuts a first load takes, the fewer times a household is judged in vain."""
LONGEST_GAP = 400
"""Days without events are ended one by one, unless more than this many lie between two events."""


@dataclass
class Cut:
    """The events of one day (or a part of it, where a day has very many), and the answers to candidates among them."""

    day: int
    batch: Batch = field(default_factory=dict)
    decisions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def events(self) -> int:
        """How many events about records."""
        return sum(len(columns) for columns in self.batch.values())


class FileStream:
    """One office's file, decoded chunk by chunk: here, or by workers, who are kept some chunks ahead."""

    def __init__(self, path: Path, texts: TextPool, workers: Workers | None = None) -> None:
        self.name = path.name
        self._file: BinaryIO = path.open("rb")
        self._texts = texts
        self._workers = workers
        self._decoder = Decoder(path.name, texts)
        self._ahead: deque[Future[Answer]] = deque()
        self._lines = 0
        self._all_read = False
        self.ended = False
        self.latest = 0
        """The newest moment so far, in Unix milliseconds: everything before it has been decoded."""
        self.waiting: Batch = {}
        self.decisions: list[dict[str, Any]] = []
        self.rejections: list[Rejection] = []

    def read(self) -> None:
        """Decodes one more chunk."""
        decoded = self._next()
        for columns in decoded.batch.values():
            np.maximum(columns.turn, self.latest, out=columns.turn)
        self.latest = max(self.latest, int(decoded.latest * 1000))
        for type_, columns in decoded.batch.items():
            self.waiting[type_] = self.waiting[type_].join(columns) if type_ in self.waiting else columns
        self.decisions += decoded.decisions
        self.rejections += decoded.rejections
        self.ended = self._all_read and not self._ahead

    def _next(self) -> Decoded:
        if self._workers is None:
            return self._decoder.decode(self._chunk())
        while len(self._ahead) < 2 * self._workers.count and not self._all_read:
            line = self._lines
            self._ahead.append(self._workers.submit(self.name, line, self._chunk()))
        return collect(self._ahead.popleft(), self._texts)

    def _chunk(self) -> list[bytes]:
        lines = list(islice(self._file, CHUNK))
        self._lines += len(lines)
        if len(lines) < CHUNK:
            self._all_read = True
            self._file.close()
        return lines


class Merged:
    """Several streams as one, by time, as cuts in the order of days.

    A cut holds whole days: `days` of them (all that end in the same block of so many days since the year 1), or less where
    that is more than MOST_WAITING events. Everything in it is judged as of its last day. The final state does not depend on it.
    """

    def __init__(self, streams: Sequence[FileStream], as_of: int | None = None, days: int = 1) -> None:
        self._streams = streams
        self._as_of = as_of
        self._days_in_cut = days
        self._day = 0

    def cuts(self) -> Iterator[Cut]:
        """The cuts, to the end of all streams (or of the day `as_of`); the last one is as of the newest time there is."""
        while not all(stream.ended for stream in self._streams):
            self._read_one()
            for cut in self._ready():
                yield from self._gap(cut)
        newest = _day(max((stream.latest for stream in self._streams), default=0))
        last = Cut(newest if self._as_of is None else self._as_of, decisions=self._take_decisions(self._end))
        if last.decisions or last.day > self._day:
            yield from self._gap(last)

    @property
    def _end(self) -> float:
        """The moment from which nothing counts any more."""
        return float("inf") if self._as_of is None else _start(self._as_of + 1)

    def _read_one(self) -> None:
        open_ = [stream for stream in self._streams if not stream.ended]
        min(open_, key=lambda stream: stream.latest).read()

    def _ready(self) -> Iterator[Cut]:
        """Days that are whole, and of the day at hand what is too much to wait with."""
        reached = min((s.latest for s in self._streams if not s.ended), default=None)
        whole = np.inf if reached is None else _start(self._last_day(_day(reached)) + 1 - self._days_in_cut)
        yield from self._days(min(whole, self._end))
        if reached is not None and sum(len(c) for s in self._streams for c in s.waiting.values()) >= MOST_WAITING:
            part = self._take(min(reached + 1, self._end))
            if part:
                yield Cut(_day(reached), part)

    def _days(self, before: float) -> Iterator[Cut]:
        turns = [columns.turn for stream in self._streams for columns in stream.waiting.values()]
        if not turns:
            return
        present = np.unique(day_of(np.concatenate(turns) // 1000))
        present = present[[_start(int(d)) < before for d in present]]
        newest = int(present[-1]) if len(present) else 0
        for last in np.unique(self._last_day(present)).tolist():
            end = min(_start(last + 1), self._end)
            yield Cut(min(last, newest), self._take(end), self._take_decisions(end))

    def _last_day(self, day: int) -> int:
        """The last day of the cut that a day belongs to (also for arrays of days)."""
        return day - day % self._days_in_cut + self._days_in_cut - 1

    def _take(self, before: float) -> Batch:
        """Removes the events before a moment, and returns them."""
        taken: Batch = {}
        for stream in self._streams:
            for type_ in list(stream.waiting):
                columns = stream.waiting[type_]
                n = int(np.searchsorted(columns.turn, before, side="left"))
                if n:
                    part = columns.slice(0, n)
                    taken[type_] = taken[type_].join(part) if type_ in taken else part
                    stream.waiting[type_] = columns.slice(n, len(columns))
                    if n == len(columns):
                        del stream.waiting[type_]
        return taken

    def _take_decisions(self, before: float) -> list[dict[str, Any]]:
        taken = [d for s in self._streams for d in s.decisions if d["time"] * 1000 < before]
        for stream in self._streams:
            stream.decisions = [d for d in stream.decisions if d["time"] * 1000 >= before]
        return sorted(taken, key=lambda d: (d["time"], d["id"]))

    def _gap(self, cut: Cut) -> Iterator[Cut]:
        """The cut, after the days without events before it."""
        if self._day and cut.day - self._day <= LONGEST_GAP:
            yield from (Cut(day) for day in range(self._last_day(self._day) + self._days_in_cut, self._last_day(cut.day), self._days_in_cut))
        self._day = max(self._day, cut.day)
        yield cut


def _day(moment: float) -> int:
    return int(day_of(np.array([moment // 1000], dtype=np.int64))[0])


def _start(day: int) -> float:
    """The moment (Unix milliseconds) at which a day begins, +09:00."""
    return ((day - EPOCH_DAY) * 86400 - 9 * 3600) * 1000.0
