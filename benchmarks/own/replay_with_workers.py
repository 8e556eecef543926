"""The whole replay with two decoding processes."""

from __future__ import annotations

from pathlib import Path

from benchmarks.own.replay import replay
from benchmarks.work import Run


def run(folder: Path) -> Run:
    """With two workers."""
    return replay(folder, workers=2)
