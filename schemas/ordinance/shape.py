"""The shape of an ordinance file: which keys it may have, and what each may hold. The words come from the catalogue."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.law import PIA_LEVELS, law
from schemas.number import mask
from schemas.ordinance.errors import Phrase, Problem, listing, nearest, said, shown

INSTRUMENTS = ("none", "number-ordinance", "designation", "privacy-ordinance", "hypothetical")
JOIN_KEYS = ("my_number", "atena_number")
CLASSES_OF_AREA = ("1-1", "1-2", "2-1", "2-2", "3-1", "3-2")
"""級地, the six classes of the standard."""
MOST_MONTHS = 120
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
TABLES = ("table1", "table2", "table3", "designation", "purpose", "prohibit")
"""The tables that hold rows, in the order of a file."""
PERMITS = TABLES[1:5]
"""Those whose rows let data pass."""

Finding = tuple[str, str, str, str]
"""A mistake in one value: code of its letter, what was found, what is allowed, the nearest name."""
Check = Callable[[object], Iterable[tuple[object, Finding]]]
"""Checks one value; yields the mistaken part of it with the finding."""


@dataclass(frozen=True)
class Key:
    """One key: its check, and in words what it takes."""

    check: Check
    takes: str


def _wrong(value: object, code: str, takes: str, words: Iterable[str] = ()) -> tuple[object, Finding]:
    return value, (code, shown(value), takes, nearest(value, words))


def text(most: int = 200) -> Key:
    """A text on one line, not empty, without twelve digits in a row."""
    takes = Phrase.of(f"a text of 1 to {most} characters", f"1～{most}文字の文字列")

    def check(value: object) -> Iterable[tuple[object, Finding]]:
        if not isinstance(value, str) or not value.strip() or len(value) > most or _CONTROL.search(value):
            yield _wrong(value, "wrong-type", takes)
        elif mask(value) != value:
            yield _wrong(value, "my-number", takes)

    return Key(check, takes)


def name() -> Key:
    """The name of a row: a short text without spaces."""
    takes = Phrase.of('a short name such as "2-1"', '"2-1" のような短い名前')
    pattern = re.compile(r"[^\s\"']{1,40}")

    def check(value: object) -> Iterable[tuple[object, Finding]]:
        if (
            not isinstance(value, str)
            or not pattern.fullmatch(value)
            or not value.isprintable()
            or mask(value) != value
        ):
            yield _wrong(value, "wrong-type", takes)
        elif value.startswith(("S-", "O-")):
            yield _wrong(value, "reserved-row", takes)

    return Key(check, takes)


def flag() -> Key:
    """True or false."""
    takes = Phrase.of("true or false", "true か false")

    def check(value: object) -> Iterable[tuple[object, Finding]]:
        if type(value) is not bool:
            yield _wrong(value, "wrong-type", takes)

    return Key(check, takes)


def number(least: int, most: int, or_false: Phrase | None = None) -> Key:
    """A whole number between two bounds; or `false`, with what that means."""
    more, more_ja = (or_false, or_false.ja) if or_false else ("", "")
    takes = Phrase.of(f"a whole number from {least} to {most}{more}", f"{least}～{most} の整数{more_ja}")

    def check(value: object) -> Iterable[tuple[object, Finding]]:
        if or_false and value is False:
            return
        if type(value) is not int or not least <= value <= most:
            yield _wrong(value, "wrong-type", takes)

    return Key(check, takes)


def date() -> Key:
    """A calendar day, in TOML without quotes."""
    takes = Phrase.of("a date without quotes, such as 2024-04-01", "引用符のない日付（2024-04-01 の形）")

    def check(value: object) -> Iterable[tuple[object, Finding]]:
        if type(value) is not datetime.date:
            yield _wrong(value, "wrong-date", takes)

    return Key(check, takes)


def _is_day_of_every_year(value: object) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        datetime.date(2023, int(value[:2]), int(value[3:]))
    except ValueError:
        return False
    return True


def day_of_year() -> Key:
    """A day that comes every year, "MM-DD"; 29 February does not."""
    takes = Phrase.of('a day of every year, such as "04-15"', '毎年ある日（"04-15" の形）')

    def check(value: object) -> Iterable[tuple[object, Finding]]:
        if not _is_day_of_every_year(value):
            yield _wrong(value, "wrong-date", takes)

    return Key(check, takes)


def word(words: Iterable[str]) -> Key:
    """One of the words."""
    known = tuple(words)
    takes = listing(known)

    def check(value: object) -> Iterable[tuple[object, Finding]]:
        if not isinstance(value, str) or value not in known:
            yield _wrong(value, "wrong-word", takes, known)

    return Key(check, takes)


def several(one: Key, may_be_empty: bool = False) -> Key:
    """A list of such values, each once."""
    takes = Phrase.of(f"a list of {one.takes}", f"次のものの並び：{said(one.takes, 'ja')}")

    def check(value: object) -> Iterable[tuple[object, Finding]]:
        if not isinstance(value, list):
            yield _wrong(value, "wrong-type", takes)
            return
        if not value and not may_be_empty:
            yield _wrong(value, "empty", one.takes)
        for place, item in enumerate(value):
            yield from one.check(item)
            if item in value[:place]:
                yield _wrong(item, "twice", one.takes)

    return Key(check, takes)


@dataclass(frozen=True)
class Shape:
    """The keys of one table, and which of them it must have."""

    keys: Mapping[str, Key]
    required: tuple[str, ...] = ()


VALID = ("valid_from", "valid_to")
OPTIONAL = ("sweep_on", "attributes", *VALID, "join_key", "unlinkable", "basis", "recurrent")
REQUIRED = ("row", "organ", "duty", "kinds", "subjects", "triggers")


@cache
def shapes() -> dict[str, Shape]:
    """The shape of each table of rows, of `[clauses]`, `[safeguards]` and `[facts]`, and of the top (`""`)."""
    rows = _row_keys()

    def shape(required: tuple[str, ...], optional: tuple[str, ...]) -> Shape:
        return Shape({key: rows[key] for key in required + optional}, required)

    return {
        "": Shape(_top_keys(), ("title", "municipality", "instrument")),
        "clauses": Shape({"statutory_pairs": flag(), "deemed_submission": flag()}),
        "table1": shape(("row", "organ", "duty"), VALID),
        "table2": shape(REQUIRED, OPTIONAL),
        "table3": shape((*REQUIRED, "holder"), OPTIONAL),
        "designation": shape(REQUIRED, tuple(key for key in OPTIONAL if key in ("sweep_on", "attributes", *VALID))),
        "purpose": shape((*REQUIRED, "holder", "basis"), tuple(key for key in OPTIONAL if key != "basis")),
        "prohibit": shape(("row", "kinds", "reason"), ("duty", *VALID)),
        "safeguards": Shape(_safeguard_keys()),
        "facts": Shape(_fact_keys()),
    }


def _top_keys() -> dict[str, Key]:
    return {
        "title": text(),
        "municipality": text(),
        "instrument": word(INSTRUMENTS),
        "caption": text(),
        "assumes": several(word(law().assumptions), may_be_empty=True),
        "law_starts": date(),
        "join_key": word(JOIN_KEYS),
        "programmes": several(word(catalogue().duties)),
    }


def _row_keys() -> dict[str, Key]:
    known = catalogue()
    return {
        "row": name(),
        "organ": word(known.organs),
        "duty": word(known.duties),
        "holder": word(known.organs),
        "kinds": several(word(known.kinds)),
        "subjects": several(word(known.subjects)),
        "triggers": several(word(known.triggers)),
        "sweep_on": several(day_of_year()),
        "attributes": several(word(ATTRIBUTES)),
        "valid_from": date(),
        "valid_to": date(),
        "join_key": word(JOIN_KEYS),
        "unlinkable": flag(),
        "basis": word(law().bases),
        "recurrent": flag(),
        "reason": text(),
    }


def _safeguard_keys() -> dict[str, Key]:
    special = {
        "retention_months": number(1, MOST_MONTHS, Phrase.of(", or false for no end", "、または期限なしの false")),
        "pia_level": word(PIA_LEVELS),
    }
    return {key: special.get(key, flag()) for key in law().safeguards}


def _fact_keys() -> dict[str, Key]:
    return {
        "class_of_area": word(CLASSES_OF_AREA),
        "school_aid_factor_permille": number(500, 3000),
        "taxed_on": day_of_year(),
    }


def problem(where: str, finding: Finding) -> Problem:
    """A finding as a problem."""
    code, found, allowed, near = finding
    return Problem(code, where, found, allowed, near)
