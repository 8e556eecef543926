"""What was said of candidates, by the candidate (household, unit, and since when it is one), each with its day."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

import numpy as np

from schemas.keys import read, shown

NONE, REFUSED, ACCEPTED = -1, 0, 1
"""What has been said of a candidate by `assessment.decided`. What followed is said by the places of its words."""
WRITTEN = 0
"""The moment of the written assessor's answers: whatever a person says goes before it."""
_NOTHING = (-1, NONE, NONE)
_A_DAY, _TOKYO_AHEAD = 86_400_000, 9 * 3_600_000
_EPOCH_DAY = datetime.date(1970, 1, 1).toordinal()
_NAME = re.compile(r"([0-9a-f]{16})-([0-9a-f]{16})-(\d{1,7})")


def name_of(home: int, unit: int, since: int) -> str:
    """A candidate's name: opaque keys of household and unit (0: the household itself), and the day since which it is one."""
    return f"{shown(home)}-{shown(unit)}-{since}"


def candidate_of(name: str) -> tuple[int, int, int] | None:
    """What `name_of` named, or None."""
    found = _NAME.fullmatch(name)
    return (read(found[1]), read(found[2]), int(found[3])) if found else None


def day_of_moment(moment: int) -> int:
    """The day (ordinal, +09:00) of a moment in Unix milliseconds."""
    return _EPOCH_DAY + (moment + _TOKYO_AHEAD) // _A_DAY


@dataclass
class AnswerBook:
    """What one type of event says in one lane and programme. Of two about one candidate the later one counts, in whatever order they come."""

    _answers: dict[tuple[int, int, int], tuple[int, int, int]] = field(default_factory=dict)
    """By candidate: moment, code and day."""

    def __deepcopy__(self, memo: dict[int, object]) -> AnswerBook:
        """A book of its own; what is entered in both is never changed, so it is not copied."""
        return AnswerBook(dict(self._answers))

    def put(
        self, homes: np.ndarray, units: np.ndarray, since: np.ndarray, codes: np.ndarray, moment: int = WRITTEN, days: np.ndarray | None = None
    ) -> None:  # fmt: skip
        """Enters what was said at a moment (Unix milliseconds). `days` (ordinals) date what is WRITTEN."""
        dated = days if days is not None else np.full(len(homes), day_of_moment(moment) if moment else 0)
        for *candidate, code, day in zip(*(a.tolist() for a in (homes, units, since, codes, dated))):
            key = tuple(candidate)
            self._answers[key] = max(self._answers.get(key, _NOTHING), (moment, int(code), day))

    def forget_written(self) -> None:
        """Takes back what is WRITTEN; what people said stays."""
        self._answers = {candidate: said for candidate, said in self._answers.items() if said[0] != WRITTEN}

    def said(self, homes: np.ndarray, units: np.ndarray, since: np.ndarray) -> np.ndarray:
        """NONE, or the code of what was said of each candidate: int8 [n]."""
        return self._told(homes, units, since, 1).astype(np.int8)

    def days(self, homes: np.ndarray, units: np.ndarray, since: np.ndarray) -> np.ndarray:
        """The day (ordinal) of what was said of each candidate, NONE where nothing was: int64 [n]."""
        return self._told(homes, units, since, 2)

    def _told(self, homes: np.ndarray, units: np.ndarray, since: np.ndarray, place: int) -> np.ndarray:
        known = self._answers
        keys = zip(*(a.tolist() for a in (homes, units, since)))
        return np.array([known.get(key, _NOTHING)[place] for key in keys], dtype=np.int64)
