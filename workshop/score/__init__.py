"""The score of a lane against the truth (design 8), in units of each programme (件: household, claimant or child).

Notices do not change the log: nobody applies because of one. All is as of the run's last day. The truth knows that day
only: scored earlier, who lives where and earns what is already as it will be on the last one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from processors.inprocess import Runner
from schemas.ordinance import TownFacts
from workshop.score.causes import CAUSES, REACHED, Causes, OpenCases
from workshop.score.lane import LaneScore, Scoring
from workshop.score.matching import Matching
from workshop.score.profiles import Passed
from workshop.score.recorded import Recorded
from workshop.score.stages import REPAIRS, Stages
from workshop.truth import TRUTH_FILE, Truth, read_truth
from workshop.truth_town import TrueTown

__all__ = ["CAUSES", "REACHED", "REPAIRS", "LaneScore", "Scorer", "score"]


@dataclass
class Scorer:
    """Scores the lanes of a run as of its day; what does not depend on the lane is computed once. `judged`: the truth's
    town as somebody judged it before; of another day it is no help."""

    runner: Runner
    truth: Truth
    judged: TrueTown | None = None
    _stages: dict[TownFacts, Stages] = field(default_factory=dict)

    def __post_init__(self) -> None:
        engine = self.runner.engine
        if engine is None:
            raise ValueError("There is nothing to score: the run has taken no event yet. Let it run first.")
        self.engine, self.day = engine, engine.day
        self.recorded = Recorded(engine, self.truth)
        of_the_day = self.judged is not None and self.judged.truth is self.truth and self.judged.day == engine.day
        self.town = self.judged if self.judged and of_the_day else TrueTown(self.truth, engine.day)
        self.matching = Matching(self.recorded, self.town)

    def score(self, lane: str) -> LaneScore:
        """The figures of one lane. KeyError: no lane of that name."""
        stages = self.stages(self.engine.assess.lanes[lane].ordinance.facts)
        causes = Causes(self.engine, lane, stages, self.matching, OpenCases(self.engine, lane, stages))
        return Scoring(self.town, self.matching, causes, Passed(self.engine.gate.lanes[lane])).score()

    def judging(self, lane: str) -> Iterator[None]:
        """Judges the truth and the repaired towns that `score` needs for a lane, some households after others."""
        facts = self.engine.assess.lanes[lane].ordinance.facts
        yield from self.town.judging(facts)
        stages = self.stages(facts)
        yield
        yield from stages.judging()

    def stages(self, facts: TownFacts) -> Stages:
        """The repaired towns of all lanes with the same facts."""
        if facts not in self._stages:
            self._stages[facts] = Stages.of_owed(self.matching, facts)
        return self._stages[facts]


def score(runner: Runner, lane: str, truth: Path | Truth) -> LaneScore:
    """The figures of one lane by programme (`.total`: of the lane). `truth`: a folder with `truth.jsonl`, the file, or
    the truth itself."""
    return Scorer(runner, _read_once(truth)).score(lane)


def _read_once(truth: Path | Truth) -> Truth:
    """The truth; a file that was read last, and is as it was, is not read again for the next lane."""
    if isinstance(truth, Truth):
        return truth
    path = truth / TRUTH_FILE if truth.is_dir() else truth
    if not path.is_file():
        return read_truth(path)
    stat = path.stat()
    return _read(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1)
def _read(path: Path, changed: int, size: int) -> Truth:
    return read_truth(path)
