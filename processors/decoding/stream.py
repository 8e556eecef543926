"""Streams of files: the offices' lines decoded in chunks, merged by time with each file's own order kept, and cut by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from processors.decoding.decode import EPOCH_DAY, Batch, Decoded, Decoder, day_of
from processors.decoding.letters import Rejection
from processors.decoding.workers import BUFFER, CHUNK, Workers, skip_mark
from processors.store.texts import TextPool

PART = 20_000
"""Events that may wait for the rest of their cut where parts are asked for."""
LONGEST_GAP = 400
"""Days without events are ended one by one, unless more than this many lie between two events."""


@dataclass
class Cut:
    """The events of one day or several, and the answers to candidates among them."""

    day: int
    batch: Batch = field(default_factory=dict)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    whole: bool = True
    """False: the rest of the cut follows, and nothing is judged before."""

    @property
    def events(self) -> int:
        """How many events about records."""
        return sum(len(columns) for columns in self.batch.values())


class FileStream:
    """One office's file, decoded chunk by chunk: here, or by workers, who are kept some chunks ahead."""

    def __init__(self, path: Path, texts: TextPool, workers: Workers | None = None) -> None:
        self.name = path.name
        self._chunks = workers.decoded(path, texts) if workers else _decoded(path, texts)
        self.ended = False
        self.latest = _first_moment(path)
        """The newest moment so far, in Unix milliseconds: everything before it has been decoded."""
        self.waiting: Batch = {}
        self.decisions: list[dict[str, Any]] = []
        self.rejections: list[Rejection] = []

    def read(self) -> None:
        """Decodes one more chunk, if there is one."""
        decoded = next(self._chunks, None)
        if decoded is None:
            self.ended = True
            return
        for type_, columns in decoded.batch.items():
            np.maximum(columns.turn, self.latest, out=columns.turn)
            self.waiting[type_] = self.waiting[type_].join(columns) if type_ in self.waiting else columns
        self.latest = max(self.latest, int(decoded.latest * 1000))
        self.decisions += decoded.decisions
        self.rejections += decoded.rejections


def _first_moment(path: Path) -> int:
    """When a file begins, so that others need not wait until its turn comes; 0 if its first line does not say."""
    with path.open("rb") as file:
        skip_mark(file)
        first = file.readline()
    return int(Decoder(path.name, TextPool()).decode([first]).latest * 1000)


def _decoded(path: Path, texts: TextPool) -> Iterator[Decoded]:
    decoder = Decoder(path.name, texts)
    with path.open("rb", buffering=BUFFER) as file:
        skip_mark(file)
        while lines := file.readlines(CHUNK):
            decoded = decoder.decode(lines)
            del lines  # else each stream would hold its lines while the others are read
            yield decoded


class Merged:
    """Several streams as one, by time, as cuts in the order of days.

    A cut holds whole days: `days` of them (all that end in the same block of so many days since the year 1).
    Everything in it is judged as of its last day. The final state does not depend on it. `parts`: large cuts come in
    several parts, so that one can be taken in while the next is decoded.
    """

    def __init__(self, streams: Sequence[FileStream], as_of: int | None = None, days: int = 1, parts: bool = False) -> None:
        self._streams = streams
        self._parts = parts
        self._begun: tuple[int, int] | None = None
        """The moments of the first and the last event of a cut whose parts were given, but not its rest."""
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
        if self._parts and reached is not None and sum(len(c) for s in self._streams for c in s.waiting.values()) >= PART:
            yield from self._part(reached)

    def _part(self, reached: int) -> Iterator[Cut]:
        """What there is of the cut at hand, in whatever order, once all streams have reached it."""
        first = self._earliest()
        if _day(reached) < _day(first):
            return
        batch = self._take(min(_start(self._last_day(_day(first)) + 1), self._end))
        if batch:
            newest = _newest(batch)
            self._begun = int(first), newest
            yield Cut(_day(newest), batch, whole=False)

    def _days(self, before: float) -> Iterator[Cut]:
        """The cuts that begin before a moment. A cut that the stream goes beyond is as of its last day, else as of its newest."""
        beyond = max(stream.latest for stream in self._streams)
        while (first := self._earliest()) < before:
            last = self._last_day(_day(first))
            end = min(_start(last + 1), self._end)
            cut = Cut(last, self._take(end), self._take_decisions(end))
            if _start(last + 1) > min(beyond, self._end):
                cut.day = _day(max(_newest(cut.batch), self._begun[1] if self._begun else 0))
            self._begun = None
            yield cut
            del cut

    def _earliest(self) -> float:
        """The moment of the first event of which not all has been given."""
        waiting = min((int(columns.turn[0]) for stream in self._streams for columns in stream.waiting.values()), default=float("inf"))
        return self._begun[0] if self._begun else waiting

    def _last_day(self, day: int) -> int:
        """The last day of the cut that a day belongs to."""
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


def _newest(batch: Batch) -> int:
    return max((int(columns.turn[-1]) for columns in batch.values()), default=0)


def _day(moment: float) -> int:
    return int(day_of(np.array([moment // 1000], dtype=np.int64))[0])


def _start(day: int) -> float:
    """The moment (Unix milliseconds) at which a day begins, +09:00."""
    return ((day - EPOCH_DAY) * 86400 - 9 * 3600) * 1000.0
