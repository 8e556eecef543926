"""One JSON Schema (draft 2020-12) for each type of event: what pydantic checks, with the vocabulary's labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from schemas.catalogue import Named, catalogue
from schemas.events import MODELS
from schemas.fields import Field
from schemas.vocabulary import EVENT_TYPES
from schemas.vocabulary.declare import EventType, Sets

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

ENVELOPE: dict[str, tuple[str, str]] = {
    "specversion": ("CloudEventsの版", "version of CloudEvents"),
    "id": ("イベントの識別子（内容から作るUUIDv5）", "id of the event: a UUIDv5 of its content"),
    "source": ("発信元の部署", "the office that sends it"),
    "type": ("イベントの種類", "type of the event"),
    "subject": ("個人番号（12桁。誰のものでもない番号）", "My Number: twelve digits that can be nobody's"),
    "time": ("記録した日時（UTCとの差を付ける）", "when it was recorded, with the offset from UTC"),
    "dataschema": ("データの形と版", "schema of the data, and its version"),
    "datacontenttype": ("データの形式", "media type of the data"),
    "data": ("内容", "what the event tells"),
}
"""Labels of the CloudEvents 1.0 attributes, Japanese and English."""


def event_schemas() -> dict[str, Schema]:
    """The schema of every event type, by type, in the order of the vocabulary."""
    return {type_: event_schema(event) for type_, event in EVENT_TYPES.items()}


def event_schema(event: EventType) -> Schema:
    """The schema of one event type, whole: envelope and `data`, without references."""
    made: Schema = TypeAdapter(MODELS[event.type]).json_schema()
    definitions = made.pop("$defs")
    properties: Schema = made["properties"]
    properties["data"] = definitions[properties["data"]["$ref"].rpartition("/")[2]]
    for name, schema in properties.items():
        schema["title"] = both(*ENVELOPE[name])
    _label_data(properties["data"], event)
    return made | _about(event)


def both(ja: str, en: str) -> str:
    """A label in both languages."""
    return f"{ja} / {en}"


def _about(event: EventType) -> Schema:
    labels = {"title": both(event.label_ja, event.label_en), "description": _description(event)}
    sets = {"x-sets": [_sets(part) for part in event.sets]} if event.sets else {}
    return {"$schema": DRAFT, "$id": f"urn:nayose:event:{event.type}:1", "x-office": event.office} | labels | sets


def _description(event: EventType) -> str:
    office = catalogue().offices.get(event.office)
    if office is None:
        return both(f"「{event.label_ja}」のイベント", f"The event “{event.label_en}”")
    ja = f"「{event.label_ja}」のイベント（部署：{office.label_ja}）"
    return both(ja, f"The event “{event.label_en}” (office: {office.label_en})")


def _sets(part: Sets) -> Schema:
    """The slot that the event sets: its fact, what its period is, and the values that the type itself fixes."""
    return {"fact": part.fact.id, "period": part.fact.period, "fixed": dict(part.fixed)}


def _label_data(data: Schema, event: EventType) -> None:
    fields = {field.name: field for field in (event.extra if event.office == "control" else event.fields)}
    for name, schema in data["properties"].items():
        schema.update(_labels(fields[name]))


def _labels(field: Field) -> Schema:
    labels: Schema = {"title": both(field.label_ja, field.label_en)}
    if field.type == "yen":
        labels |= {"description": both("単位は円", "in yen"), "x-unit": "JPY"}
    if field.optional:
        labels["default"] = _default(field)
    if words := _words(field):
        labels["x-labels"] = words
    return labels


def _default(field: Field) -> Any:
    """What an event that leaves the field out says."""
    word = field.words[field.default] if field.words else ""
    return {"choice": word, "text": "", "bool": bool(field.default)}.get(field.type, field.default)


def _words(field: Field) -> dict[str, str]:
    """Labels of the words of a choice, where the catalogue has them."""
    kept = catalogue()
    named: Mapping[str, Mapping[str, Named]] = {
        "relation": kept.relations, "duty": kept.duties, "programme": kept.duties, "office": kept.offices,
    }  # fmt: skip
    entries = named.get(field.name, {})
    return {word: both(entries[word].label_ja, entries[word].label_en) for word in field.words if word in entries}
