"""Which number stands on whose record: numbers that were changed, and records linked to the wrong person's number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from producers.identifiers import my_numbers

if TYPE_CHECKING:
    from producers.draws import Draws
    from producers.writing import OfficeWriter


@dataclass(frozen=True)
class WrongLink:
    """A record of `resident` that stands under the number of `other`, from its first event until it is found."""

    office: str
    resident: int
    other: int
    how: str
    """`household` (another number on the same form), `same-name` or `session` (the clerk had not logged out)."""


class Links:
    """All exceptions to "each record under its own first number"."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws
        self.wrong: dict[tuple[str, int], WrongLink] = {}
        self.changed: dict[int, dict[str, int]] = {}
        """For each resident with a new number, the last day on which each office still uses the old one."""

    def numbers_of(self, resident: int) -> tuple[int, int]:
        """The first number, and the one that a change would give."""
        first, second = my_numbers(self._draws, np.array([resident * 2, resident * 2 + 1]))
        return int(first), int(second)

    def late_in_load(self, office: str, residents: np.ndarray) -> np.ndarray:
        """Whose record was keyed in last: under the wrong number, so that it hides the right one."""
        return np.isin(residents, [resident for at, resident in self.wrong if at == office])

    def subjects(self, writer: OfficeWriter, first: np.ndarray) -> np.ndarray:
        """The number in each event of an office: first numbers of all residents [people] -> int64 [events]."""
        subjects = first[writer.resident]
        for resident, days in self.changed.items():
            self._renumber(writer, resident, days[writer.office], subjects)
        for (office, resident), link in self.wrong.items():
            if office == writer.office:
                self._mislink(writer, resident, int(first[link.other]), subjects)
        return subjects

    def _renumber(self, writer: OfficeWriter, resident: int, last_day: int, subjects: np.ndarray) -> None:
        mine = np.flatnonzero(writer.resident == resident)
        after = writer.recorded[mine] > last_day
        marks = np.flatnonzero(writer.is_of(mine, "resident.number-changed"))
        if len(marks) == 2:
            after = np.arange(len(mine)) >= marks[1]
        subjects[mine[after]] = self.numbers_of(resident)[1]

    def _mislink(self, writer: OfficeWriter, resident: int, other: int, subjects: np.ndarray) -> None:
        mine = np.flatnonzero(writer.resident == resident)
        marks = np.flatnonzero(writer.is_of(mine, "record.relinked"))
        until = marks[1] if len(marks) == 2 else len(mine)
        subjects[mine[:until]] = other
