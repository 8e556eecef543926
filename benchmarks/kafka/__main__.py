"""`python -m benchmarks.kafka` measures the runner on Kafka, and its peers, on a broker of this machine."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.harness import Disagreement, Failure
from benchmarks.kafka import throughput
from benchmarks.kafka.standing import Figure
from benchmarks.kafka.watching import Late
from benchmarks.logs import log
from benchmarks.machine import machine
from tests.live.broker import NoBroker, broker

OWN = {name: f"benchmarks.kafka.{name}" for name in ("latency", "ordinance", "burst", "scaling", "bulk", "page")}
"""The runner's own figures: modules with `measure(broker, folder, residents)`."""


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kafka", description=__doc__)
    parser.add_argument("what", nargs="*", choices=["throughput", *OWN, "all"], default="throughput", help="default: throughput")
    parser.add_argument("--residents", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, choices=range(1, 11), metavar="1-10", default=1, help="of throughput")
    parser.add_argument("--logs", type=Path, help="where logs are kept (default: the folder for temporary files)")
    parser.add_argument("--json", type=Path, help="write all that was seen to this file")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints. 1: no broker, an engine failed or was late, or two peers did not agree."""
    asked, console = options(arguments), Console()
    about = machine()
    console.print(", ".join(f"{key} {value}" for key, value in about.items()), highlight=False)
    wanted = ["throughput", *OWN] if "all" in asked.what else [asked.what] if isinstance(asked.what, str) else asked.what
    try:
        folder = log(asked.residents, asked.months, asked.seed, asked.logs)
        with broker() as address:
            seen = {name: _one(name, address, folder, asked, console) for name in dict.fromkeys(wanted)}
    except (NoBroker, Disagreement, Failure, Late, AssertionError) as problem:
        print(problem, file=sys.stderr)
        return 1
    if asked.json:
        asked.json.write_text(json.dumps({"machine": about, "seen": seen}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


def _one(name: str, address: str, folder: Path, asked: argparse.Namespace, console: Console) -> Any:
    def tell(line: str) -> None:
        console.print(line, highlight=False)

    if name == "throughput":
        rounds = throughput.measure(address, folder, asked.residents, asked.rounds, tell)
        throughput.show(rounds, console)
        return rounds
    figures = importlib.import_module(OWN[name]).measure(address, folder, asked.residents)
    show(name, figures, console)
    return [asdict(figure) for figure in figures]


def show(title: str, figures: Sequence[Figure], console: Console) -> None:
    """Prints figures as a table."""
    table = Table(title=title)
    for column in ("what", "seen", "aimed at", ""):
        table.add_column(column)
    for figure in figures:
        reached = {True: "reached", False: "not reached", None: ""}[figure.reached]
        table.add_row(figure.what, figure.seen, figure.aim, reached)
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
