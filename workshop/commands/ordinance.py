"""`nayose ordinance list`, `nayose ordinance lint` and `nayose ordinance serves`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workshop.help import Command, Group

if TYPE_CHECKING:
    from schemas.ordinance.errors import Problem
    from schemas.ordinance.model import Row
    from workshop.desk import Desk
    from workshop.words import Words

app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None)
FINDINGS = 1


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


@app.command("serves", cls=Command)
def serves(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Which other duties the data that each row opens would serve as well."""
    from producers.simulate import START
    from schemas.ordinance import load
    from schemas.ordinance.serves import rows_serving
    from schemas.programmes import reads_on

    desk: Desk = ctx.obj
    ordinance = load(name)
    found = rows_serving(ordinance, reads_on(START.toordinal()))
    rows = [row for row in ordinance.rows if row.row in found]
    if json_:
        desk.json([{"row": row.row, "duty": row.duty, "serves": list(found[row.row])} for row in rows])
        return 0
    for row in rows:
        desk.line(_serving(desk.words, row, found[row.row]))
    if not rows:
        desk.say("ordinance.no_rows", name=name)
    return 0


def _serving(words: Words, row: Row, duties: tuple[str, ...]) -> str:
    from schemas.catalogue import catalogue

    labels = {id_: words.label(duty) for id_, duty in catalogue().duties.items()}
    key = "ordinance.serves" if duties else "ordinance.serves_nothing"
    also = words("lane.between_causes").join(labels[duty] for duty in duties)
    return words(key, row=row.row, duty=labels[row.duty], also=also)
