"""National law as data: articles that decisions cite, safeguards and who sets them, PIA bands, statutory pairs.

Data in `national.toml` and `statutory_pairs.toml`, each entry with its source and how sure it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from schemas.fields import FOREVER

SetBy = Literal["national-law", "ordinance", "practice"]
PIA_LEVELS = ("none", "basic", "focused", "full")
"""特定個人情報保護評価, from nothing to 全項目評価."""


@dataclass(frozen=True)
class Article:
    """A ground that a decision may cite."""

    id: str
    label_ja: str
    label_en: str
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True)
class SafeguardRule:
    """A safeguard's name, its legal basis (an article's id) and who sets it."""

    id: str
    label_ja: str
    label_en: str
    article: str
    set_by: SetBy


@dataclass(frozen=True)
class Basis:
    """What a row may rest on where the number is not the key; in force from day to day (ordinals), both included.

    A `temporary` one carries no recurrent use (PPC Q&A 3-3-2).
    """

    id: str
    article: str
    valid_from: int = 1
    valid_to: int = FOREVER
    temporary: bool = False


@dataclass(frozen=True)
class Pair:
    """A statutory duty and kinds that its own organ holds; or, without subjects and triggers, a duty's own records."""

    row: str
    duty: str
    kinds: tuple[str, ...]
    source: str
    confidence: str
    subjects: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    lifts_tax_secrecy: str = ""
    article: str = "blanket-clause"


@dataclass(frozen=True)
class Permit:
    """What a row of a table cites when it lets data pass: an article, and a word for the table."""

    id: str
    article: str
    label_ja: str
    label_en: str


@dataclass(frozen=True)
class Law:
    """All of it, by id. `reasons`: the gate's reason codes in order, each with what it cites by number and without."""

    articles: Mapping[str, Article]
    assumptions: Mapping[str, Article]
    safeguards: Mapping[str, SafeguardRule]
    pia_bands: tuple[tuple[int, str], ...]
    bases: Mapping[str, Basis]
    number_gates: tuple[str, ...]
    network_kinds: frozenset[str]
    permits: Mapping[str, Permit]
    reasons: Mapping[str, tuple[str, str]]
    pairs: tuple[Pair, ...]
    own: tuple[Pair, ...]

    def pia_needed(self, persons: int) -> str:
        """The level of assessment that a file of so many persons needs (評価規則; domain 1.3)."""
        return [level for least, level in self.pia_bands if persons >= least][-1]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


def _by_id(cls: type, table: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {id_: cls(id=id_, **{key: _plain(value) for key, value in entry.items()}) for id_, entry in table.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value.toordinal() if hasattr(value, "toordinal") else value


def _pairs(entries: list[dict[str, Any]]) -> tuple[Pair, ...]:
    return tuple(Pair(**{key: _plain(value) for key, value in entry.items()}) for entry in entries)


@cache
def law() -> Law:
    """The law that the repo ships."""
    national, pairs = _read("national.toml"), _read("statutory_pairs.toml")
    return Law(
        articles=_by_id(Article, national["articles"]),
        assumptions=_by_id(Article, national["assumptions"]),
        safeguards=_by_id(SafeguardRule, national["safeguards"]),
        pia_bands=tuple((band["persons"], band["level"]) for band in national["pia_bands"]),
        bases=_by_id(Basis, national["bases"]),
        number_gates=tuple(national["number"]["gates"]),
        network_kinds=frozenset(national["network"]["kinds"]),
        permits=_by_id(Permit, national["permits"]),
        reasons={code: (by_number, without) for code, (by_number, without) in national["reasons"].items()},
        pairs=_pairs(pairs["pair"]),
        own=_pairs(pairs["own"]),
    )
