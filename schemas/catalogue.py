"""The catalogue: organs, offices, data kinds, duties, relations, with labels in both languages. Data in `catalogue.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Nature = Literal["support", "watch", "screening"]


@dataclass(frozen=True)
class Named:
    """Something with an id and a name in both languages."""

    id: str
    label_ja: str
    label_en: str


@dataclass(frozen=True)
class Office(Named):
    """An office (部署) that emits a stream, and the organ it belongs to."""

    organ: str


@dataclass(frozen=True)
class Kind(Named):
    """A data kind (特定個人情報の種類): the unit that an ordinance names."""

    office: str
    holder: str
    confidence: str
    statutory_name: bool = True
    sensitive: bool = False
    secrecy: str = ""
    masked: tuple[str, ...] = ()
    dates_candidates: bool = False


@dataclass(frozen=True)
class Duty(Named):
    """A duty (事務); `statutory` names its item in the Act's table, `basis` another ground."""

    organ: str
    office: str
    nature: Nature
    confidence: str
    statutory: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Catalogue:
    """All of it, by id, in the order of the file."""

    organs: dict[str, Named]
    offices: dict[str, Office]
    kinds: dict[str, Kind]
    duties: dict[str, Duty]
    relations: dict[str, Named]
    subjects: dict[str, Named]
    triggers: dict[str, Named]


def _tuples(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


def _entries(cls: type, table: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {id_: cls(id=id_, **_tuples(entry)) for id_, entry in table.items()}


def _pairs(table: dict[str, list[str]]) -> dict[str, Named]:
    return {id_: Named(id_, ja, en) for id_, (ja, en) in table.items()}


@cache
def catalogue() -> Catalogue:
    """The catalogue that the repo ships."""
    raw = tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text(encoding="utf-8"))
    return Catalogue(
        organs=_entries(Named, raw["organs"]), offices=_entries(Office, raw["offices"]), kinds=_entries(Kind, raw["kinds"]),
        duties=_entries(Duty, raw["duties"]), relations=_pairs(raw["relations"]), subjects=_pairs(raw["subjects"]), triggers=_pairs(raw["triggers"]),
    )  # fmt: skip
