"""Answers to candidates (assessment.decided), by the candidate: household, unit, and since when it is one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from schemas.keys import read, shown

NONE, REFUSED, ACCEPTED = -1, 0, 1
"""What has been said of a candidate."""
WRITTEN = 0
"""The moment of the written assessor's answers: whatever a person says goes before it."""
_NAME = re.compile(r"([0-9a-f]{16})-([0-9a-f]{16})-(\d{1,7})")


def name_of(home: int, unit: int, since: int) -> str:
    """A candidate's name: opaque keys of household and unit (0: the household itself), and the day since which it is one."""
    return f"{shown(home)}-{shown(unit)}-{since}"


def candidate_of(name: str) -> tuple[int, int, int] | None:
    """What `name_of` named, or None."""
    found = _NAME.fullmatch(name)
    return (read(found[1]), read(found[2]), int(found[3])) if found else None


@dataclass
class AnswerBook:
    """The answers in one lane and programme. Of two to one candidate the later one counts, in whatever order they come."""

    _answers: dict[tuple[int, int, int], tuple[int, bool]] = field(default_factory=dict)

    def put(self, homes: np.ndarray, units: np.ndarray, since: np.ndarray, accepted: np.ndarray, moment: int = WRITTEN) -> None:
        """Enters answers given at a moment (Unix milliseconds, or WRITTEN)."""
        for *candidate, yes in zip(*(a.tolist() for a in (homes, units, since, accepted))):
            key = tuple(candidate)
            self._answers[key] = max(self._answers.get(key, (-1, False)), (moment, bool(yes)))

    def said(self, homes: np.ndarray, units: np.ndarray, since: np.ndarray) -> np.ndarray:
        """NONE, REFUSED or ACCEPTED for each candidate: int8 [n]."""
        known = self._answers
        keys = zip(*(a.tolist() for a in (homes, units, since)))
        return np.array([known[key][1] if key in known else NONE for key in keys], dtype=np.int8)
