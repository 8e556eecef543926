"""Reading ordinances, by name, path, text or bytes: whatever it is, an `Ordinance` or an `OrdinanceError` comes out."""

from __future__ import annotations

import calendar
import datetime
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from schemas.fields import FOREVER
from schemas.ordinance.checks import mistakes
from schemas.ordinance.errors import OrdinanceError, Phrase, Problem, listing, nearest, shown
from schemas.ordinance.lines import Lines
from schemas.ordinance.model import (
    BEGINNING,
    HELD_BY_ITSELF,
    Clauses,
    Ordinance,
    Prohibition,
    Row,
    Safeguards,
    TownFacts,
)
from schemas.ordinance.shape import TABLES

SHIPPED = Path(__file__).parent.parent / "ordinances"
"""Where the ordinances at hand are: one TOML file each, its stem the name."""
MOST_BYTES = 1_000_000
_DATES = ("valid_from", "valid_to", "law_starts")
_DATE = re.compile(r"(?<==)\s*([0-9]{4})-([0-9]{2})-[0-9]{2}")


@dataclass(frozen=True)
class Listed:
    """An ordinance at hand, for a list of them."""

    name: str
    title: str
    instrument: str


def names() -> tuple[str, ...]:
    """The names of the ordinances at hand, in order."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def ordinances() -> tuple[Listed, ...]:
    """The ordinances at hand: name, title, instrument."""
    return tuple(Listed(o.name, o.title, o.instrument) for o in map(load, names()))


def load(name: str | Path) -> Ordinance:
    """The ordinance of that name (upper and lower case differ), or in the file of that path. Raises OrdinanceError."""
    known = names()
    if isinstance(name, str) and name in known:
        return _shipped((SHIPPED / f"{name}.toml").read_bytes(), name)
    path = Path(name)
    if isinstance(name, str) and path.suffix != ".toml" and len(path.parts) < 2:
        raise OrdinanceError([Problem("unknown-ordinance", "", shown(name), listing(known), nearest(name, known))])
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise OrdinanceError(
            [Problem("unreadable", "", why, listing(known), file=shown(path.name).strip('"'))]
        ) from None
    return read_bytes(content, path.name, path.stem)


@lru_cache(maxsize=32)
def _shipped(content: bytes, name: str) -> Ordinance:
    """A shipped ordinance, read once for each content of its file."""
    return read_bytes(content, f"{name}.toml", name)


def read_bytes(content: bytes, file: str = "", name: str = "") -> Ordinance:
    """The ordinance in the bytes of a TOML file. Raises OrdinanceError."""
    if len(content) > MOST_BYTES:
        raise OrdinanceError(
            [
                Problem(
                    "too-large",
                    "",
                    Phrase.of(f"more than {MOST_BYTES}", f"{MOST_BYTES} を超える"),
                    str(MOST_BYTES),
                    file=file,
                )
            ]
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise OrdinanceError([Problem("encoding", "", f"0x{content[error.start]:02X}", file=file, line=line)]) from None
    return read_text(text, file, name)


def read_text(text: str, file: str = "", name: str = "") -> Ordinance:
    """The ordinance in a TOML text. Raises OrdinanceError with the line of each mistake."""
    text = text.replace("\r\n", "\n")
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError, OverflowError) as error:
        raise OrdinanceError([_syntax(error, text, file)]) from None
    found = mistakes(raw)
    if found:
        lines = Lines(text)
        placed = [replace(problem, file=file, line=lines.find(path, value)) for path, value, problem in found]
        raise OrdinanceError(sorted(placed, key=lambda problem: problem.line or 0))
    return build(raw, name)


def read_dict(raw: Mapping[str, Any], name: str = "", workshop: bool = False) -> Ordinance:
    """The ordinance in a mapping of a file's shape. Only with `workshop` may it switch off what national law sets."""
    found = mistakes(dict(raw), workshop)
    if found:
        raise OrdinanceError(problem for _, _, problem in found)
    return build(raw, name)


def read_json(text: str, name: str = "", workshop: bool = False) -> Ordinance:
    """The ordinance in the JSON that `Ordinance.as_json` writes (dates as ISO text). Raises OrdinanceError."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OrdinanceError([Problem("syntax", "", shown(str(error)).strip('"'))]) from None
    if not isinstance(raw, dict):
        raise OrdinanceError([Problem("wrong-type", "", shown(raw), Phrase.of("a table", "表"))])
    return read_dict({key: _dated(key, value) for key, value in raw.items()}, name, workshop)


def _dated(key: str, value: Any) -> Any:
    if isinstance(value, list) and key in TABLES:
        return [{k: _dated(k, v) for k, v in entry.items()} if isinstance(entry, dict) else entry for entry in value]
    if key in _DATES and isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _syntax(error: Exception, text: str, file: str) -> Problem:
    why = "too deep" if isinstance(error, RecursionError) else str(error)
    at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", why)
    line = int(at[1]) if at and at[1] else text.count("\n") + 1 if at else None
    spelt = text.split("\n")[line - 1] if line else ""
    if (day := _DATE.search(spelt)) and not _in_a_calendar(day[0].strip()):
        return Problem("no-such-day", "", shown(day[0].strip()), nearest=_clamped(day), file=file, line=line)
    words = shown(why[: at.start()] if at else why).strip('"').replace('\\"', '"')
    return Problem("syntax", "", words, file=file, line=line, note=shown(spelt.strip()))


def _in_a_calendar(text: str) -> bool:
    try:
        return bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _clamped(day: re.Match[str]) -> str:
    """The last day of the month that a date of no calendar names; "" if there is no such month."""
    year, month = int(day[1]), int(day[2])
    return f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]}" if 1 <= month <= 12 and year else ""


def build(raw: Mapping[str, Any], name: str) -> Ordinance:
    """The ordinance of content that has no mistakes."""
    safeguards = dict(raw.get("safeguards", {}))
    if safeguards.get("retention_months") is False:
        safeguards["retention_months"] = None
    starts = raw.get("law_starts")
    return Ordinance(
        name=name,
        title=raw["title"],
        municipality=raw["municipality"],
        instrument=raw["instrument"],
        caption=raw.get("caption", ""),
        assumes=tuple(raw.get("assumes", ())),
        law_starts=starts.toordinal() if starts else None,
        join_key=raw.get("join_key", "my_number"),
        clauses=Clauses(**raw.get("clauses", {})),
        rows=tuple(_row(t, entry) for t in TABLES[:-1] for entry in raw.get(t, ())),
        prohibitions=tuple(Prohibition(**_entry(entry)) for entry in raw.get("prohibit", ())),
        safeguards=Safeguards(**safeguards),
        facts=TownFacts(**raw.get("facts", {})),
        programmes=tuple(raw.get("programmes", ())),
    )


def _row(table: Any, entry: Mapping[str, Any]) -> Row:
    held = {"holder": entry["organ"]} if table in HELD_BY_ITSELF else {}
    return Row(table=table, **held, **_entry(entry))


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    values["valid_from"] = values["valid_from"].toordinal() if "valid_from" in values else BEGINNING
    values["valid_to"] = values["valid_to"].toordinal() if "valid_to" in values else FOREVER
    return values
