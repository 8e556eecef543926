"""What a run came to, as plain data: by lane and programme, for people's tables and for `--json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from processors.duties import ASSESSED
from processors.inprocess import Runner
from workshop.scoring import score_of

Figures = dict[str, Any]


def of_lane(runner: Runner, lane: str, folder: Path) -> Figures:
    """The digest of a lane, and each programme's counts with its score (None without `truth.jsonl`)."""
    score = score_of(runner, lane, folder)
    programmes = {id_: runner.counts(lane, id_) | {"score": score.get(id_)} for id_ in ASSESSED}
    return {"digest": runner.digest(lane), "programmes": programmes}


def of_run(runner: Runner, folder: Path) -> dict[str, Figures]:
    """The figures of every lane."""
    return {lane: of_lane(runner, lane, folder) for lane in runner.ordinances}
