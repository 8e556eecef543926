"""`nayose run`: make a town (once), stream it through ordinances and watch."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workshop.letters import Letter
from workshop.options import ASSESSORS, day, one_of, whole

if TYPE_CHECKING:
    from processors.inprocess import Replay
    from workshop.desk import Desk
    from workshop.towns import Wanted

USUAL = ("C", "G")
"""The ordinances of a run that names none: one that waits for applications, and one that pushes."""
LEAST_RESIDENTS, MOST_RESIDENTS, MOST_MONTHS = 50, 5_000_000, 120


def run(
    ctx: typer.Context,
    residents: Annotated[str, typer.Option("--residents", metavar="N")] = "10000",
    months: Annotated[str, typer.Option("--months", metavar="N")] = "12",
    seed: Annotated[str, typer.Option("--seed", metavar="N")] = "1",
    start: Annotated[str, typer.Option("--start", metavar="DATE")] = "2024-11-01",
    ordinance: Annotated[list[str], typer.Option("--ordinance", metavar="NAME")] = [],  # noqa: B006
    switch: Annotated[list[str], typer.Option("--switch", metavar="SWITCH")] = [],  # noqa: B006
    without: Annotated[str, typer.Option("--without", metavar="LAYER")] = "",
    assessor: Annotated[str, typer.Option("--assessor", metavar="written|off")] = "",
    kafka: Annotated[str, typer.Option("--kafka", metavar="HOST:PORT")] = "",
    workers: Annotated[str, typer.Option("--workers", metavar="N")] = "1",
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Makes the town if it is not kept yet, streams it, shows it, and ends by itself."""
    from workshop.lanes import lanes

    desk: Desk = ctx.obj
    if assessor:
        one_of("--assessor", assessor, ASSESSORS)
    wanted = town(residents, months, seed, start)
    ordinances = lanes(ordinance or USUAL, switch, without)
    if kafka and (switch or without):
        raise Letter("run.no_switch_on_kafka")
    folder = made(desk, wanted, quiet=json_)
    if kafka:
        return _on_kafka(desk, wanted, folder, list(ordinance or USUAL), kafka, whole("--workers", workers, 1, 6), json_)
    _stream(desk, wanted, folder, ordinances, assessor, json_)
    return 0


def town(residents: str, months: str, seed: str, start: str) -> Wanted:
    """The town that the options ask for."""
    from workshop.towns import Wanted

    first = day("--start", start)
    if first.day != 1:
        raise Letter("usage.first_of_month", option="--start", found=start, allowed=first.replace(day=1).isoformat())
    return Wanted(
        whole("--residents", residents, LEAST_RESIDENTS, MOST_RESIDENTS), whole("--months", months, 1, MOST_MONTHS),
        whole("--seed", seed, 0, 2**63 - 1), first,
    )  # fmt: skip


def made(desk: Desk, wanted: Wanted, quiet: bool) -> Path:
    """The town's folder, made if it is not kept; says which of the two."""
    from workshop.towns import make

    said = {
        "residents": f"{wanted.residents:,}",
        "months": wanted.months,
        "seed": wanted.seed,
        "start": wanted.start.isoformat(),
    }
    (desk.note if quiet else desk.say)("run.kept" if wanted.made else "run.making", **said)
    return make(wanted)


def _stream(desk: Desk, wanted: Wanted, folder: Path, ordinances: Any, assessor: str, as_json: bool) -> None:
    from processors.inprocess import Replay
    from workshop.commands.replay import assessor_of, print_figures, report
    from workshop.measure import Stopwatch
    from workshop.scoring import scores

    made = Replay(folder, ordinances, assessor_of(desk, folder, assessor))
    watch = Stopwatch()
    if as_json:
        made.run()
    else:
        _watch(desk, made, wanted)
    seconds = watch.seconds
    scored = scores(made.runner, folder)
    figures = report(made, scored, seconds)
    if as_json:
        desk.json(figures)
        return
    print_figures(desk, made, figures, scored)
    desk.line()
    desk.say("run.next")


def _on_kafka(desk: Desk, wanted: Wanted, folder: Path, names: list[str], broker: str, workers: int, as_json: bool) -> int:
    """The same on a broker, under topics of this run's own."""
    from workshop.commands.kafka import installed
    from workshop.measure import Stopwatch

    with installed():
        from workshop.kafka.run import run_town

        watch = Stopwatch()
        figures = run_town(broker, folder, names, wanted.start, wanted.residents, workers)
    if as_json:
        desk.json(figures | {"seconds": round(watch.seconds, 3)})
        return 0
    for lane, of_lane in figures["lanes"].items():
        desk.say("kafka.lane", lane=lane, digest=of_lane["digest"])
        for programme, counts in of_lane["programmes"].items():
            desk.say("kafka.programme", programme=programme, **counts)
    desk.say("kafka.took", events=f"{figures['events']:,}", seconds=f"{watch.seconds:.1f}", prefix=figures["prefix"], log=figures["log"])
    return 0


def _watch(desk: Desk, made: Replay, wanted: Wanted) -> None:
    from workshop.live import Lines, Picture

    on_terminal = sys.stdout.isatty()
    with Picture(desk, made.runner, _last_day(wanted)) if on_terminal else Lines(desk, made.runner) as shown:
        made.run(shown.hear)


def _last_day(wanted: Wanted) -> int:
    months = wanted.start.year * 12 + wanted.start.month - 1 + wanted.months
    return datetime.date(months // 12, months % 12 + 1, 1).toordinal() - 1
