"""The exported files: their text, and how they are written and read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from schemas.exports.asyncapi import asyncapi
from schemas.exports.json_schemas import event_schemas
from schemas.exports.messages import message_schemas

FOLDER = Path(__file__).parent.parent / "exported"
"""Where the repo keeps them."""


def texts() -> dict[str, str]:
    """The text of each file, by its path inside the folder."""
    files: dict[str, Any] = {f"events/{type_}.json": schema for type_, schema in event_schemas().items()}
    files |= {f"messages/{name}.json": schema for name, schema in message_schemas().items()}
    files["asyncapi.json"] = asyncapi()
    return {path: _text(content) for path, content in files.items()}


def _text(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def export(folder: Path) -> list[Path]:
    """Writes all files into a folder, made if need be; returns their paths. Nothing else there is touched."""
    return [_write(folder / path, text) for path, text in texts().items()]


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def read_event_schemas(folder: Path) -> dict[str, dict[str, Any]]:
    """The schemas of events that a folder holds, by type; none if there is no such folder."""
    return _read(folder / "events")


def read_message_schemas(folder: Path) -> dict[str, dict[str, Any]]:
    """The schemas of all other messages that a folder holds, by name; none if there is no such folder."""
    return _read(folder / "messages")


def _read(folder: Path) -> dict[str, dict[str, Any]]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def left_over(folder: Path) -> list[Path]:
    """Files of the folder that no export writes any more."""
    written = texts()
    return sorted(path for path in folder.rglob("*.json") if path.relative_to(folder).as_posix() not in written)
