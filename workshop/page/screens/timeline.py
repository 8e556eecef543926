"""What offices were told about one resident: each event with its three dates. No value of an event is shown."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from schemas.vocabulary import EVENT_TYPES
from workshop.page.texts import named
from workshop.why.kept import Event, Kept, moment, recorded_on, slots_of

CORRECTING = "corrected"
"""How the type of an event ends that says that what was recorded before was wrong."""


def timeline(kept: Kept, number: str) -> list[dict[str, Any]]:
    """The events told under a number, in the order in which they were recorded. `late_days`: notified so many days after it took effect;
    `corrected`: a later event said that it was wrong."""
    mine = sorted((e for e in kept.events if e.get("subject") == number), key=lambda e: (moment(e), e["id"]))
    wrong = _corrected(mine)
    return [_told(event, event["id"] in wrong) for event in mine]


def _told(event: Event, corrected: bool) -> dict[str, Any]:
    kind, data = EVENT_TYPES[event["type"]], event["data"]
    effective, notified = (datetime.date.fromisoformat(data[name]) for name in ("effective", "notified"))
    return {
        "what": named(kind), "type": kind.type, "office": data["office"] if kind.office == "any" else kind.office,
        "effective": data["effective"], "notified": data["notified"], "recorded": recorded_on(event).isoformat(),
        "late_days": (notified - effective).days, "corrected": corrected,
    }  # fmt: skip


def _corrected(events: Iterable[Event]) -> set[str]:
    """The ids of events of which a slot was corrected afterwards; events are in the order of recording."""
    set_by: dict[Any, list[str]] = {}
    wrong: set[str] = set()
    for event in events:
        for slot in slots_of(event):
            if event["type"].endswith(CORRECTING):
                wrong.update(set_by.get(slot, ()))
            set_by.setdefault(slot, []).append(event["id"])
    return wrong
