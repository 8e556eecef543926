"""An AsyncAPI 3.0 document of all topics: the offices' events, people's assessments, and what the runner on Kafka reads and writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.catalogue import Office, catalogue
from schemas.exports.json_schemas import both
from schemas.exports.messages import message_schemas
from schemas.vocabulary import DAY_ENDED, EVENT_TYPES, PHASE_EVENTS, RELINKED, SLOT_EVENTS
from schemas.vocabulary.declare import EventType

Document = dict[str, Any]

VERSION = "1.2.0"
"""The version of the document; a breaking change of a message raises the first number."""
SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12"
_BINDING = {"bindingVersion": "0.5.0"}
_JSON = "application/json"


@dataclass(frozen=True)
class Topic:
    """A topic of the runner. `message` names its schema; `key` describes the keys; `custody`: it may hold whatever the offices know."""

    address: str
    message: str
    label_ja: str
    label_en: str
    key_ja: str = ""
    key_en: str = ""
    action: str = "send"
    content: str = _JSON
    custody: bool = False


TOPICS = (
    Topic("ordinances", "ordinance", "効いている条例", "ordinances in force", "条例案の名", "the lane", action="receive"),
    Topic("records", "record", "世帯へ送る記録", "records on their way to their household", content="application/x-nayose-columns", custody=True),
    Topic("handovers", "handover", "番号をまたぐ記録", "records on their way to another number", "個人番号", "My Number", content="text/plain", custody=True),
    Topic("disclosures", "disclosure", "提供・利用", "disclosures", "世帯の符号", "the household's opaque key"),
    Topic("verdicts", "verdict", "判定", "verdicts", "世帯の符号", "the household's opaque key"),
    Topic("notices", "notice", "お知らせ・印", "notices and marks", "世帯の符号", "the household's opaque key"),
    Topic("ledger", "ledger-block", "やりとり履歴", "the ledger", "条例案の名", "the lane"),
    Topic("dead-letters", "dead-letter", "受け取れなかったもの", "what could not be taken", "トピック/区画/位置", "topic/partition/offset"),
)


def asyncapi() -> Document:
    """The document, by AsyncAPI 3.0.0. Payloads are references to `events/*.json` and `messages/*.json` beside it."""
    channels = {f"{office.id}.events": _office_channel(office) for office in catalogue().offices.values()}
    channels["assessments"] = _assessments()
    channels |= {topic.address: _topic_channel(topic) for topic in TOPICS}
    messages = {event.type: _message(event) for event in EVENT_TYPES.values()} | {topic.message: _topic_message(topic) for topic in TOPICS}
    return {
        "asyncapi": "3.0.0",
        "info": _info(),
        "defaultContentType": "application/cloudevents+json",
        "channels": channels,
        "operations": {_operation_name(address): _operation(address, channel) for address, channel in channels.items()},
        "components": {"messages": messages},
    }


def events_of(office: str) -> tuple[EventType, ...]:
    """The types of event that ride on an office's topic: its own, the repair of a wrong link, and its clock."""
    return tuple(e for e in SLOT_EVENTS if e.office == office) + (RELINKED, DAY_ENDED)


def _info() -> Document:
    return {
        "title": "みえる名寄せ / Nayose",
        "version": VERSION,
        "description": both(
            "架空の町の部署が出すイベントと、その処理が出すもの", "Events of the offices of a town that does not exist, and what comes of them"
        ),
        "license": {"name": "Apache-2.0"},
    }


def _office_channel(office: Office) -> Document:
    label = both(f"イベント（部署：{office.label_ja}）", f"events of an office: {office.label_en}")
    return _channel(f"{office.id}.events", label, events_of(office.id))


def _assessments() -> Document:
    label = both("人によるアセスメント、対応策、支援への接続", "what people decided about candidates, and what followed")
    return _channel("assessments", label, PHASE_EVENTS)


def _topic_channel(topic: Topic) -> Document:
    title = both(topic.label_ja + "（庁内）" * topic.custody, topic.label_en + " (in custody)" * topic.custody)
    return {
        "address": topic.address,
        "title": title,
        "messages": {topic.message: _reference("components", "messages", topic.message)},
        "bindings": {"kafka": {"topic": topic.address} | _BINDING},
    }


def _topic_message(topic: Topic) -> Document:
    schema = message_schemas()[topic.message]
    message: Document = {
        "name": topic.message,
        "title": schema["title"],
        "contentType": topic.content,
        "payload": {"schemaFormat": SCHEMA_FORMAT, "schema": {"$ref": f"messages/{topic.message}.json"}},
    }
    if not topic.key_en:
        return message
    key = {"type": "string", "description": both(topic.key_ja, topic.key_en)}
    return message | {"bindings": {"kafka": {"key": key} | _BINDING}}


def _channel(address: str, title: str, events: tuple[EventType, ...]) -> Document:
    return {
        "address": address,
        "title": title,
        "messages": {event.type: _reference("components", "messages", event.type) for event in events},
        "bindings": {"kafka": {"topic": address} | _BINDING},
    }


def _operation_name(address: str) -> str:
    return _action(address) + "".join(part.capitalize() for part in address.replace("-", ".").split("."))


def _action(address: str) -> str:
    """What the runner does with a topic; what it writes for its own next stage it reads as well."""
    return next((topic.action for topic in TOPICS if topic.address == address), "receive")


def _operation(address: str, channel: Document) -> Document:
    return {
        "action": _action(address),
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
