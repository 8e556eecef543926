"""One ordinance at the gate: contexts of the members, reason codes, disclosures, and the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from processors.decide import asked_kinds, law_day, retention_end, sweep_opening, sweep_rows
from processors.disclosures import DutyDisclosures
from processors.duties import kinds, tax_year
from processors.gate.table import (
    APPLICATION,
    CLOSED,
    CONSENT,
    ELSEWHERE,
    LIFE_EVENT,
    NOT_ASKED,
    OBJECTED,
    OPEN,
    OVER,
    PROTECTED,
    SWEEPS,
    Question,
    Table,
)  # fmt: skip
from processors.gate.town import KIND_BITS, Households
from processors.growing import Growing
from processors.ledger import ACTS, Ledger
from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.law import law as the_law
from schemas.ordinance import Ordinance
from schemas.vocabulary.declare import DUTIES

KINDS: tuple[str, ...] = tuple(catalogue().kinds)
DISCLOSED, DENIED, RETRACTED = (ACTS.index(act) for act in ("disclosed", "denied", "retracted"))
YEARLY = frozenset(a.kind for a in ATTRIBUTES.values() if a.how == "duty-year")
"""Kinds of which a duty gets the record of one year."""
_KIND_CODE = {kind: code for code, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Sweep:
    """A row's sweep that is open on the day, since `opening`."""

    row: str
    opening: int | None


