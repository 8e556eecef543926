"""`nayose simulate`: make a town and write its five files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workshop.commands.run import town

if TYPE_CHECKING:
    from workshop.desk import Desk


def simulate(
    ctx: typer.Context,
    out: Annotated[str, typer.Option("--out", metavar="DIR")],
    residents: Annotated[str, typer.Option("--residents", metavar="N")] = "10000",
    months: Annotated[str, typer.Option("--months", metavar="N")] = "12",
    seed: Annotated[str, typer.Option("--seed", metavar="N")] = "1",
    start: Annotated[str, typer.Option("--start", metavar="DATE")] = "2024-11-01",
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Makes a town and writes it into a folder."""
    wanted = town(residents, months, seed, start)
    desk: Desk = ctx.obj
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    from producers.simulate import write
    from workshop.towns import simulated

    made = simulated(wanted)
    write(made, folder)
    _tell(desk, made, folder, json_)
    return 0


def _tell(desk: Desk, made: Any, folder: Path, as_json: bool) -> None:
    """What was written, and how the town compares with the statistics that it aims at."""
    from workshop.aims import compared, print_compared

    counts = {type_: count for type_, count in made.counts().items() if count}
    rows = compared(made)
    if as_json:
        desk.json({"folder": str(folder), "events": sum(counts.values()), "types": counts, "statistics": rows})
        return
    desk.say("simulate.done", folder=folder, events=f"{sum(counts.values()):,}", types=len(counts))
    print_compared(desk, rows)
