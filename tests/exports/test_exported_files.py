"""The files under schemas/exported/ are what the vocabulary says now, and nobody edits them by hand."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.exports import __main__ as command
from schemas.exports import breaking_changes, event_schemas, export, message_schemas
from schemas.exports.writing import FOLDER, left_over, read_event_schemas, read_message_schemas, texts
from schemas.vocabulary import EVENT_TYPES

LETTER = (
    "{path} is not what the vocabulary says now. If the vocabulary was meant to change, run\n"
    "    python -m schemas.exports\n"
    "and commit schemas/exported/ together with it.{broken}"
)


@cache
def schemas() -> dict[str, dict[str, Any]]:
    return event_schemas() | message_schemas()


def broken() -> str:
    changes = breaking_changes(read_event_schemas(FOLDER) | read_message_schemas(FOLDER), schemas())
    return "\nThese changes break events that were valid before:\n" + "\n".join(changes) if changes else ""


def test_the_exported_files_are_byte_for_byte_what_the_vocabulary_says_now():
    for path, text in texts().items():
        kept = FOLDER / path
        assert kept.is_file() and kept.read_bytes() == text.encode(), LETTER.format(path=path, broken=broken())


def test_no_exported_file_is_left_of_a_type_that_is_gone():
    assert left_over(FOLDER) == [], LETTER.format(path="schemas/exported/", broken=broken())


def test_every_type_of_event_has_a_schema_and_nothing_else_has():
    assert set(read_event_schemas(FOLDER)) == set(EVENT_TYPES)
    assert set(read_message_schemas(FOLDER)) == set(message_schemas())


def test_a_second_export_writes_the_same_bytes_and_touches_no_other_file(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    written = export(tmp_path)
    first = {path: path.read_bytes() for path in written}
    assert export(tmp_path) == written
    assert {path: path.read_bytes() for path in written} == first
    assert sorted(p for p in tmp_path.rglob("*") if p.is_file()) == sorted([*written, tmp_path / "notes.txt"])


def test_exported_files_have_sorted_keys_and_end_with_one_line_break():
    for path, text in texts().items():
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2, sort_keys=True) + "\n", path


@pytest.mark.parametrize("type_", [*EVENT_TYPES, *message_schemas()])
def test_every_exported_schema_is_a_schema_of_draft_2020_12(type_):
    schema = schemas()[type_]
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)
    assert "$ref" not in json.dumps(schema), "the schema stands alone"


@pytest.mark.parametrize("type_", EVENT_TYPES)
def test_every_field_of_an_event_is_labelled_in_both_languages(type_):
    schema = schemas()[type_]
    fields = [schema, *schema["properties"].values(), *schema["properties"]["data"]["properties"].values()]
    for field in fields:
        ja, _, en = field["title"].partition(" / ")
        assert ja and en, field


def test_amounts_are_in_yen_and_choices_of_the_catalogue_have_its_words():
    assessed = schemas()["tax.assessed"]["properties"]["data"]["properties"]
    assert assessed["total_income"]["x-unit"] == "JPY" and "x-unit" not in assessed["dependants"]
    assert assessed["disabled"]["default"] is False
    born = schemas()["resident.born"]["properties"]["data"]["properties"]
    assert born["relation"]["x-labels"]["head"] == "世帯主 / head"


def test_the_command_refuses_to_write_a_breaking_change_until_it_is_accepted(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "exported"
    shutil.copytree(FOLDER, folder)
    monkeypatch.setattr(command, "FOLDER", folder)
    narrow(folder / "events" / "tax.assessed.json")
    before = {path: path.read_bytes() for path in folder.rglob("*.json")}
    assert command.main([]) == 1
    assert "tax.assessed: data.once_there is gone" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.rglob("*.json")} == before
    assert command.main(["--accept-breaking"]) == 0
    assert breaking_changes(read_event_schemas(folder), event_schemas()) == []


def narrow(path: Path) -> None:
    """As if the last export had known one field more, and one type more."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["properties"]["data"]["properties"]["once_there"] = {"type": "integer"}
    path.write_text(json.dumps(schema), encoding="utf-8")


def test_the_command_removes_the_file_of_a_type_that_is_gone(tmp_path, monkeypatch):
    folder = tmp_path / "exported"
    shutil.copytree(FOLDER, folder)
    monkeypatch.setattr(command, "FOLDER", folder)
    (folder / "events" / "tax.gone.json").write_text("{}", encoding="utf-8")
    assert command.main(["--accept-breaking"]) == 0
    assert left_over(folder) == [] and not (folder / "events" / "tax.gone.json").exists()
