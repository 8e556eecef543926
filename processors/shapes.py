"""The shape of an event: what pydantic checks of every line, at two thirds of the price of `schemas.events.ADAPTER`.

Fields, types, limits and words are checked here; strings of a fixed spelling (numbers, ids, days, times) by their length only,
and what they spell on whole columns (processors.spelled). Every line that fails either is put before the ADAPTER, whose word is final.
"""

from __future__ import annotations

from pydantic_core import SchemaValidator
from pydantic_core import core_schema as cs

from schemas.fields import MOST_YEN, Field
from schemas.vocabulary import EVENT_TYPES, EventType

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


def _object(required: dict[str, cs.CoreSchema], optional: dict[str, cs.CoreSchema]) -> cs.CoreSchema:
    fields = {name: cs.typed_dict_field(schema) for name, schema in required.items()}
    fields |= {name: cs.typed_dict_field(schema, required=False) for name, schema in optional.items()}
    return cs.typed_dict_schema(fields, extra_behavior="forbid")


def _data(event: EventType) -> cs.CoreSchema:
    fields = event.fields if event.office != "control" else event.extra
    return _object({f.name: _value(f) for f in fields if not f.optional}, {f.name: _value(f) for f in fields if f.optional})


def _envelope(event: EventType) -> cs.CoreSchema:
    required = {
        "specversion": cs.literal_schema(["1.0"]), "id": _of_length(ID), "source": cs.str_schema(strict=True, min_length=1, max_length=100),
        "type": cs.literal_schema([event.type]), "time": _of_length(TIME), "data": _data(event),
    }  # fmt: skip
    if event.office != "control":
        required["subject"] = _of_length(NUMBER)
    return _object(required, {"dataschema": cs.str_schema(strict=True, max_length=200), "datacontenttype": cs.literal_schema(["application/json"])})


SHAPE = SchemaValidator(
    cs.tagged_union_schema({type_: _envelope(event) for type_, event in EVENT_TYPES.items()}, discriminator="type"),
    cs.CoreConfig(cache_strings="keys"),
)
"""Checks the shape of one line (bytes)."""
