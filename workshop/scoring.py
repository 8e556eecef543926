"""Which parts of the workshop may read the truth of a town: the score and the written assessor. They are found here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from processors.inprocess import Assessor, Runner

TRUTH = "truth.jsonl"


def score_of(runner: Runner, lane: str, folder: Path) -> Mapping[str, Any]:
    """The score of a lane by programme; nothing without a truth to hold it against."""
    if not (folder / TRUTH).is_file():
        return {}
    try:
        from workshop.score import score
    except ImportError:
        return {}
    found: Mapping[str, Any] = score(runner, lane, folder)
    return found


def written_assessor(folder: Path) -> Assessor | None:
    """The written assessor of a town; None without the truth that it looks at."""
    return None
