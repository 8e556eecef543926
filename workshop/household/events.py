"""A written household as the events that the offices would have sent: JSON lines with sandbox numbers."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from schemas.events import TOKYO
from schemas.facts import FACTS
from schemas.number import sandbox_number
from schemas.vocabulary import SLOT_EVENTS
from schemas.vocabulary.declare import DUTIES, EFFECTIVE, RECORDED, EventType, Sets
from workshop.household.form import Person, Written
from workshop.household.names import OFFICES
from workshop.household.slots import Slot
from workshop.letters import Letter

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:nayose:events")
FIRST_BODY = 30_000_000_000
"""Where the sandbox numbers of written people begin."""
REGISTERED = next(event for event in SLOT_EVENTS if event.type == "resident.registered")
Values = Mapping[str, Any]


@dataclass
class Desks:
    """The offices' desks: who has which number and records, and how far each record has counted. Names stand for numbers."""

    numbers: dict[str, str] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    sequences: dict[int, int] = field(default_factory=dict)

    def number(self, name: str) -> str:
        """The sandbox number that a name stands for; a new name gets the next one."""
        if name not in self.numbers:
            self.numbers[name] = sandbox_number(FIRST_BODY + 7919 * len(self.numbers))
        return self.numbers[name]

    def record(self, name: str, office: str) -> int:
        """The office's record of somebody."""
        self.number(name)
        return 10 * (1 + list(self.numbers).index(name)) + OFFICES.index(office)

    def home(self, name: str) -> int:
        """The household number that a name stands for."""
        return self.homes.setdefault(name, len(self.homes) + 1)

    def next(self, record: int) -> int:
        """The next sequence of a record."""
        self.sequences[record] = self.sequences.get(record, 0) + 1
        return self.sequences[record]

    def event(self, type_: str, office: str, subject: str, time: datetime.datetime, data: Values) -> dict[str, Any]:
        """One event about somebody; `data` without header fields gets the usual ones."""
        record = data["record"] if "record" in data else self.record(subject, office)
        day = time.astimezone(TOKYO).date().isoformat()
        head = {"record": record, "sequence": data.get("sequence") or self.next(record)}
        head |= {"effective": data.get("effective", day), "notified": data.get("notified", data.get("effective", day))}
        return enveloped(
            type_,
            office,
            {"subject": self.number(subject)},
            time,
            head | {k: v for k, v in data.items() if k not in head},
        )


def enveloped(type_: str, office: str, subject: Values, time: datetime.datetime, data: Values) -> dict[str, Any]:
    """The CloudEvents envelope; `id` over the canonical JSON of the content."""
    plain = {key: value.isoformat() if isinstance(value, datetime.date) else value for key, value in data.items()}
    event = {
        "specversion": "1.0",
        "source": f"/aobano/{office}",
        "type": type_,
        **subject,
        "time": time.isoformat(),
        "data": plain,
    }
    canonical = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return event | {"id": str(uuid.uuid5(NAMESPACE, canonical))}


def line_of(event: Values) -> bytes:
    """The event as a line of JSON."""
    return json.dumps(event, ensure_ascii=False).encode() + b"\n"


def events_of(written: Written, desks: Desks) -> Iterator[dict[str, Any]]:
    """All that the offices have recorded up to the day of the form."""
    for person in written.people:
        desks.number(person.id)
    for person in written.people:
        yield from _Teller(person, written.date, desks).events()


@dataclass
class _Teller:
    """Tells of one person."""

    person: Person
    day: datetime.date
    desks: Desks

    def events(self) -> Iterator[dict[str, Any]]:
        slots = dict(self.person.slots)
        yield self._registered(slots)
        for slot, values in slots.items():
            event = event_that_sets(slot, values)
            if event is not None:
                yield self._told(event, slot, values)

    def _registered(self, slots: dict[Slot, Any]) -> dict[str, Any]:
        """The register's first word, and what of its slots it says already."""
        person = slots.pop(("register.person", 0), {})
        residence = {**slots.pop(("register.residence", 0), {}), "household": self.desks.home(self.person.household)}
        status = dict(slots.pop(("register.status", 0), {}))
        address = slots.pop(("register.address", 0), {"district": "", "lot": ""})
        said = status.pop("registered_on", None)
        since = said if status.get("residency") in (None, "registered") and said else person["birth"]
        if status.get("residency") not in (None, "registered"):
            slots["register.status", 0] = {**status, "registered_on": said or self.day}
        self.known = {**person, **residence, **address}
        return self._event(REGISTERED, {**self.known, "registered_on": since}, since)

    def _told(self, event: EventType, slot: Slot, values: Values) -> dict[str, Any]:
        fact_id, period = slot
        fact = FACTS[fact_id]
        part = next(p for p in event.sets if p.fact.id == fact_id)
        data = {key: value for key, value in {**self.known, **values}.items() if key in {f.name for f in event.fields}}
        if fact.period != "none" and part.period is None:
            data[fact.period] = data_of_period(fact.period, period)
        effective = next((values[name] for name, fixed in part.fixed.items() if fixed == EFFECTIVE), None)
        recorded = next((values[name] for name, fixed in part.fixed.items() if fixed == RECORDED), None)
        return self._event(event, data, effective or recorded or self.day, recorded)

    def _event(
        self, event: EventType, data: Values, effective: datetime.date, recorded: datetime.date | None = None
    ) -> dict[str, Any]:
        time = datetime.datetime.combine(recorded or self.day, datetime.time(), TOKYO)
        return self.desks.event(
            event.type, event.office, self.person.id, time, {**data, "effective": effective.isoformat()}
        )


def data_of_period(kind: str, period: int) -> Any:
    """A period as the data of an event says it."""
    if kind == "duty":
        return DUTIES[period]
    return datetime.date.fromordinal(period).isoformat() if kind == "day" else period


def event_that_sets(slot: Slot, values: Values) -> EventType | None:
    """The type of event that sets a slot to these values; None where they are what an office without a record has."""
    fact = FACTS[slot[0]]
    for event in sorted(SLOT_EVENTS, key=lambda e: len(e.sets)):
        part = next((p for p in event.sets if p.fact.id == fact.id), None)
        if part is not None and event.office == fact.office and _alone(event, part) and _fits(part, values):
            return event
    usual = {of.name: of.words[0] if of.words else False for of in fact.fields if of.type in ("choice", "bool")}
    if usual and all(values[name] == word for name, word in usual.items()):
        return None
    raise Letter("form.no_event", fact=fact.id, values=", ".join(f"{k} = {v}" for k, v in values.items()))


def _alone(event: EventType, part: Sets) -> bool:
    """Whether the event says only this (a life event also says again what the register knows anyway)."""
    return len(event.sets) == 1 or part.fact.id == "register.life_event"


def _fits(part: Sets, values: Values) -> bool:
    return part.period is None and all(
        fixed in (EFFECTIVE, RECORDED) or values.get(name) == fixed for name, fixed in part.fixed.items()
    )
