"""Whose data passed to whom in a lane, from its whole ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from processors.gate.lane import DISCLOSED, KINDS, LaneGate
from processors.gate.table import CODES
from schemas.attributes import attributes_of
from schemas.catalogue import catalogue
from schemas.vocabulary.declare import DUTIES

_ANSWER_ONLY = CODES.index("answer-only")
_MASKED = CODES.index("masked")


@dataclass(frozen=True)
class Profiled:
    """Residents of whom an attribute passed to another office than its holder, distinct (resident, attribute) pairs,
    and disclosures between offices: those that マイナポータル shows, and those it does not."""

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
    out, and so are those that the rows now in force leave out of a kind; an answer without the value (`answer-only`) is
    a disclosure of no attribute.
    """

    def __init__(self, gate: LaneGate) -> None:
        entries = gate.ledger.entries()
        self._gate = gate
        self._between = entries[(entries["act"] == DISCLOSED) & _other_office()[entries["duty"], entries["kind"]]]
        self._residents, self._subject = np.unique(self._between["subject"], return_inverse=True)

    def of(self, duties: Sequence[str] = DUTIES) -> Profiled:
        """For some duties together."""
        mine = np.isin(self._between["duty"], [DUTIES.index(duty) for duty in duties])
        items = sum(self._items(kind, mine) for kind in range(len(KINDS)))
        values = mine & (self._between["code"] != _ANSWER_ONLY)
        return Profiled(len(np.unique(self._subject[values])), items, 0, int(mine.sum()))

    def _items(self, kind: int, mine: np.ndarray) -> int:
        """Distinct (resident, attribute) pairs of one kind."""
        at = np.flatnonzero(mine & (self._between["kind"] == kind) & (self._between["code"] != _ANSWER_ONLY))
        if not len(at):
            return 0
        names = [a.name for a in attributes_of(KINDS[kind])]
        masked = self._between["code"][at] == _MASKED
        return sum(self._residents_of(at, self._hidden(KINDS[kind], name, at, masked)) for name in names)

    def _residents_of(self, at: np.ndarray, hidden: np.ndarray) -> int:
        seen = np.zeros(len(self._residents), dtype=bool)
        seen[self._subject[at[~hidden]]] = True
        return int(seen.sum())

    def _hidden(self, kind: str, name: str, at: np.ndarray, masked: np.ndarray) -> np.ndarray:
        hidden = masked & (name in catalogue().kinds[kind].masked)
        for duty in np.unique(self._between["duty"][at]).tolist():
            contexts = self._gate.tables[DUTIES[duty]].hidden.get(name) if self._left_out(DUTIES[duty], kind) else None
            if contexts:
                of = self._between["duty"][at] == duty
                hidden = hidden | (of & np.isin(self._between["context"][at], contexts))
        return hidden

    def _left_out(self, duty: str, kind: str) -> bool:
        return any(kind in row.kinds and row.attributes is not None for row in self._gate.ordinance.rows_of(duty))


def _other_office() -> np.ndarray:
    """Whether a kind is held by another office than the duty's: bool [duties, kinds]."""
    known = catalogue()
    return np.array([[known.duties[duty].office != known.kinds[kind].office for kind in KINDS] for duty in DUTIES])
