"""A room of tables over the topics of a broker: a lane for each table, decided and judged by the workers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from tests.live.both import Both, both_of  # noqa: E402
from tests.page.asking import Answer, ask  # noqa: E402
from tests.page.test_mirror import moment  # noqa: E402
from workshop.page.rooms.room import Room  # noqa: E402
from workshop.page.server import app_of  # noqa: E402

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]
TABLES = ("はな", "うみ", "やま", "そら")
ROW = "-row:2-2"


class Joined:
    """Both towns, and a room over that on Kafka with a phone at each table."""

    def __init__(self, both: Both) -> None:
        self.both, self.room = both, Room()
        self.app = app_of(both.town, self.room)
        self.phones = [self.join(name).json for name in TABLES]

    def join(self, name: str) -> Answer:
        return ask(self.app, "/api/room/join", json.dumps({"code": self.room.code, "table": name}).encode())

    def asked(self, path: str, said: dict[str, Any], token: str) -> Answer:
        return ask(self.app, path, json.dumps(said).encode(), x_nayose_token=token)


@pytest.fixture(scope="module")
def joined(address: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    with both_of(address, folder, tmp_path_factory.mktemp("room") / "log") as made:
        yield Joined(made)


def test_four_tables_join_each_with_a_lane_that_the_workers_have_judged(joined: Joined) -> None:
    assert [phone["lane"] for phone in joined.phones] == ["T1", "T2", "T3", "T4"]
    town = joined.both.town
    assert all(town.ready(f"T{number}") and moment(town.picture(f"T{number}")) == moment(town.picture("C")) for number in range(1, 5))


def test_a_table_switches_a_row_of_its_own_lane_within_three_seconds_and_of_no_other(joined: Joined) -> None:
    town, (mine, *others) = joined.both.town, joined.phones
    before = {lane: moment(town.picture(lane)) for lane in town.lanes}
    said = {"base": town.lane("T1").revision, "switch": ROW}
    assert joined.asked("/api/lanes/T1/switch", said, others[0]["token"]).status == 403
    began = time.monotonic()
    answer = joined.asked("/api/lanes/T1/switch", said, mine["token"])
    took = time.monotonic() - began
    assert answer.status == 200 and answer.json["exact"] and took < 3, f"{answer.status}: {took:.1f} s"
    assert {lane for lane in town.lanes if moment(town.picture(lane)) != before[lane]} == {"T1"}


def test_a_table_for_which_there_is_no_lane_is_told_so_and_the_room_goes_on_without_it(joined: Joined) -> None:
    town = joined.both.town
    assert joined.join("もり").status == 200 and len(town.lanes) == town.most_lanes
    refused = joined.join("かわ")
    assert refused.status == 422 and str(town.most_lanes) in refused.json["ja"]
    assert [table.name for table in joined.room.tables] == [*TABLES, "もり"] and joined.room.phones == 5
    opened = joined.asked("/api/lanes", {"from": "A", "name": "もう一つ"}, joined.room.facilitator)
    assert opened.status == 422 and str(town.most_lanes) in opened.json["ja"]


def test_the_facilitator_locks_the_lanes_and_puts_them_back_to_the_first_arrangement(joined: Joined) -> None:
    town, leads = joined.both.town, joined.room.facilitator
    assert joined.asked("/api/room", {"do": "lock"}, leads).status == 200
    assert joined.asked("/api/lanes/T2/switch", {"base": town.lane("T2").revision, "switch": ROW}, joined.phones[1]["token"]).status == 423
    assert joined.asked("/api/room", {"do": "unlock"}, leads).status == 200
    assert joined.asked("/api/room", {"do": "reset"}, leads).status == 200
    town.settle()
    assert town.lane("T1").switches == () and moment(town.picture("T1")) == moment(town.picture("C"))
