"""The rules of a lane as the page shows them, each as one plain sentence in both languages; those that are set elsewhere are `fixed`."""

from __future__ import annotations

from typing import Any

from schemas.catalogue import catalogue
from schemas.law import law
from schemas.ordinance import Ordinance, Row
from workshop.ordinances.names import Names
from workshop.page.playing.lane import Lane
from workshop.page.telling.labels import CLAUSES, row_label, row_said, rule_label
from workshop.page.texts import both, named

FIXED = ("designation",)
"""Tables of rows that no ordinance sets: the Prime Minister designates (口座登録法10条)."""


def rules_of(lane: Lane) -> list[dict[str, Any]]:
    """Rows, clauses and safeguards: whether it is `on`, the `switch` that turns it over, keys of the words for on and off, and what it says (`ja`, `en`).

    `office`: whose data a row lets pass, where it is one office.
    """
    now = lane.ordinance
    there = {row.row for row in now.rows}
    rows = [_row(row, row.row in there) for row in every_row(lane)]
    clauses = [_setting("clauses", name, lane.base, now) for name in CLAUSES]
    return [*rows, *clauses, *(_setting("safeguards", name, lane.base, now) for name in law().safeguards if _is_switch(name, lane.base))]


def every_row(lane: Lane) -> list[Row]:
    """The rows that let data pass: those of the ordinance before the switches, and those that a switch put in."""
    rows = {row.row: row for row in (*lane.ordinance.rows, *lane.base.rows) if row.table != "table1"}
    order = [row.row for row in (*lane.base.rows, *lane.ordinance.rows)]
    return sorted(rows.values(), key=lambda row: order.index(row.row))


def counts(rules: list[dict[str, Any]]) -> dict[str, int]:
    """How many are fixed, and how many may be set."""
    fixed = sum(rule["fixed"] for rule in rules)
    return {"fixed": fixed, "free": len(rules) - fixed}


def offices_of(row: Row) -> tuple[str, ...]:
    """Whose data a row lets pass, in the order of the catalogue."""
    holders = {catalogue().kinds[kind].office for kind in row.kinds}
    return tuple(office for office in catalogue().offices if office in holders)


def _is_switch(name: str, base: Ordinance) -> bool:
    return isinstance(getattr(base.safeguards, name), bool)


def _row(row: Row, on: bool) -> dict[str, Any]:
    offices = offices_of(row)
    return {
        "id": f"row:{row.row}", "row": row.row, "article": row_label(row), "on": on, "fixed": row.table in FIXED, "switch": f"-row:{row.row}",
        "words": ["connect", "stop"], "office": offices[0] if len(offices) == 1 else None, "offices": list(offices), **row_said(row),
    }  # fmt: skip


def _setting(group: str, name: str, base: Ordinance, now: Ordinance) -> dict[str, Any]:
    other = "off" if getattr(getattr(base, group), name) else "on"
    of_safeguard = group == "safeguards"
    article = both(lambda words: Names(words).article(law().safeguards[name].article)) if of_safeguard else rule_label(f"{group}.{name}", (base,))
    return {
        "id": f"{group}.{name}", "row": "", "article": article, "on": bool(getattr(getattr(now, group), name)), "fixed": False, "switch": f"{group}.{name}={other}",
        "words": ["keep", "lift"] if of_safeguard else ["connect", "stop"], "office": None, "offices": [],
        **(named(law().safeguards[name]) if of_safeguard else both(lambda words: words(f"page.clause.{name}"))),
    }  # fmt: skip
