"""Texts in both languages."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.catalogue import catalogue


@dataclass(frozen=True)
class Labels:
    """A text in both languages."""

    label_ja: str
    label_en: str


def by_relation(relations: Sequence[str]) -> list[Labels]:
    """What members are called by their relation to the head, with a number where several have the same."""
    met: Counter[str] = Counter()
    found = []
    for relation in relations:
        met[relation] += 1
        place = (str(met[relation]), f" {met[relation]}") if relations.count(relation) > 1 else ("", "")
        named = catalogue().relations[relation]
        found.append(Labels(named.label_ja + place[0], named.label_en + place[1]))
    return found


def day_in_words(day: datetime.date) -> Labels:
    """A day as people read it."""
    return Labels(f"{day.year}年{day.month}月{day.day}日", day.isoformat())
