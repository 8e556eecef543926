"""The clock of a town on Kafka."""

from __future__ import annotations

from workshop.page.playing.clock import DAY, LAST, Clock


class RunningDay(Clock):
    """The clock of the topics: it ends with the workers' running day, and follows it unless somebody looks back."""

    def __post_init__(self) -> None:
        self._now = LAST
        super().__post_init__()

    @property
    def _end(self) -> float:
        return self._now

    @property
    def back(self) -> bool:
        """Whether it stands on a day before the running one."""
        return self.day < self.first + int(self._now // DAY)

    def stands_on(self, day: int) -> None:
        """The workers have come to a day (ordinal)."""
        follows = not self.past
        self._now = self._front = (day - self.first) * DAY + LAST
        if follows:
            self._hours = self._now
