"""Ids of events: UUIDv5 over canonical JSON, held against a slow reference."""

from __future__ import annotations

import json
import uuid
from typing import Any

from producers.canonical import NAMESPACE
from producers.log import OFFICES
from tests.producers.helpers import run_of

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def canonical(value: Any) -> str:
    """RFC 8785 for what events hold: objects by UTF-16 code units of their keys, texts, whole numbers, truth values."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, str):
        return '"' + "".join(_ESCAPES.get(c, f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'
    if isinstance(value, bool):
        return "true" if value else "false"
    assert type(value) is int and abs(value) < 2**53
    return str(value)


def test_every_id_is_the_uuid5_of_the_canonical_json_of_the_event_without_it():
    for office in OFFICES:
        for line in run_of(1500).lines(office):
            event = json.loads(line)
            id_ = event.pop("id")
            assert str(uuid.uuid5(NAMESPACE, canonical(event))) == id_, line


def test_every_line_is_compact_json_with_the_keys_in_one_order():
    order = ["specversion", "id", "source", "type", "subject", "time", "dataschema", "data"]
    for office in OFFICES:
        for line in run_of(1500).lines(office):
            event = json.loads(line)
            assert list(event) == order
            assert json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n" == line


def test_no_two_events_share_an_id():
    ids = [json.loads(line)["id"] for office in OFFICES for line in run_of(10_000).lines(office)]
    assert len(set(ids)) == len(ids)
