"""Whose data passed to whom in a lane, from its whole ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from processors.gate.lane import DISCLOSED, KINDS, LaneGate
from processors.gate.table import CODES
from processors.link.index import NumberIndex
from processors.store.growing import Growing
from schemas.attributes import ATTRIBUTES, attributes_of
from schemas.catalogue import catalogue
from schemas.vocabulary.declare import DUTIES

_ANSWER_ONLY = CODES.index("answer-only")
_MASKED = CODES.index("masked")
_ITEMS = (*ATTRIBUTES, "any value", "answer")
_WORDS = -(-len(_ITEMS) // 64)
"""A set of attributes, with whether any value passed, is so many words of 64 bits: uint64 [_WORDS]."""
_SET = np.dtype((np.uint64, (_WORDS,)))


@dataclass(frozen=True)
class Profiled:
    """Residents of whom an attribute, or an answer in its place, passed to another office than its holder; distinct
    (resident, attribute) pairs, with one for each answer of a duty's formula (`answer_only`), whatever it rests on; and disclosures between offices: those that マイナポータル shows, and those it does not."""

    profiled: int
    items: int
    shown_on_portal: int
    not_shown_on_portal: int

    def as_dict(self) -> dict[str, int]:
        """As plain data."""
        return dict(self.__dict__)


class Passed:
    """What passed between offices in a lane.

    A disclosure to the holder's own office passes nothing on. Of a masked disclosure the hidden attributes are left
    out, and so are those that the rows now in force leave out of a kind; an answer without the values (`answer-only`) is
    one item, of all kinds that a duty is answered about together.
    """

    def __init__(self, gate: LaneGate) -> None:
        self._gate = gate
        self._between = _other_office()
        self._items = {kind: _bits([a.name for a in attributes_of(kind)]) for kind in KINDS}
        self._subjects = NumberIndex()
        self._learned = Growing(dict.fromkeys(DUTIES, _SET))
        """By duty and subject, a set: which attributes passed, and whether any value did."""
        self._disclosures = np.zeros(len(DUTIES), dtype=np.int64)
        for entries in gate.ledger.pieces():
            passed = (entries["act"] == DISCLOSED) & self._between[entries["duty"], entries["kind"]]
            for duty in np.unique(entries["duty"][passed]).tolist():
                self._take(duty, entries[passed & (entries["duty"] == duty)])

    def _take(self, duty: int, entries: np.ndarray) -> None:
        self._disclosures[duty] += len(entries)
        rows = self._subjects.rows(entries["subject"].copy())
        self._learned.grow(self._subjects.size)
        np.bitwise_or.at(self._learned[DUTIES[duty]], rows, self._passing(DUTIES[duty], entries))

    def _passing(self, duty: str, entries: np.ndarray) -> np.ndarray:
        """The sets of what passes by each entry of a duty: uint64 [k, _WORDS]."""
        passing = np.zeros((len(entries), _WORDS), dtype=np.uint64)
        for number in np.unique(entries["kind"]).tolist():
            at = np.flatnonzero(entries["kind"] == number)
            hidden = _where(entries["code"][at] == _MASKED, _bits(catalogue().kinds[KINDS[number]].masked))
            for contexts, names in self._left_out(duty, KINDS[number]):
                hidden |= _where(np.isin(entries["context"][at], contexts), names)
            values = _VALUE | (self._items[KINDS[number]] & ~hidden)
            answered = entries["code"][at] == _ANSWER_ONLY
            passing[at] = np.where(answered[:, np.newaxis], _ANSWER, values) if answered.any() else values
        return passing

    def _left_out(self, duty: str, kind: str) -> list[tuple[list[int], np.ndarray]]:
        """The contexts of a duty in which the rows now in force leave out attributes of a kind, and which one."""
        rows = [row for row in self._gate.ordinance.rows_of(duty) if kind in row.kinds and row.attributes is not None]
        return [(contexts, _bits([name])) for name, contexts in self._gate.tables[duty].hidden.items()] if rows else []

    def of(self, duties: Sequence[str] = DUTIES) -> Profiled:
        """For some duties together."""
        learned = np.zeros((self._learned.size, _WORDS), dtype=np.uint64)
        answers = 0
        for duty in duties:
            learned |= self._learned[duty]
            answers += int(np.bitwise_count(self._learned[duty] & _ANSWER).sum())
        items = int(np.bitwise_count(learned & ~(_VALUE | _ANSWER)).sum()) + answers
        shown = int(self._disclosures[[DUTIES.index(duty) for duty in duties]].sum())
        return Profiled(int(learned.any(axis=1).sum()), items, 0, shown)


def _bits(names: Iterable[str]) -> np.ndarray:
    """Some attributes as a set."""
    made = np.zeros(_WORDS, dtype=np.uint64)
    for place in map(_ITEMS.index, names):
        made[place // 64] |= np.uint64(1 << place % 64)
    return made


_VALUE = _bits(["any value"])
_ANSWER = _bits(["answer"])


def _where(mask: np.ndarray, names: np.ndarray) -> np.ndarray:
    """A set where the mask holds, else the empty one: uint64 [k, _WORDS]."""
    made: np.ndarray = np.where(mask[:, np.newaxis], names, np.uint64(0))
    return made


def _other_office() -> np.ndarray:
    """Whether a kind is held by another office than the duty's: bool [duties, kinds]."""
    known = catalogue()
    return np.array([[known.duties[duty].office != known.kinds[kind].office for kind in KINDS] for duty in DUTIES])
