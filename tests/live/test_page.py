"""The page on the Kafka runner shows what the page of one process shows, and says when the workers are behind."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from processors.kafka.settings import Settings  # noqa: E402
from schemas.ordinance.reader import load  # noqa: E402
from tests.live.towns import LANES, put_in_force, send  # noqa: E402
from tests.live.workers import Worker, wait_until, workers  # noqa: E402
from tests.page.asking import ask  # noqa: E402
from tests.page.test_mirror import moment  # noqa: E402
from workshop.kafka import topics  # noqa: E402
from workshop.kafka.serving import routes  # noqa: E402
from workshop.letters import Letter  # noqa: E402
from workshop.page.in_process import TownInProcess  # noqa: E402
from workshop.page.on_kafka import KafkaTown  # noqa: E402
from workshop.page.server import app_of  # noqa: E402

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]
ROW, SAFEGUARD = "-row:2-2", "safeguards.tax_consent=off"


class Both:
    """The same town, played by workers over a broker and in this process."""

    def __init__(self, address: str, prefix: str, folder: Path, worker: Worker) -> None:
        self.address, self.prefix, self.worker = address, prefix, worker
        self.alone = TownInProcess(folder, {lane: load(lane) for lane in LANES})
        self.town = KafkaTown(Settings(address, prefix=prefix), folder, people=True)
        self.app = app_of(self.town, more=routes(self.town))

    def change(self, lane: str, what: str, **said: Any) -> Any:
        """Changes a lane of both, on Kafka by a request; the answer to that."""
        change = {"switch": lambda one: one.switch(one.revision, said["switch"]), "undo": lambda one: one.undo(one.revision), "redo": lambda one: one.redo(one.revision)}
        self.alone.change(lane, change[what])
        answer = ask(self.app, f"/api/lanes/{lane}/{what}", json.dumps({"base": self.town.lane(lane).revision, **said}).encode())
        assert answer.status == 200, answer.body
        return answer.json

    def agree(self, lane: str) -> bool:
        """Whether both show the same figures of the moment."""
        return moment(self.town.picture(lane)) == moment(self.alone.picture(lane))


@pytest.fixture(scope="module")
def both(address: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """A town whose records have all been worked on."""
    prefix = f"page-{os.getpid()}."
    topics.make(address, prefix)
    for lane in LANES:
        put_in_force(address, prefix, lane, 1)
    with workers(Worker(address, prefix, tmp_path_factory.mktemp("worker") / "log", NAYOSE_PEOPLE="1")) as running:
        running[0].wait_ready()
        made = Both(address, prefix, folder, running[0])
        send(address, prefix, folder)
        made.town.settle()
        yield made
        made.town.closing()
    topics.drop(address, prefix)


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


def test_another_page_that_starts_later_shows_the_same_and_what_is_switched(both: Both, folder: Path) -> None:
    both.change("C", "switch", switch=ROW)
    later = KafkaTown(Settings(both.address, prefix=both.prefix), folder, people=True)
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


def test_nobody_goes_back_in_time_and_that_is_said_in_words(both: Both) -> None:
    answer = ask(both.app, "/api/time", json.dumps({"do": "to", "at": "2025-01-01T00:00"}).encode())
    assert answer.status == 422 and "戻れません" in answer.json["ja"] and "--kafka" in answer.json["en"]
    assert ask(both.app, "/api/time", b'{"do":"play"}').status == 422


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
