"""What one more ordinance costs: `python -m benchmarks.own.further FOLDER` prints, as JSON, the seconds of reading a log, of the core
under G, and of what C takes beside it.

How the memory of a process happens to lie makes the same work slower or faster by some per cent, from its first round to its last.
So `further` has it measured in several processes, one after the other.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.harness import Seen, in_process
from benchmarks.own.core import core, cuts_of, least
from processors.store.heap import keep_freed

FIRST, MORE = "G", "C"
ROUNDS = 3
"""How often each process measures; of each week the least counts."""
PROCESSES = 5


@dataclass(frozen=True)
class Further:
    """What one more ordinance takes, process by process: of the first one's core time, and of the whole with reading and checking."""

    of_core: Sequence[float]
    of_whole: Sequence[float]

    def __str__(self) -> str:
        return f"{_told(self.of_core)} of the first one's core time, {_told(self.of_whole)} of the whole"


def further(folder: Path) -> Further:
    """Measures in several processes, one after the other."""
    seen = [in_process("benchmarks.own.further", folder) for _ in range(PROCESSES)]
    return Further([s["more"] / s["core"] for s in seen], [s["more"] / (s["reading"] + s["core"]) for s in seen])


def _told(shares: Sequence[float]) -> str:
    return f"{median(shares):.1%} ({min(shares):.1%} to {max(shares):.1%})"


def seconds(folder: Path) -> Seen:
    """Measures in this process."""
    keep_freed()  # as the runner does
    cuts, first = cuts_of(folder)
    rounds = [(cuts_of(folder)[1], core(cuts, (FIRST,), None)[2], core(cuts, (FIRST, MORE), None)[2]) for _ in range(ROUNDS)]
    reading, alone, beside = zip(*rounds, strict=True)
    return {"reading": least((first, *reading)), "core": least(alone), "more": least(beside) - least(alone)}


if __name__ == "__main__":
    print(json.dumps(seconds(Path(sys.argv[1]))))
