"""What is entered in the ledger when a duty is decided: what of each member's data is disclosed, denied or retracted by that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from processors.gate.ledger import ACTS, Header, Ledger
from processors.gate.table import NOT_ASKED, Table, allowing
from processors.gate.town import KIND_BITS
from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.vocabulary.declare import DUTIES

KINDS: tuple[str, ...] = tuple(catalogue().kinds)
DISCLOSED, DENIED, RETRACTED = (ACTS.index(act) for act in ("disclosed", "denied", "retracted"))
YEARLY = frozenset(a.kind for a in ATTRIBUTES.values() if a.how == "duty-year")
"""Kinds of which a duty gets the record of one year."""


@dataclass(frozen=True)
class Subjects:
    """Residents (m) about whom something is to be entered: their opaque keys, and sets of the facts that are held and that changed."""

    keys: np.ndarray
    has: np.ndarray
    changed: np.ndarray

    def some(self, at: np.ndarray) -> Subjects:
        """Some of them."""
        return Subjects(self.keys.take(at), self.has.take(at), self.changed.take(at))


def enter(ledger: Ledger, who: Subjects, old: Table, before: np.ndarray, new: Table, ids: np.ndarray, new_year: bool) -> None:
    """Enters what is disclosed newly or with a new value, denied newly, or retracted, by the contexts `before` and now (`ids`).

    Of whom an office holds nothing of a kind, nothing passes, and nothing is entered as disclosed or retracted.
    `new_year`: the duty asks for the record of another year.
    """
    asked = new.question.kinds
    codes, old_codes = _said(new, asked, ids), _said(old, asked, before)
    allowed, was_allowed = allowing(codes), allowing(old_codes)
    bits = _bits(asked)
    held, fresh = (who.has & bits) != 0, (who.changed & bits) != 0
    if new_year:
        fresh[[kind in YEARLY for kind in asked]] = True
    _append(ledger, new, asked, who.keys, allowed & held & (fresh | ~was_allowed), codes, DISCLOSED, ids)
    _append(ledger, new, asked, who.keys, ~allowed & (codes != old_codes) & (codes != NOT_ASKED), codes, DENIED, ids)
    _append(ledger, new, asked, who.keys, was_allowed & held & ~allowed, None, RETRACTED, ids)
    _retract(ledger, who, tuple(kind for kind in old.question.kinds if kind not in asked), old, before, ids)


def enter_end(ledger: Ledger, who: Subjects, old: Table, before: np.ndarray) -> None:
    """Enters that everything is retracted that passed in the contexts `before`."""
    _retract(ledger, who, old.question.kinds, old, before, before)


def _retract(ledger: Ledger, who: Subjects, kinds: tuple[str, ...], old: Table, before: np.ndarray, ids: np.ndarray) -> None:
    if kinds:
        held = (who.has & _bits(kinds)) != 0
        _append(ledger, old, kinds, who.keys, allowing(_said(old, kinds, before)) & held, None, RETRACTED, ids)


def row_of(header: Header, entry: np.void) -> str:
    """The row by which an entry was decided; none where no row speaks of it, and for what was taken back."""
    if entry["act"] == RETRACTED:
        return ""
    return header.tables[DUTIES[entry["duty"]]].row_of(int(entry["context"]), KINDS[entry["kind"]])


@cache
def _bits(kinds: tuple[str, ...]) -> np.ndarray:
    """The facts of each kind: uint64 [k, 1]."""
    return np.array([[KIND_BITS[kind]] for kind in kinds], dtype=np.uint64)


@cache
def _numbers(kinds: tuple[str, ...]) -> np.ndarray:
    """The number of each kind: uint8 [k]."""
    return np.array([KINDS.index(kind) for kind in kinds], dtype=np.uint8)


def _said(table: Table, kinds: tuple[str, ...], ids: np.ndarray) -> np.ndarray:
    """What a table says of some kinds in some contexts: codes uint8 [k, m]; nothing of kinds that it was not asked for."""
    if kinds == table.question.kinds:
        return table.codes.T.take(ids, axis=1)
    codes = np.full((len(kinds), len(ids)), NOT_ASKED, dtype=np.uint8)
    for i, kind in enumerate(kinds):
        if kind in table.question.kinds:
            codes[i] = table.codes[ids, table.question.kinds.index(kind)]
    return codes


def _append(
    ledger: Ledger, table: Table, kinds: tuple[str, ...], keys: np.ndarray, what: np.ndarray, codes: np.ndarray | None, act: int, ids: np.ndarray
) -> None:
    """Appends an act for each kind and member where `what` (bool [k, m]) is true, kind by kind."""
    at = what.ravel().nonzero()[0]
    if not len(at):
        return
    which = at // len(keys)
    who = at - which * len(keys)
    code = np.zeros(len(at), dtype=np.uint8) if codes is None else codes.take(at)
    ledger.append(keys.take(who), DUTIES.index(table.question.duty), _numbers(kinds).take(which), code, act, ids.take(who))
