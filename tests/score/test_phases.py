"""判定 → 人によるアセスメント → 対応策 → 支援への接続: each with its day, in any order of arrival, and how many stop at each."""

from __future__ import annotations

import datetime
import json
import random
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hand import HIGH, LOW, START, Hand
from runs import town

from processors.assess.phases import STANDS, candidates, history
from processors.decoding.decode import Decoder
from processors.decoding.stream import Cut
from processors.duties import ASSESSED
from processors.inprocess import OFFICE_FILES, Replay, Runner
from producers.errors import Errors
from schemas.keys import HOUSEHOLD, opaque, shown
from schemas.ordinance import load, with_safeguard
from tests.cli.calling import nayose
from tests.nightly import tries
from workshop.assessor import Habits, last_day, written_assessor
from workshop.scoring import followed_up, scores

BENEFIT = "exempt-household-benefit"
NEVER, ALL = 3650, 1000
HOME = 11


def poor_woman(folder: Path) -> Path:
    """A town with one candidate for the benefit, who has been one since the first day, and a rich man."""
    hand = Hand()
    hand.resident("はな", HOME)
    hand.resident("たろう", 12, sex="male")
    hand.income("はな", LOW)
    hand.income("たろう", HIGH)
    return hand.write(folder)


def run(folder: Path, habits: Habits | None = None, days: int = 1, lane: str = "G") -> Runner:
    """The files under one ordinance, with the written assessor and what follows its answers."""
    runner = Replay(folder, {lane: load(lane)}, written_assessor(folder, habits), days=days).run()
    followed_up(runner)
    return runner


def phases(runner: Runner, folder: Path, lane: str = "G") -> dict[str, Any]:
    """What the score says, by programme."""
    return {programme: figures["phases"] for programme, figures in scores(runner, folder)[lane].items()}


def timelines(runner: Runner, lane: str = "G") -> dict[tuple[str, int, int, int], list[tuple[str, int, str]]]:
    """The history of every candidate."""
    assert runner.engine is not None
    assess, found = runner.engine.assess, {}
    for programme in ASSESSED:
        some = candidates(assess, lane, programme)
        for at in range(len(some.homes)):
            one = some.of(np.arange(len(some.homes)) == at)
            found[programme, int(one.homes[0]), int(one.units[0]), int(one.since[0])] = history(assess, lane, programme, one)
    return found


ONE_BY_ONE = [
    (Habits(NEVER, 0, 0), "waiting", []),
    (Habits(14, ALL, ALL), "stopped", ["reject"]),
    (Habits(14, 0, 0, response_days=NEVER), "no_response", ["accept"]),
    (Habits(14, 0, 0, response_not_needed_permille=ALL), "no_response", ["accept", "not-needed"]),
    (Habits(14, 0, 0, response_none_permille=ALL), "no_response", ["accept", "none"]),
    (Habits(14, 0, 0, connection_days=NEVER), "not_connected", ["accept", "planned"]),
    (Habits(14, 0, 0, connection_declined_permille=ALL), "not_connected", ["accept", "planned", "declined"]),
    (Habits(14, 0, 0, connection_not_reached_permille=ALL), "not_connected", ["accept", "planned", "not-reached"]),
    (Habits(14, 0, 0), "connected", ["accept", "planned", "connected"]),
]


@pytest.mark.parametrize(("habits", "stands", "said"), ONE_BY_ONE)
def test_a_candidate_stands_where_it_was_left(tmp_path: Path, habits: Habits, stands: str, said: list[str]) -> None:
    folder = poor_woman(tmp_path)
    runner = run(folder, habits)
    assert phases(runner, folder)[BENEFIT] == {"candidates": 1, **dict.fromkeys(STANDS, 0), stands: 1}
    (timeline,) = timelines(runner).values()
    assert [word for _, _, word in timeline] == said


def test_every_phase_has_its_day_counted_from_the_one_before(tmp_path: Path) -> None:
    runner = run(poor_woman(tmp_path), Habits(14, 0, 0, response_days=7, connection_days=21))
    ((*_, since), timeline), = timelines(runner).items()
    assert [(type_, day - since) for type_, day, _ in timeline] == [("assessment.decided", 14), ("response.planned", 21), ("support.connected", 42)]


