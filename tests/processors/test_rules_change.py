"""Changing an ordinance while the stream runs decides everything under it anew; so do days, as if nothing else had ever been."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from processors.decoding.stream import FileStream, Merged
from processors.inprocess import OFFICE_FILES, Replay, Runner
from producers.simulate import simulate, write
from schemas.ordinance import Ordinance, with_programmes, with_row_removed, with_safeguard
from schemas.ordinance.reader import load
from tests.nightly import rest_at_night

G = load("G")
ROWS = [row.row for row in G.rows if row.table != "table1"]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    write(simulate(500, months=6, seed=3), folder)
    return folder


@pytest.fixture(scope="module")
def always(town: Path) -> str:
    """The digest of the town under G alone."""
    return Replay(town, {"lane": G}).run().digest("lane")


def streamed(town: Path, *rules: Ordinance) -> Runner:
    """Streams the town, putting one rule after another in force, at equal distances."""
    runner = Runner({"lane": rules[0]})
    cuts = list(Merged([FileStream(town / name, runner.texts) for name in OFFICE_FILES], days=5).cuts())
    for at, cut in enumerate(cuts):
        if at and at % (len(cuts) // len(rules) + 1) == 0:
            runner.adopt("lane", rules[at // (len(cuts) // len(rules) + 1)])
        list(runner.run([cut]))
    return runner


@pytest.mark.parametrize("row", rest_at_night(ROWS[:4], lambda row: row in ROWS[:2]))
def test_a_row_removed_in_the_middle_ends_as_if_it_had_never_been_there(town: Path, row: str) -> None:
    changed = with_row_removed(G, row)
    assert streamed(town, G, changed).digest("lane") == Replay(town, {"lane": changed}).run().digest("lane")


def test_a_rule_changed_and_changed_back_ends_as_if_nothing_had_happened(town: Path, always: str) -> None:
    there_and_back = streamed(town, G, with_row_removed(G, ROWS[0]), with_safeguard(G, "objection", False), G)
    assert there_and_back.digest("lane") == always


def test_a_programme_that_is_judged_no_more_ends_as_if_it_had_never_been(town: Path, always: str) -> None:
    some = with_programmes(G, "child-allowance", "school-aid")
    fewer, never = streamed(town, G, some), Replay(town, {"lane": some}).run()
    assert fewer.digest("lane") == never.digest("lane") != always
    assert fewer.counts("lane", "exempt-household-benefit")["eligible"] == never.counts("lane", "exempt-household-benefit")["eligible"] == 0
    assert fewer.counts("lane", "school-aid")["eligible"] > 0


def test_a_programme_that_is_judged_again_ends_as_if_it_always_had_been(town: Path, always: str) -> None:
    assert streamed(town, G, with_programmes(G, "school-aid"), G).digest("lane") == always


def test_another_ordinance_altogether_can_be_put_in_force(town: Path) -> None:
    assert streamed(town, G, load("A"), load("C")).digest("lane") == Replay(town, {"lane": load("C")}).run().digest("lane")


def test_a_closed_gate_withdraws_the_notices_that_it_had_made_possible(town: Path) -> None:
    runner = streamed(town, G)
    noticed = runner.counts("lane", "school-aid")["eligible"]
    told = runner.adopt("lane", load("A"))
    withdrawn = sum(int(t.withdrawals.sum()) for t in told if t.programme == "school-aid")
    assert noticed > 0 and withdrawn == noticed


def test_days_that_pass_without_any_event_are_judged_as_if_they_had_been_streamed(town: Path) -> None:
    later = max(cut.day for cut in Merged([FileStream(town / n, Runner({}).texts) for n in OFFICE_FILES]).cuts()) + 400
    at_once = Replay(town, {"lane": G}, as_of=later, days=90).run()
    assert at_once.digest("lane") == Replay(town, {"lane": G}, as_of=later, days=1).run().digest("lane")


@pytest.mark.parametrize("days", [7, 30])
def test_a_run_as_of_a_day_knows_all_that_was_recorded_by_its_end_however_it_is_cut(town: Path, days: int) -> None:
    first = next(iter(Merged([FileStream(town / n, Runner({}).texts) for n in OFFICE_FILES]).cuts())).day
    runs = [Replay(town, {"lane": G}, as_of=first + 100, days=d).run() for d in (1, days)]
    assert runs[0].events == runs[1].events and runs[1].engine.day == first + 100
    assert runs[0].digest("lane") == runs[1].digest("lane")


@pytest.mark.parametrize("name", ["C", "G", "sample"])
@pytest.mark.parametrize("day", ["2024-12-20", "2025-04-05", "2025-06-12"])
def test_days_on_which_the_law_says_something_else_end_alike_whether_the_town_was_looked_at_before_or_not(town: Path, name: str, day: str) -> None:
    as_of = datetime.date.fromisoformat(day).toordinal()
    weekly, once = (Replay(town, {"lane": load(name)}, as_of=as_of, days=days).run().digest("lane") for days in (7, 1000))
    assert weekly == once
