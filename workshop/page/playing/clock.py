"""The play clock: the simulated moment as a function of a steady clock; speeds, pause, going back."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

FASTEST = "fastest"
SPEEDS: tuple[int | str, ...] = (1, 10, 60, FASTEST)
"""Simulated hours a second; `fastest`: a week as soon as the one before is played."""
DAY = 24.0
LAST = DAY - 1 / 60
"""The last minute of a day, in hours."""


@dataclass
class Clock:
    """`first` and `last`: ordinals of the town's days. `front`: the furthest moment that was ever reached. Moments are hours since the first day began."""

    first: int
    last: int
    steady: Callable[[], float] = time.monotonic
    playing: bool = False
    speed: int | str = 1

    def __post_init__(self) -> None:
        self._hours = self._front = self._end
        self._since = self.steady()

    @property
    def _end(self) -> float:
        return (self.last - self.first) * DAY + LAST

    @property
    def hours(self) -> float:
        """The moment. A clock that comes to the end stands still there."""
        if self.playing and isinstance(self.speed, int):
            now = self.steady()
            self._hours = min(self._hours + (now - self._since) * self.speed, self._end)
            self._since = now
        if self.playing and self._hours >= self._end:
            self.playing = False
        self._front = max(self._front, self._hours)
        return self._hours

    @property
    def day(self) -> int:
        """The day (ordinal) as of which everything is shown."""
        return self.first + int(self.hours // DAY)

    @property
    def past(self) -> bool:
        """Whether it was further already."""
        return self.hours < self._front

    @property
    def state(self) -> tuple[int, bool, int | str, bool]:
        """The minute, and how it goes on: what is told changes only with it."""
        minute = int(self.hours * 60 + 1e-6)
        return minute, self.playing, self.speed, self.past

    def play(self) -> None:
        """Goes on; from the first day where it stands at the end of all."""
        if self.hours >= self._end:
            self._hours = 0.0
        self.playing, self._since = True, self.steady()

    def pause(self) -> None:
        """Stands still."""
        self.hours  # noqa: B018  (comes to the moment first)
        self.playing = False

    def run_at(self, speed: int | str) -> None:
        """Changes the speed, one of SPEEDS."""
        self.hours  # noqa: B018
        self.speed, self._since = speed, self.steady()

    def to(self, moment: datetime.datetime) -> None:
        """Goes to a moment within the town's days."""
        hours = (moment.toordinal() - self.first) * DAY + moment.hour + moment.minute / 60
        self._hours, self._since = min(max(hours, 0.0), self._end), self.steady()

    def start_at(self, moment: datetime.datetime) -> None:
        """Begins at a moment: nothing after it was ever reached."""
        self.to(moment)
        self._front = self._hours

    def now(self) -> None:
        """Back to the furthest moment."""
        self._hours, self._since = self._front, self.steady()

    def forward(self, day: int) -> None:
        """To the end of a day, where the speed is `fastest`."""
        if self.playing and self.speed == FASTEST:
            self._hours = max(self._hours, min((day - self.first) * DAY + LAST, self._end))

    def told(self) -> dict[str, Any]:
        """As the page reads it."""
        hours, day = self.hours, self.day
        at = datetime.datetime.combine(datetime.date.fromordinal(self.first), datetime.time()) + datetime.timedelta(minutes=int(hours * 60 + 1e-6))
        return {
            "at": at.isoformat(timespec="minutes"), "day": datetime.date.fromordinal(day).isoformat(), "number": day - self.first + 1, "days": self.last - self.first + 1,
            "playing": self.playing, "speed": self.speed, "past": self.past, "last_day": day == self.last,
        }  # fmt: skip
