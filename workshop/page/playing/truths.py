"""The truths with which a town's days are scored: that of a month's end for its days, that of the town's end for the newest."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from workshop.page.playing.work import done
from workshop.truth import Truth, read_truth


@dataclass
class Truths:
    """`last`: the truth of `end`, the last day (ordinal) that the town was made for; `newest`: the day of its newest event (on Kafka: that has come). `months` makes (or finds)
    the folder with the truths of the months' ends; None: all days are scored with the last one."""

    last: Truth
    newest: int
    end: int
    months: Callable[[], Path] | None = None
    _read: dict[int, Future[Truth]] = field(default_factory=dict)

    @property
    def residents(self) -> int:
        """Who truly lives here on the last day."""
        return int(self.last.here.sum())

    def day(self, day: int) -> int:
        """The day (ordinal) of whose truth a day is scored with: the last one of its month, where truths of months are at hand; else the town's end,
        and that too on the day of the newest event, with which a replay ends."""
        if self.months is None or day >= self.newest:
            return self.end
        first = datetime.date.fromordinal(day).replace(day=1)
        return min((first + datetime.timedelta(days=31)).replace(day=1).toordinal() - 1, self.end)

    def at_hand(self, day: int) -> bool:
        """Whether the truth that a day is scored with can be had at once; else it is made and read aside, one after another.
        Where that fails it never is, and what stood before stays."""
        of = self.day(day)
        if self.months is None or of == self.end:
            return True
        if of not in self._read and all(reading.done() for reading in list(self._read.values())):
            self._begin(of)
        reading = self._read.get(of)
        return reading is not None and reading.done() and reading.exception() is None

    def of(self, day: int) -> tuple[Truth, int]:
        """The truth that a day is scored with, and the day of which it is; waits for it where it has to be made first."""
        of = self.day(day)
        if self.months is None or of == self.end:
            return self.last, of
        return (self._read.get(of) or self._begin(of)).result(), of

    def _begin(self, of: int) -> Future[Truth]:
        self._read[of] = reading = Future[Truth]()
        threading.Thread(target=done, args=(lambda: self._from_file(of), reading), daemon=True).start()
        return reading

    def _from_file(self, of: int) -> Truth:
        assert self.months is not None
        return read_truth(self.months() / f"{datetime.date.fromordinal(of).isoformat()}.jsonl")
