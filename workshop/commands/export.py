"""`nayose export pia`: a draft protection impact assessment (特定個人情報保護評価書) of an ordinance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workshop.help import Command, Group
from workshop.letters import Letter

if TYPE_CHECKING:
    from workshop.desk import Desk

app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None)
MOST_RESIDENTS = 200_000_000


@app.callback()
def export() -> None:
    """The group itself does nothing."""


@app.command("pia", cls=Command)
def pia(
    ctx: typer.Context,
    ordinance: Annotated[str, typer.Option("--ordinance", metavar="NAME")],
    town: Annotated[str, typer.Option("--town", metavar="DIR")] = "",
    residents: Annotated[str, typer.Option("--residents", metavar="N")] = "",
    out: Annotated[str, typer.Option("--out", metavar="FILE")] = "",
) -> int:
    """Writes the draft, to standard output unless a file is named."""
    from schemas.ordinance import load
    from workshop.pia import Draft, write

    desk: Desk = ctx.obj
    text = write(Draft(load(ordinance), desk.words, _persons(town, residents)))
    if out:
        Path(out).write_text(text, encoding="utf-8", newline="\n")
        desk.say("pia.written", file=out)
    else:
        desk.line(text.rstrip("\n"))
    return 0


def _persons(town: str, residents: str) -> int | None:
    """How many persons the files hold; None: not told."""
    from workshop.options import folder, whole
    from workshop.pia.persons import persons_of

    if town and residents:
        raise Letter("pia.two_sizes", town=town, residents=residents)
    if town:
        return persons_of(folder(town))
    return whole("--residents", residents, 0, MOST_RESIDENTS) if residents else None
