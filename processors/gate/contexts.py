"""In which context each resident was judged last for each duty; a resident's lie side by side, so that all duties are read in one go."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from processors.store.growing import Growing
from schemas.vocabulary.declare import DUTIES

_OF = "of"


class Contexts:
    """Numbers of contexts (see processors.gate.table) by row of facts and duty: int16; 0 where no case is open, and of duties that
    were never kept."""

    def __init__(self) -> None:
        self._duties: tuple[str, ...] = ()
        self._growing = _columns(0)

    def keep(self, duties: Iterable[str]) -> None:
        """Makes room for some duties, beside those that there are."""
        wanted = {*self._duties, *duties}
        kept = tuple(duty for duty in DUTIES if duty in wanted)
        if kept == self._duties:
            return
        wider = _columns(len(kept))
        wider.grow(self.size)
        for place, duty in enumerate(kept):
            wider[_OF][:, place] = self[duty]
        self._duties, self._growing = kept, wider

    def __getitem__(self, duty: str) -> np.ndarray:
        """Those of one duty, by row: int16 [size], a view of what is kept."""
        if duty not in self._duties:
            return np.zeros(self.size, dtype=np.int16)
        one: np.ndarray = self._growing[_OF][:, self._duties.index(duty)]
        return one

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self._growing.size

    def grow(self, size: int) -> None:
        """Makes room so that there are at least `size` rows."""
        self._growing.grow(size)

    def of(self, rows: np.ndarray) -> dict[str, np.ndarray]:
        """Those of some rows (int [m]), by duty: int16 [m]."""
        kept = np.ascontiguousarray(self._growing[_OF].take(rows, axis=0).T)
        nothing = np.zeros(len(rows), dtype=np.int16)
        return dict.fromkeys(DUTIES, nothing) | dict(zip(self._duties, kept, strict=True))

    def nbytes(self) -> int:
        """Bytes of all, room included."""
        return self._growing.nbytes()


def _columns(duties: int) -> Growing:
    return Growing({_OF: np.dtype((np.int16, (duties,)))})
