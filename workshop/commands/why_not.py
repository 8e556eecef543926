"""`nayose why-not`: the smallest change of a fact or of a row that turns a verdict, found by search and assessed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemas.ordinance import Ordinance
    from workshop.commands.asking import Asked
    from workshop.desk import Desk
    from workshop.why.told import Telling
    from workshop.why_not.step import Change, Step

MOST_SHOWN = 6


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
    for programme in one.programmes:
        for unit, verdict in one.units(programme):
            yield _found(desk, one, programme, unit, verdict)


def _found(desk: Desk, one: Asked, programme: str, unit: str, verdict: str) -> dict[str, Any]:
    from workshop.why_not.search import Search

    search = Search(one.world, programme, unit)
    changes = search.changes()
    return {
        "programme": programme, "unit": unit, "verdict": verdict, "tried": search.tried, "steps": len(changes[0]) if changes else None,
        "changes": [_change(desk, one, change) for change in changes[:MOST_SHOWN]], "more": max(0, len(changes) - MOST_SHOWN),
    }  # fmt: skip


def _change(desk: Desk, one: Asked, change: Change) -> dict[str, Any]:
    from workshop.why_not.step import edited

    changed = edited(one.world.ordinance, change)
    shown: dict[str, Any] = {"steps": [_step(desk, step) for step in change], "besides": None}
    if changed is not None and changed is not one.world.ordinance:
        shown["besides"] = _besides(desk, one, changed)
    return shown


def _step(desk: Desk, step: Step) -> dict[str, Any]:
    return {"nature": step.nature, "kind": step.rank, "amount": step.amount, "text": step.about.text(desk.words)}


def _besides(desk: Desk, one: Asked, changed: Ordinance) -> list[dict[str, Any]]:
    """By duty, what the ordinance as changed does over everybody who is there: the household itself is among them."""
    from workshop.why_not.opened import opened

    lane = next(iter(one.town.gate.lanes))
    return [
        {
            "duty": each.duty, "people": each.people, "people_no_longer": each.fewer, "eligible": each.eligible,
            "text": desk.words("assess.and").join(said.text(desk.words) for said in each.said()),
        }
        for each in opened(one.town, lane, changed)
    ]  # fmt: skip


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