def event(type_: str, on: datetime.date, since: int, minute: int = 0, **said: str) -> bytes:
    """What a clerk says of the woman's household."""
    unit = f"{shown(int(opaque(np.array([HOME]), HOUSEHOLD)[0]))}-{shown(0)}-{since}"
    made: dict[str, Any] = {
        "specversion": "1.0", "source": "/aobano/welfare", "type": type_, "time": f"{on.isoformat()}T15:{minute:02d}:00+09:00",
        "data": {"lane": "G", "programme": BENEFIT, "unit": unit, **said},
    }  # fmt: skip
    return json.dumps(made | {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(made, sort_keys=True)))}).encode()


def since_of(folder: Path) -> int:
    """Since when (ordinal) the woman's household is a candidate."""
    ((*_, since),) = timelines(run(folder, Habits(NEVER, 0, 0)))
    return int(since)


DAY = datetime.date(2025, 2, 3)


def by_people(since: int) -> list[bytes]:
    """Accepted, a response, and the connection, which was declined at first."""
    return [
        event("assessment.decided", DAY, since, decision="accept"),
        event("response.planned", DAY + datetime.timedelta(4), since, outcome="planned"),
        event("support.connected", DAY + datetime.timedelta(9), since, outcome="declined"),
        event("support.connected", DAY + datetime.timedelta(30), since, outcome="connected", reason="二度目の訪問で"),
    ]


def as_it_arrives(folder: Path, lines: Iterable[tuple[str, bytes]], cuts: int, habits: Habits) -> Runner:
    """The run of a log that came in that order, in some cuts, each as of the last day."""
    runner, lines = Runner({"G": load("G")}, written_assessor(folder, habits)), list(lines)
    end = last_day(folder / name for name in OFFICE_FILES)
    runner.start(START.toordinal())
    for part in range(cuts):
        cut = Cut(end)
        for name in OFFICE_FILES:
            decoded = Decoder(name, runner.texts).decode([line for of, line in lines[part::cuts] if of == name])
            assert decoded.rejections == []
            cut.batch |= {t: cut.batch[t].join(c) if t in cut.batch else c for t, c in decoded.batch.items()}
            cut.decisions += decoded.decisions
        runner.take(cut)
    followed_up(runner)
    return runner


def log_of(folder: Path) -> list[tuple[str, bytes]]:
    """All lines of the offices, by file."""
    return [(name, line) for name in OFFICE_FILES for line in (folder / name).read_bytes().splitlines()]


def test_what_people_said_is_the_same_in_any_order_and_however_often_it_is_repeated(tmp_path: Path) -> None:
    folder = poor_woman(tmp_path)
    said = [("welfare.jsonl", line) for line in by_people(since_of(folder))]
    expected = [
        ("assessment.decided", DAY.toordinal(), "accept"), ("response.planned", DAY.toordinal() + 4, "planned"),
        ("support.connected", DAY.toordinal() + 30, "connected"),
    ]  # fmt: skip
    for seed in range(tries(at_night=12, by_day=5)):
        order = random.Random(seed)
        lines = log_of(folder) + said + order.choices(said, k=order.randrange(6))
        order.shuffle(lines)
        runner = as_it_arrives(folder, lines, 1 + seed % 5, Habits(14, ALL, ALL, response_days=NEVER))
        assert list(timelines(runner).values()) == [expected]
        assert phases(runner, folder)[BENEFIT]["connected"] == 1


def test_what_followed_changes_no_verdict_no_notice_and_no_digest(tmp_path: Path) -> None:
    folder = poor_woman(tmp_path)
    decided, *followed = by_people(since_of(folder))
    habits = Habits(14, ALL, ALL)
    lines = [*log_of(folder), ("welfare.jsonl", decided)]
    without = as_it_arrives(folder, lines, 1, habits)
    with_it = as_it_arrives(folder, [*(("welfare.jsonl", line) for line in followed), *lines], 3, habits)
    assert with_it.digest("G") == without.digest("G")
    assert with_it.counts("G", BENEFIT) == without.counts("G", BENEFIT)


def test_what_is_said_of_a_later_phase_does_not_count_before_the_earlier_one_is_passed(tmp_path: Path) -> None:
    folder = poor_woman(tmp_path)
    _, planned, _, connected = by_people(since_of(folder))
    for lines, habits, stands in (([connected], Habits(14, 0, 0, response_days=NEVER), "no_response"), ([planned, connected], Habits(14, ALL, ALL), "stopped"),
                                  ([planned, connected], Habits(NEVER, 0, 0), "waiting")):  # fmt: skip
        runner = as_it_arrives(folder, [*log_of(folder), *(("welfare.jsonl", line) for line in lines)], 1, habits)
        assert phases(runner, folder)[BENEFIT][stands] == 1


