"""Where the peers read and write: names of topics and of the group; and the line by which a worker says that it has begun."""

from __future__ import annotations

import sys
import time

from benchmarks.work import OFFICES

GROUP, SHARES, VERDICTS = "peer", "peer-shares", "peer-verdicts"
COMMIT_SECONDS = 0.5
"""As often as Nayose commits."""
BEGAN = "first event at "
_said: list[float] = []


def offices(prefix: str) -> list[str]:
    """The offices' topics."""
    return [f"{prefix}{office}.events" for office in OFFICES]


def began() -> None:
    """Says once, on the standard error, when the first event came."""
    if not _said:
        _said.append(time.time())
        print(f"{BEGAN}{_said[0]:.3f}", file=sys.__stderr__, flush=True)
