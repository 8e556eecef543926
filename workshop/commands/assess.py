"""`nayose assess`: one written household, judged by the same engine and formulas as a town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workshop.letters import Letter

if TYPE_CHECKING:
    from workshop.desk import Desk
    from workshop.household.engine import HomeRun
    from workshop.household.form import Written


def assess(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE")],
    switch: Annotated[list[str], typer.Option("--switch", metavar="SWITCH")] = [],  # noqa: B006
    without: Annotated[str, typer.Option("--without", metavar="LAYER")] = "",
    full: Annotated[bool, typer.Option("--full")] = False,
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Prints verdict, amount and trace of every programme."""
    from workshop.household.engine import HomeRun
    from workshop.household.reading import read_file
    from workshop.household.results import HomeResults

    desk: Desk = ctx.obj
    path = Path(file)
    written = changed_by(read_file(path), switch, without)
    run = HomeRun.of(written, path.parent)
    if run.rejections:
        raise Letter("form.refused", file=path.name, reason=run.rejections[0])
    homes = dict.fromkeys(person.household for person in written.people)
    results = [result for home in homes for result in HomeResults.of_run(run, home).all(written.programmes, True)]
    if json_:
        desk.json({"results": results})
    else:
        _print(desk, run, path, results, full)
    return 0


def changed_by(written: Written, switches: Sequence[str], without: str) -> Written:
    """The form with more switches, or without a layer. Letter: it names no ordinance to switch anything in."""
    if (switches or without) and not written.ordinance:
        raise Letter("assess.nothing_to_switch")
    return replace(written, switches=(*written.switches, *switches), without=without or written.without)


def _print(desk: Desk, run: HomeRun, path: Path, results: list[dict[str, Any]], full: bool) -> None:
    from schemas.number import mask
    from workshop.tables import title_of

    desk.say("assess.title", title=run.written.title or mask(path.name), day=run.written.date.isoformat())
    desk.line(title_of(desk.words, run.lane, run.ordinance) if run.written.ordinance else desk.words("assess.open"))
    desk.line()
    desk.console.print(summary(desk, results))
    for result in results:
        if result["trace"] is not None:
            desk.line()
            print_result(desk, result, full)


def summary(desk: Desk, results: list[dict[str, Any]]) -> Any:
    """Verdicts and amounts as a table."""
    from workshop.tables import blank

    words = desk.words
    table = blank([words(f"column.{name}") for name in ("programme", "unit", "verdict", "amount")], right=3)
    for result in results:
        amount = (
            words(f"amount.{result['per']}", yen=f"{result['amount_yen']:,}")
            if result["amount_yen"] is not None
            else ""
        )
        table.add_row(_name(desk, result), _unit(desk, result), words(f"verdict.{result['verdict']}"), amount)
    return table


def _name(desk: Desk, result: dict[str, Any]) -> str:
    from schemas.programmes import PROGRAMMES

    if result["programme"] == "resident-tax-exempt" and result["unit"] != "household":
        return desk.words("assess.exempt_person")
    return desk.words.label(PROGRAMMES[result["programme"]])


def _unit(desk: Desk, result: dict[str, Any]) -> str:
    return desk.words("assess.household") if result["unit"] == "household" else str(result["unit"])


def print_result(desk: Desk, result: dict[str, Any], full: bool = False) -> None:
    """A verdict with what it rests on, down to thresholds and rows."""
    from schemas.programmes import PROGRAMMES
    from schemas.trace_text import render

    words, trace = desk.words, result["trace"]
    verdict = words(f"verdict.{result['verdict']}")
    desk.say("assess.verdict", programme=_name(desk, result), unit=_unit(desk, result), verdict=verdict)
    if "reason" in trace:
        desk.say(f"assess.{trace['reason']}")
    else:
        for line in render(trace, words.lang, full)[1:]:
            desk.line(line)
    if PROGRAMMES[result["programme"]].apart and result["verdict"] == "cannot-be-told":
        desk.say("assess.ask")
    print_gate(desk, trace.get("gate", []))


def print_gate(desk: Desk, answers: list[dict[str, Any]]) -> None:
    """What passed and what did not, once for each kind and row."""
    from schemas.catalogue import catalogue

    words = desk.words
    grouped: dict[tuple[Any, ...], list[str]] = {}
    for answer in answers:
        key = (answer["kind"], answer["allowed"], answer["code"], answer["row"], answer[f"article_{words.lang}"], answer[f"pair_{words.lang}"])
        grouped.setdefault(key, []).append(answer["member"])
    for (kind, allowed, code, row, article, pair), members in grouped.items():
        desk.say(
            "assess.answer" if code == "answer-only" else "assess.passes" if allowed else "assess.stays", kind=words.label(catalogue().kinds[kind]), members=words("assess.and").join(members),
            code=words(f"code.{code}"), row=words("assess.row", row=row) if row else "", article=article,
            pair=words("assess.pair", pair=pair) if pair else "",
        )  # fmt: skip
