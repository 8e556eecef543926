"""A run as people watch it: a picture that changes on a terminal, or plain lines elsewhere."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from processors.duties import ASSESSED
from schemas.catalogue import catalogue
from workshop.latest import Latest, Sent
from workshop.side_by_side import both, in_force

if TYPE_CHECKING:
    from processors.inprocess import Progress, Runner
    from workshop.desk import Desk

PICTURES_A_SECOND = 4
MOST_OF_THE_TIME = 9
"""Between two pictures there is so many times as long as one takes to draw."""


def date_of(ordinal: int) -> str:
    """A day as people read it."""
    return datetime.date.fromordinal(ordinal).isoformat()


class Lines:
    """One line a month and lane."""

    def __init__(self, desk: Desk, runner: Runner) -> None:
        self.desk, self.runner = desk, runner
        self._month = ""

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was opened."""

    def hear(self, progress: Progress) -> None:
        """Takes note of a cut."""
        month = date_of(progress.day)[:7]
        if month != self._month and self.runner.engine is not None:
            for lane in self.runner.ordinances:
                told = both(self.desk.words, self.runner.engine, lane)
                self.desk.say(
                    "run.month", day=date_of(progress.day), events=f"{progress.events:,}", lane=lane, both=told
                )
        self._month = month


class Picture:
    """Counts by programme and lane, and the last notices, drawn anew a few times a second."""

    def __init__(self, desk: Desk, runner: Runner, last_day: int, now: Callable[[], float] = time.monotonic) -> None:
        from rich.live import Live

        self.desk, self.runner, self.last_day, self._now = desk, runner, last_day, now
        self.latest, self._next, self._first_day = Latest(), now(), 0
        self._live = Live(console=desk.console, auto_refresh=False, transient=True)

    def __enter__(self) -> Picture:
        self._live.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._live.__exit__(*error)

    def hear(self, progress: Progress) -> None:
        """Takes note of a cut, and draws if it is time to."""
        self._first_day = self._first_day or progress.day
        self.latest.hear(progress.told)
        began = self._now()
        if began >= self._next:
            self._live.update(self.draw(progress), refresh=True)
            self._next = self._now() + max(1 / PICTURES_A_SECOND, (self._now() - began) * MOST_OF_THE_TIME)

    def draw(self, progress: Progress) -> Any:
        """The picture after a cut."""
        from rich.console import Group
        from rich.text import Text

        return Group(self._head(progress), "", self._table(), *(Text(f"{lane}  {self._both(lane)}") for lane in self.runner.ordinances), "",
                     *(Text(self._sent(sent)) for sent in reversed(self.latest.sent)))  # fmt: skip

    def _head(self, progress: Progress) -> Any:
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        head = Table.grid(padding=(0, 2, 0, 0))
        done = progress.day - self._first_day
        bar = ProgressBar(total=max(self.last_day - self._first_day, 1), completed=done, width=30)
        head.add_row(
            Text(date_of(progress.day), style="bold"),
            bar,
            Text(self.desk.words("run.events", events=f"{progress.events:,}")),
        )
        return head

    def _table(self) -> Any:
        from rich.table import Table

        words = self.desk.words
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(words("column.programme"), no_wrap=True)
        for lane in self.runner.ordinances:
            table.add_column(words("run.column_eligible", lane=lane), justify="right")
            table.add_column(words("run.column_told", lane=lane), justify="right")
        for id_ in (id_ for id_ in ASSESSED if any(o.judges(id_) for o in self.runner.ordinances.values())):
            table.add_row(words.label(catalogue().duties[id_]), *self._cells(id_))
        return table

    def _cells(self, programme: str) -> list[str]:
        engine = self.runner.engine
        assert engine is not None
        cells = []
        for lane in self.runner.ordinances:
            cells += [f"{self.runner.counts(lane, programme)['eligible']:,}", f"{in_force(engine, lane, programme):,}"]
        return cells

    def _both(self, lane: str) -> str:
        assert self.runner.engine is not None
        return both(self.desk.words, self.runner.engine, lane)

    def _sent(self, sent: Sent) -> str:
        duty = catalogue().duties[sent.programme]
        kind = ("notice" if duty.nature == "support" else "mark") + ("_withdrawn" if sent.withdrawn else "")
        words = self.desk.words
        return words(f"run.{kind}", day=date_of(sent.day), lane=sent.lane, programme=words.label(duty), unit=sent.unit)
