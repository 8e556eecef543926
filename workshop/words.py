"""Words for people: one file a language (`strings/ja.toml`, `strings/en.toml`), with placeholders in braces."""

from __future__ import annotations

import locale
import os
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

Lang = Literal["ja", "en"]
LANGS: tuple[Lang, ...] = ("ja", "en")
STRINGS = Path(__file__).parent / "strings"
_JAPANESE_OF_WINDOWS = 0x11


class Words:
    """The strings of one language: `words("run.events", events=3)`."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self.all = strings(lang)

    def __call__(self, key: str, /, **values: object) -> str:
        """The string of a key, with its placeholders filled. KeyError: no such key (a mistake of ours)."""
        text = self.all[key]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Whether there is a string of that key."""
        return key in self.all

    def label(self, thing: Any) -> str:
        """The name of something that the catalogue names in both languages."""
        return str(thing.label_ja if self.lang == "ja" else thing.label_en)


@cache
def strings(lang: Lang) -> dict[str, str]:
    """All strings of a language by dotted key."""
    return dict(_flat("", tomllib.loads((STRINGS / f"{lang}.toml").read_text(encoding="utf-8"))))


def _flat(prefix: str, table: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        found += _flat(f"{prefix}{key}.", value) if isinstance(value, dict) else [(prefix + key, value)]
    return found


def default_lang() -> Lang:
    """The language of the environment: Japanese if the locale is, else English."""
    names = [os.environ.get(name, "") for name in ("NAYOSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    named = next((name for name in names if name), "")
    if not named and sys.platform == "win32":
        return "ja" if _windows_language() == _JAPANESE_OF_WINDOWS else "en"
    return "ja" if (named or locale.getlocale()[0] or "").lower().startswith("ja") else "en"


def _windows_language() -> int:
    """The primary language id of the user interface."""
    import ctypes

    return int(getattr(ctypes, "windll").kernel32.GetUserDefaultUILanguage()) & 0x3FF  # noqa: B009  (Windows only)
