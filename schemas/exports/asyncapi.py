"""An AsyncAPI 3.0 document of the topics whose messages are modelled: the offices' events, and people's assessments.

What the processors send, and what passes between them, gets its form with the runner on Kafka: left out until then.
"""

from __future__ import annotations

from typing import Any

from schemas.catalogue import Office, catalogue
from schemas.exports.json_schemas import both
from schemas.vocabulary import ASSESSMENT_DECIDED, DAY_ENDED, EVENT_TYPES, RELINKED, SLOT_EVENTS
from schemas.vocabulary.declare import EventType

Document = dict[str, Any]

VERSION = "1.0.0"
"""The version of the document; a breaking change of a message raises the first number."""
SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12"
_BINDING = {"bindingVersion": "0.5.0"}


def asyncapi() -> Document:
    """The document, by AsyncAPI 3.0.0. Payloads are references to `events/*.json` beside it."""
    channels = {f"{office.id}.events": _office_channel(office) for office in catalogue().offices.values()}
    channels["assessments"] = _assessments()
    return {
        "asyncapi": "3.0.0",
        "info": _info(),
        "defaultContentType": "application/cloudevents+json",
        "channels": channels,
        "operations": {_operation_name(address): _operation(address, channel) for address, channel in channels.items()},
        "components": {"messages": {event.type: _message(event) for event in EVENT_TYPES.values()}},
    }


def events_of(office: str) -> tuple[EventType, ...]:
    """The types of event that ride on an office's topic: its own, the repair of a wrong link, and its clock."""
    return tuple(e for e in SLOT_EVENTS if e.office == office) + (RELINKED, DAY_ENDED)


def _info() -> Document:
    return {
        "title": "みえる名寄せ / Nayose",
        "version": VERSION,
        "description": both("架空の町の部署が出すイベント", "Events of the offices of a town that does not exist"),
        "license": {"name": "Apache-2.0"},
    }


def _office_channel(office: Office) -> Document:
    label = both(f"イベント（部署：{office.label_ja}）", f"events of an office: {office.label_en}")
    return _channel(f"{office.id}.events", label, events_of(office.id))


def _assessments() -> Document:
    label = both("人によるアセスメントの結果", "what people decided about candidates")
    return _channel("assessments", label, (ASSESSMENT_DECIDED,))


def _channel(address: str, title: str, events: tuple[EventType, ...]) -> Document:
    return {
        "address": address,
        "title": title,
        "messages": {event.type: _reference("components", "messages", event.type) for event in events},
        "bindings": {"kafka": {"topic": address} | _BINDING},
    }


def _operation_name(address: str) -> str:
    return "receive" + "".join(part.capitalize() for part in address.split("."))


def _operation(address: str, channel: Document) -> Document:
    return {
        "action": "receive",
        "title": channel["title"],
        "channel": _reference("channels", address),
        "messages": [_reference("channels", address, "messages", type_) for type_ in channel["messages"]],
    }


def _message(event: EventType) -> Document:
    message: Document = {
        "name": event.type,
        "title": both(event.label_ja, event.label_en),
        "contentType": "application/cloudevents+json",
        "payload": {"schemaFormat": SCHEMA_FORMAT, "schema": {"$ref": f"events/{event.type}.json"}},
    }
    return message | _key() if event in SLOT_EVENTS else message


def _key() -> Document:
    label = both("個人番号（subjectと同じ）", "My Number, the same as `subject`")
    key = {"type": "string", "pattern": "^[0-9]{12}$", "description": label}
    return {"bindings": {"kafka": {"key": key} | _BINDING}}


def _reference(*path: str) -> Document:
    return {"$ref": "#/" + "/".join(path)}
