"""The figures of a lesson, by where they are read: scores, measures, and what is worked out of two of them. None is written down anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workshop.page.lessons.measures import MEASURES
from workshop.page.lessons.trial import Trial
from workshop.words import Lang, Words

Value = float | str


def value_of(trial: Trial, spec: str) -> Value:
    """`NAME:figure`; `A - B` the difference; `A % B` how many in a hundred; `NAME:largest` a word. KeyError: no such figure."""
    for sign, made in ((" - ", lambda a, b: a - b), (" % ", _percent)):
        if sign in spec:
            left, right = spec.split(sign)
            return made(_number(trial, left), _number(trial, right))
    return _one(trial, spec)


def _number(trial: Trial, spec: str) -> float:
    value = value_of(trial, spec)
    assert not isinstance(value, str), spec
    return value


def _one(trial: Trial, spec: str) -> Value:
    name, _, figure = spec.partition(":")
    standing = trial.arranged[name]
    if figure in MEASURES:
        return MEASURES[figure](trial, standing)
    found: Any = {**standing.score, **standing.score.total}
    for part in figure.split("."):
        found = found[part]
    if isinstance(found, (int, float)):
        return found
    raise KeyError(spec)


def _percent(a: float, b: float) -> float:
    return round(100 * a / b) if b else 0


class Shown(float):
    """A figure as it is put into a sentence: `{a}` plain, `{a:+}` as a difference with its sign."""

    def __format__(self, spec: str) -> str:
        digits = "" if self == int(self) else ".1"
        return format(float(self), f"{spec},{digits or '.0'}f").replace("-", "−")


def in_words(values: Mapping[str, Value], lang: Lang) -> dict[str, Any]:
    """The figures as they are put into sentences of a language."""
    words = Words(lang)
    return {name: words(f"missed.{value}") if isinstance(value, str) else Shown(value) for name, value in values.items()}
