"""`decide`, asked once for each context and kept as a table: the gate of one duty under one ordinance, for whole columns."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np

from processors.gate.decide import REASONS, Concern, Decision, Request, concern, decide
from processors.gate.roles import ROLE_BIT
from schemas.attributes import attributes_of
from schemas.catalogue import catalogue
from schemas.ordinance import Ordinance

CLOSED, OPEN, OVER = 0, 1, 2
"""A trigger in a context: no case open, open, open but past its retention."""
CONSENT, PROTECTED, OBJECTED, ELSEWHERE = 6, 7, 8, 9
APPLICATION, LIFE_EVENT, SWEEPS = 10, 12, 14
"""Places of the bits in a context; the six lowest are the roles, each trigger takes two bits, each sweep row two more."""
NOT_ASKED = 0
"""The reason code of what was never asked, because no case is open."""
ALLOWING = ("permitted", "masked", "answer-only")
CODES: tuple[str, ...] = ("not-asked", *ALLOWING, *REASONS)
_CODE_NUMBERS = {code: number for number, code in enumerate(CODES)}
ANSWER_ONLY = _CODE_NUMBERS["answer-only"]
LONG_AGO = datetime.date(1900, 1, 1).toordinal()


def allowing(codes: np.ndarray) -> np.ndarray:
    """Which codes (uint8, any shape) let something pass: those of ALLOWING, which stand right behind NOT_ASKED."""
    passing: np.ndarray = codes - np.uint8(1) < len(ALLOWING)
    return passing


@dataclass(frozen=True)
class Question:
    """What is asked under one ordinance: the duty, the kinds in order, its sweep rows, and the day as the law sees it."""

    ordinance: Ordinance
    duty: str
    kinds: tuple[str, ...]
    read: tuple[str, ...]
    """Those of the kinds that the duty's formula reads."""
    sweeps: tuple[str, ...]
    standing: bool
    day: int
    law_day: int
    file_size: int


class _Passing(NamedTuple):
    """What is decided about one kind: the number of its code, whether it passes, and which of its attributes stay behind although it does."""

    code: int
    allowed: bool
    hidden: frozenset[str]


