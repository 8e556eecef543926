"""What a run costs: seconds and memory."""

from __future__ import annotations

import sys
import time
from typing import Any


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Seconds so far."""
        return time.perf_counter() - self._began


def peak_mb() -> float | None:
    """The most memory that this process has had at once, in MB (of 10**6 bytes); None where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    most: Any = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most * (1 if sys.platform == "darwin" else 1024) / 1e6, 1)
