"""What is wrong with an ordinance file, as a letter: where, what was found, what is allowed, and the nearest name."""

from __future__ import annotations

import datetime
import difflib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

from schemas.number import mask

Lang = Literal["ja", "en"]
LONGEST_SHOWN = 60
"""How many characters of a found value a letter repeats."""


class Phrase(str):
    """A piece of a letter in English that knows its Japanese. Pickled or joined it is English alone."""

    ja: str

    @staticmethod
    def of(en: str, ja: str) -> Phrase:
        """A phrase in both languages."""
        made = Phrase(en)
        made.ja = ja
        return made


def said(text: str, lang: Lang) -> str:
    """A piece of a letter in a language; what is no phrase is the same in both."""
    return text.ja if lang == "ja" and isinstance(text, Phrase) else str(text)


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `code` names its letter in `letters.toml`; `file` and `line` are empty outside a file."""

    code: str
    where: str = ""
    found: str = ""
    allowed: str = ""
    nearest: str = ""
    note: str = ""
    file: str = ""
    line: int | None = None

    def letter(self, lang: Lang = "en") -> str:
        """The sentence for the user."""
        words = _letters()[lang]
        parts = {"found": self.found, "allowed": self.allowed, "note": self.note}
        text = words[self.code].format(**{name: said(part, lang) for name, part in parts.items()})
        if self.nearest:
            text += words["nearest"].format(nearest=self.nearest)
        return self._place(words, said(self.where, lang)) + text

    def _place(self, words: dict[str, str], where: str) -> str:
        at = words["at"].format(file=self.file, line=self.line) if self.line else self.file
        if where:
            return words["where"].format(at=at, where=where) if at else f"{where}: "
        return f"{at}: " if at else ""


class OrdinanceError(ValueError):
    """An ordinance that cannot be used: all its problems at once. `str()` is the English letter."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.letter())

    def letter(self, lang: Lang = "en") -> str:
        """The whole letter, one line a problem."""
        lines = [problem.letter(lang) for problem in self.problems]
        if len(lines) == 1:
            return lines[0]
        return "\n".join([_letters()[lang]["listed"].format(count=len(lines)), *(f"- {line}" for line in lines)])


def shown(value: object) -> str:
    """A found value as it may be repeated: in TOML's spelling, short, without My Number in it."""
    if isinstance(value, dict):
        return Phrase.of("a table", "表")
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        return Phrase.of("a list of tables or lists", "表か並びの並び")
    try:
        text = mask(json.dumps(value, ensure_ascii=False, default=_spelling))
    except (ValueError, RecursionError):  # thousands of digits; lists within lists
        return Phrase.of(f"a very long {type(value).__name__}", "長すぎる値")
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _spelling(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else type(value).__name__


def listing(words: Iterable[str]) -> str:
    """Allowed words in a row, as a letter lists them."""
    return ", ".join(json.dumps(word, ensure_ascii=False) for word in words)


class Labelled(Protocol):
    """What has a Japanese name."""

    @property
    def label_ja(self) -> str:
        """The name."""


def named(ids: Iterable[str], of: Mapping[str, Labelled]) -> Phrase:
    """Ids in a row, as a letter lists them; in Japanese by their names."""
    listed = list(ids)
    return Phrase.of(listing(listed), "、".join(of[id_].label_ja for id_ in listed))


def nearest(value: object, words: Iterable[str]) -> str:
    """The allowed word that was probably meant, quoted; empty if none is near."""
    if not isinstance(value, str) or len(value) > LONGEST_SHOWN:
        return ""
    plain = {word.lower().replace("_", "-"): word for word in words}
    near = difflib.get_close_matches(value.lower().replace("_", "-"), plain, 1, 0.6)
    return shown(plain[near[0]]) if near else ""


def phrase(key: str) -> Phrase:
    """A phrase of `letters.toml`, by its key."""
    words = _letters()
    return Phrase.of(words["en"][key], words["ja"][key])


@cache
def _letters() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "letters.toml").read_text(encoding="utf-8"))
