"""Each error of recording shows up as its own cause; a town without any knows only the causes that the law makes."""

from __future__ import annotations

from functools import cache

import pytest
from runs import town

from processors.inprocess import Replay
from producers.errors import Errors
from schemas.ordinance import load
from tests.nightly import rest_at_night
from workshop.score import score

BY_LAW = {"gate", "not-applied", "objected", "income-lag"}
"""Causes that need no error: closed gates and cases, objections, and a law that looks at last year's income."""
OF_ERROR = {
    "non_filing": {"not-filed"},
    "taxed_elsewhere": {"no-record"},
    "misdeclared": {"not-filed"},
    "wrong_links": {"wrong-link"},
    "false_household": {"household"},
    "lag": {"household", "no-record"},
}
"""By error, the causes that it may add. Lag: who is not registered yet, and so not known to be taxed here or
elsewhere."""


@cache
def causes(seed: int, errors: Errors) -> dict[str, dict[str, int]]:
    """By lane, how often each cause occurs."""
    folder = town(seed, errors)
    runner = Replay(folder, {name: load(name) for name in ("A", "C", "G")}, days=30).run()
    return {
        lane: {c: n for c, n in score(runner, lane, folder).total["causes"].items() if n} for lane in runner.ordinances
    }


@cache
def by_programme(seed: int, lane: str) -> dict[str, dict[str, int]]:
    """By support programme, how often each cause occurs in a lane, with all errors."""
    folder = town(seed, Errors())
    runner = Replay(folder, {lane: load(lane)}, days=30).run()
    return {id_: f["causes"] for id_, f in score(runner, lane, folder).items() if f["nature"] == "support"}


@pytest.mark.parametrize("seed", rest_at_night((1, 2, 3), lambda seed: seed == 1))
def test_a_town_without_errors_knows_only_the_causes_that_the_law_makes(seed: int) -> None:
    for lane, found in causes(seed, Errors.none()).items():
        assert found.keys() <= BY_LAW, lane


@pytest.mark.parametrize("error", OF_ERROR)
def test_an_error_alone_adds_its_own_cause_and_no_other(error: str) -> None:
    for lane, found in causes(1, Errors.only(error)).items():
        assert found.keys() <= BY_LAW | OF_ERROR[error], lane


@pytest.mark.parametrize("error", ["non_filing", "taxed_elsewhere", "false_household"])
def test_a_common_error_is_found_as_a_cause_where_every_gate_is_open(error: str) -> None:
    assert any(causes(seed, Errors.only(error))["G"].keys() & OF_ERROR[error] for seed in (1, 2))


def test_where_everything_is_joined_at_all_times_nobody_is_missed_for_want_of_an_application() -> None:
    pushed = {row.duty for row in load("G").rows if "standing" in row.triggers}
    assert len(pushed) == 5 and not any(by_programme(1, "G")[programme]["not-applied"] for programme in pushed)
    assert causes(1, Errors())["C"]["not-applied"] > 0
