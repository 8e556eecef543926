"""The two that may read the truth of a town, as commands use them: the score and the written assessor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from processors.inprocess import OFFICE_FILES, Runner
from workshop.letters import Letter
from workshop.truth import TRUTH_FILE, Truth, read_truth

if TYPE_CHECKING:
    from workshop.assessor import WrittenAssessor
    from workshop.score import LaneScore


def has_truth(folder: Path) -> bool:
    """Whether a folder has a truth that a run can be held against."""
    return (folder / TRUTH_FILE).is_file()


def scores(runner: Runner, folder: Path) -> dict[str, LaneScore]:
    """The score of each lane; nothing without a truth. What the run's written assessor has read is not read again."""
    if not has_truth(folder) or runner.engine is None or not runner.events:
        return {}
    from workshop.assessor import WrittenAssessor
    from workshop.score import Scorer

    followed_up(runner)
    looked_at = runner.assessor.town if isinstance(runner.assessor, WrittenAssessor) else None
    scorer = Scorer(runner, looked_at.truth if looked_at else _truth(folder), looked_at)
    return {lane: scorer.score(lane) for lane in runner.ordinances}


def followed_up(runner: Runner) -> None:
    """Lets the written assessor say what followed its answers, up to the day of the run."""
    from workshop.assessor import WrittenAssessor

    if isinstance(runner.assessor, WrittenAssessor) and runner.engine is not None:
        runner.assessor.follow_up(runner.engine)


def assessor(folder: Path) -> WrittenAssessor | None:
    """The written assessor of a town; None without the truth that it looks at."""
    if not has_truth(folder):
        return None
    from workshop.assessor import WrittenAssessor, last_day

    return WrittenAssessor(_truth(folder), last_day(folder / name for name in OFFICE_FILES))


def _truth(folder: Path) -> Truth:
    try:
        return read_truth(folder)
    except (ValueError, KeyError, TypeError) as error:
        raise Letter("replay.bad_truth", file=folder / TRUTH_FILE, why=str(error).split("\n")[0]) from None
