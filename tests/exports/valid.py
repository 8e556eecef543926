"""Records of topics held against the AsyncAPI document as it is kept in the repo."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from processors.parts.log import HANDOVERS, RECORDS, Record
from schemas.exports.writing import FOLDER


@cache
def _document() -> dict[str, Any]:
    return json.loads((FOLDER / "asyncapi.json").read_text(encoding="utf-8"))


@cache
def _validators(topic: str) -> list[Draft202012Validator]:
    names = [name["$ref"].rpartition("/")[2] for name in _document()["channels"][topic]["messages"].values()]
    payloads = [_document()["components"]["messages"][name]["payload"]["schema"]["$ref"] for name in names]
    return [Draft202012Validator(json.loads((FOLDER / path).read_text(encoding="utf-8"))) for path in payloads]


def payload(record: Record) -> Any:
    """The JSON that the document describes: of columns their header, of a handover its second line."""
    value = record.value or b""
    if record.topic == RECORDS:
        return json.loads(value[8 : 8 + int.from_bytes(value[:8], "big")])
    return json.loads(value.partition(b"\n")[2] if record.topic == HANDOVERS else value)


def faults(record: Record) -> list[str]:
    """Why no message of the record's topic (its plain name) is like this; empty if one is."""
    said = payload(record)
    by_message = [[f"{error.json_path}: {error.message}"[:300] for error in v.iter_errors(said)] for v in _validators(record.topic)]
    return min(by_message, key=len)
