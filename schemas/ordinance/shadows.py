"""Rows that another row makes needless: it lets pass all that they do, and more or earlier."""

from __future__ import annotations

from schemas.ordinance.model import Ordinance, Row
from schemas.ordinance.position import Ground, position


def shadow(ordinance: Ordinance, row: Row) -> str:
    """The name of the row that makes this one needless; of two equal rows the later is needless. "": there is none."""
    others: dict[str, list[Row]] = {}
    for kind in row.kinds:
        grounds = position(ordinance, row.duty, kind, row.valid_from).grounds
        for ground in grounds:
            if ground.row.row != row.row and _covers(ground, row):
                others.setdefault(ground.row.row, []).append(ground.row)
    order = [r.row for r in ordinance.rows]
    for name, rows in others.items():
        same = len(rows) == len(row.kinds) and _covers(Ground(row, not row.unlinkable), rows[0])
        later_twin = same and name in order and order.index(name) > order.index(row.row)
        if len(rows) == len(row.kinds) and not later_twin:
            return name
    return ""


def _covers(ground: Ground, row: Row) -> bool:
    other = ground.row
    if ground.refusal or ground.against_purpose or ground.by_number is row.unlinkable:
        return False
    always = other.table == "own" or "standing" in other.triggers
    return (
        other.valid_from <= row.valid_from
        and row.valid_to <= other.valid_to
        and (other.table == "own" or set(row.subjects) <= set(other.subjects))
        and (always or set(row.triggers) <= set(other.triggers) and set(row.sweep_on) <= set(other.sweep_on))
        and (other.attributes is None or row.attributes is not None and set(row.attributes) <= set(other.attributes))
    )
