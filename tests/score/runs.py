"""Runs of small towns for the tests of the score: every gate and case open, and what is told beside what is true."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from processors.assess.units import NONE, UNTOLD, code_of
from processors.decoding.stream import FileStream, Merged
from processors.engine import Engine
from processors.gate.open import OpenLane
from processors.inprocess import OFFICE_FILES, Runner
from producers.errors import Errors
from producers.simulate import simulate, write
from schemas.causes import causes
from schemas.ordinance import load
from schemas.programmes import HOUSEHOLD, PROGRAMMES
from workshop.score.matching import Matching
from workshop.score.recorded import Recorded
from workshop.truth import Truth, read_truth
from workshop.truth_town import TrueTown

OPEN = "open"
SUPPORT = tuple(id_ for id_, programme in PROGRAMMES.items() if programme.nature == "support" and not programme.apart)
RESIDENTS = 1000
_TOWNS = TemporaryDirectory(prefix="nayose-")
"""Where the towns of this test run are; it goes with it."""


@cache
def town(seed: int, errors: Errors, residents: int = RESIDENTS, months: int = 12) -> Path:
    """A folder with a town's five files."""
    folder = Path(_TOWNS.name) / f"{seed}-{residents}-{len(list(Path(_TOWNS.name).iterdir()))}"
    write(simulate(residents, months, seed=seed, errors=errors), folder)
    return folder


def all_open(folder: Path, days: int = 7) -> Runner:
    """A run of these files in one lane with every gate and every case open; nobody assesses."""
    runner = Runner({})
    streams = [FileStream(folder / name, runner.texts) for name in OFFICE_FILES]
    for cut in Merged(streams, days=days).cuts():
        if runner.engine is None:
            runner.start(cut.day)
            engine_of(runner).adopt(OPEN, load("sample"), OpenLane)
        runner.take(cut)
    return runner


def engine_of(runner: Runner) -> Engine:
    """The engine of a run."""
    assert runner.engine is not None
    return runner.engine


@dataclass
class Oracle:
    """A run with everything open, beside the truth."""

    runner: Runner
    truth: Truth

    def __post_init__(self) -> None:
        self.engine = engine_of(self.runner)
        self.recorded = Recorded(self.engine, self.truth)
        self.town = TrueTown(self.truth, self.engine.day)
        self.matching = Matching(self.recorded, self.town)

    def told(self, programme: str) -> dict[int, int]:
        """Yen by the truth's unit (a real household or a resident) that the lane finds eligible."""
        outcomes = self.matching.outcomes(OPEN, programme)
        return dict(zip(outcomes.at.tolist(), outcomes.yen.tolist()))

    def owed(self, programme: str) -> dict[int, int]:
        """Yen by the truth's unit that is owed it by the income of the year that counts."""
        owed = self.town.owed(programme, self.engine.assess.lanes[OPEN].ordinance.facts, sudden_drop=False)
        at = np.flatnonzero(owed.eligible)
        return dict(zip(at.tolist(), owed.yen[at].tolist()))

    def differing(self, programme: str) -> set[int]:
        """Units whose verdict or amount is not the true one."""
        told, owed = self.told(programme), self.owed(programme)
        return {unit for unit in told.keys() | owed.keys() if told.get(unit) != owed.get(unit)}

    def units(self, programme: str) -> int:
        """How many units the lane judged."""
        return sum(int((code_of(table[OPEN, programme]["word"]) != NONE).sum()) for table in self._words())

    def untold(self, programme: str) -> dict[str, int]:
        """How many units cannot be told, by cause."""
        found: dict[str, int] = {}
        for table in self._words():
            words = table[OPEN, programme]["word"]
            for number in (words[code_of(words) == UNTOLD] >> 2).tolist():
                said = ", ".join(f"{c.kind} {c.state}" for c in causes(self.engine.assess.causes.sets[number]))
                found[said] = found.get(said, 0) + 1
        return found

    def _words(self) -> tuple[dict[tuple[str, str], object], ...]:
        units = self.engine.assess.units
        return units.words, units.home_words

    def residents_of(self, programme: str, units: set[int]) -> np.ndarray:
        """The residents of the real households of some units: rows of the truth."""
        at = np.array(sorted(units), dtype=np.int64)
        homes = at if PROGRAMMES[programme].unit == HOUSEHOLD else self.truth.home[at]
        return np.flatnonzero(np.isin(self.truth.home, homes[homes >= 0]))


@lru_cache(maxsize=16)
def oracle(seed: int, errors: Errors) -> Oracle:
    """A small town with some errors, run with everything open."""
    folder = town(seed, errors)
    return Oracle(all_open(folder), read_truth(folder))
