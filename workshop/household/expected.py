"""What a scenario expects: of a verdict and its notice, or of the gate and the ledger."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from processors.assess.phases import STANDS
from processors.gate.ledger import ACTS
from processors.gate.table import CODES
from schemas.catalogue import catalogue
from schemas.programmes import PROGRAMMES
from schemas.vocabulary.declare import DUTIES
from workshop.household.plain import BAD, date_of
from workshop.household.problems import Notes, Place

VERDICTS = ("eligible", "not-eligible", "cannot-be-told", "none")
EXPECT_KEYS = ("programme", "unit", "on", "verdict", "amount_yen", "causes", "notice", "notices", "withdrawals", "phase")
GATE_KEYS = ("duty", "kind", "member", "on", "code", "row", "ledger")
REST_KEYS = ("rejected", "on")


@dataclass(frozen=True)
class Expected:
    """One expectation at the end of a day (`on`, ordinal; 0: the last day). `values`: what is said, by key."""

    place: Place
    on: int
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def of_gate(self) -> bool:
        """Whether it is about the gate, not about a verdict."""
        return "kind" in self.values


def read_expected(raw: Any, start: datetime.date, notes: Notes) -> list[Expected]:
    """All expectations, one at least."""
    listed = [raw] if isinstance(raw, dict) else raw
    if not isinstance(listed, list) or not listed:
        notes.add("missing", ("then",), found="[[then]]")
        return []
    return [e for at, one in enumerate(listed) if (e := _one(one, ("then", at), start, notes)) is not None]


def _one(raw: Any, place: Place, start: datetime.date, notes: Notes) -> Expected | None:
    if not isinstance(raw, dict):
        notes.wrong(place, raw, '{ programme = "school-aid", verdict = "eligible" }')
        return None
    keys = GATE_KEYS if "kind" in raw else REST_KEYS if "rejected" in raw else EXPECT_KEYS
    for key in raw:
        if key not in keys:
            notes.unknown((*place, key), key, keys)
    _check(raw, place, notes)
    on = date_of(raw["on"]) if "on" in raw else None
    if on is BAD or (on is not None and on < start):
        notes.wrong((*place, "on"), raw["on"], f">= {start}")
        return None
    return Expected(place, on.toordinal() if on is not None else 0, {k: v for k, v in raw.items() if k != "on"})


def _check(raw: Mapping[str, Any], place: Place, notes: Notes) -> None:
    known: dict[str, Any] = {
        "programme": tuple(PROGRAMMES), "verdict": VERDICTS, "duty": DUTIES, "kind": tuple(catalogue().kinds), "code": CODES, "phase": (*STANDS, "none"),
    }  # fmt: skip
    for key, words in known.items():
        if key in raw and raw[key] not in words:
            notes.unknown((*place, key), raw[key], words)
    for needed in ("duty", "member") if "kind" in raw else () if "rejected" in raw else ("programme",):
        if needed not in raw:
            notes.add("missing", (*place, needed), found=needed)
    acts = raw.get("ledger", [])
    for act in acts if isinstance(acts, list) else [acts]:
        if act not in ACTS:
            notes.unknown((*place, "ledger"), act, ACTS)
