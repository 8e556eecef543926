"""An ordinance as data: rows, clauses, safeguards, facts. Immutable: a change makes a new one with a new hash."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import Any, Literal

from schemas.attributes import attributes_of
from schemas.catalogue import catalogue
from schemas.fields import FOREVER
from schemas.law import law

TableName = Literal["table1", "table2", "table3", "designation", "purpose", "statutory", "own"]
PiaLevel = Literal["none", "basic", "focused", "full"]
Instrument = Literal["none", "number-ordinance", "designation", "privacy-ordinance", "hypothetical"]
HELD_BY_ITSELF = ("table2", "designation")
"""Tables of use inside one organ: their rows name no holder, for it is the organ itself."""
BEGINNING = 1
"""The first day there is (an ordinal): the start of what has no start."""


@dataclass(frozen=True)
class Row:
    """A row of table 1, 2, 3, a designation or a purpose; or, from the law, a statutory pair or a duty's own records.

    `valid_from` and `valid_to` are ordinal days, both included. `attributes` names what passes of the kinds (None:
    all). `lifts_tax_secrecy` and `article` are ids of `schemas.law` and stand in rows of the law only.
    """

    table: TableName
    row: str
    organ: str
    duty: str
    kinds: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    holder: str = ""
    sweep_on: tuple[str, ...] = ()
    attributes: tuple[str, ...] | None = None
    valid_from: int = BEGINNING
    valid_to: int = FOREVER
    join_key: str = ""
    unlinkable: bool = False
    basis: str = ""
    recurrent: bool = False
    lifts_tax_secrecy: str = ""
    article: str = ""

    def valid(self, day: int) -> bool:
        """Whether the row is in force on the day."""
        return self.valid_from <= day <= self.valid_to

    def passes(self, kind: str) -> frozenset[str] | None:
        """The attributes of the kind that the row lets pass; None: all."""
        if self.attributes is None:
            return None
        return frozenset(self.attributes) & {a.name for a in attributes_of(kind)}


@dataclass(frozen=True)
class Prohibition:
    """A row of `[[prohibit]]`: these kinds pass to nobody, or not to this duty."""

    row: str
    kinds: tuple[str, ...]
    reason: str
    duty: str = ""
    valid_from: int = BEGINNING
    valid_to: int = FOREVER

    def bars(self, duty: str, kind: str, day: int) -> bool:
        """Whether it bars the kind from the duty on the day."""
        return kind in self.kinds and self.duty in ("", duty) and self.valid_from <= day <= self.valid_to


@dataclass(frozen=True)
class Clauses:
    """Clauses of the main text: the blanket clause (第4条3項) and deemed submission (みなし規定)."""

    statutory_pairs: bool = False
    deemed_submission: bool = False


@dataclass(frozen=True)
class Safeguards:
    """The safeguards (守り); the defaults are the safest that leave a gate. `retention_months` None: no end."""

    tax_consent: bool = True
    protected_address: bool = True
    network_first: bool = True
    human_assessment: bool = True
    notice_to_subject: bool = True
    retention_months: int | None = 12
    objection: bool = True
    answer_only: bool = False
    pia_level: PiaLevel = "full"


@dataclass(frozen=True)
class TownFacts:
    """What the town sets for the formulas: 級地, factor of school aid (permille), day of residence for tax."""

    class_of_area: str = "2-1"
    school_aid_factor_permille: int = 1300
    taxed_on: str = "01-01"


@dataclass(frozen=True)
class Ordinance:
    """One ordinance (条例案). `name` is what it is called by and is not part of its content.

    Nor is where it comes from: `switches` of the workshop that were applied, and the `base` as it was before them.
    """

    name: str = field(compare=False)
    title: str
    municipality: str
    instrument: Instrument
    caption: str = ""
    assumes: tuple[str, ...] = ()
    law_starts: int | None = None
    join_key: str = "my_number"
    clauses: Clauses = Clauses()
    rows: tuple[Row, ...] = ()
    prohibitions: tuple[Prohibition, ...] = ()
    safeguards: Safeguards = Safeguards()
    facts: TownFacts = TownFacts()
    programmes: tuple[str, ...] = ()
    """The programmes that are judged under it, in this sandbox; none named: all."""
    switches: tuple[str, ...] = field(default=(), compare=False)
    base: Ordinance | None = field(default=None, compare=False, repr=False)

    def judges(self, programme: str) -> bool:
        """Whether a programme is judged under it."""
        return not self.programmes or programme in self.programmes

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of its canonical JSON, 64 hex digits. Comments, key order and the name do not count."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()

    @property
    def short_hash(self) -> str:
        """The first ten digits of the content hash, for people."""
        return self.content_hash[:10]

    @cached_property
    def beyond_law(self) -> tuple[str, ...]:
        """National-law safeguards that are off (「実験：条例では外せません」). Empty for whatever a file can say."""
        rules = law().safeguards.values()
        return tuple(
            rule.id for rule in rules if rule.set_by == "national-law" and getattr(self.safeguards, rule.id) is False
        )

    def rows_of(self, duty: str) -> tuple[Row, ...]:
        """Its rows that let data pass to the duty (tables 2 and 3, designation, purpose), in the order of the file."""
        return self._permits.get(duty, ())

    def asked(self, duty: str, formula_kinds: Iterable[str] = ()) -> tuple[str, ...]:
        """The kinds that the gate is asked for: those the formula reads and those its rows name, in catalogue order."""
        named = {kind for row in self.rows_of(duty) for kind in row.kinds} | set(formula_kinds)
        return tuple(kind for kind in catalogue().kinds if kind in named)

    def find_row(self, row: str) -> Row | Prohibition | None:
        """The row of that name."""
        every: list[Row | Prohibition] = [*self.rows, *self.prohibitions]
        return next((r for r in every if r.row == row), None)

    def as_dict(self) -> dict[str, Any]:
        """The content in the shape of a file (dates as `datetime.date`), defaults of rows left out."""
        whole: dict[str, Any] = {
            "title": self.title,
            "municipality": self.municipality,
            "instrument": self.instrument,
            "caption": self.caption,
            "assumes": list(self.assumes),
            "join_key": self.join_key,
            "clauses": asdict(self.clauses),
            "safeguards": {**asdict(self.safeguards), "retention_months": self.safeguards.retention_months or False},
            "facts": asdict(self.facts),
        }
        if not self.caption:
            del whole["caption"]
        if self.programmes:
            whole["programmes"] = list(self.programmes)
        if self.law_starts is not None:
            whole["law_starts"] = datetime.date.fromordinal(self.law_starts)
        for row in self.rows:
            whole.setdefault(row.table, []).append(_entry(row))
        if self.prohibitions:
            whole["prohibit"] = [_entry(row) for row in self.prohibitions]
        return whole

    def as_json(self) -> str:
        """The content as canonical JSON (RFC 8785: sorted keys, no spaces; dates as ISO text)."""
        return json.dumps(
            self.as_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=datetime.date.isoformat
        )

    @cached_property
    def _permits(self) -> dict[str, tuple[Row, ...]]:
        duties = {row.duty for row in self.rows}
        return {duty: tuple(r for r in self.rows if r.duty == duty and r.table != "table1") for duty in duties}

    @cached_property
    def known_positions(self) -> dict[tuple[str, str, int], object]:
        """What `schemas.ordinance.position` worked out, by (duty, kind, day); never part of the content."""
        return {}


def _entry(row: Row | Prohibition) -> dict[str, Any]:
    implied = isinstance(row, Row) and row.table in HELD_BY_ITSELF
    entry: dict[str, Any] = {}
    for key in fields(row):
        value = getattr(row, key.name)
        if key.name == "table" or value == key.default or (implied and key.name == "holder"):
            continue
        if key.name in ("valid_from", "valid_to"):
            value = datetime.date.fromordinal(value)
        entry[key.name] = list(value) if isinstance(value, tuple) else value
    return entry
