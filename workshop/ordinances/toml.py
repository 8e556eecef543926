"""An ordinance as the text of a file: what is read from it is the same ordinance again."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

from schemas.ordinance import Ordinance
from schemas.ordinance.shape import TABLES


def as_toml(ordinance: Ordinance) -> str:
    """The text. Comments of a file are not part of an ordinance, so they are not in it."""
    whole = ordinance.as_dict()
    plain = {key: value for key, value in whole.items() if not isinstance(value, dict) and key not in TABLES}
    parts = [_pairs(plain)]
    parts += [f"[[{table}]]\n{_pairs(row)}" for table in TABLES for row in whole.get(table, [])]
    parts += [f"[{key}]\n{_pairs(value)}" for key, value in whole.items() if isinstance(value, dict)]
    return "\n".join(parts)


def _pairs(values: dict[str, Any]) -> str:
    return "".join(f"{key} = {spelled(value)}\n" for key, value in values.items())


def spelled(value: Any) -> str:
    """A value as TOML spells it: texts, numbers, true and false, dates, and lists of them."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(_each(value))}]"
    return json.dumps(value, ensure_ascii=False)


def _each(values: list[Any]) -> Iterator[str]:
    return (spelled(value) for value in values)
