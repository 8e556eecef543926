"""In which context each resident was judged last for each duty; a resident's lie side by side, so that all duties are read in one go."""

from __future__ import annotations

import numpy as np

from processors.store.growing import Growing
from schemas.vocabulary.declare import DUTIES

_OF = "of"


class Contexts:
    """Numbers of contexts (see processors.gate.table) by row of facts and duty: int16; 0 where no case is open."""

    def __init__(self) -> None:
        self._growing = Growing({_OF: np.dtype((np.int16, (len(DUTIES),)))})

    def __getitem__(self, duty: str) -> np.ndarray:
        """Those of one duty, by row: int16 [size], a view."""
        one: np.ndarray = self._growing[_OF][:, DUTIES.index(duty)]
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
        return dict(zip(DUTIES, np.ascontiguousarray(self._growing[_OF].take(rows, axis=0).T), strict=True))

    def nbytes(self) -> int:
        """Bytes of all, room included."""
        return self._growing.nbytes()
