"""Texts of the page in both languages."""

from __future__ import annotations

from collections.abc import Callable

from workshop.words import LANGS, Words

L = dict[str, str]
"""A text in both languages: `ja`, `en`."""


def both(said: Callable[[Words], str]) -> L:
    """A text in both languages."""
    return {lang: said(Words(lang)) for lang in LANGS}


def worded(key: str, **values: object) -> L:
    """A string of the strings files in both languages; a value may itself be in both."""
    return {lang: Words(lang)(key, **{name: value[lang] if isinstance(value, dict) else value for name, value in values.items()}) for lang in LANGS}


def named(thing: object) -> L:
    """The name of something that has one in both languages."""
    return both(lambda words: words.label(thing))
