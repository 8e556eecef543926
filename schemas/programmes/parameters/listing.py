"""A list of all that the law data say, each with its source and how sure it is: dated numbers, articles, statutory pairs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from schemas.catalogue import catalogue
from schemas.law import law
from schemas.programmes.parameters.book import Book, shipped

CONFIRMED = "C"
"""The tag of what was confirmed in a text that was seen."""


@dataclass(frozen=True)
class Listed:
    """One entry. `place`: file and name. `value` as text, and `since` from when it holds: both empty where it is no number."""

    place: str
    label_ja: str
    label_en: str
    source: str
    confidence: str
    value: str = ""
    since: datetime.date | None = None

    @property
    def confirmed(self) -> bool:
        """Whether it was confirmed in a text that was seen."""
        return self.confidence == CONFIRMED


def numbers(book: Book | None = None) -> list[Listed]:
    """Every dated value of the parameter files, in the order of files and names."""
    return [
        Listed(
            where,
            dated.label_ja,
            dated.label_en,
            dated.source,
            dated.confidence,
            spelled(value, dated.unit),
            dated.since,
        )
        for where, dated, value in (book or shipped()).listed()
    ]


def law_entries() -> list[Listed]:
    """What the gate cites: articles, statutory pairs, and whose own records are whose."""
    return [*_articles(), *_pairs()]


def _articles() -> Iterator[Listed]:
    for one in law().articles.values():
        yield Listed(f"national.toml: {one.id}", one.label_ja, one.label_en, one.source, one.confidence)


def _pairs() -> Iterator[Listed]:
    for pair in (*law().pairs, *law().own):
        duty = catalogue().duties[pair.duty]
        kinds = [catalogue().kinds[kind] for kind in pair.kinds]
        ja = f"{pair.row}　{duty.label_ja}：{'、'.join(kind.label_ja for kind in kinds)}"
        en = f"{pair.row} {duty.label_en}: {', '.join(kind.label_en for kind in kinds)}"
        yield Listed(f"statutory_pairs.toml: {pair.row}", ja, en, pair.source, pair.confidence)


def spelled(value: object, unit: str = "") -> str:
    """A value as text: `690,000` yen; `350,000 / 315,000` for the columns of a list; `0: 45,500, 2: 10,750` for a table."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {spelled(row, unit)}" for key, row in value.items())
    if isinstance(value, list):
        return " / ".join(spelled(cell, unit) for cell in value)
    return f"{value:,}" if unit == "yen" else str(value)
