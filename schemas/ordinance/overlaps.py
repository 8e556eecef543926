"""Rows that say the same for days that overlap: which of them holds then?"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from schemas.ordinance.errors import Problem, shown
from schemas.ordinance.lines import Path
from schemas.ordinance.shape import TABLES, VALID

APART = ("row", "reason", *VALID)
"""Keys that do not make two rows different."""
Dated = tuple[datetime.date, datetime.date, int]
"""First day, last day, and the place of a row in its table."""


def overlaps(raw: dict[str, Any]) -> Iterator[tuple[Path, None, Problem]]:
    """The mistakes: of rows of one table that differ in name and dates only, and of which one names dates, each whose
    days overlap with those of the one before.
    """
    for table in TABLES:
        entries = raw.get(table)
        rows = [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
        if isinstance(entries, list) and len(rows) == len(entries):
            for alike in _alike(rows):
                yield from _of(table, rows, alike)


def _alike(rows: list[dict[str, Any]]) -> list[list[Dated]]:
    """The rows that say the same, in the order of their dates."""
    groups: dict[str, list[Dated]] = {}
    for place, row in enumerate(rows):
        days = row.get("valid_from", datetime.date.min), row.get("valid_to", datetime.date.max)
        if all(type(day) is datetime.date for day in days) and isinstance(row.get("row"), str):
            groups.setdefault(_content(row), []).append((*days, place))
    return [sorted(group) for group in groups.values()]


def _content(row: dict[str, Any]) -> str:
    plain = {
        key: sorted(map(repr, v)) if isinstance(v, list) else repr(v) for key, v in row.items() if key not in APART
    }
    return repr(sorted(plain.items()))


def _of(table: str, rows: list[dict[str, Any]], alike: list[Dated]) -> Iterator[tuple[Path, None, Problem]]:
    for (_, ends, before), (begins, until, place) in zip(alike, alike[1:]):
        dated = any(key in rows[at] for at in (before, place) for key in VALID)
        if dated and begins <= ends and rows[before]["row"] != rows[place]["row"]:
            later, other = (place, before) if place > before else (before, place)
            where = f"{table} {shown(rows[later]['row']).strip(chr(34))}"
            both = f"{_day(begins)} - {_day(min(ends, until))}"
            yield (table, later, "row"), None, Problem("dates-overlap", where, shown(rows[other]["row"]), note=both)


def _day(day: datetime.date) -> str:
    return "" if day in (datetime.date.min, datetime.date.max) else day.isoformat()
