"""Handovers as bytes: JSON, with texts spelled out."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import numpy as np

from processors.link.shelf import Handover, Held, Values
from processors.store.texts import TextPool
from schemas.facts import FACTS

_TEXTS = {fact_id: [f.name for f in fact.fields if f.type == "text"] for fact_id, fact in FACTS.items()}


def pack(handover: Handover, texts: TextPool) -> bytes:
    """A handover -> bytes."""
    raw: dict[str, Any] = asdict(handover)
    raw["held"]["slots"] = [
        [*slot, stamp, values | {name: texts[values[name]] for name in _TEXTS[slot[0]]}] for slot, (stamp, values) in handover.held.slots.items()
    ]
    return json.dumps(raw, ensure_ascii=False).encode()


def unpack(message: bytes, texts: TextPool) -> Handover:
    """What `pack` made."""
    raw = json.loads(message)
    slots = {(fact, period): (stamp, _values(fact, values, texts)) for fact, period, stamp, values in raw["held"].pop("slots")}
    return Handover(**{**raw, "held": Held(**raw["held"], slots=slots)})


def _values(fact: str, values: Values, texts: TextPool) -> Values:
    return values | {name: int(texts.numbers([values[name]])[0]) for name in _TEXTS[fact]}


def number_of(handovers: list[Handover]) -> np.ndarray:
    """The numbers to which they go, int64 [n]."""
    return np.array([handover.number for handover in handovers], dtype=np.int64)
