"""What else a row would serve (目的外の利用): the other duties for whose formula the data that it opens are enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.ordinance.model import HELD_BY_ITSELF, Ordinance, Row

Reads = Mapping[str, Iterable[str]]
"""Attributes that each duty's formula reads on a day, by duty (schemas.programmes.reads_on)."""


def opened(row: Row) -> tuple[str, ...]:
    """The attributes that a row lets pass: those of its kinds that its holder organ holds, as far as it names them; none for a
    row of table 1, which lets nothing pass."""
    holder = row.organ if row.table in HELD_BY_ITSELF else row.holder
    kinds = {kind for kind in row.kinds if catalogue().kinds[kind].holder == holder}
    return tuple(a.name for a in ATTRIBUTES.values() if a.kind in kinds and (row.attributes is None or a.name in row.attributes))


def serves(row: Row, reads: Reads) -> tuple[str, ...]:
    """The other duties whose formula reads nothing but what the row opens, in the order of the catalogue.

    It is asked what the data could be used for, not what the row permits: organ, subjects, triggers and dates do not count.
    A duty of which nothing is known (no formula, or no law of the day) is left out.
    """
    at_hand, needed = set(opened(row)), {duty: set(read) for duty, read in reads.items() if duty != row.duty}
    return tuple(duty for duty in catalogue().duties if needed.get(duty) and needed[duty] <= at_hand)


def rows_serving(ordinance: Ordinance, reads: Reads) -> dict[str, tuple[str, ...]]:
    """By row that lets data pass, in the order of the file: what else it would serve."""
    return {row.row: serves(row, reads) for row in ordinance.rows if row.table != "table1"}
