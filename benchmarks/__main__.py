"""`python -m benchmarks` measures Nayose and its peers on one log and prints a table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from benchmarks.engines import ENGINES
from benchmarks.harness import Disagreement, Failure, measure, summarise
from benchmarks.logs import log, residents_of
from benchmarks.machine import machine
from benchmarks.own import parts
from benchmarks.report import show, write


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure Nayose and its peers on one log."
    )
    parser.add_argument("--residents", type=int, default=100_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--rounds",
        type=int,
        choices=range(1, 101),
        metavar="1-100",
        default=5,
        help="how often each engine runs (default 5)",
    )
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES), help="only these")
    parser.add_argument("--against", choices=ENGINES, default="plain-dicts", help="the yardstick of the ratios")
    parser.add_argument("--logs", type=Path, help="where logs are kept (default: the folder for temporary files)")
    parser.add_argument("--json", type=Path, help="write all that was seen to this file")
    return parser.parse_args(arguments)


def chosen(names: Sequence[str], yardstick: str, console: Console) -> list[str]:
    """The engines that can run here, the yardstick among them; the others are named."""
    wanted = [name for name in ENGINES if name in {*names, yardstick}]
    for name in wanted:
        if not ENGINES[name].installed:
            need = ENGINES[name].library
            console.print(
                f"{name} is left out: {need} is not installed (requirements-bench.lock; Python 3.11 or 3.12)."
            )
    return [name for name in wanted if ENGINES[name].installed]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints. 1: no log or yardstick, an engine failed, or two engines did not agree."""
    asked, console = options(arguments), Console()
    about = {"machine": machine(), "log": {"residents": asked.residents, "months": asked.months, "seed": asked.seed}}
    console.print(", ".join(f"{key} {value}" for key, value in about["machine"].items()), highlight=False)
    engines = chosen(asked.engines, asked.against, console)
    if asked.against not in engines:
        print(f"--against {asked.against} cannot run here; name one of: {', '.join(engines)}", file=sys.stderr)
        return 1
    try:
        folder = log(asked.residents, asked.months, asked.seed, asked.logs)
        rounds = measure(engines, folder, asked.rounds, lambda line: console.print(line, highlight=False))
    except (Disagreement, Failure) as problem:
        print(problem, file=sys.stderr)
        return 1
    summaries = summarise(rounds, asked.against)
    show(summaries, asked.against, residents_of(folder), console)
    if "nayose" in engines:
        parts.show(folder, console)
    if asked.json:
        write(asked.json, about | {"events": rounds[0][0]["events"]}, summaries, rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
