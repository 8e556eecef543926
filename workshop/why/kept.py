"""The events about a household, and which of them set each slot that is in force."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from processors.inprocess import OFFICE_FILES
from schemas.events import TOKYO
from schemas.fields import Field
from schemas.vocabulary import EVENT_TYPES
from schemas.vocabulary.declare import DUTIES, EFFECTIVE, RECORDED, Sets

Event = Mapping[str, Any]
_OTHER = re.compile(rb'"other_number": ?"(\d{12})"')


class Slot(NamedTuple):
    """A slot that an office holds of a record."""

    record: int
    fact: str
    period: int


class Origin(NamedTuple):
    """The event that set a slot, and what it set: plain values by field, dates as ISO text."""

    event: Event
    values: dict[str, Any]


class Kept:
    """Events of the offices about some people."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = list(events)

    @cached_property
    def slots(self) -> dict[Slot, Origin]:
        """By slot, the event of the greatest (sequence, id), as link keeps it."""
        found: dict[Slot, tuple[tuple[int, str], Origin]] = {}
        for event in self.events:
            rank = event["data"].get("sequence", 0), event["id"]
            for slot, origin in _set_by(event):
                if slot not in found or rank > found[slot][0]:
                    found[slot] = rank, origin
        return {slot: origin for slot, (_, origin) in found.items()}

    def of(self, record: int, fact: str) -> dict[int, Origin]:
        """The slots of a fact, by period."""
        return {slot.period: origin for slot, origin in self.slots.items() if slot[:2] == (record, fact)}

    def records(self, number: str, office: str) -> list[int]:
        """The records that the office has told of under a number, in the order in which it did."""
        mine = [e for e in self.events if e.get("subject") == number and EVENT_TYPES[e["type"]].office == office]
        return list(dict.fromkeys(event["data"]["record"] for event in sorted(mine, key=lambda e: moment(e))))

    def number(self, record: int) -> str:
        """The number under which the register last told of a record."""
        told = [e for e in self.events if EVENT_TYPES[e["type"]].office == "register" and e["data"]["record"] == record]
        left = [e["subject"] for e in told if e["data"].get("role") == "from"]
        numbers = [e["subject"] for e in sorted(told, key=lambda e: moment(e))]
        return next((number for number in reversed(numbers) if number not in left), numbers[-1])


def moment(event: Event) -> datetime.datetime:
    """When an event was recorded."""
    return datetime.datetime.fromisoformat(event["time"])


def recorded_on(event: Event) -> datetime.date:
    """The day on which an event was recorded."""
    return moment(event).astimezone(TOKYO).date()


def slots_of(event: Event) -> list[Slot]:
    """The slots that an event sets."""
    return [slot for slot, _ in _set_by(event)]


def _set_by(event: Event) -> Iterator[tuple[Slot, Origin]]:
    for part in EVENT_TYPES[event["type"]].sets:
        values = {field.name: _value(part, field, event) for field in part.fact.fields}
        yield Slot(event["data"]["record"], part.fact.id, _period(part, event["data"])), Origin(event, values)


def _value(part: Sets, field: Field, event: Event) -> Any:
    fixed = part.fixed.get(field.name)
    if fixed == EFFECTIVE:
        return event["data"]["effective"]
    if fixed == RECORDED:
        return recorded_on(event).isoformat()
    return event["data"].get(field.name, usual(field)) if fixed is None else fixed


def usual(field: Field) -> Any:
    """What holds where an event does not say a field: the first word, false, nothing; a date that is none."""
    plain: dict[str, Any] = {"choice": field.words[0] if field.words else "", "bool": False, "text": ""}
    return plain.get(field.type, field.default)


def _period(part: Sets, data: Mapping[str, Any]) -> int:
    if part.period is not None or part.fact.period == "none":
        return part.period or 0
    said = data[part.fact.period]
    if part.fact.period == "duty":
        return DUTIES.index(said)
    return datetime.date.fromisoformat(said).toordinal() if part.fact.period == "day" else int(said)


def read_again(folder: Path, numbers: Iterable[str], until: int) -> list[Event]:
    """The events of a folder up to a day (ordinal) that are about some numbers, and about those that these were linked with."""
    known: set[str] = set()
    wanted = set(numbers)
    found: list[bytes] = []
    while wanted - known:
        known |= wanted
        found = [line for line in _lines(folder) if any(number.encode() in line for number in known)]
        wanted = known | {other.decode() for line in found for other in _OTHER.findall(line)}
    return [event for event in map(_event, found) if event and recorded_on(event).toordinal() <= until]


def _lines(folder: Path) -> Iterator[bytes]:
    for name in OFFICE_FILES:
        if (folder / name).is_file():
            with (folder / name).open("rb") as file:
                yield from file


def _event(line: bytes) -> Event | None:
    """The event of a line; None where the line would be refused anyway."""
    try:
        event = json.loads(line)
        known = event["type"] in EVENT_TYPES and isinstance(event["subject"], str)
        return event if known and recorded_on(event) else None
    except (ValueError, KeyError, TypeError):
        return None
