"""A room of tables over the topics of a broker: a lane for each table, decided and judged by the workers."""

from __future__ import annotations

import time

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from tests.live.both import Both  # noqa: E402
from tests.page.rooms.test_routes import Sat  # noqa: E402
from tests.page.test_mirror import moment  # noqa: E402
from workshop.page.rooms.room import Room  # noqa: E402

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]
TABLES = {"はな": "T1", "うみ": "T2", "やま": "T3", "そら": "T4"}
ROW = "-row:2-2"


@pytest.fixture(scope="module")
def sat(both: Both) -> Sat:
    """A room over the town on Kafka."""
    return Sat(both.town, Room())


@pytest.fixture(scope="module")
def tokens(sat: Sat) -> dict[str, str]:
    """By lane, the token of a phone at its table."""
    joined = {table: sat.join(table) for table in TABLES}
    assert {table: phone["lane"] for table, phone in joined.items()} == TABLES
    return {phone["lane"]: phone["token"] for phone in joined.values()}


def test_each_of_four_tables_has_a_lane_that_the_workers_have_judged(sat: Sat, tokens: dict[str, str]) -> None:
    assert all(sat.town.ready(lane) and moment(sat.town.picture(lane)) == moment(sat.town.picture("C")) for lane in tokens)


def test_a_table_switches_a_row_of_its_own_lane_within_three_seconds_and_of_no_other(sat: Sat, tokens: dict[str, str]) -> None:
    town, base = sat.town, sat.town.lane("T1").revision
    before = {lane: moment(town.picture(lane)) for lane in town.lanes}
    assert sat.post("/api/lanes/T1/switch", tokens["T2"], base=base, switch=ROW).status == 403
    began = time.monotonic()
    answer = sat.post("/api/lanes/T1/switch", tokens["T1"], base=base, switch=ROW)
    took = time.monotonic() - began
    assert answer.status == 200 and answer.json["exact"] and took < 3, f"{answer.status}: {took:.1f} s"
    assert {lane for lane in town.lanes if moment(town.picture(lane)) != before[lane]} == {"T1"}


def test_a_table_for_which_there_is_no_lane_is_told_so_and_the_room_goes_on_without_it(sat: Sat, tokens: dict[str, str]) -> None:
    assert sat.room is not None
    sat.join("もり")
    assert len(sat.town.lanes) == sat.town.most_lanes
    refused = sat.post("/api/room/join", code=sat.room.code, table="かわ")
    assert refused.status == 422 and str(sat.town.most_lanes) in refused.json["ja"]
    assert [table.name for table in sat.room.tables] == [*TABLES, "もり"]


def test_the_facilitator_locks_the_lanes_and_puts_them_back_to_the_first_arrangement(sat: Sat, tokens: dict[str, str]) -> None:
    assert sat.room is not None
    leads = sat.room.facilitator
    assert sat.post("/api/room", leads, do="lock").status == 200
    assert sat.post("/api/lanes/T2/switch", tokens["T2"], base=sat.town.lane("T2").revision, switch=ROW).status == 423
    assert sat.post("/api/room", leads, do="unlock").status == 200
    assert sat.post("/api/room", leads, do="reset").status == 200
    sat.town.settle()
    assert sat.town.lane("T1").switches == () and moment(sat.town.picture("T1")) == moment(sat.town.picture("C"))
