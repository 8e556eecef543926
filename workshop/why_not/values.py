"""Stored values as people read them."""

from __future__ import annotations

import datetime
import re

from schemas.choices import choice_label
from schemas.fields import Field
from workshop.why.labels import Labels, day_in_words
from workshop.why_not.step import Said
from workshop.words import strings


def of_year(year: int | None) -> Said | str:
    """The income year of an item, or nothing."""
    return "" if year is None else Said("whynot.of_year", {"year": str(year)})


def name_of(field: Field) -> Labels:
    """What a field is called where it stands alone: what is a part of the dependants says so."""
    return Labels(re.sub("^うち", "扶養親族のうち", field.label_ja), re.sub("^of them", "dependants", field.label_en))


def in_words(field: Field, value: int | None) -> Said:
    """A stored value; None: not on record."""
    if value is None:
        return Said("whynot.nothing")
    if field.type == "choice":
        return _choice(field, field.words[value])
    if field.type == "bool":
        return Said("whynot.quoted", {"word": Said("resident.yes" if value else "resident.no")})
    if field.type == "date":
        return Said("whynot.word", {"word": day_in_words(datetime.date.fromordinal(value))})
    return Said("whynot.yen" if field.type == "yen" else "whynot.number", {"value": value})


def _choice(field: Field, word: str) -> Said:
    key = f"word.{field.name}.{word}"
    if key in strings("ja"):
        return Said("whynot.quoted", {"word": Said(key)})
    return Said("whynot.quoted", {"word": Labels(choice_label(field.name, word, "ja"), choice_label(field.name, word, "en"))})
