"""The whole replay under two different ordinances: what one more costs."""

from __future__ import annotations

from pathlib import Path

from benchmarks.own.replay import LANE, replay
from benchmarks.work import Run


def run(folder: Path) -> Run:
    """Arrangements G and C over the same events, in one process."""
    return replay(folder, workers=0, lanes=(LANE, "C"))
