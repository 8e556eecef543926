"""A switch of the workshop as text, as the command line and scenarios take it.

    safeguards.tax_consent=off      a safeguard, clause or fact: off, on, a number or a word
    join_key=atena_number           the key of every row
    -row:3-1                        a row taken out
    row:3-1.kinds=local-tax,...     a key of a row set anew (`none`: taken out); several at once with a semicolon:
    row:3-1.triggers=application,sweep;sweep_on=04-15
    +table3:row="3-9",organ=...     a row put in, as TOML writes it

Each is checked like a file. What was switched stays beside the ordinance (`switches`, and `base` as it was before).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from schemas.ordinance.edit import (
    with_clause,
    with_fact,
    with_join_key,
    with_row_added,
    with_row_removed,
    with_row_replaced,
    with_safeguard,
)
from schemas.ordinance.errors import OrdinanceError, Problem, shown
from schemas.ordinance.model import Ordinance
from schemas.ordinance.shape import TABLES

EXAMPLES = "safeguards.objection=off, clauses.statutory_pairs=off, facts.class_of_area=1-1, join_key=atena_number, -row:3-1, row:3-1.triggers=application"
SECTIONS: Mapping[str, Callable[[Ordinance, str, Any], Ordinance]] = {
    "safeguards": with_safeguard, "clauses": with_clause, "facts": with_fact,
}  # fmt: skip
LISTS = ("kinds", "subjects", "triggers", "sweep_on", "attributes")
_WORDS = {"on": True, "true": True, "off": False, "false": False}
_SET = re.compile(r"(safeguards|clauses|facts)\.([a-z_]+)=(.+)")
_OUT = re.compile(r"-row:(.+)")
_ROW = re.compile(r"row:(.+)\.([a-z_]+)=(.+)")
_IN = re.compile(rf"\+({'|'.join(TABLES)}):(.+)")
_KEY = re.compile(r"join_key=(.+)")


def switched(ordinance: Ordinance, switches: Sequence[str]) -> Ordinance:
    """The ordinance after some switches, one after another. OrdinanceError: one of them cannot be."""
    made = ordinance
    for switch in switches:
        made = _one(made, switch.strip())
    if not switches:
        return ordinance
    return replace(made, switches=(*ordinance.switches, *switches), base=ordinance.base or ordinance)


def _one(ordinance: Ordinance, switch: str) -> Ordinance:
    if found := _SET.fullmatch(switch):
        return SECTIONS[found[1]](ordinance, found[2], _value(found[3]))
    if found := _OUT.fullmatch(switch):
        return with_row_removed(ordinance, found[1])
    if found := _ROW.fullmatch(switch):
        return with_row_replaced(ordinance, found[1], **_keys(f"{found[2]}={found[3]}", switch))
    if found := _IN.fullmatch(switch):
        return with_row_added(ordinance, found[1], _inline(found[2]))
    if found := _KEY.fullmatch(switch):
        return with_join_key(ordinance, found[1])
    raise OrdinanceError([_unknown(switch)])


def _value(text: str) -> bool | int | str:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _keys(text: str, switch: str) -> dict[str, Any]:
    """The keys of a row that are set: `triggers=application;sweep_on=none`."""
    pairs = [part.partition("=") for part in text.split(";")]
    if not all(key.strip() and value.strip() for key, _, value in pairs):
        raise OrdinanceError([_unknown(switch)])
    return {key.strip(): _of_row(key.strip(), value.strip()) for key, _, value in pairs}


def _of_row(key: str, text: str) -> Any:
    if text == "none":
        return None
    return [part.strip() for part in text.split(",")] if key in LISTS else _value(text)


def _inline(text: str) -> dict[str, Any]:
    try:
        row = tomllib.loads(f"row = {{ {text} }}")["row"]
    except (ValueError, RecursionError):
        raise OrdinanceError([_unknown(text)]) from None
    assert isinstance(row, dict)
    return row


def _unknown(switch: str) -> Problem:
    return Problem("unknown-switch", "", shown(switch), EXAMPLES)
