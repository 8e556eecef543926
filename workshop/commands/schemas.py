"""`nayose schemas export`: the events as JSON Schema and AsyncAPI."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workshop.help import Command, Group

if TYPE_CHECKING:
    from workshop.desk import Desk

app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None)


@app.callback()
def schemas() -> None:
    """The group itself does nothing."""


@app.command("export", cls=Command)
def export(
    ctx: typer.Context,
    out: Annotated[str, typer.Option("--out", metavar="DIR")],
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Writes a JSON Schema for each type of event, and an AsyncAPI document for all topics."""
    from schemas.exports import export as write

    desk: Desk = ctx.obj
    folder = Path(out)
    paths = write(folder)
    if json_:
        desk.json({"folder": str(folder), "files": [path.relative_to(folder).as_posix() for path in paths]})
    else:
        desk.say("schemas.done", folder=folder, count=len(paths))
    return 0
