"""Repaired towns: with open gates they are the engine's open lanes, and with everything repaired they are the truth."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from runs import OPEN, SUPPORT, engine_of, town

from processors.decoding.stream import FileStream, Merged
from processors.gate.lane import LaneGate
from processors.gate.open import OpenLane, OpenWithCases
from processors.inprocess import OFFICE_FILES, Runner
from producers.errors import Errors
from schemas.ordinance import load
from schemas.programmes import HOUSEHOLD, PROGRAMMES
from workshop.score import REPAIRS, Scorer
from workshop.score.causes import OpenCases
from workshop.score.stages import Stages
from workshop.truth import read_truth
from workshop.truth_town import Judged

KINDS: dict[str, type[LaneGate]] = {"C": LaneGate, "C open": OpenWithCases, OPEN: OpenLane}
ALL = Errors()
KNOWN_HERE = Errors(lag=False, taxed_elsewhere=False)
"""Every error but those after which no record of the town shows what is true."""


@cache
def scorer(errors: Errors, seed: int = 1) -> Scorer:
    """A town under one ordinance, beside the same with open gates and with open gates and cases."""
    folder, runner = town(seed, errors), Runner({})
    for cut in Merged([FileStream(folder / name, runner.texts) for name in OFFICE_FILES], days=7).cuts():
        if runner.engine is None:
            runner.start(cut.day)
            for name, kind in KINDS.items():
                engine_of(runner).adopt(name, load("C"), kind)
        runner.take(cut)
    return Scorer(runner, read_truth(folder))


@cache
def stages(errors: Errors, seed: int = 1) -> Stages:
    """The whole of that town under each repair."""
    return Stages.of_all(scorer(errors, seed).matching, load("C").facts)


def units(found: Scorer, lane: str, programme: str) -> list[tuple[int, int]]:
    """The eligible units of a lane, by the truth's names, with yen."""
    outcomes = found.matching.outcomes(lane, programme)
    return sorted(zip(outcomes.at.tolist(), outcomes.yen.tolist()))


def repaired(found: Scorer, stages: Stages, programme: str, level: int, cases: bool) -> list[tuple[int, int]]:
    """The eligible units of a repaired town, as the lane would name them."""
    grouping, judged = stages.grouping(level), stages.judged(programme, level)
    of_home = PROGRAMMES[programme].unit == HOUSEHOLD
    eligible = judged.eligible
    if cases:
        asked = OpenCases(found.engine, "C", stages).of(programme, level)
        eligible = eligible & (asked if of_home else asked[grouping.place])
    at = found.matching.home_of(grouping.homes[eligible]) if of_home else grouping.who[eligible]
    return sorted(zip(at.tolist(), judged.yen[eligible].tolist()))


@pytest.mark.parametrize("programme", SUPPORT)
def test_with_open_gates_and_the_cases_as_they_are_it_is_the_engines_lane_of_open_gates(programme: str) -> None:
    found = scorer(ALL)
    assert repaired(found, stages(ALL), programme, 0, cases=True) == units(found, "C open", programme)


@pytest.mark.parametrize("programme", SUPPORT)
def test_with_open_gates_and_cases_it_is_the_engines_open_lane(programme: str) -> None:
    found = scorer(ALL)
    assert repaired(found, stages(ALL), programme, 0, cases=False) == units(found, OPEN, programme)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("programme", SUPPORT)
def test_with_everything_repaired_and_every_case_open_it_is_the_truth(programme: str, seed: int) -> None:
    found, facts, last = scorer(KNOWN_HERE, seed), load("C").facts, len(REPAIRS) - 1
    size, grouping = found.matching.size(programme), stages(KNOWN_HERE, seed).grouping(last)
    made = Judged.nothing(size)
    at = grouping.homes if PROGRAMMES[programme].unit == HOUSEHOLD else grouping.who
    made.put(at, stages(KNOWN_HERE, seed).judged(programme, last))
    true = found.town.owed(programme, facts)
    assert (made.eligible == true.eligible).all()
    told = ~found.truth.hit("support-undeclared") if size == found.truth.n else np.ones(size, dtype=bool)
    assert (made.yen == true.yen)[told].all()


def test_each_repair_of_the_records_leaves_fewer_units_that_cannot_be_told() -> None:
    for programme in SUPPORT:
        unclear = [
            int(stages(ALL).judged(programme, level).unclear.sum()) for level in range(REPAIRS.index("household"))
        ]
        assert unclear == sorted(unclear, reverse=True), programme


def test_nobody_is_judged_twice_and_nobody_left_out_of_the_real_households() -> None:
    found = scorer(ALL)
    assert sorted(found.town.grouping.who) == np.flatnonzero(found.truth.here).tolist()
