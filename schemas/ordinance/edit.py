"""The workshop's layer: changes to an ordinance that is in force. Each gives a new ordinance with another content hash.

Only here may a safeguard of national law be switched off; `Ordinance.beyond_law` then lists it and lane, figures and
print say 「実験：条例では外せません」. Every change is checked like a file: OrdinanceError says what is wrong, and the
old one stays as it was.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from schemas.ordinance.errors import OrdinanceError, Problem, listing, nearest, shown
from schemas.ordinance.model import Ordinance
from schemas.ordinance.reader import read_dict
from schemas.ordinance.shape import TABLES

Content = dict[str, Any]


def with_safeguard(ordinance: Ordinance, name: str, value: bool | int | str | None) -> Ordinance:
    """With one safeguard set. For `retention_months`, None or False means: no end."""
    return _with_entry(ordinance, "safeguards", name, False if value is None else value)


def with_clause(ordinance: Ordinance, name: str, value: bool) -> Ordinance:
    """With one clause of the main text set (`statutory_pairs`, `deemed_submission`)."""
    return _with_entry(ordinance, "clauses", name, value)


def with_fact(ordinance: Ordinance, name: str, value: str | int) -> Ordinance:
    """With one of `[facts]` set."""
    return _with_entry(ordinance, "facts", name, value)


def with_programmes(ordinance: Ordinance, *programmes: str) -> Ordinance:
    """With some programmes judged; none named: all."""

    def change(content: Content) -> None:
        content.pop("programmes", None)
        content.update({"programmes": list(programmes)} if programmes else {})

    return _changed(ordinance, change)


def with_join_key(ordinance: Ordinance, key: str) -> Ordinance:
    """With another key as the default of every row."""
    return _changed(ordinance, lambda content: content.update(join_key=key))


def with_row_removed(ordinance: Ordinance, row: str) -> Ordinance:
    """Without the row of that name."""
    table, place = _find(ordinance, row)
    return _changed(ordinance, lambda content: content[table].pop(place))


def with_row_added(ordinance: Ordinance, table: str, row: Mapping[str, Any]) -> Ordinance:
    """With one more row at the end of a table ("table1", "table2", "table3", "designation", "purpose", "prohibit")."""
    if table not in TABLES:
        raise OrdinanceError([Problem("unknown-key", "", shown(table), listing(TABLES), nearest(table, TABLES))])
    return _changed(ordinance, lambda content: content.setdefault(table, []).append(_lists(row)))


def with_row_replaced(ordinance: Ordinance, row: str, **changes: object) -> Ordinance:
    """With some keys of a row set anew; a key set to None is taken out. Dates may be `datetime.date` or ISO text."""
    table, place = _find(ordinance, row)

    def change(content: Content) -> None:
        merged = {**content[table][place], **_lists(changes)}
        content[table][place] = {key: value for key, value in merged.items() if value is not None}

    return _changed(ordinance, change)


def _with_entry(ordinance: Ordinance, section: str, name: str, value: object) -> Ordinance:
    return _changed(ordinance, lambda content: content[section].update({name: value}))


def _changed(ordinance: Ordinance, change: Callable[[Content], object]) -> Ordinance:
    content = ordinance.as_dict()
    change(content)
    return read_dict(content, ordinance.name, workshop=True)


def _find(ordinance: Ordinance, row: str) -> tuple[str, int]:
    content = ordinance.as_dict()
    places = {entry["row"]: (table, place) for table in TABLES for place, entry in enumerate(content.get(table, []))}
    if row not in places:
        raise OrdinanceError([Problem("unknown-row", "", shown(row), listing(places), nearest(row, places))])
    return places[row]


def _lists(row: Mapping[str, Any]) -> Content:
    return {key: _raw(key, value) for key, value in row.items()}


def _raw(key: str, value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    if key in ("valid_from", "valid_to") and isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    return value
