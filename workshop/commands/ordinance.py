"""`nayose ordinance`: `list` and `lint` here, `pairs` and `layers` in a file of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workshop.commands import ordinance_parts
from workshop.help import Command, Group

if TYPE_CHECKING:
    from schemas.ordinance.errors import Problem
    from workshop.desk import Desk

app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None)
FINDINGS = 1
app.command("pairs", cls=Command)(ordinance_parts.pairs)
app.command("layers", cls=Command)(ordinance_parts.layers)


@app.callback()
def ordinance() -> None:
    """The group itself does nothing."""


@app.command("list", cls=Command)
def list_(ctx: typer.Context, json_: Annotated[bool, typer.Option("--json")] = False) -> int:
    """The ordinances at hand."""
    from schemas.ordinance import load, names
    from workshop.tables import title_of

    desk: Desk = ctx.obj
    found = [load(name) for name in names()]
    if json_:
        desk.json(
            [
                {
                    "name": o.name,
                    "title": o.title,
                    "instrument": o.instrument,
                    "caption": o.caption,
                    "hash": o.content_hash,
                }
                for o in found
            ]
        )
        return 0
    for one in found:
        desk.line(title_of(desk.words, one.name, one))
    return 0


@app.command("lint", cls=Command)
def lint(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """What a drafter should look at again; 1 if there is anything."""
    desk: Desk = ctx.obj
    found = _findings(name)
    if json_:
        desk.json(
            [
                {"code": p.code, "row": p.where, "file": p.file, "line": p.line, "text": p.letter(desk.words.lang)}
                for p in found
            ]
        )
        return FINDINGS if found else 0
    for problem in found:
        desk.line(problem.letter(desk.words.lang))
    desk.say("ordinance.findings" if found else "ordinance.no_findings", name=name, count=len(found))
    return FINDINGS if found else 0


def _findings(name: str) -> tuple[Problem, ...]:
    from schemas.ordinance import load
    from schemas.ordinance.lint import lint
    from schemas.ordinance.reader import SHIPPED

    ordinance = load(name)
    path = Path(name) if Path(name).is_file() else SHIPPED / f"{name}.toml"
    return lint(ordinance, text=path.read_text(encoding="utf-8-sig"), file=path.name)