class Table:
    """Reason codes by context. `ids` turns raw contexts into small numbers; 0 is the context of no open case."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._ids = np.full(1 << (SWEEPS + 2 * len(question.sweeps)), -1, dtype=np.int16)
        self.contexts: list[int] = []
        k = len(question.kinds)
        self.codes = np.zeros((0, k), dtype=np.uint8)
        self.allowed = np.zeros((0, k), dtype=bool)
        self._decided: dict[object, _Passing] = {}
        self._rows: dict[tuple[int, str], str] = {}
        self.hidden: dict[str, list[int]] = {}
        """By attribute, the contexts in which it does not pass though its kind does."""
        self.said = np.zeros(0, dtype=np.int32)
        """By context, a number for all reason codes together: equal where two contexts, of whatever tables, are answered alike."""
        self.shown = np.zeros(0, dtype=np.int32)
        """By context, a number for all that the formula may see: equal where it sees the same."""
        self._append([0], [_NEVER_ASKED], np.full((1, k), NOT_ASKED, dtype=np.uint8))
        if not question.standing:
            self._ids[self._asleep()] = 0

    def _asleep(self) -> np.ndarray:
        """All raw contexts in which no trigger is open."""
        raw = np.arange(len(self._ids))
        return raw[raw >> APPLICATION == 0]

    def ids(self, raw: np.ndarray) -> np.ndarray:
        """Context numbers: int32 [n] -> int16 [n]; contexts not met before are decided now."""
        ids = self._ids.take(raw)
        unmet = raw[ids < 0]
        if len(unmet):
            met = np.zeros(len(self._ids), dtype=bool)
            met[unmet] = True
            self._decide(met.nonzero()[0].tolist())
            ids = self._ids.take(raw)
        return ids

    def _decide(self, contexts: list[int]) -> None:
        rows = [self._row(raw) for raw in contexts]
        for number, row in enumerate(rows, len(self.contexts)):
            for name in frozenset().union(*(passing.hidden for passing in row)):
                self.hidden.setdefault(name, []).append(number)
        codes = np.array([[passing.code for passing in row] for row in rows], dtype=np.uint8)
        self._append(contexts, [self._seen(row) for row in rows], codes)

    def _append(self, contexts: list[int], shown: list[object], codes: np.ndarray) -> None:
        self._ids[contexts] = np.arange(len(self.contexts), len(self.contexts) + len(contexts))
        self.contexts += contexts
        self.codes = np.concatenate([self.codes, codes])
        self.allowed = np.concatenate([self.allowed, allowing(codes)])
        self.said = np.concatenate([self.said, _numbers((self.question.kinds, row.tobytes()) for row in codes)])
        self.shown = np.concatenate([self.shown, _numbers(shown)])

    def _seen(self, row: list[_Passing]) -> object:
        """What the formula may see where this passes of the kinds."""
        return frozenset((kind, passing.hidden) for kind, passing in zip(self.question.kinds, row) if passing.allowed and kind in self.question.read)

    def _row(self, raw: int) -> list[_Passing]:
        """What passes of each kind in a context; decided once for all contexts that differ in nothing that concerns the kind."""
        row = []
        for kind, (bits, subjects) in zip(self.question.kinds, self._concerns):
            key = kind, raw & bits, tuple([raw & roles != 0 for roles in subjects])
            if key not in self._decided:
                decision = decide(self.request(raw, kind), self.question.ordinance)
                self._decided[key] = _Passing(_CODE_NUMBERS[decision.code], decision.allowed, hidden_by(decision, kind))
            row.append(self._decided[key])
        return row

    @cached_property
    def _concerns(self) -> list[tuple[int, list[int]]]:
        """By kind, which bits of a context concern it, and the sets of roles of which it counts whether any is there."""
        return [self._bits_of(concern(self.question.ordinance, self.question.duty, kind, self.question.law_day)) for kind in self.question.kinds]

    def _bits_of(self, of: Concern) -> tuple[int, list[int]]:
        flags = {CONSENT: of.consent, PROTECTED: of.protected, OBJECTED: of.objected, ELSEWHERE: of.taxed_here}
        cases = {APPLICATION: "application" in of.triggers, LIFE_EVENT: "life-event" in of.triggers}
        cases |= {SWEEPS + 2 * i: row in of.sweeps for i, row in enumerate(self.question.sweeps)}
        bits = sum(counts << place for place, counts in flags.items()) + sum((3 * counts) << place for place, counts in cases.items())
        return bits, [sum(ROLE_BIT[role] for role in roles) for roles in of.subjects]

    def row_of(self, context: int, kind: str) -> str:
        """The row by which it was decided about a kind in a context; none is named where no row speaks of it."""
        key = context, kind
        if key not in self._rows:  # what is kept of decisions is shared by contexts that differ in the row alone
            self._rows[key] = decide(self.request(self.contexts[context], kind), self.question.ordinance).row or ""
        return self._rows[key]

    def request(self, raw: int, kind: str) -> Request:
        """The request that a context stands for."""
        return Request(kind=kind, **self._said(raw))

    def _said(self, raw: int) -> dict[str, Any]:
        """All that a context says, whatever the kind."""
        q = self.question
        opened = {name: q.day if state == OPEN else LONG_AGO for name, state in self._triggers(raw) if state != CLOSED}
        sweeps = {row: q.day if state == OPEN else LONG_AGO for row, state in self._sweeps(raw) if state != CLOSED}
        return {
            "duty": q.duty, "roles": frozenset(role for role, bit in ROLE_BIT.items() if raw & bit), "opened": opened,
            "registered_since": LONG_AGO, "day": q.day, "law_day": q.law_day, "consent": bool(raw >> CONSENT & 1),
            "protected": bool(raw >> PROTECTED & 1), "objected": bool(raw >> OBJECTED & 1), "taxed_here": not raw >> ELSEWHERE & 1,
            "file_size": q.file_size, "sweeps": sweeps,
        }  # fmt: skip

    @staticmethod
    def _triggers(raw: int) -> list[tuple[str, int]]:
        return [("application", raw >> APPLICATION & 3), ("life-event", raw >> LIFE_EVENT & 3)]

    def _sweeps(self, raw: int) -> list[tuple[str, int]]:
        return [(row, raw >> (SWEEPS + 2 * i) & 3) for i, row in enumerate(self.question.sweeps)]


_NEVER_ASKED = "never asked"
_NUMBERS: dict[object, int] = {}
"""Numbers of what was ever said or shown: few, for they are of codes and kinds, not of people."""


def _numbers(of: Iterable[object]) -> np.ndarray:
    return np.array([_NUMBERS.setdefault(what, len(_NUMBERS)) for what in of], dtype=np.int32)


@cache
def _names_of(kind: str) -> frozenset[str]:
    return frozenset(a.name for a in attributes_of(kind))


def hidden_by(decision: Decision, kind: str) -> frozenset[str]:
    """The attributes of a kind that stay behind although the kind passes."""
    if not decision.allowed:
        return frozenset()
    left_out = _names_of(kind) - decision.attributes if decision.attributes is not None else frozenset()
    return left_out | (frozenset(catalogue().kinds[kind].masked) if decision.masked else frozenset())
