"""The jigsaw of one resident: twelve pieces, and which of them each viewer put in place. All of it is read from the ledger."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from processors.gate.decide import Decision, decide
from processors.gate.entries import KINDS
from processors.gate.ledger import ACTS, Header
from processors.gate.table import CODES, hidden_by
from processors.gate.town import KIND_BITS
from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.vocabulary.declare import DUTIES
from workshop.page.screens.days import iso
from workshop.page.screens.entries import row_text, who
from workshop.page.texts import L, named, worded

ALL = "all"
Found = tuple[int, Header, np.void]
"""An entry as the ledger gives it: place, header, entry."""


@dataclass(frozen=True)
class Piece:
    """A piece: what it is called, the kind of data it is cut from, and the attributes it stands for."""

    id: str
    label_ja: str
    label_en: str
    kind: str
    attributes: frozenset[str]


@cache
def pieces() -> tuple[Piece, ...]:
    """The twelve pieces, in order. ValueError: one stands for an attribute that its kind does not have."""
    raw = tomllib.loads((Path(__file__).parent / "jigsaw.toml").read_text(encoding="utf-8"))
    made = tuple(Piece(id_, one["label_ja"], one["label_en"], one["kind"], frozenset(one["attributes"])) for id_, one in raw.items())
    wrong = [piece.id for piece in made if {ATTRIBUTES[name].kind for name in piece.attributes} != {piece.kind}]
    if wrong:
        raise ValueError(f"Pieces of the jigsaw with attributes of another kind: {', '.join(wrong)}. See schemas.attributes.")
    return made


def viewers() -> dict[str, tuple[str, ...]]:
    """Who looks, with the duties they look for: each organ's offices that have duties, and all of them together."""
    found: dict[str, tuple[str, ...]] = {}
    for id_, duty in catalogue().duties.items():
        viewer = duty.office if duty.organ == "mayor" else duty.organ
        found[viewer] = (*found.get(viewer, ()), id_)
    return {ALL: tuple(catalogue().duties), **found}


def viewers_told() -> list[dict[str, Any]]:
    """The viewers by name."""
    return [{"id": id_, "label": worded("screens.viewer_all") if id_ == ALL else who(duties[0])} for id_, duties in viewers().items()]


def pieces_told(ledger: Iterable[Found], has: np.uint64, last: int, masked: bool) -> list[dict[str, Any]]:
    """Each piece with what each viewer has of it, by a resident's entries up to a day (`last`, ordinal). `has`: the facts that offices hold; `masked`: the
    address is not to be shown, also to whom it passed before the protection began."""
    newest: dict[tuple[str, str], Found] = {}
    for found in ledger:
        if found[1].day <= last:
            newest[DUTIES[found[2]["duty"]], KINDS[found[2]["kind"]]] = found
    return [
        {
            "id": piece.id, "label": named(piece), "office": catalogue().kinds[piece.kind].office, "kind": named(catalogue().kinds[piece.kind]),
            "seen": {viewer: _best(piece, [newest[duty, piece.kind] for duty in duties if (duty, piece.kind) in newest], has, masked) for viewer, duties in viewers().items()},
        }
        for piece in pieces()
    ]  # fmt: skip


ORDER = ("seen", "hidden", "closed", "none")
"""What a viewer has of a piece; of several duties' the one that comes first."""


def _best(piece: Piece, entries: list[Found], has: np.uint64, masked: bool) -> dict[str, Any]:
    """What a viewer has of a piece by its duties' newest entries."""
    if not has & KIND_BITS[piece.kind]:
        return _said("none", worded("screens.piece.no_record"))
    told = sorted((_of(piece, *found, masked) for found in entries), key=lambda one: (ORDER.index(one["state"]), -one["entry"]))
    return told[0] if told else _said("none", worded("screens.piece.not_asked"))


def _of(piece: Piece, place: int, header: Header, entry: np.void, masked: bool) -> dict[str, Any]:
    duty, act = DUTIES[entry["duty"]], ACTS[entry["act"]]
    table = header.tables[duty]
    if act == "retracted":
        return _said("closed", worded("screens.retracted"), place, header, duty)
    decided = decide(table.request(table.contexts[int(entry["context"])], piece.kind), table.question.ordinance)
    row = row_text(table.question.ordinance, decided.row) if decided.row else None
    state, why = _state(piece, decided, CODES[entry["code"]], masked)
    return _said(state, why, place, header, duty, row)


def _state(piece: Piece, decided: Decision, code: str, masked: bool) -> tuple[str, L]:
    if not decided.allowed:
        return "closed", worded(f"code.{code}")
    stays = hidden_by(decided, piece.kind)
    if (decided.masked or masked) and piece.attributes & set(catalogue().kinds[piece.kind].masked):
        return "hidden", worded("screens.piece.protected")
    if decided.answer_only:
        return "closed", worded("code.answer-only")
    if piece.attributes <= stays:
        return "closed", worded("screens.piece.left_out")
    return "seen", worded(f"code.{code}")


def _said(state: str, why: L, place: int = -1, header: Header | None = None, duty: str = "", row: L | None = None) -> dict[str, Any]:
    return {
        "state": state, "why": why, "entry": place + 1 if header else None, "at": iso(header.day) if header else None, "row": row,
        "duty": named(catalogue().duties[duty]) if duty else None,
    }  # fmt: skip


