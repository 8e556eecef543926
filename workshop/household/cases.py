"""Cases of a written household: who applied for what, and what happened to whom."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from schemas.catalogue import catalogue
from schemas.facts import APPLICATION, FACTS
from schemas.vocabulary.declare import DUTIES
from workshop.household.plain import BAD, date_of
from workshop.household.problems import Notes, Place
from workshop.household.slots import Slots

CASE_KEYS = (
    "trigger",
    "duty",
    "applicant",
    "applied_on",
    "tax_consent",
    "application",
    "member",
    "life_event",
    "life_event_on",
)
ALIASES = {"programme": "duty", "by": "applicant", "on": "applied_on", "consent": "tax_consent", "event": "life_event"}
TRIGGERS = ("application", "life-event")


def read_case(
    raw: Mapping[str, Any], place: Place, slots: Mapping[str, Slots], head: str, day: datetime.date, notes: Notes
) -> None:
    """Adds one case to the slots of the member whom it is about."""
    case = {ALIASES.get(key, key): value for key, value in raw.items()}
    for key in case:
        if key not in CASE_KEYS:
            notes.unknown((*place, key), key, CASE_KEYS)
    trigger = case.get("trigger", "life-event" if "life_event" in case else "application")
    if trigger not in TRIGGERS:
        notes.unknown((*place, "trigger"), trigger, TRIGGERS)
        return
    who = str(case.get("applicant", case.get("member", head)))
    if who not in slots:
        notes.unknown((*place, "applicant"), who, slots)
        return
    if trigger == "application":
        _application(case, place, slots[who], day, notes)
    else:
        _life_event(case, place, slots[who], day, notes)


def _application(case: Mapping[str, Any], place: Place, slots: Slots, day: datetime.date, notes: Notes) -> None:
    duty = case.get("duty")
    taking = [d for d in DUTIES if f"{catalogue().duties[d].office}.application" in FACTS]
    if duty not in taking:
        notes.unknown((*place, "duty"), duty if duty is not None else "", taking)
        return
    consent, word = case.get("tax_consent", False), case.get("application", "open")
    if not isinstance(consent, bool):
        notes.wrong((*place, "tax_consent"), consent, "true, false")
    if word not in APPLICATION[0].words:
        notes.unknown((*place, "application"), word, APPLICATION[0].words)
    elif applied := _day(case, "applied_on", place, day, notes):
        slot = (f"{catalogue().duties[duty].office}.application", DUTIES.index(duty))
        slots[slot] = {"application": word, "applied_on": applied, "tax_consent": bool(consent)}


def _life_event(case: Mapping[str, Any], place: Place, slots: Slots, day: datetime.date, notes: Notes) -> None:
    fact = FACTS["register.life_event"]
    word, on = (
        case.get("life_event"),
        _day({"applied_on": case.get("applied_on"), **case}, "life_event_on", place, day, notes),
    )
    if word not in fact.fields[0].words[1:]:
        notes.unknown((*place, "life_event"), word if word is not None else "", fact.fields[0].words[1:])
    elif on:
        slots[fact.id, 0] = {"life_event": word, "life_event_on": on}


def _day(case: Mapping[str, Any], key: str, place: Place, day: datetime.date, notes: Notes) -> datetime.date | None:
    """The day of a case; without one, the day of the whole form."""
    value = case.get(key) or case.get("applied_on") or day
    made = date_of(value)
    if made is BAD or made > day:
        notes.wrong((*place, key), value, f"<= {day}")
        return None
    found: datetime.date = made
    return found
