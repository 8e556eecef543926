"""The shape of an event: what pydantic checks of every line, at two thirds of the price of `schemas.events.ADAPTER`.

Fields, types, limits and words are checked here; strings of a fixed spelling (numbers, ids, days, times) by their length only,
and what they spell on whole columns (processors.spelled). Every line that fails either, and
every event that is about no record, is put before the ADAPTER, whose word is final.
"""

from __future__ import annotations

import datetime

from pydantic_core import SchemaValidator
from pydantic_core import core_schema as cs

from schemas.fields import MOST_YEN, Field
from schemas.vocabulary import SLOT_EVENTS, EventType

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


def _or(schema: cs.CoreSchema, default: object) -> cs.TypedDictField:
    """A field that may be left out, and then holds its default."""
    return cs.typed_dict_field(cs.with_default_schema(schema, default=default), required=False)


def _object(fields: dict[str, cs.TypedDictField]) -> cs.CoreSchema:
    return cs.typed_dict_schema(fields, extra_behavior="forbid")


def _data(event: EventType) -> cs.CoreSchema:
    return _object({f.name: _or(_value(f), _default(f)) if f.optional else cs.typed_dict_field(_value(f)) for f in event.fields})


def _envelope(event: EventType) -> cs.CoreSchema:
    always = {
        "specversion": cs.literal_schema(["1.0"]), "id": _of_length(ID), "source": cs.str_schema(strict=True, min_length=1, max_length=100),
        "type": cs.literal_schema([event.type]), "subject": _of_length(NUMBER), "time": _of_length(TIME), "data": _data(event),
    }  # fmt: skip
    sometimes = {"dataschema": cs.str_schema(strict=True, max_length=200), "datacontenttype": cs.literal_schema(["application/json"])}
    fields = {name: cs.typed_dict_field(schema) for name, schema in always.items()}
    return _object(fields | {name: cs.typed_dict_field(schema, required=False) for name, schema in sometimes.items()})


SHAPE = SchemaValidator(
    cs.tagged_union_schema({event.type: _envelope(event) for event in SLOT_EVENTS}, discriminator="type"),
    cs.CoreConfig(cache_strings="keys"),
)
"""Checks the shape of one line (bytes), and fills in what is left out."""
