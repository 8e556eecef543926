"""Letters about events that were refused: where, what was found, what is allowed, what to do. Every number is masked.

The words are data: `letters.toml`, in Japanese and English.
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from schemas.number import GAP, mask
from schemas.vocabulary import EVENT_TYPES

ENGLISH = "en"
_SHOWN = 80
"""How many characters of a value are shown."""
_LIMITS = {"ge": "least", "min_length": "least", "le": "most", "max_length": "most"}


@dataclass(frozen=True)
class Rejection:
    """One refused line. `letter` names what is said (see `letters.toml`) and `said` fills it in; `text` is the line with every run of
    twelve digits masked."""

    file: str
    line: int
    letter: str
    text: str
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """What is wrong, and what to do, in English."""
        return self.reason_in(ENGLISH)

    def reason_in(self, language: str) -> str:
        """The same in Japanese (`ja`) or English (`en`)."""
        words = _words()
        said = {name: value[language] if isinstance(value, dict) else value for name, value in self.said.items()}
        near = said.get("near")
        said["near"] = words["near"][language].replace("{types}", near) if near else ""
        said["place"] = said.get("place") or words["whole"][language]
        return _PLACES.sub(lambda found: str(said[found[1]]), words[self.letter][language])

    def blind(self) -> Rejection:
        """The same for readers who may not know the value that was found."""
        return replace(self, text="", said={**self.said, "found": "…"} if "found" in self.said else self.said)

    def as_dict(self, language: str = ENGLISH) -> dict[str, Any]:
        """The form in which rejections are written."""
        return {"file": self.file, "line": self.line, "reason": self.reason_in(language), "text": self.text}


_COLUMN = re.compile(r".* at line \d+ column (\d+)")
_PLACES = re.compile(r"\{(place|found|least|most|allowed|near)\}")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_OF_A_NUMBER = re.compile(rf"\d|{GAP}")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _shown(line: bytes) -> str:
    """The line with numbers masked, also those whose digits, and what stands between them, are written as escapes."""
    return mask(_ESCAPED.sub(_plain, line.decode("utf-8", "replace").rstrip("\r\n")))


def _plain(escape: re.Match[str]) -> str:
    letter = chr(int(escape[1], 16))
    return letter if _OF_A_NUMBER.fullmatch(letter) else escape[0]


def letter_of(file: str, line_no: int, error: ValidationError, line: bytes) -> Rejection:
    """What pydantic found, as a letter. The first finding is told; the input is shown masked and short."""
    first = error.errors(include_url=False)[0]
    place = mask(".".join(str(part) for part in first["loc"][1:]))
    found = mask(_spelled(first["input"]))[:_SHOWN]
    letter = _letter(first["type"], line)
    said = {"place": place, "found": found, **_allowed(first["type"], place, first.get("ctx", {}), mask(first["msg"]))}
    return Rejection(file, line_no, letter if letter in _words() else "other", _shown(line), said)


def _letter(type_: str, line: bytes) -> str:
    """The letter for a kind of finding."""
    if type_ == "json_invalid" and not _is_utf8(line):
        return "no_utf8"
    return "no_such_day" if type_.startswith("date") else type_


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _spelled(value: Any) -> str:
    """A value as its line spells it: `null` and `true`, not as Python has them."""
    return repr(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=repr)


def _allowed(type_: str, place: str, context: Mapping[str, Any], message: str) -> dict[str, Any]:
    """What would have been allowed, by the kind of finding."""
    said: dict[str, Any] = {"allowed": message}
    said |= {_LIMITS[name]: limit for name, limit in context.items() if name in _LIMITS}
    if type_ == "string_pattern_mismatch":
        said["allowed"] = _words()["spelled"].get(place.split(".")[-1], _words()["spelled"]["date"])
    elif type_ == "literal_error":
        said["allowed"] = {"en": context["expected"], "ja": context["expected"].replace(" or ", ", ")}
    elif type_ == "json_invalid":
        said["allowed"] = {"en": context["error"], "ja": _COLUMN.sub(r"\1文字目のあたり", context["error"])}
    elif type_ == "union_tag_invalid":
        said |= {"found": repr(mask(context["tag"]))[:_SHOWN], "near": ", ".join(get_close_matches(context["tag"], EVENT_TYPES))}
    return said


def too_far(file: str, line_no: int, time: datetime.datetime, line: bytes) -> Rejection:
    """A time that no office of this town can have written."""
    return Rejection(file, line_no, "too_far", _shown(line), {"found": time.isoformat()})


def no_candidate(file: str, line_no: int, unit: str, line: bytes) -> Rejection:
    """An answer to something that is no candidate's name."""
    return Rejection(file, line_no, "no_candidate", _shown(line), {"found": repr(mask(unit))[:_SHOWN]})


def whose_number(file: str, line_no: int, line: bytes) -> Rejection:
    """A number whose check digit is right may be a living person's; it is not even shown."""
    return Rejection(file, line_no, "somebodys", _shown(line))