class LaneGate:
    """The gate under one ordinance. `contexts` keeps, by resident and duty, the context that was judged last."""

    def __init__(self, name: str, ordinance: Ordinance, run_start: int) -> None:
        self.name = name
        self.run_start = run_start
        self.ledger = Ledger()
        self.contexts = Growing({duty: np.dtype(np.int16) for duty in DUTIES})
        self.tables: dict[str, Table] = {}
        self.ordinance = ordinance
        self._before: dict[str, Table] = {}
        """Tables that were replaced, until every household was decided anew."""
        self._rules: dict[str, object] = {}
        self._turned_to: tuple[Ordinance, int, str] | None = None
        self._windows: dict[str, tuple[Sweep, ...]] = {}

    def adopt(self, ordinance: Ordinance) -> None:
        """Puts another ordinance in force; `turn` then says which duties it concerns."""
        self.ordinance = ordinance

    def turn(self, day: int, file_size: int) -> tuple[str, ...]:
        """Moves to a day; returns the duties whose rules or sweeps are not what they were."""
        now = (self.ordinance, day, the_law().pia_needed(file_size))
        if now == self._turned_to:
            return ()
        self._turned_to = now
        law = law_day(self.ordinance, self.run_start, day)
        self.oldest = oldest_kept(self.ordinance, day)
        return tuple(duty for duty in DUTIES if self._turn(duty, day, law, file_size))

    def _turn(self, duty: str, day: int, law: int, file_size: int) -> bool:
        question, windows = self._question(duty, day, law, file_size)
        rules = (question.kinds, question.standing, rules_of(self.ordinance, duty, law, file_size))
        turned = False
        if rules != self._rules.get(duty):
            self._rules[duty] = rules
            self._before.setdefault(duty, self.tables.get(duty, Table(question)))
            self.tables[duty] = Table(question)
            turned = True
        if windows != self._windows.get(duty, ()):
            self._windows[duty] = windows
            turned = True
        return turned

    def _question(self, duty: str, day: int, law: int, file_size: int) -> tuple[Question, tuple[Sweep, ...]]:
        asked = asked_kinds(self.ordinance, duty, kinds(duty, day))
        rows = sweep_rows(self.ordinance, duty)
        windows = tuple(Sweep(row.row, sweep_opening(row, day, law - day)) for row in rows)
        standing = any(row.valid(law) and "standing" in row.triggers for row in self.ordinance.rows_of(duty))
        return Question(self.ordinance, duty, asked, tuple(row.row for row in rows), standing, day, law, file_size), windows

    def decide(
        self, households: Households, duties: Sequence[str], batch_day: int, new_year: frozenset[str] = frozenset()
    ) -> dict[str, DutyDisclosures]:
        """Decides about the members of some households, for some duties; enters the ledger. `new_year`: duties whose tax year turned."""
        self.contexts.grow(households.facts.size)
        self.ledger.begin(batch_day, self.ordinance.content_hash[:12])
        asking = [duty for duty in duties if self.tables[duty].question.kinds]
        for duty in (duty for duty in duties if duty not in asking):
            self._close(duty, households.rows, households.keys)
        return {duty: self._decide(duty, households, duty in new_year) for duty in asking}

    def settled(self, duties: Sequence[str]) -> None:
        """All households were decided anew for these duties."""
        for duty in duties:
            self._before.pop(duty, None)

    def dismiss(self, rows: np.ndarray, keys: np.ndarray) -> None:
        """Retracts everything about residents who belong to no household any more."""
        self.contexts.grow(int(rows.max(initial=-1)) + 1)
        for duty in self.tables:
            self._close(duty, rows, keys)

    def _close(self, duty: str, rows: np.ndarray, keys: np.ndarray) -> None:
        """Retracts whatever a duty has been given about some residents."""
        before = self.contexts[duty][rows]
        open_ = np.flatnonzero(before)
        if len(open_):
            old = self._before.get(duty, self.tables[duty])
            self._enter_retractions(duty, old.question.kinds, keys[open_], old.allowed[before[open_]], before[open_])
            self.contexts[duty][rows] = 0

    def _decide(self, duty: str, households: Households, new_year: bool) -> DutyDisclosures:
        table, rows = self.tables[duty], households.rows
        raw, opened = self._contexts(duty, households)
        asked = np.ones(households.n, dtype=bool) if table.question.standing else opened > 0
        before = self.contexts[duty][rows]
        if not raw.any() and not before.any():
            ids, since = np.zeros(len(rows), dtype=np.int16), opened
        else:
            ids, newest = table.ids(raw), households.newest_of(kinds(duty, households.day))
            since = newest if table.question.standing else np.maximum(opened, newest)  # what always was open was never opened
            self._enter(duty, households, before, ids, new_year)
            self.contexts[duty][rows] = ids
        hidden = {name: list(contexts) for name, contexts in table.hidden.items()}
        return DutyDisclosures(table.question.kinds, asked, ids, table.codes, table.allowed, since, hidden)

    def _contexts(self, duty: str, households: Households) -> tuple[np.ndarray, np.ndarray]:
        """Raw contexts (int32 [m]) and the opening of the newest case (int32 [n]; 0: none is open but a standing one)."""
        of_home, opened = self._open_cases(duty, households)
        if not self.tables[duty].question.standing and not opened.any():
            return np.zeros(len(households.rows), dtype=np.int32), opened
        raw = of_home[households.place] | households.roles_in(households.cases.applications.get(duty)) | self._personal(duty, households)
        if not self.tables[duty].question.standing:
            raw = np.where(opened[households.place] > 0, raw, 0)
        return raw.astype(np.int32), opened

    def _open_cases(self, duty: str, households: Households) -> tuple[np.ndarray, np.ndarray]:
        opened = households.cases.life_event
        of_home = self._state(opened) << LIFE_EVENT
        applications = households.cases.applications.get(duty)
        if applications is not None:
            opened = np.maximum(opened, applications.applied)
            of_home |= (self._state(applications.applied) << APPLICATION) | (applications.consent.astype(np.int32) << CONSENT)
        for i, sweep in enumerate(self._windows.get(duty, ())):
            if sweep.opening is not None:
                swept = np.where(households.registered_since <= sweep.opening, np.int32(sweep.opening), np.int32(0))
                opened = np.maximum(opened, swept)
                of_home |= self._state(swept) << (SWEEPS + 2 * i)
        return of_home, opened

    def _personal(self, duty: str, households: Households) -> np.ndarray:
        bits = households.protected.astype(np.int32) << PROTECTED
        if households.objections.any():
            bits |= households.objected(duty).astype(np.int32) << OBJECTED
        return bits | households.elsewhere(tax_year(duty, households.day)).astype(np.int32) << ELSEWHERE

    def _state(self, opening: np.ndarray) -> np.ndarray:
        """CLOSED, OPEN or OVER by opening day (0: no case): int32 [n]."""
        return np.where(opening == 0, CLOSED, np.where(opening < self.oldest, OVER, OPEN)).astype(np.int32)

    def _enter(self, duty: str, households: Households, before: np.ndarray, ids: np.ndarray, new_year: bool) -> None:
        """Ledger entries: what is disclosed newly or with a new value, denied newly, or retracted.

        Of whom an office holds nothing of a kind, nothing passes, and nothing is entered as disclosed.
        """
        table = self.tables[duty]
        old = self._before.get(duty, table)
        moved = np.flatnonzero((ids != before) | ((households.changed & bits_of(table.question.kinds)) != 0) if not new_year and old is table else ids + before)
        if not len(moved):
            return
        ids, before, keys = ids[moved], before[moved], households.keys[moved]
        old_codes, was_allowed = _as(old, table, before)
        codes, allowed = table.codes[ids], table.allowed[ids]
        held, fresh = self._held(table.question.kinds, households, moved, new_year)
        kinds = np.array([_KIND_CODE[kind] for kind in table.question.kinds], dtype=np.uint8)
        disclosed = allowed & held & (fresh | ~was_allowed)
        denied = ~allowed & (codes != old_codes) & (codes != NOT_ASKED)
        for act, what in ((DISCLOSED, disclosed), (DENIED, denied)):
            who, which = np.nonzero(what)
            if len(who):
                self.ledger.append(keys[who], DUTIES.index(duty), kinds[which], codes[who, which], act, ids[who])
        self._enter_retractions(duty, table.question.kinds, keys, was_allowed & held & ~allowed, ids)
        dropped = tuple(kind for kind in old.question.kinds if kind not in table.question.kinds)
        if dropped:
            self._enter_retractions(duty, dropped, keys, _as_kinds(old, dropped, before), ids)

    @staticmethod
    def _held(kinds: tuple[str, ...], households: Households, at: np.ndarray, new_year: bool) -> tuple[np.ndarray, np.ndarray]:
        """By member and kind: whether any fact of the kind is held, and whether one changed: bool [m, k] each."""
        has = households.facts.dense["has"][households.rows[at]]
        changed = households.changed[at]
        held = np.column_stack([(has & KIND_BITS[kind]) != 0 for kind in kinds])
        fresh = np.column_stack([((changed & KIND_BITS[kind]) != 0) | (new_year and kind in YEARLY) for kind in kinds])
        return held, fresh

    def _enter_retractions(self, duty: str, kinds: tuple[str, ...], keys: np.ndarray, what: np.ndarray, ids: np.ndarray) -> None:
        who, which = np.nonzero(what)
        if len(who):
            codes = np.array([_KIND_CODE[kind] for kind in kinds], dtype=np.uint8)
            none = np.zeros(len(who), dtype=np.uint8)
            self.ledger.append(keys[who], DUTIES.index(duty), codes[which], none, RETRACTED, ids[who])

    def nbytes(self) -> int:
        """Bytes a lane takes for its residents, the ledger apart."""
        return self.contexts.nbytes()