def test_a_person_goes_before_the_written_assessor_in_each_phase(tmp_path: Path) -> None:
    folder = poor_woman(tmp_path)
    since = since_of(folder)
    line = event("response.planned", datetime.date(2024, 11, 2), since, outcome="none")  # before the written one would say it
    runner = as_it_arrives(folder, [("welfare.jsonl", line), *log_of(folder)], 2, Habits(14, 0, 0))
    assert phases(runner, folder)[BENEFIT]["no_response"] == 1


def test_to_say_it_again_changes_nothing_and_an_earlier_assessment_moves_what_follows(tmp_path: Path) -> None:
    folder = poor_woman(tmp_path)
    since = since_of(folder)
    runner = run(folder, Habits(60, 0, 0, response_days=10, connection_days=10))
    before = timelines(runner)
    followed_up(runner)
    assert timelines(runner) == before
    early = event("assessment.decided", datetime.date.fromordinal(since + 5), since, decision="accept")
    runner.take(Cut(runner.engine.day, decisions=Decoder("welfare", runner.texts).decode([early]).decisions))  # type: ignore[union-attr]
    followed_up(runner)
    (timeline,) = timelines(runner).values()
    assert [day - since for _, day, _ in timeline] == [5, 15, 25]


def test_phases_do_not_depend_on_the_order_of_arrival_nor_on_how_long_the_cuts_are() -> None:
    folder = town(3, Errors(), 300, months=5)
    usual = run(folder)
    expected = timelines(usual)
    assert any(len(timeline) == 3 for timeline in expected.values())
    for days in (7, 100):
        assert timelines(run(folder, days=days)) == expected
    for seed in range(tries(at_night=3, by_day=1)):
        lines = log_of(folder)
        random.Random(seed).shuffle(lines)
        assert timelines(as_it_arrives(folder, lines, 5, Habits.shipped())) == expected


@pytest.mark.parametrize("lane", ["C", "G", "G-plus"])
def test_each_candidate_stands_at_one_phase_and_all_that_is_eligible_is_a_candidate(lane: str) -> None:
    folder = town(1, Errors())
    runner = run(folder, days=30, lane=lane)
    for programme, counted in phases(runner, folder, lane).items():
        assert counted["candidates"] == runner.counts(lane, programme)["eligible"] == sum(counted[name] for name in STANDS)


def test_where_nobody_answers_candidates_there_are_no_phases_and_where_nobody_is_asked_all_pass_the_assessment(tmp_path: Path) -> None:
    folder = poor_woman(tmp_path)
    alone = Replay(folder, {"G": load("G")}).run()
    assert phases(alone, folder)[BENEFIT] is None
    unasked = Replay(folder, {"G": with_safeguard(load("G"), "human_assessment", False)}, written_assessor(folder, Habits(NEVER, 0, 0))).run()
    assert phases(unasked, folder)[BENEFIT]["connected"] == 1


def test_the_shares_that_stop_are_those_of_the_habits() -> None:
    folder = town(1, Errors(), 1500)
    habits = Habits(14, 0, 0, response_not_needed_permille=200, response_none_permille=100, connection_declined_permille=300)
    of_all = phases(run(folder, habits, days=30), folder)["child-allowance"]
    share = {name: of_all[name] / of_all["candidates"] for name in STANDS}
    assert of_all["candidates"] > 100
    assert 0.2 < share["no_response"] < 0.4 and 0.12 < share["not_connected"] < 0.3


@pytest.mark.parametrize("habits", [{"response_days": -1}, {"connection_declined_permille": 1001}])
def test_habits_of_what_follows_are_refused_out_of_range(habits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="It may be from 0 to"):
        Habits(14, 0, 0, **habits)


@pytest.mark.parametrize(("lang", "told"), [("ja", "対応策"), ("en", "response")])
def test_the_command_shows_a_candidate_phase_by_phase(tmp_path: Path, lang: str, told: str) -> None:
    folder = poor_woman(tmp_path)
    record = str(json.loads((folder / "register.jsonl").read_bytes().splitlines()[0])["data"]["record"])
    done = nayose("resident", record, folder, "--ordinance", "G", lang=lang)
    assert done.code == 0 and told in done.out
    found = nayose("resident", record, folder, "--ordinance", "G", "--json").json["lanes"]["G"]["phases"]
    mine = next(one for one in found if one["programme"] == BENEFIT)
    days = [step["day"] for step in mine["steps"]]
    assert mine["unit"] == "household" and mine["stands"] in STANDS and days == sorted(days)
    assert [step["phase"] for step in mine["steps"]][:2] == ["verdict", "assessment.decided"]
