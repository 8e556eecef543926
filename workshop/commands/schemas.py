"""`nayose schemas export`: the events as JSON Schema and AsyncAPI, or what each duty may receive under an ordinance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workshop.help import Command, Group
from workshop.letters import Letter

if TYPE_CHECKING:
    from workshop.desk import Desk

app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None)


@app.callback()
def schemas() -> None:
    """The group itself does nothing."""


@app.command("export", cls=Command)
def export(
    ctx: typer.Context,
    out: Annotated[str, typer.Option("--out", metavar="DIR")] = "",
    ordinance: Annotated[str, typer.Option("--ordinance", metavar="NAME")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE")] = "",
    switch: Annotated[list[str], typer.Option("--switch", metavar="SWITCH")] = [],  # noqa: B006
    without: Annotated[str, typer.Option("--without", metavar="LAYER")] = "",
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Writes a JSON Schema for each type of event and an AsyncAPI document for all topics; or, of an ordinance, one for each duty."""
    from schemas.exports import export as write
    from workshop.commands.join_schemas import export_joins
    from workshop.commands.ordinance_parts import given, law_day_of

    desk: Desk = ctx.obj
    if ordinance:
        in_force = given(ordinance, switch, without)
        export_joins(desk, in_force, law_day_of(in_force, on), out, json_)
        return 0
    if not out:
        raise Letter("usage.missing", found="--out", command="nayose schemas export")
    folder = Path(out)
    paths = write(folder)
    if json_:
        desk.json({"folder": str(folder), "files": [path.relative_to(folder).as_posix() for path in paths]})
    else:
        desk.say("schemas.done", folder=folder, count=len(paths))
    return 0
