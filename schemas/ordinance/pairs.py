"""The six kinds of pair that a join inside one organ can be (庁内連携), told apart and named. Words in `schemas/law/pair_kinds.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from schemas import law as law_package
from schemas.catalogue import Duty, Kind, catalogue
from schemas.law import law
from schemas.ordinance.model import Ordinance
from schemas.ordinance.position import Position, position

PairId = Literal["statutory-listed", "statutory-unlisted", "own-own", "statutory-own", "register-statutory", "register-own"]
REGISTER = "register"
"""The office whose data are 住基."""


@dataclass(frozen=True)
class PairKind:
    """One of the six: its name, and what it needs to be lawful."""

    id: str
    label_ja: str
    label_en: str
    needs_ja: str
    needs_en: str


@dataclass(frozen=True)
class InHouse:
    """A duty and a kind that its own organ holds, in one ordinance: which of the six it is, the rows and pairs that name it
    (those in force), and the reason code that stands against all of them ("" if one lets it pass in some case)."""

    duty: str
    kind: str
    pair: PairKind
    rows: tuple[str, ...]
    refusal: str


def pair_kind(duty: Duty, kind: Kind, statutory_duty: bool, listed: bool) -> PairId | None:
    """Which of the six a duty and a kind are. None: another organ holds the kind (that is provision, 番号法19条11号).

    `statutory_duty`: in 番号法 別表, itself or by designation; `listed`: the orders name the pair.
    """
    if kind.holder != duty.organ:
        return None
    if kind.office == REGISTER:
        return "register-statutory" if statutory_duty else "register-own"
    if statutory_duty and kind.statutory_name:
        return "statutory-listed" if listed else "statutory-unlisted"
    return "statutory-own" if statutory_duty or kind.statutory_name else "own-own"


def pair_of(ordinance: Ordinance, duty: str, kind: str, day: int) -> PairKind | None:
    """Which of the six a join is under an ordinance, on a day of the law. None: provision, or the duty's own records."""
    known = catalogue()
    if any(pair.duty == duty and kind in pair.kinds for pair in law().own):
        return None
    found = pair_kind(known.duties[duty], known.kinds[kind], _statutory(ordinance, known.duties[duty], day), _listed(duty, kind))
    return pair_kinds()[found] if found else None


def pairs_in_house(ordinance: Ordinance, day: int, formula_kinds: Mapping[str, Iterable[str]]) -> tuple[InHouse, ...]:
    """The joins inside one organ that some duty asks for under an ordinance, or that the orders list, in catalogue order."""
    found = []
    for duty in catalogue().duties:
        listed = {kind for pair in law().pairs if pair.duty == duty for kind in pair.kinds}
        for kind in ordinance.asked(duty, {*formula_kinds.get(duty, ()), *listed}):
            pair = pair_of(ordinance, duty, kind, day)
            if pair is not None:
                found.append(_in_house(position(ordinance, duty, kind, day), pair))
    return tuple(found)


@cache
def pair_kinds() -> Mapping[str, PairKind]:
    """The six, by id."""
    raw = tomllib.loads((Path(law_package.__file__).parent / "pair_kinds.toml").read_text(encoding="utf-8"))
    return {id_: PairKind(id_, **entry) for id_, entry in raw.items()}


def _in_house(stands: Position, pair: PairKind) -> InHouse:
    refusals = ["no-purpose" if ground.against_purpose else ground.refusal for ground in stands.grounds]
    refusal = "prohibited" if stands.prohibition else stands.refusal if not refusals else "" if "" in refusals else refusals[-1]
    return InHouse(stands.duty.id, stands.kind.id, pair, tuple(ground.row.row for ground in stands.grounds), refusal)


def _statutory(ordinance: Ordinance, duty: Duty, day: int) -> bool:
    """In 番号法 別表: by itself, or (item 135) by the designation of a benefit that has no Act of its own."""
    designated = any(row.table == "designation" and row.duty == duty.id and row.valid(day) for row in ordinance.rows)
    return bool(duty.statutory) or designated


def _listed(duty: str, kind: str) -> bool:
    return any(pair.duty == duty and kind in pair.kinds for pair in law().pairs)
