"""The two that may read the truth of a town, as commands use them: the score and the written assessor."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING

from processors.inprocess import OFFICE_FILES, Runner
from schemas.events import TOKYO
from workshop.letters import Letter
from workshop.truth import TRUTH_FILE, Truth, read_truth

if TYPE_CHECKING:
    from workshop.assessor import WrittenAssessor
    from workshop.score import LaneScore

_TAIL = 65_536


def has_truth(folder: Path) -> bool:
    """Whether a folder has a truth that a run can be held against."""
    return (folder / TRUTH_FILE).is_file()


def scores(runner: Runner, folder: Path) -> dict[str, LaneScore]:
    """The score of each lane; nothing without a truth."""
    if not has_truth(folder) or runner.engine is None or not runner.events:
        return {}
    from workshop.score import Scorer

    scorer = Scorer(runner, _truth(folder))
    return {lane: scorer.score(lane) for lane in runner.ordinances}


def assessor(folder: Path) -> WrittenAssessor | None:
    """The written assessor of a town; None without the truth that it looks at."""
    if not has_truth(folder):
        return None
    from workshop.assessor import WrittenAssessor

    return WrittenAssessor(_truth(folder), max(_last_day(folder / name) for name in OFFICE_FILES))


def _truth(folder: Path) -> Truth:
    try:
        return read_truth(folder)
    except (ValueError, KeyError, TypeError) as error:
        raise Letter("replay.bad_truth", file=folder / TRUTH_FILE, why=str(error).split("\n")[0]) from None


def _last_day(path: Path) -> int:
    """The day of the newest whole event at the end of a file (ordinal); 1 if there is none."""
    if not path.is_file():
        return 1
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL, 0))
        lines = file.read().splitlines()
    return next((day for line in reversed(lines) if (day := _day_of(line))), 1)


def _day_of(line: bytes) -> int:
    try:
        return datetime.datetime.fromisoformat(json.loads(line)["time"]).astimezone(TOKYO).toordinal()
    except (ValueError, KeyError, TypeError):
        return 0
