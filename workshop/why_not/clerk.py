"""The clerk who would record a change: the event that an office would send, on the day of judging."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.events import TOKYO
from schemas.facts import FACTS
from schemas.fields import Field
from schemas.number import sandbox_number
from schemas.vocabulary import RELINKED
from schemas.vocabulary.declare import EFFECTIVE
from workshop.household.events import data_of_period, enveloped, event_that_sets
from workshop.household.names import OFFICES
from workshop.letters import Letter
from workshop.why.kept import Event, Origin, usual
from workshop.why_not.state import State

LATE = 1 << 30
"""A sequence beyond all that an office has counted to."""
NEW_RECORD = 2_000_000_000
NOBODYS = 99_999_999_990
"""The body of a sandbox number under which nobody is registered."""


@dataclass(frozen=True)
class Clerk:
    """Writes events about members of a household as it stands in a state."""

    state: State

    def record(self, key: int, office: str) -> int:
        """The office's record of a member; a new one where it has none."""
        row = self.state.world.row(key)
        found = int(self.state.engine.link.records[f"record:{office}"][row])
        return found or NEW_RECORD + 4 * row + OFFICES.index(office)

    def held(self, key: int, fact: str) -> dict[int, Origin]:
        """The slots of a fact that are in force for a member, by period."""
        return self.state.world.kept.of(self.record(key, FACTS[fact].office), fact)

    def writes(self, key: int, fact: str, period: int, values: Mapping[str, Any]) -> Event | None:
        """The event that sets a slot; None where no event says so."""
        dated = {f.name: _dated(f, values[f.name]) for f in FACTS[fact].fields}
        try:
            event = event_that_sets((fact, period), dated)
        except Letter:
            return None
        if event is None:
            return None
        part = next(part for part in event.sets if part.fact.id == fact)
        data = {f.name: values[f.name] for f in part.asked}
        if FACTS[fact].period != "none" and part.period is None:
            data[FACTS[fact].period] = data_of_period(FACTS[fact].period, period)
        effective = next((values[name] for name, fixed in part.fixed.items() if fixed == EFFECTIVE), None)
        return self.tells(key, event.type, event.office, data, effective)

    def tells(self, key: int, type_: str, office: str, data: Mapping[str, Any], effective: str | None = None) -> Event:
        """An event about a member."""
        day = datetime.date.fromordinal(self.state.world.day)
        on = effective or day.isoformat()
        head = {"record": self.record(key, office), "sequence": LATE, "effective": on, "notified": on}
        time = datetime.datetime.combine(day, datetime.time(12), TOKYO)
        return enveloped(type_, office, {"subject": self.state.world.number(key)}, time, {**head, **data})

    def unlinks(self, key: int, office: str) -> Event:
        """The record that is joined leaves the member's number."""
        return self.tells(key, RELINKED.type, office, {"office": office, "role": "from", "other_number": sandbox_number(NOBODYS)})

    def applies(self, key: int, office: str, duty: str, on: str, consent: bool) -> Event:
        """An application."""
        return self.tells(key, f"{office}.application-received", office, {"duty": duty, "tax_consent": consent}, on)


def usual_on(field: Field, day: int) -> Any:
    """What stands in a field of a new slot of which nothing is said; dates are that of the day."""
    return datetime.date.fromordinal(day).isoformat() if field.type == "date" else usual(field)


def _dated(field: Field, value: Any) -> Any:
    return datetime.date.fromisoformat(value) if field.type == "date" and isinstance(value, str) else value
