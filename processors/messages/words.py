"""Columns as words and words as columns: days as dates, choices by their words, texts spelled out; None is unknown."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from processors.gate.values import ABSENT, STALE, Column
from processors.store.texts import TextPool
from schemas.fields import Field

_UNIX_DAY = datetime.date(1970, 1, 1).toordinal()
Version = tuple[int, ...]
"""Compared place by place; the greater one counts."""


@cache
def iso(day: int) -> str:
    """An ordinal day as a date; empty for 0."""
    return datetime.date.fromordinal(day).isoformat() if day else ""


@cache
def ordinal(date: str) -> int:
    """What `iso` wrote."""
    return datetime.date.fromisoformat(date).toordinal() if date else 0


def spelled(field: Field, values: np.ndarray, texts: TextPool) -> list[Any]:
    """Stored values as words."""
    listed = values.tolist()
    if field.type == "date":
        return [iso(day) for day in listed]
    if field.type == "choice":
        return [field.words[code] for code in listed]
    return [texts[number] for number in listed] if field.type == "text" else listed


def stored(field: Field, words: Sequence[Any], stale: Sequence[int], texts: TextPool) -> Column:
    """Words (None: not known) as values and states; `stale` are the places of those of which only an older year is there."""
    missing = np.array([word is None for word in words], dtype=bool)
    listed = _codes(field, words, texts)
    if not missing.any():
        return listed, None
    states = np.where(missing, ABSENT, 0).astype(np.uint8)
    states[list(stale)] = STALE
    return listed, states


def _codes(field: Field, words: Sequence[Any], texts: TextPool) -> np.ndarray:
    if field.type == "text":
        return texts.numbers(word or "" for word in words)
    if field.type == "date":
        return np.array([0 if word is None else ordinal(word) for word in words], dtype=field.dtype)
    if field.type == "choice":
        codes = _code_of(field.words)
        return np.array([0 if word is None else codes[word] for word in words], dtype=field.dtype)
    return np.array([0 if word is None else word for word in words], dtype=field.dtype)


@cache
def _code_of(words: tuple[str, ...]) -> dict[str, int]:
    return {word: code for code, word in enumerate(words)}
