"""Options of the command line that are more than a text: numbers, dates, choices, files. What is wrong is told in a letter."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from workshop.letters import Letter, listing, nearest

ASSESSORS = ("written", "off")
FIRST_DAY, LAST_DAY = datetime.date(1970, 1, 1), datetime.date(2199, 12, 31)
"""No record may have been made before or after them."""


def whole(option: str, text: str, least: int, most: int) -> int:
    """A whole number between two others, both included."""
    plain = text.replace("_", "").replace(",", "")
    if not plain.isascii() or not plain.isdigit() or not least <= int(plain[:20]) <= most:
        raise Letter("usage.whole", option=option, found=text, least=least, most=most)
    return int(plain)


def day(option: str, text: str) -> datetime.date:
    """A calendar day, written 2025-02-01."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Letter("usage.date", option=option, found=text) from None


def day_of_records(option: str, text: str) -> datetime.date:
    """A day on which offices can have recorded something."""
    made = day(option, text)
    if not FIRST_DAY <= made <= LAST_DAY:
        raise Letter("usage.days", option=option, found=text, least=FIRST_DAY, most=LAST_DAY)
    return made


def one_of(option: str, text: str, allowed: Sequence[str]) -> str:
    """One of some words."""
    if text not in allowed:
        near = nearest(text, allowed)
        raise Letter(
            "usage.one_of_near" if near else "usage.one_of",
            option=option,
            found=text,
            allowed=listing(allowed),
            nearest=near,
        )
    return text


def folder(text: str) -> Path:
    """A folder that is there."""
    path = Path(text)
    if not path.is_dir():
        raise Letter("usage.no_folder", found=text)
    return path
