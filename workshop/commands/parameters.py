"""`nayose parameters`: the numbers of the law, with date, source and how sure they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from schemas.programmes.parameters.listing import Listed
    from workshop.desk import Desk


def parameters(
    ctx: typer.Context,
    unconfirmed: Annotated[bool, typer.Option("--unconfirmed")] = False,
    out: Annotated[str, typer.Option("--out", metavar="PATH")] = "",
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Lists them, or writes the page of those that are not confirmed."""
    from schemas.programmes.parameters.listing import law_entries, numbers
    from workshop.unconfirmed import page

    desk: Desk = ctx.obj
    found = [one for one in numbers() if not (unconfirmed and one.confirmed)]
    law = [one for one in law_entries() if not one.confirmed] if unconfirmed else []
    if out:
        Path(out).write_text(page(), encoding="utf-8")
        desk.say("parameters.written", file=out)
    elif json_:
        desk.json({"numbers": [_plain(one) for one in found], "law": [_plain(one) for one in law]})
    else:
        _print(desk, unconfirmed, found, law)
    return 0


def _plain(one: Listed) -> dict[str, Any]:
    return {**vars(one), "since": one.since.isoformat() if one.since else None}


def _print(desk: Desk, unconfirmed: bool, found: list[Listed], law: list[Listed]) -> None:
    from schemas.wording import WORDS

    said = WORDS[desk.words.lang]
    count = sum(not one.confirmed for one in found)
    desk.say("parameters.title_unconfirmed" if unconfirmed else "parameters.title", count=len(found), unconfirmed=count)
    for one in found:
        shown = {"name": desk.words.label(one), "source": one.source, "confidence": said.confidence[one.confidence]}
        assert one.since is not None
        desk.say("parameters.line", **shown, value=one.value, since=said.date(one.since.isoformat()))
    if law:
        desk.say("parameters.law")
    for one in law:
        desk.say(
            "parameters.law_line",
            name=desk.words.label(one),
            source=one.source,
            confidence=said.confidence[one.confidence],
        )
