"""Rows of one ordinance that say the opposite of each other."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.catalogue import catalogue
from schemas.ordinance.errors import Phrase, named
from schemas.ordinance.model import Ordinance, Prohibition, Row
from schemas.ordinance.shape import PERMITS


def contradictions(ordinance: Ordinance) -> Iterator[tuple[str, str, str]]:
    """Row, code and note of each: a prohibition against a permit, one prohibition within another, and a table that the
    number cannot be got from against a row that gets there by the number.
    """
    permits = [row for row in ordinance.rows if row.table in PERMITS]
    for place, prohibition in enumerate(ordinance.prohibitions):
        for row in permits:
            if kinds := _barred(prohibition, row):
                yield prohibition.row, "contradicts", _row_and_kinds(row, kinds)
        for at, wider in enumerate(ordinance.prohibitions):
            twin = _within(wider, prohibition)
            if at != place and _within(prohibition, wider) and not (twin and at > place):
                yield prohibition.row, "shadowed", wider.row
    for apart in (row for row in permits if row.unlinkable):
        for other in (row for row in permits if not row.unlinkable):
            if kinds := _joined_both_ways(apart, other):
                yield apart.row, "contradicts", _row_and_kinds(other, kinds)


def _row_and_kinds(row: Row, kinds: list[str]) -> Phrase:
    what = named(kinds, catalogue().kinds)
    return Phrase.of(f"{row.row} ({what})", f"{row.row}（{what.ja}）")


def _barred(prohibition: Prohibition, row: Row) -> list[str]:
    """The kinds of a permit that a prohibition bars on some day on which both are in force."""
    if prohibition.duty not in ("", row.duty) or not _meet(prohibition, row):
        return []
    return [kind for kind in row.kinds if kind in prohibition.kinds]


def _within(prohibition: Prohibition, other: Prohibition) -> bool:
    return (
        set(prohibition.kinds) <= set(other.kinds)
        and other.duty in ("", prohibition.duty)
        and other.valid_from <= prohibition.valid_from
        and prohibition.valid_to <= other.valid_to
    )


def _joined_both_ways(row: Row, other: Row) -> list[str]:
    """Kinds that one row says the number does not lead to, and that another gives the same duty by the number."""
    if row.duty != other.duty or not _meet(row, other):
        return []
    return [kind for kind in row.kinds if kind in other.kinds]


def _meet(one: Row | Prohibition, other: Row | Prohibition) -> bool:
    return one.valid_from <= other.valid_to and other.valid_from <= one.valid_to
