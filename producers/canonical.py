"""The events as JSON lines, and their ids: UUIDv5 over the canonical JSON (RFC 8785) of the event without its id.

A fast way for our restricted content: keys are ASCII, numbers whole, texts need no escaping. One template a type.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from hashlib import sha1

from schemas.fields import Field
from schemas.vocabulary import EVENT_TYPES

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:nayose:events")
"""The namespace of all event ids."""
_VARIANT = "89ab" * 4


def event_id(canonical: str) -> str:
    """The UUIDv5 of an event's canonical JSON."""
    digest = sha1(NAMESPACE.bytes + canonical.encode("utf-8"), usedforsecurity=False).hexdigest()
    return (
        f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{_VARIANT[int(digest[16], 16)]}{digest[17:20]}-{digest[20:32]}"
    )


def _pair(field: Field) -> str:
    return f'"{field.name}":%s' if field.type in ("int", "yen", "bool") else f'"{field.name}":"%s"'


def _data(fields: Sequence[Field], before: str, after: str) -> str:
    """The inside of `data`; an optional field brings its own comma."""
    return "".join("%s" if f.optional else before + _pair(f) + after for f in fields).strip(",")


class Template:
    """How events of one type of one office are written. Values come as columns of ready text, in the order of the
    fields;
    an optional field's column holds its whole `"name":value`, or nothing where it is left out."""

    def __init__(self, type_: str, office: str) -> None:
        fields = EVENT_TYPES[type_].fields
        self._order = sorted(range(len(fields)), key=lambda i: fields[i].name)
        self._optional = [i for i, field in enumerate(fields) if field.optional]
        self._line = (
            f'{{"specversion":"1.0","id":"%s","source":"/aobano/{office}","type":"{type_}","subject":"%012d","time":"%s+09:00",'
            f'"dataschema":"{type_}/1","data":{{{_data(fields, ",", "")}}}}}\n'
        )
        data = _data([fields[i] for i in self._order], "", ",")
        self._canonical = (
            f'{{"data":{{{data}}},"dataschema":"{type_}/1","source":"/aobano/{office}",'
            f'"specversion":"1.0","subject":"%012d","time":"%s+09:00","type":"{type_}"}}'
        )

    def lines(self, subjects: Sequence[int], times: Sequence[str], values: list[list]) -> Iterator[str]:
        """The lines of events given by columns."""
        ordered = [values[i] for i in self._order]
        plain = list(values)
        for i in self._optional:
            ordered[self._order.index(i)] = [f"{text}," if text else "" for text in values[i]]
            plain[i] = [f",{text}" if text else "" for text in values[i]]
        heads = zip(subjects, times, strict=True)
        for head, canonical, row in zip(heads, zip(*ordered, strict=True), zip(*plain, strict=True), strict=True):
            yield self._line % (event_id(self._canonical % (*canonical, *head)), *head, *row)
