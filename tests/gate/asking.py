"""Requests and ordinances written down as data, for the tests of the gate."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from processors.gate.decide import Request
from schemas.ordinance import (
    Ordinance,
    load,
    with_clause,
    with_join_key,
    with_row_added,
    with_row_removed,
    with_row_replaced,
    with_safeguard,
)

CHANGES = {
    "safeguard": with_safeguard,
    "clause": with_clause,
    "join-key": with_join_key,
    "add": with_row_added,
    "remove": with_row_removed,
}


def day(text: str | datetime.date) -> int:
    """The ordinal of a date."""
    return (text if isinstance(text, datetime.date) else datetime.date.fromisoformat(text)).toordinal()


def changed(name: str, changes: list[list[Any]]) -> Ordinance:
    """An ordinance by name after some changes of the workshop's layer, each `[what, ...]`."""
    ordinance = load(name)
    for what, *rest in changes:
        if what == "replace":
            row, keys = rest
            ordinance = with_row_replaced(ordinance, row, **{key: value or None for key, value in keys.items()})
        else:
            ordinance = CHANGES[what](ordinance, *rest)
    return ordinance


def request(case: Mapping[str, Any]) -> Request:
    """The request of a case; what it does not say is the ordinary (consent, taxed here, a file of 900 persons)."""
    return Request(
        duty=case["duty"],
        kind=case["kind"],
        roles=frozenset(case.get("roles", ["applicant", "guardian", "same-household"])),
        opened={trigger: day(opened) for trigger, opened in case.get("opened", {}).items()},
        registered_since=day(case.get("registered_since", "2015-01-01")),
        day=day(case["day"]),
        consent=case.get("consent", True),
        protected=case.get("protected", False),
        objected=case.get("objected", False),
        taxed_here=case.get("taxed_here", True),
        file_size=case.get("file_size", 900),
        sweeps={row: day(opened) for row, opened in case["sweeps"].items()} if "sweeps" in case else None,
        law_day=day(case["law_day"]) if "law_day" in case else None,
    )
