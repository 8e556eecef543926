"""The truth at the end of each month: of the very town whose last day is the truth's."""

from __future__ import annotations

import datetime
import json

import numpy as np
import pytest

from producers import months, truth
from producers.life.work import last_twelve_months
from producers.simulate import START, played, simulate


@pytest.mark.parametrize(("length", "seed"), [(12, 1), (14, 2)])
def test_income_of_the_last_twelve_months_is_that_of_the_run_on_its_last_day(length: int, seed: int) -> None:
    earned, here = None, 0
    for town, first, after in played(700, length, seed, START):
        if earned is None:
            earned, here = months.Earned(town), town.people.n
        else:
            earned.month(town, first, after)
    assert earned is not None
    off = np.abs(earned.recent(town, town.end + 1) - last_twelve_months(town))
    assert off[:here].max() <= 2 * months.MONTHS, "what is rounded once a month"
    assert np.median(off[here:]) <= 2 * months.MONTHS


def test_months_ends_but_the_last_are_told_and_reading_them_changes_nothing() -> None:
    told = {day: [json.loads(line) for line in lines] for day, lines in months.truths(300, 4, 5, START)}
    assert list(told) == [datetime.date(2024, 11, 30), datetime.date(2024, 12, 31), datetime.date(2025, 1, 31)]
    town = None
    for town, _, _ in played(300, 4, 5, START):
        list(truth.lines(town))
    assert town is not None
    assert list(truth.lines(town)) == list(truth.lines(simulate(300, 4, 5).town))


def test_who_leaves_later_is_still_here_and_nobody_was_decided_on_who_applied_later() -> None:
    told = {day: [json.loads(line) for line in lines] for day, lines in months.truths(600, 8, 3, START)}
    last = [json.loads(line) for line in truth.lines(simulate(600, 8, 3).town)]
    gone = [one["resident"] for one in last if one["residency"] in ("dead", "moved-out")]
    first = told[datetime.date(2024, 11, 30)]
    assert any(first[row]["residency"] == "registered" for row in gone if row < len(first))
    for day, residents in told.items():
        days = [(one["on"], one["decided_on"]) for resident in residents for one in resident["applications"]]
        assert all(on <= day.isoformat() and (decided or "") <= day.isoformat() for on, decided in days)
    assert len(first) < len(last), "who was born or moved in later is not there yet"
