"""Parts of an ordinance in words: clauses, safeguards, facts and rows, with what each layer says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.catalogue import catalogue
from schemas.law import law
from workshop.words import Words

if TYPE_CHECKING:
    from schemas.ordinance.layers import Layered


def part_text(words: Words, part: Layered) -> str:
    """What a part is, and what is said of it: 「税情報の本人同意：切」, 「行3-1：外した」."""
    value = value_text(words, part.value)
    if part.what in ("row", "prohibition"):
        value = words("layers.changed") if part.value and part.below else words("layers.added" if part.value else "layers.removed")
        value = words("layers.there") if part.layer != "workshop" else value
    return words("layers.part", name=name_text(words, part), value=value)


def name_text(words: Words, part: Layered) -> str:
    """The name of a part."""
    if part.what == "safeguard":
        return words.label(law().safeguards[part.id])
    if part.what in ("clause", "fact"):
        return words(f"layers.{part.what}_{part.id}")
    if part.what == "own":
        return words("layers.own", what=_pair_text(words, part.id))
    if part.what == "pair":
        return words("layers.pair", row=part.id, what=_pair_text(words, part.id))
    return words(f"layers.{part.what}", row=part.id)


def _pair_text(words: Words, row: str) -> str:
    """Duty and data of a statutory pair, or of a duty's own records."""
    pair = next(pair for pair in (*law().pairs, *law().own) if pair.row == row)
    kinds = words("pairs.between_rows").join(words.label(catalogue().kinds[kind]) for kind in pair.kinds)
    return words("layers.reads", duty=words.label(catalogue().duties[pair.duty]), kinds=kinds)


def value_text(words: Words, value: object) -> str:
    """A value in words: on or off, months without an end, a number, or one of a few words."""
    if value is None:
        return words("layers.no_end")
    if isinstance(value, bool):
        return words("layers.on" if value else "layers.off")
    key = f"layers.value_{value}"
    return words(key) if words.has(key) else str(value)
