"""`nayose why-not`: the smallest change of a fact or of a row that turns a verdict, found by search and assessed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workshop.commands.asking import Asked
    from workshop.desk import Desk
    from workshop.why.told import Telling


def why_not(
    ctx: typer.Context,
    subject: Annotated[str, typer.Argument(metavar="NUMBER-OR-ID|FILE")],
    directory: Annotated[str, typer.Argument(metavar="[DIR]")] = "",
    ordinance: Annotated[list[str], typer.Option("--ordinance", metavar="NAME")] = [],  # noqa: B006
    programme: Annotated[str, typer.Option("--programme", metavar="ID")] = "",
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Prints the smallest changes for each unit of each programme."""
    from workshop.commands.asking import asked
    from workshop.why.told import Telling

    desk: Desk = ctx.obj
    ones = list(asked(subject, directory, ordinance, programme))
    if json_:
        desk.json({"results": [result for one in ones for result in _results(desk, one)]})
        return 0
    for one in ones:
        telling = Telling(one.world, desk.words)
        if legend := telling.legend():
            desk.line(legend)
        for result in _results(desk, one):
            _print(desk, telling, result, bool(directory))
    return 0


def _results(desk: Desk, one: Asked) -> Iterator[dict[str, Any]]:
    """One for each unit of each programme that is asked about."""
    from workshop.why_not.findings import findings

    for programme in one.programmes:
        for unit, verdict in one.units(programme):
            yield findings(desk.words, one.world, programme, unit, verdict, one.town)


def _print(desk: Desk, telling: Telling, result: dict[str, Any], town: bool) -> None:
    from schemas.catalogue import catalogue

    words, unit = desk.words, telling.unit(result["unit"])
    verdict = words(f"verdict.{result['verdict']}")
    desk.say("whynot.title", programme=words.label(catalogue().duties[result["programme"]]), unit=unit, verdict=verdict)
    if not result["changes"]:
        desk.say("whynot.none")
        return
    nature, eligible = catalogue().duties[result["programme"]].nature, result["verdict"] == "eligible"
    aim = ("to_other" if eligible else "to_eligible") if nature == "support" else "to_unmark" if eligible else "to_mark"
    desk.say(f"whynot.{aim}")
    for place, change in enumerate(result["changes"], 1):
        _print_change(desk, place, change, town)
    if result["more"]:
        desk.say("whynot.more", count=result["more"])
    desk.say("whynot.checked", count=result["tried"])


def _print_change(desk: Desk, place: int, change: dict[str, Any], town: bool) -> None:
    for at, step in enumerate(change["steps"]):
        nature = desk.words(f"whynot.nature_{step['nature']}")
        desk.say("whynot.more_step" if at else "whynot.one", place=place, nature=nature, about=step["text"])
    if change["besides"]:
        what = desk.words("whynot.between").join(each["text"] for each in change["besides"])
        desk.say("whynot.besides_town" if town else "whynot.besides_form", what=what)
