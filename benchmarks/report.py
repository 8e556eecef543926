"""The figures as a table for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.engines import ENGINES
from benchmarks.harness import Seen, Summary


def show(summaries: Sequence[Summary], yardstick: str, residents: int, console: Console) -> None:
    """Prints the table."""
    table = Table(title=f"events a second (medians), and ratios to {yardstick}")
    table.add_column("engine")
    for title in ("whole", "ratio", "join alone", "ratio", "peak MB", "of it in the run", "bytes a resident"):
        table.add_column(title, justify="right")
    table.add_column("what it is")
    for summary in summaries:
        table.add_row(summary.engine, *_cells(summary, residents), ENGINES[summary.engine].about)
    console.print(table)


def _cells(summary: Summary, residents: int) -> list[str]:
    state = summary.state_bytes
    return [
        f"{summary.whole:,.0f}",
        f"{summary.whole_ratio:.2f}",
        f"{summary.work:,.0f}",
        f"{summary.work_ratio:.2f}",
        _number(summary.peak_mb),
        _number(summary.rise_mb),
        _number(None if state is None else state / residents),
    ]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def write(path: Path, about: dict[str, Any], summaries: Sequence[Summary], rounds: Sequence[Sequence[Seen]]) -> None:
    """Writes everything that was seen, to be read again."""
    content = about | {"engines": [asdict(summary) for summary in summaries], "rounds": rounds}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
