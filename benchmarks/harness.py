"""Runs engines in turn, each time in a process of its own, and sums up: medians, and ratios within the same round.

Machines get slower and faster while they work. So every round runs every engine, each round begins with another one,
and engines are compared round by round.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

Seen = dict[str, Any]
"""What one run of one engine printed."""
ROOT = Path(__file__).resolve().parent.parent


class Disagreement(Exception):
    """Two engines found different answers: none of their figures counts."""


class Failure(Exception):
    """An engine did not come to an end."""


@dataclass(frozen=True)
class Summary:
    """An engine over all rounds: medians of events a second, of the whole run (reading and parsing included) and of the
    join alone; the median ratios of both to the yardstick's in the same round; the most memory of its process, and
    by how much that rose during the run; what it keeps at the end."""

    engine: str
    rounds: int
    whole: float
    work: float
    whole_ratio: float
    work_ratio: float
    peak_mb: float | None
    rise_mb: float | None
    state_bytes: int | None


def measure(engines: Sequence[str], folder: Path, rounds: int, tell: Callable[[str], None] = print) -> list[list[Seen]]:
    """What was seen, round by round. Disagreement if two engines that join differ; Failure if one stops."""
    found = []
    for number in range(rounds):
        turn = number % len(engines)
        seen = [run_one(name, folder) for name in [*engines[turn:], *engines[:turn]]]
        check_answers(seen)
        found.append(seen)
        tell(f"round {number + 1} of {rounds}: " + ", ".join(f"{s['engine']} {whole(s):,.0f}/s" for s in seen))
    return found


def run_one(name: str, folder: Path) -> Seen:
    """One engine once, in a new process."""
    return in_process("benchmarks.one", name, folder)


def in_process(module: str, *arguments: object) -> Seen:
    """What a module prints last that is run in a process of its own. Failure if it stops with an error."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=1800)
    if done.returncode:
        said = " ".join([module, *map(str, arguments)])
        raise Failure(f"{said} stopped with an error:\n{done.stderr}\nRun it alone: python -m {said}")
    seen: Seen = json.loads(done.stdout.splitlines()[-1])
    return seen


def check_answers(seen: Sequence[Seen]) -> None:
    """All engines that join must have found the same, over the same number of events."""
    told = {s["engine"]: (s["events"], s["answer"]) for s in seen if s["answer"] is not None}
    first = next(iter(told.values()), None)
    if any(answer != first for answer in told.values()):
        listed = "\n".join(f"  {name}: {events} events, {answer}" for name, (events, answer) in told.items())
        raise Disagreement(f"The engines do not agree, so their figures mean nothing:\n{listed}")


def whole(seen: Seen) -> float:
    """Events a second, reading and parsing included."""
    return float(seen["events"] / sum(seen["seconds"].values()))


def work(seen: Seen) -> float:
    """Events a second of the join alone."""
    return float(seen["events"] / seen["seconds"]["work"])


def summarise(rounds: Sequence[Sequence[Seen]], yardstick: str) -> list[Summary]:
    """One summary an engine, in the order of the first round."""
    by_engine = [{seen["engine"]: seen for seen in seen_round} for seen_round in rounds]
    return [_summary(name, by_engine, yardstick) for name in by_engine[0]]


def _summary(name: str, rounds: Sequence[dict[str, Seen]], yardstick: str) -> Summary:
    mine = [seen[name] for seen in rounds]
    peaks = [seen["peak_bytes"] for seen in mine if seen["peak_bytes"] is not None]
    rises = [seen["peak_bytes"] - seen["start_bytes"] for seen in mine if seen["peak_bytes"] is not None]
    return Summary(
        engine=name,
        rounds=len(mine),
        whole=median(map(whole, mine)),
        work=median(map(work, mine)),
        whole_ratio=median(whole(seen[name]) / whole(seen[yardstick]) for seen in rounds),
        work_ratio=median(work(seen[name]) / work(seen[yardstick]) for seen in rounds),
        peak_mb=median(peaks) / 1e6 if peaks else None,
        rise_mb=median(rises) / 1e6 if rises else None,
        state_bytes=mine[0]["state_bytes"],
    )
