"""The rules of a lane that can be switched on the page, each as one plain sentence in both languages."""

from __future__ import annotations

from typing import Any

from schemas.law import law
from schemas.ordinance import Ordinance, Row
from workshop.ordinances.names import Names
from workshop.page.lane import Lane
from workshop.words import LANGS, Words


def rules_of(lane: Lane) -> list[dict[str, Any]]:
    """Rows and safeguards: whether it is `on`, the `switch` that turns it over, keys of the words for on and off, and what it says (`ja`, `en`)."""
    there = {row.row for row in lane.ordinance.rows}
    rows = [_row(row, row.row in there) for row in lane.base.rows if row.table != "table1"]
    return rows + [_safeguard(name, lane.base, lane.ordinance) for name in law().safeguards if _is_switch(name, lane.base)]


def _is_switch(name: str, base: Ordinance) -> bool:
    return isinstance(getattr(base.safeguards, name), bool)


def _row(row: Row, on: bool) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for lang in LANGS:
        names = Names(Words(lang))
        said[lang] = names.words("page.row", kinds=names.kinds(row.kinds), duty=names.duty(row.duty), triggers=names.triggers(row.triggers))
    return {"id": f"row:{row.row}", "row": row.row, "on": on, "switch": f"-row:{row.row}", "words": ["connect", "stop"], **said}


def _safeguard(name: str, base: Ordinance, now: Ordinance) -> dict[str, Any]:
    other = "off" if getattr(base.safeguards, name) else "on"
    return {
        "id": f"safeguards.{name}", "row": "", "on": bool(getattr(now.safeguards, name)), "switch": f"safeguards.{name}={other}", "words": ["keep", "lift"],
        **{lang: Words(lang).label(law().safeguards[name]) for lang in LANGS},
    }  # fmt: skip
