"""The whole replay under arrangement G: read, check, fold, gate, ledger, verdicts, notices. No digest, no score."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.ordinances import measured
from benchmarks.work import Run
from processors.inprocess import Replay

LANE = "G"


def replay(folder: Path, workers: int, lanes: tuple[str, ...] = (LANE,)) -> Run:
    """Streams a folder; `work` is all of it, for nothing of it is parsed beforehand."""
    whole = Replay(folder, {name: measured(name) for name in lanes}, workers=workers)
    began = time.perf_counter()
    runner = whole.run()
    seconds = time.perf_counter() - began
    assert runner.engine is not None
    state = runner.engine.nbytes()
    return Run(runner.events, {"work": seconds}, state_bytes=sum(state.values()) - state["ledger"])


def run(folder: Path) -> Run:
    """In one process."""
    return replay(folder, workers=0)
