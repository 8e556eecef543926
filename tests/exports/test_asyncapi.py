"""The AsyncAPI document: the sections that AsyncAPI 3.0 asks for, and references that lead somewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from processors.parts.log import (
    ASSESSMENTS,
    DEAD_LETTERS,
    DISCLOSURES,
    HANDOVERS,
    LEDGER,
    NOTICES,
    ORDINANCES,
    RECORDS,
    VERDICTS,
)
from schemas.catalogue import catalogue
from schemas.exports import message_schemas
from schemas.exports.writing import FOLDER
from schemas.vocabulary import EVENT_TYPES

TOP = {"asyncapi", "id", "info", "servers", "defaultContentType", "channels", "operations", "components"}
CHANNEL = {
    "address",
    "messages",
    "title",
    "summary",
    "description",
    "servers",
    "parameters",
    "tags",
    "externalDocs",
} | {"bindings"}
OPERATION = {"action", "channel", "title", "summary", "description", "security", "tags", "externalDocs"}
OPERATION |= {"bindings", "traits", "messages", "reply"}
MESSAGE = {"headers", "payload", "correlationId", "contentType", "name", "title", "summary", "description", "tags"}
MESSAGE |= {"externalDocs", "bindings", "examples", "traits"}
"""The fixed fields of AsyncAPI 3.0.0; anything else has to begin with `x-`."""

OTHERS = (ASSESSMENTS, DEAD_LETTERS, DISCLOSURES, HANDOVERS, LEDGER, NOTICES, ORDINANCES, RECORDS, VERDICTS)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads((FOLDER / "asyncapi.json").read_text(encoding="utf-8"))


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def follow(reference: str, document: dict[str, Any], folder: Path = FOLDER) -> Any:
    """What a reference leads to. KeyError or FileNotFoundError if to nothing."""
    file, _, pointer = reference.partition("#")
    found = json.loads((folder / file).read_text(encoding="utf-8")) if file else document
    for step in filter(None, pointer.split("/")):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return found


def test_the_document_has_what_asyncapi_3_requires_and_no_field_it_does_not_know(document):
    assert document["asyncapi"] == "3.0.0" and document.keys() <= TOP
    assert document["info"]["title"] and document["info"]["version"]
    assert document["channels"] and document["operations"] and document["components"]["messages"]
    for channel in document["channels"].values():
        assert {"address", "messages"} <= channel.keys() <= CHANNEL
    for message in document["components"]["messages"].values():
        assert {"name", "payload"} <= message.keys() <= MESSAGE
        assert {"schemaFormat", "schema"} == message["payload"].keys()


def test_every_operation_names_its_channel_and_only_messages_of_that_channel(document):
    for operation in document["operations"].values():
        assert {"action", "channel"} <= operation.keys() <= OPERATION and operation["action"] in ("send", "receive")
        place = operation["channel"]["$ref"]
        assert operation["messages"]
        assert all(message["$ref"].startswith(f"{place}/messages/") for message in operation["messages"])
    assert len(document["operations"]) == len(document["channels"])


def test_every_reference_leads_somewhere_and_none_leaves_the_folder(document):
    found = list(references(document))
    assert found
    for reference in found:
        assert ".." not in reference and "://" not in reference
        assert follow(reference, document) is not None


def test_a_reference_to_nothing_is_noticed(document):
    with pytest.raises(KeyError):
        follow("#/components/messages/tax.imagined", document)
    with pytest.raises(FileNotFoundError):
        follow("events/tax.imagined.json", document)


def test_the_payload_of_each_message_is_the_schema_of_its_type(document):
    messages = document["components"]["messages"]
    assert set(messages) == set(EVENT_TYPES) | set(message_schemas())
    for name, message in messages.items():
        schema = follow(message["payload"]["schema"]["$ref"], document)
        assert message["name"] == name
        assert schema["properties"]["type"]["const"] == name if name in EVENT_TYPES else schema == message_schemas()[name]


def test_each_office_has_a_topic_with_its_own_events_and_no_other_offices(document):
    for office in catalogue().offices:
        types = set(document["channels"][f"{office}.events"]["messages"])
        assert {event.type for event in EVENT_TYPES.values() if event.office == office} < types
        assert {EVENT_TYPES[type_].office for type_ in types} == {office, "any", "control"}


def test_every_topic_that_the_runner_makes_is_in_the_document(document):
    offices = {f"{office}.events" for office in catalogue().offices}
    assert set(document["channels"]) == {*offices, *OTHERS}
    assert set(document["channels"]["assessments"]["messages"]) == {"assessment.decided", "response.planned", "support.connected"}


def test_what_the_runner_writes_is_sent_and_what_others_write_is_received(document):
    actions = {operation["channel"]["$ref"].rpartition("/")[2]: operation["action"] for operation in document["operations"].values()}
    written = {"records", "handovers", "disclosures", "verdicts", "notices", "ledger", "dead-letters"}
    assert {address for address, action in actions.items() if action == "send"} == written
    assert {a for a, channel in document["channels"].items() if "in custody" in channel["title"]} == {"records", "handovers"}


def test_an_event_about_a_resident_is_keyed_by_the_number_and_the_clock_has_no_key(document):
    messages = document["components"]["messages"]
    assert messages["tax.assessed"]["bindings"]["kafka"]["key"]["pattern"] == "^[0-9]{12}$"
    assert "bindings" not in messages["day.ended"] and "bindings" not in messages["assessment.decided"]
