"""The made town beside the statistics that it aims at."""

from __future__ import annotations

import pytest

from producers.statistics import Row, compare, table
from producers.tables import read
from tests.producers.helpers import run_of


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_is_within_ten_percent_or_three_standard_errors(seed):
    rows = compare(run_of(10_000, seed))
    assert [row.measure for row in rows if not row.ok] == [], table(rows)


def test_every_figure_aimed_at_is_measured():
    aimed = [name for group in read("statistics.toml").values() for name in group]
    assert [row.measure for row in compare(run_of(10_000))] == aimed


def test_a_figure_far_off_is_marked():
    near, far = Row("near", 100_000, 109_000, 10_000, ""), Row("far", 100_000, 111_000, 10_000, "")
    assert near.ok and not far.ok
    assert [line.endswith("<- off") for line in table([near, far]).splitlines()] == [False, False, True]


def test_the_shares_of_kinds_add_up_to_ten_million_households():
    assert abs(sum(sum(bands) for bands in read("households.toml").values()) - 10_000_000) < 200