@cache
def bits_of(kinds: tuple[str, ...]) -> np.uint64:
    """The facts of some data kinds, as a set of BITs."""
    return np.uint64(np.bitwise_or.reduce([KIND_BITS[kind] for kind in kinds]))


def rules_of(ordinance: Ordinance, duty: str, law: int, file_size: int) -> object:
    """Everything of an ordinance that a decision about a duty can depend on, on a day as the law sees it."""
    rows = tuple(row for row in ordinance.rows if row.duty == duty and row.valid(law))
    barred = tuple(p for p in ordinance.prohibitions if p.duty in ("", duty) and p.valid_from <= law <= p.valid_to)
    size = the_law().pia_needed(file_size) if ordinance.safeguards.pia_level != "full" else ""
    return rows, barred, ordinance.clauses, ordinance.safeguards, ordinance.assumes, ordinance.join_key, ordinance.facts, size


def oldest_kept(ordinance: Ordinance, day: int) -> int:
    """The oldest opening of a case whose data may still be kept on a day; 0 where there is no end."""
    months = ordinance.safeguards.retention_months
    if months is None:
        return 0
    opening = day - 31 * months - 4
    while retention_end(ordinance, opening) <= day:
        opening += 1
    return opening


def _as_kinds(table: Table, kinds: tuple[str, ...], ids: np.ndarray) -> np.ndarray:
    """Whether some of a table's kinds were allowed, bool [m, k]."""
    allowed: np.ndarray = table.allowed[ids][:, [table.question.kinds.index(kind) for kind in kinds]]
    return allowed


def _as(old: Table, new: Table, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the old table said, in the kinds of the new one: codes uint8 [m, k], allowed bool [m, k]."""
    if old.question.kinds == new.question.kinds:
        return old.codes[ids], old.allowed[ids]
    codes = np.zeros((len(ids), len(new.question.kinds)), dtype=np.uint8)
    allowed = np.zeros(codes.shape, dtype=bool)
    for i, kind in enumerate(new.question.kinds):
        if kind in old.question.kinds:
            at = old.question.kinds.index(kind)
            codes[:, i], allowed[:, i] = old.codes[ids, at], old.allowed[ids, at]
    return codes, allowed
