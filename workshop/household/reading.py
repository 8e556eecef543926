"""Reading a written household or scenario from a TOML or JSON file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from schemas.ordinance.lines import Lines
from workshop.household.form import Written, read_form
from workshop.household.problems import FormError, Notes, Problem, shown
from workshop.letters import Letter
from workshop.trouble import Unparsed, Unusable

MOST_BYTES = 1_000_000
T = TypeVar("T")


def read_file(path: Path) -> Written:
    """The household in a file. Letter: the file cannot be read, or something in it is wrong."""
    return read_with(path, read_form)


def read_with(path: Path, read: Callable[[dict[str, Any], Notes], T | None]) -> T:
    """What `read` makes of a file's content; its mistakes become one letter."""
    text = _text(path)
    raw, notes = _raw(path, text), Notes()
    found = read(raw, notes)
    if notes.problems or found is None:
        raise FormError(path.name, _placed(notes.problems, path, text))
    return found


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if len(content) > MOST_BYTES:
            raise Letter("form.too_large", file=path.name, most=MOST_BYTES)
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise Letter("form.unreadable", file=path, why=Unusable(error)) from None
    except UnicodeDecodeError:
        raise Letter("form.encoding", file=path.name) from None


def _raw(path: Path, text: str) -> dict[str, Any]:
    as_json = path.suffix.lower() == ".json" or (path.suffix.lower() != ".toml" and text.lstrip().startswith("{"))
    try:
        raw = json.loads(text) if as_json else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Letter("form.syntax", file=path.name, form="JSON" if as_json else "TOML", why=Unparsed(error)) from None
    if not isinstance(raw, dict):
        raise Letter("form.syntax", file=path.name, form="JSON", why=shown(type(raw).__name__))
    return raw


def _placed(problems: list[Problem], path: Path, text: str) -> list[Problem]:
    """With the lines of a TOML file."""
    if path.suffix.lower() == ".json" or text.lstrip().startswith("{"):
        return problems
    lines = Lines(text)
    return [replace(problem, line=lines.find(problem.place)) for problem in problems]
