"""Who tries many wrong join codes is answered slowly."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from workshop.page.rooms.room import MOST_PHONES, Clock

MOST_WRONG, MINUTE = 10, 60.0
"""So many wrong codes a minute from one address are answered at once."""
SLOWED = 3.0
"""Seconds that the others wait."""


@dataclass
class Doorkeeper:
    """Slows who tries many wrong codes, by address. Not more than so many addresses are remembered."""

    clock: Clock = time.monotonic
    _wrong: dict[str, deque[float]] = field(default_factory=dict)

    def wait(self, address: str) -> float:
        """Seconds that the next answer to an address is to wait."""
        return SLOWED if len(self._recent(address)) >= MOST_WRONG else 0.0

    def wrong(self, address: str) -> None:
        """A wrong code came from there."""
        self._recent(address).append(self.clock())
        while len(self._wrong) > MOST_PHONES:
            self._wrong.pop(next(iter(self._wrong)))

    def _recent(self, address: str) -> deque[float]:
        times = self._wrong.setdefault(address, deque(maxlen=MOST_WRONG))
        while times and self.clock() - times[0] > MINUTE:
            times.popleft()
        return times
