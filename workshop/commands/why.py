"""`nayose why`: why a verdict is what it is, down to the records, the dated thresholds and the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from workshop.commands.asking import Asked
    from workshop.desk import Desk
    from workshop.why.told import Telling


def why(
    ctx: typer.Context,
    subject: Annotated[str, typer.Argument(metavar="NUMBER-OR-ID|FILE")],
    directory: Annotated[str, typer.Argument(metavar="[DIR]")] = "",
    ordinance: Annotated[list[str], typer.Option("--ordinance", metavar="NAME")] = [],  # noqa: B006
    programme: Annotated[str, typer.Option("--programme", metavar="ID")] = "",
    full: Annotated[bool, typer.Option("--full")] = False,
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Explains the verdicts on a household."""
    from workshop.commands.asking import asked
    from workshop.why.told import Telling

    desk: Desk = ctx.obj
    found = [(one, Telling(one.world, desk.words)) for one in asked(subject, directory, ordinance, programme)]
    if json_:
        results = [telling.sourced(result) for one, telling in found for result in _results(one)]
        desk.json({"results": results})
        return 0
    for one, telling in found:
        _print(desk, one, telling, full)
    return 0


def _results(one: Asked) -> list[dict[str, Any]]:
    """One for each unit that is asked about."""
    units = {(programme, unit) for programme in one.programmes for unit, _ in one.units(programme)}
    results = one.world.results().all(one.programmes, unconcerned=True)
    return [r for r in results if (r["programme"], r["unit"]) in units or r["trace"].get("reason") == "no-unit"]


def _print(desk: Desk, one: Asked, telling: Telling, full: bool) -> None:
    from workshop.household.engine import OPEN
    from workshop.why.sources import said_day
    from workshop.why.world import iso

    title = one.title if one.world.by_name else desk.words("why.home", id=one.title)
    desk.say("why.title", title=title, day=said_day(desk.words, iso(one.world.day)))
    ordinance = one.world.ordinance
    desk.line(desk.words("assess.open") if ordinance.name == OPEN else desk.words("why.ordinance", title=ordinance.title))
    if legend := telling.legend():
        desk.line(legend)
    for warning in telling.warnings():
        desk.line(warning)
    for result in _results(one):
        desk.line()
        for line in telling.lines(result, full):
            desk.line(line)
