"""The rules of a lane that can be switched on the page, each as one plain sentence in both languages."""

from __future__ import annotations

from typing import Any

from schemas.law import law
from schemas.ordinance import Ordinance, Row
from workshop.ordinances.names import Names
from workshop.page.lane import Lane
from workshop.words import LANGS, Words

SWITCHED_SAFEGUARDS = ("tax_consent", "network_first", "human_assessment", "objection")
"""Safeguards that are on or off."""


def rules_of(lane: Lane) -> list[dict[str, Any]]:
    """Rows and safeguards: `on`, the switch that turns it over, keys of the words for on and off, and what it says (`ja`, `en`)."""
    now = lane.ordinance
    there = {row.row for row in now.rows}
    rows = [_row(row, row.row in there) for row in lane.base.rows if row.table != "table1"]
    return rows + [_safeguard(name, now) for name in SWITCHED_SAFEGUARDS if hasattr(now.safeguards, name)]


def _row(row: Row, on: bool) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for lang in LANGS:
        names = Names(Words(lang))
        said[lang] = names.words("page.row", kinds=names.kinds(row.kinds), duty=names.duty(row.duty), triggers=names.triggers(row.triggers))
    return {"id": f"row:{row.row}", "table": row.table, "row": row.row, "on": on, "switch": f"{'-' if on else '+'}row:{row.row}", "words": ["connect", "stop"], **said}


def _safeguard(name: str, ordinance: Ordinance) -> dict[str, Any]:
    on, rule = bool(getattr(ordinance.safeguards, name)), law().safeguards[name]
    return {
        "id": f"safeguards.{name}", "table": "safeguards", "row": "", "on": on, "switch": f"safeguards.{name}={'off' if on else 'on'}",
        "words": ["keep", "lift"], "ja": rule.label_ja, "en": rule.label_en,
    }  # fmt: skip
