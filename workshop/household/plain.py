"""Plain values of a form, in the shape that an event's JSON has them; what is not allowed is noted."""

from __future__ import annotations

import datetime
import re
from typing import Any

from schemas.fields import MOST_YEN, Field
from workshop.household.names import YES_WORDS, relations
from workshop.household.problems import Notes, Place
from workshop.letters import listing

DAYS = f"{datetime.date.min} ~ {datetime.date.max}"
"""What a letter says of days: any that the calendar has."""
_SPELLED_OUT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
BAD = object()
"""Stands for a value that was noted as wrong."""


def plain(field: Field, value: Any, place: Place, notes: Notes) -> Any:
    """The value of a field (dates as `datetime.date`), or BAD."""
    made = _READERS[field.type](field, value)
    if made is BAD:
        notes.wrong(place, value, allowed(field))
    return made


def allowed(field: Field) -> str:
    """What a field may be, in a few words."""
    if field.type == "choice":
        return listing(field.words)
    if field.type in ("int", "yen"):
        return f"{field.least} ~ {MOST_YEN if field.type == 'yen' else field.most}"
    return {"bool": "true, false", "date": DAYS, "text": '"..." (<= 200)'}[field.type]


def date_of(value: Any) -> Any:
    """A day as a date, a date with a time, or a text like 2025-02-01 (a string of digits is none); or BAD."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = value.strip().replace("/", "-") if isinstance(value, str) else ""
    if not _SPELLED_OUT.fullmatch(text):
        return BAD
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return BAD


def _number(field: Field, value: Any) -> Any:
    most = MOST_YEN if field.type == "yen" else field.most
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    return whole if type(whole) is int and field.least <= whole <= most else BAD


def _bool(field: Field, value: Any) -> Any:
    return value if isinstance(value, bool) else BAD


def _date(field: Field, value: Any) -> Any:
    return date_of(value)


def _choice(field: Field, value: Any) -> Any:
    if value is True and field.name in YES_WORDS:
        return YES_WORDS[field.name]
    if value is False and field.name in YES_WORDS:
        return field.words[0]
    if field.name == "relation" and isinstance(value, str):
        return relations().get(value.strip(), BAD)
    word = value.strip().lower().replace("_", "-") if isinstance(value, str) else value
    return word if word in field.words else BAD


def _text(field: Field, value: Any) -> Any:
    return value if isinstance(value, str) and len(value) <= 200 else BAD


_READERS = {"int": _number, "yen": _number, "bool": _bool, "date": _date, "choice": _choice, "text": _text}
