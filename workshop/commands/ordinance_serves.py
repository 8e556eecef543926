"""`nayose ordinance serves`: which other duties the data that each row opens would serve as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from workshop.commands.ordinance_parts import FIRST, Json, Name

if TYPE_CHECKING:
    from schemas.ordinance import Row
    from workshop.desk import Desk
    from workshop.words import Words


def serves(ctx: typer.Context, name: Name, json_: Json = False) -> int:
    """Which other duties the data that each row opens would serve as well, by the formulas of a run's first day."""
    from schemas.ordinance import load
    from schemas.ordinance.serves import rows_serving
    from schemas.programmes import reads_on

    desk: Desk = ctx.obj
    ordinance = load(name)
    found = rows_serving(ordinance, reads_on(FIRST.toordinal()))
    rows = [row for row in ordinance.rows if row.row in found]
    if json_:
        desk.json([{"row": row.row, "duty": row.duty, "serves": list(found[row.row])} for row in rows])
        return 0
    for row in rows:
        desk.line(_serving(desk.words, row, found[row.row]))
    if not rows:
        desk.say("ordinance.opens_nothing", name=name)
    return 0


def _serving(words: Words, row: Row, duties: tuple[str, ...]) -> str:
    from schemas.catalogue import catalogue

    labels = {id_: words.label(duty) for id_, duty in catalogue().duties.items()}
    also = words("lane.between_causes").join(labels[duty] for duty in duties)
    return words("ordinance.serves" if duties else "ordinance.serves_nothing", row=row.row, duty=labels[row.duty], also=also)
