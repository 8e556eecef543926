"""The last notices, marks and withdrawals of a run."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from processors.assess.stage import Told
from schemas.keys import shown


@dataclass(frozen=True)
class Sent:
    """One notice (or mark), or its withdrawal."""

    day: int
    lane: str
    programme: str
    unit: str
    withdrawn: bool


class Latest:
    """Keeps the newest few."""

    def __init__(self, most: int = 8) -> None:
        self.most = most
        self.sent: deque[Sent] = deque(maxlen=most)

    def hear(self, told: Sequence[Told]) -> None:
        """Takes note of what was told."""
        for t in told:
            for which, withdrawn in ((t.withdrawals, True), (t.notices, False)):
                for at in np.flatnonzero(which)[-self.most :].tolist():
                    key = int(t.units[at] or t.homes[at])
                    self.sent.append(Sent(t.day, t.lane, t.programme, shown(key)[:8], withdrawn))
