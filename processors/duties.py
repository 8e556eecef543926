"""The duties that have a formula, and when a day changes what their formula asks or answers."""

from __future__ import annotations

from functools import lru_cache

from schemas.programmes import PROGRAMMES, NotCovered
from schemas.vocabulary.declare import DUTIES

ASSESSED: tuple[str, ...] = tuple(duty for duty in DUTIES if duty in PROGRAMMES)
"""The duties that have a formula, in the order of the catalogue."""


YOUNG_DAYS = 24 * 366
"""Who is older than this (days) is no child of any formula. A household without anybody young changes on no birthday and no 1 April:
every formula that counts years of age does so for households with children. (A test holds the formulas to it.)"""


@lru_cache(maxsize=4096)
def tax_year(duty: str, day: int) -> int | None:
    """The income year that the duty must use on a day; None if it uses none, or the day's law is not known."""
    if duty not in PROGRAMMES:
        return None
    try:
        return PROGRAMMES[duty].tax_year(day)
    except NotCovered:
        return None


def needs(duty: str, day: int) -> dict[str, int | None]:
    """The attributes that a duty's formula reads on a day, with the income year; they change only with the parameters or that year."""
    return PROGRAMMES[duty].needs(day)


def kinds(duty: str, day: int) -> tuple[str, ...]:
    """The data kinds that a duty's formula reads on a day, in the order of the catalogue; none if it has no formula."""
    return PROGRAMMES[duty].kinds(day) if duty in PROGRAMMES else ()


def season(duty: str, day: int) -> tuple[object, int | None]:
    """What a formula's answer depends on besides facts and ages (see Programme.season), and its income year."""
    return PROGRAMMES[duty].season(day), tax_year(duty, day)
