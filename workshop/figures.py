"""What a run came to, as plain data: by lane and programme, for people's tables and for `--json`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from processors.duties import ASSESSED
from processors.inprocess import Runner

if TYPE_CHECKING:
    from workshop.score import LaneScore

Figures = dict[str, Any]


def of_lanes(runner: Runner, scores: Mapping[str, LaneScore]) -> dict[str, Figures]:
    """The digest of every lane, the revision of its ordinance, and each programme's counts with its score (None without `truth.jsonl`)."""
    return {lane: _of_lane(runner, lane, scores.get(lane, {})) for lane in runner.ordinances}


def _of_lane(runner: Runner, lane: str, score: Mapping[str, Any]) -> Figures:
    judged = [id_ for id_ in ASSESSED if runner.ordinances[lane].judges(id_)]
    programmes = {id_: runner.counts(lane, id_) | {"score": score.get(id_)} for id_ in judged}
    return {"digest": runner.digest(lane), "revision": runner.ordinances[lane].content_hash[:12], "programmes": programmes}
