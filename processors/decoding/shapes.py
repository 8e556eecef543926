"""The shape of an event: what pydantic checks of every line, at less than half the price of `schemas.events.ADAPTER`.

Fields, types, limits and words are checked here; strings of a fixed spelling (numbers, ids, days, times) by their length only,
and what they spell on whole columns (processors.decoding.spelled). Every line that fails either, and
every event that is about no record, is put before the ADAPTER, whose word is final.

Events are described as the arguments of a call, for these come out as tuples in an order of their own,
with nothing to look up by name afterwards (a sixth of the time of decoding).
"""

from __future__ import annotations

import datetime

from pydantic_core import SchemaValidator
from pydantic_core import core_schema as cs

from schemas.fields import MOST_YEN, Field
from schemas.vocabulary import SLOT_EVENTS, EventType
from schemas.vocabulary.declare import EFFECTIVE

NUMBER, ID, TIME, DAY = 12, 36, 25, 10
"""Lengths of what is spelled: 012345678901, a UUID, 2025-06-10T09:30:00+09:00, 2025-06-10."""


def _of_length(n: int) -> cs.CoreSchema:
    return cs.str_schema(strict=True, min_length=n, max_length=n)


def _value(field: Field) -> cs.CoreSchema:
    if field.name == "other_number":
        return _of_length(NUMBER)
    if field.type == "choice":
        return cs.literal_schema(list(field.words))
    if field.type in ("int", "yen"):
        return cs.int_schema(strict=True, ge=field.least, le=MOST_YEN if field.type == "yen" else field.most)
    return {"bool": cs.bool_schema(strict=True), "date": _of_length(DAY), "text": cs.str_schema(strict=True, max_length=200)}[field.type]


def _default(field: Field) -> object:
    """What an optional field says where it is left out, as JSON would say it."""
    if field.type == "date":
        return datetime.date.fromordinal(max(field.default, 1)).isoformat()
    return {"choice": field.words[field.default] if field.words else "", "text": "", "bool": bool(field.default)}.get(field.type, field.default)


HEADERS = {event.type: tuple(sorted(event.fields, key=lambda f: f.optional)) for event in SLOT_EVENTS}
"""By type, the fields of `data` in the order in which SHAPE gives their values: those that may be left out come last."""


def _unused(event: EventType) -> set[str]:
    """Fields that are checked but set no slot, and so get no column."""
    dated = any(EFFECTIVE in part.fixed.values() for part in event.sets)
    return {"notified"} if dated else {"notified", "effective"}


STORED = {event.type: tuple(f for f in HEADERS[event.type] if f.name not in _unused(event)) for event in SLOT_EVENTS}
"""By type, the fields that get a column."""


def _call(fields: dict[str, cs.CoreSchema]) -> cs.CoreSchema:
    parameters = [cs.arguments_v3_parameter(name, schema, mode="positional_or_keyword") for name, schema in fields.items()]
    return cs.arguments_v3_schema(parameters, extra_behavior="forbid")


def _data(event: EventType) -> cs.CoreSchema:
    return _call({f.name: cs.with_default_schema(_value(f), default=_default(f)) if f.optional else _value(f) for f in HEADERS[event.type]})


def _envelope(event: EventType) -> cs.CoreSchema:
    always = {
        "id": _of_length(ID), "type": cs.literal_schema([event.type]), "subject": _of_length(NUMBER), "time": _of_length(TIME), "data": _data(event),
        "specversion": cs.literal_schema(["1.0"]), "source": cs.str_schema(strict=True, min_length=1, max_length=100),
    }  # fmt: skip
    sometimes = {"dataschema": cs.str_schema(strict=True, max_length=200), "datacontenttype": cs.literal_schema(["application/json"])}
    return _call(always | {name: cs.with_default_schema(schema, default=None) for name, schema in sometimes.items()})


SHAPE = SchemaValidator(
    cs.tagged_union_schema({event.type: _envelope(event) for event in SLOT_EVENTS}, discriminator="type"),
    cs.CoreConfig(cache_strings="keys"),
)
"""Checks the shape of one line (bytes), and fills in what is left out."""
