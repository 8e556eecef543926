"""Texts in both languages, as answers carry them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from workshop.words import LANGS, Words

Both = dict[str, str]


def both(say: Callable[[Words], str]) -> Both:
    """What is said in each language."""
    return {lang: say(Words(lang)) for lang in LANGS}


def text(key: str, /, **values: Any) -> Both:
    """A string of the strings; a value that is in both languages itself is said in each."""
    return both(lambda words: words(key, **{name: value[words.lang] if isinstance(value, dict) else value for name, value in values.items()}))


def label(thing: Any) -> Both:
    """The name of something that has one in both languages."""
    return both(lambda words: words.label(thing))


def joined(parts: list[Both]) -> Both:
    """Some texts in a row."""
    return both(lambda words: words("screens.and").join(part[words.lang] for part in parts))


def iso(day: int) -> str:
    """An ordinal day as ISO text."""
    return datetime.date.fromordinal(day).isoformat()
