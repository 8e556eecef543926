"""Rows that another row makes needless: it lets pass all that they do, and more or earlier."""

from __future__ import annotations

from schemas.law import law
from schemas.ordinance.model import Ordinance, Row
from schemas.ordinance.position import Ground, position


def shadow(ordinance: Ordinance, row: Row) -> str:
    """The name of the row that makes this one needless; of two equal rows the later is needless. "": there is none."""
    order = [r.row for r in ordinance.rows]
    for other in _covering(ordinance, row):
        twin = other.row in order and _covers(Ground(row, not row.unlinkable), other)
        if not (twin and order.index(other.row) > order.index(row.row)):
            return other.row
    return ""


def days_of(ordinance: Ordinance, row: Row) -> list[int]:
    """Days on which anything may begin to hold or cease, within the row's own time."""
    edges = [(r.valid_from, r.valid_to) for r in ordinance.rows]
    edges += [(p.valid_from, p.valid_to) for p in ordinance.prohibitions]
    edges += [(basis.valid_from, basis.valid_to) for basis in law().bases.values()]
    near = {row.valid_from, row.valid_to} | {day for first, last in edges for day in (first, last, last + 1)}
    return sorted(day for day in near if row.valid(day))


def _covering(ordinance: Ordinance, row: Row) -> list[Row]:
    """The rows that let pass all of its kinds on every day on which it does itself."""
    found: dict[str, Row] = {}
    names: set[str] | None = None
    for kind in row.kinds:
        for day in days_of(ordinance, row):
            grounds = position(ordinance, row.duty, kind, day).grounds
            if any(ground.row.row == row.row and ground.open for ground in grounds):
                others = {g.row.row: g.row for g in grounds if g.row.row != row.row and _covers(g, row)}
                found |= others
                names = set(others) if names is None else names & set(others)
    return [other for name, other in found.items() if names and name in names]


def _covers(ground: Ground, row: Row) -> bool:
    other = ground.row
    if not ground.open or ground.by_number is row.unlinkable:
        return False
    always = other.table == "own" or "standing" in other.triggers
    return (
        other.valid_from <= row.valid_from
        and row.valid_to <= other.valid_to
        and (other.table == "own" or set(row.subjects) <= set(other.subjects))
        and (always or set(row.triggers) <= set(other.triggers) and set(row.sweep_on) <= set(other.sweep_on))
        and (other.attributes is None or row.attributes is not None and set(row.attributes) <= set(other.attributes))
    )
