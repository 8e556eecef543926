"""Where a duty stands towards a data kind on one day: the rows that could let it pass, and what bars each for good.

This is the part of the gate's answer that depends on ordinance, law and day alone, so it is worked out once; the rest
(who, which case, consent...) is asked in `processors.gate.decide`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from schemas.catalogue import Duty, Kind, catalogue
from schemas.law import Pair, law
from schemas.ordinance.model import Ordinance, Prohibition, Row

MOST_REMEMBERED = 20_000
"""How many positions an ordinance keeps before it starts anew: (duty, kind, day), so some hundred days."""


@dataclass(frozen=True)
class Ground:
    """A row that names duty and kind, and is in force.

    `refusal` is the reason code that stands against it whoever asks ("" if none). `against_purpose` is true where the
    row states a purpose but the number is the key: 番号法30条 leaves only life, body and property. `lifts_secrecy` and
    `cites` are ids of articles and assumptions.
    """

    row: Row
    by_number: bool
    refusal: str = ""
    refusal_cites: str = ""
    against_purpose: bool = False
    lifts_secrecy: str = ""
    cites: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it lets something pass to somebody in some case."""
        return not self.refusal and not self.against_purpose


@dataclass(frozen=True)
class Position:
    """All grounds, own records first. Without any, `refusal` says why nothing passes. A prohibition beats them all."""

    duty: Duty
    kind: Kind
    grounds: tuple[Ground, ...]
    refusal: str
    refusal_cites: str
    prohibition: Prohibition | None

    @property
    def open(self) -> tuple[Ground, ...]:
        """The grounds by which the kind passes to somebody in some case."""
        return () if self.prohibition else tuple(ground for ground in self.grounds if ground.open)


def position(ordinance: Ordinance, duty: str, kind: str, day: int) -> Position:
    """The position of a duty towards a kind on a day (ordinal, the law's: see `law_day`). KeyError: no such id."""
    key = (duty, kind, day)
    known = ordinance.known_positions.get(key)
    if known is None:
        if len(ordinance.known_positions) >= MOST_REMEMBERED:
            ordinance.known_positions.clear()
        known = ordinance.known_positions[key] = _position(
            ordinance, catalogue().duties[duty], catalogue().kinds[kind], day
        )
    assert isinstance(known, Position)
    return known


def number_permission(ordinance: Ordinance, duty: Duty, day: int) -> str:
    """Why the duty may use the number (番号法9条): an article or assumption, or "" if it may not."""
    if duty.statutory:
        return "number-9-1"
    rows = [row for row in ordinance.rows if row.duty == duty.id and row.organ == duty.organ and row.valid(day)]
    if any(row.table == "designation" for row in rows):
        return "account-10"
    if any(row.table == "table1" for row in rows):
        return "number-9-2"
    return "statutory-table-row" if "statutory-table-row" in ordinance.assumes and ordinance.rows_of(duty.id) else ""


def _position(ordinance: Ordinance, duty: Duty, kind: Kind, day: int) -> Position:
    may_use_number = number_permission(ordinance, duty, day)
    named = [row for row in ordinance.rows_of(duty.id) if kind.id in row.kinds and row.valid(day)]
    rows = [row for row in named if not _void(row, duty)]
    every = (*_law_rows("own", duty.id, kind.id), *rows, *_law_rows("statutory", duty.id, kind.id))
    grounds = [_ground(ordinance, row, duty, kind, day, may_use_number) for row in every]
    refusal, cites = _nothing(ordinance, duty, kind, may_use_number)
    prohibition = next((p for p in ordinance.prohibitions if p.bars(duty.id, kind.id, day)), None)
    return Position(duty, kind, tuple(grounds), refusal, cites, prohibition)


def _void(row: Row, duty: Duty) -> bool:
    """A designation is for benefits without an Act of their own (口座登録法10条)."""
    return row.table == "designation" and bool(duty.statutory)


@cache
def _law_rows(table: Literal["own", "statutory"], duty: str, kind: str) -> tuple[Row, ...]:
    """A duty's own records, or its statutory pairs, that hold the kind, as rows."""
    pairs = law().own if table == "own" else law().pairs
    return tuple(_law_row(table, pair) for pair in pairs if pair.duty == duty and kind in pair.kinds)


def _law_row(table: Literal["own", "statutory"], pair: Pair) -> Row:
    organ = catalogue().duties[pair.duty].organ
    return Row(
        table=table,
        row=pair.row,
        organ=organ,
        duty=pair.duty,
        kinds=pair.kinds,
        subjects=pair.subjects,
        triggers=pair.triggers,
        holder=organ,
        lifts_tax_secrecy=pair.lifts_tax_secrecy,
        article=pair.article,
    )


def _nothing(ordinance: Ordinance, duty: Duty, kind: Kind, may_use_number: str) -> tuple[str, str]:
    rows = ordinance.rows_of(duty.id)
    if rows and all(row.unlinkable for row in rows):
        return "no-purpose", "appi-61-69"
    if not may_use_number:
        return "number-not-permitted", "number-9"
    return "no-row", "number-9-2" if kind.holder == duty.organ else "number-19-11"


def _ground(ordinance: Ordinance, row: Row, duty: Duty, kind: Kind, day: int, may_use_number: str) -> Ground:
    if row.table == "own":
        return Ground(row, True, cites=(row.article,))
    lifts = "account-11" if row.table == "designation" else row.lifts_tax_secrecy
    if not lifts and "tax-secrecy-lifted" in ordinance.assumes:
        lifts = "tax-secrecy-lifted"
    if row.unlinkable:
        cites_against = _against_basis(row, duty, kind, day)
        refusal = "no-purpose" if cites_against else ""
        return Ground(row, False, refusal, cites_against, False, lifts, (law().bases[row.basis].article,))
    refusal = _against_number(ordinance, row, duty, kind, may_use_number)
    cites_against = law().reasons[refusal][0] if refusal else ""
    return Ground(row, True, refusal, cites_against, row.table == "purpose", lifts, _cites(row, may_use_number))


def _cites(row: Row, may_use_number: str) -> tuple[str, ...]:
    """What a permit by the number cites; without a table of permits (a purpose) it never comes to one."""
    article = law().permits[row.table].article or "number-9"
    return (article, may_use_number) if may_use_number in law().assumptions else (article,)


def _against_number(ordinance: Ordinance, row: Row, duty: Duty, kind: Kind, may_use_number: str) -> str:
    if not may_use_number:
        return "number-not-permitted"
    if row.table == "statutory" and not ordinance.clauses.statutory_pairs:
        return "no-blanket-clause"
    return "" if row.organ == duty.organ and row.holder == kind.holder else "wrong-organ"


def _against_basis(row: Row, duty: Duty, kind: Kind, day: int) -> str:
    """The article against a row that rests on a purpose, not on the number; "" if it may."""
    basis = law().bases[row.basis]
    if row.organ != duty.organ or row.holder != kind.holder:
        return "appi-61"
    if basis.temporary and (row.recurrent or "standing" in row.triggers):
        return basis.article
    if not basis.valid_from <= day <= basis.valid_to:
        return "appi-municipal"
    return ""
