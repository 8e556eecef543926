"""The page on the Kafka runner shows what the page of one process shows, and says when the workers are behind."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from processors.kafka.settings import Settings  # noqa: E402
from schemas.ordinance.reader import load  # noqa: E402
from tests.live.both import Both  # noqa: E402
from tests.live.towns import LANES  # noqa: E402
from tests.live.workers import Worker, wait_until, workers  # noqa: E402
from tests.page.asking import ask  # noqa: E402
from tests.page.test_mirror import moment  # noqa: E402
from workshop.letters import Letter  # noqa: E402
from workshop.page.playing.on_kafka import KafkaTown

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]
ROW, SAFEGUARD = "-row:2-2", "safeguards.tax_consent=off"


@pytest.mark.parametrize("lane", LANES)
def test_the_figures_of_the_moment_are_those_of_one_process(both: Both, lane: str) -> None:
    assert both.agree(lane) and both.town.ready(lane)
    assert both.town.picture(lane)["reached"] > 0 and both.town.picture(lane)["items"] > 0


def test_a_row_that_is_switched_undone_and_redone_shows_what_it_shows_in_one_process(both: Both) -> None:
    before = moment(both.town.picture("C"))
    began = time.monotonic()
    answer = both.change("C", "switch", switch=ROW)
    took = time.monotonic() - began
    assert answer["exact"] and both.agree("C") and moment(both.town.picture("C")) != before
    assert took < 3, f"the consequences of a switch took {took:.1f} s"
    both.change("C", "undo")
    assert both.agree("C") and moment(both.town.picture("C")) == before
    both.change("C", "redo")
    assert both.agree("C")
    both.change("C", "undo")


def test_a_safeguard_that_only_the_workshop_lifts_is_lifted_on_kafka_too(both: Both) -> None:
    before = moment(both.town.picture("G"))
    both.change("G", "switch", switch="-row:2-1")
    both.change("G", "switch", switch=SAFEGUARD)
    assert both.town.picture("G")["reached"] < before["reached"]
    assert both.agree("G") and both.town.lane("G").ordinance.beyond_law == both.alone.lane("G").ordinance.beyond_law
    both.change("G", "undo")
    both.change("G", "undo")
    assert both.agree("G") and moment(both.town.picture("G")) == before


def test_another_page_that_starts_later_shows_the_same_and_what_is_switched(both: Both) -> None:
    both.change("C", "switch", switch=ROW)
    later = both.page()
    later.settle()
    try:
        assert later.lane("C").switches == (ROW,) and later.lane("C").base == load("C")
        assert [later.picture(lane) for lane in LANES] == [both.town.picture(lane) for lane in LANES]
    finally:
        later.closing()
        both.change("C", "undo")


def test_what_is_watched_from_outside_is_there(both: Both) -> None:
    assert ask(both.app, "/health").body == b"ok"
    status = ask(both.app, "/status.json").json
    assert status["lag"] == {"link": 0, "gate": 0, "assess": 0} and status["waiting"] == 0 and status["workers"] == 1
    assert set(status["lanes"]) == set(LANES) and status["lanes"]["C"]["child-allowance"]["eligible"] >= 0
    runner = ask(both.app, "/api/hello").json["runner"]
    assert runner["kind"] == "kafka" and runner["workers"] == 1 and "Kafka" in runner["note"]["ja"]


def test_a_page_of_another_town_says_so(both: Both, tmp_path: Path) -> None:
    from producers.simulate import simulate, write

    write(simulate(120, months=2, seed=9), tmp_path)
    with pytest.raises(Letter) as letter:
        other = KafkaTown(Settings(both.address, prefix=both.prefix), tmp_path, people=True)
        try:
            other.settle()
        finally:
            other.closing()
    assert letter.value.key == "page.other_town"


def test_a_worker_that_is_stopped_leaves_the_page_waiting_until_there_is_another(both: Both, tmp_path: Path) -> None:
    both.worker.stop()
    wait_until(lambda: both.town.following.behind.workers == 0, 30, "the page to see that nobody works")
    shown = both.town.picture("C")
    answer = both.change("C", "switch", switch=ROW)
    assert not answer["exact"] and answer["picture"] == shown and both.town.waiting > 0
    with workers(Worker(both.address, both.prefix, tmp_path / "log", NAYOSE_PEOPLE="1")) as running:
        running[0].wait_ready()
        both.town.settle()
        assert both.agree("C") and both.town.waiting == 0
