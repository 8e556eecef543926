"""`nayose verify`: whether the ledger's chain of hashes holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from workshop.desk import Desk

BROKEN = 1


def verify(
    ctx: typer.Context,
    directory: Annotated[str, typer.Argument(metavar="DIR")],
    ordinance: Annotated[list[str], typer.Option("--ordinance", metavar="NAME")] = [],  # noqa: B006
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Writes the ledger of a folder anew and checks every block of it; 1 if one does not fit."""
    from workshop.chain import checked
    from workshop.commands.replay import prepared, records_in
    from workshop.lanes import lanes

    desk: Desk = ctx.obj
    made = prepared(records_in(directory), lanes(ordinance), None, "")
    engine = made.run().engine
    assert engine is not None
    found = {name: checked(engine.gate.lanes[name].ledger) for name in made.ordinances}
    if json_:
        desk.json({"lanes": found})
    else:
        for name, one in found.items():
            key = "verify.whole" if one["broken_at"] is None else "verify.broken"
            desk.say(key, lane=name, entries=f"{one['entries']:,}", head=one["head"], at=one["broken_at"])
    return BROKEN if any(one["broken_at"] is not None for one in found.values()) else 0
