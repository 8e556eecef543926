"""The written assessor answers after some days, in the same way whatever the order of arrival; people go before it."""

from __future__ import annotations

import datetime
import json
import random
import uuid
from pathlib import Path

import numpy as np
import pytest
from hand import END, HIGH, LOW, START, Hand
from runs import town

from processors.assess.units import ELIGIBLE, code_of
from processors.decoding.decode import Decoder
from processors.decoding.stream import Cut
from processors.inprocess import OFFICE_FILES, Replay, Runner
from producers.errors import Errors
from schemas.keys import HOUSEHOLD, opaque, shown
from schemas.ordinance import load, with_safeguard
from tests.nightly import tries
from workshop.assessor import Habits, WrittenAssessor, last_day, written_assessor

BENEFIT = "exempt-household-benefit"
EVERY_RIGHT_ONE, NOBODY = Habits(14, 1000, 0), Habits(14, 1000, 1000)


def noticed(runner: Runner, lane: str = "G", programme: str = BENEFIT) -> int:
    """How many households or members have a notice in force."""
    assert runner.engine is not None
    units = runner.engine.assess.units
    return sum(int(table[lane, programme]["noticed"].sum()) for table in (units.words, units.home_words))


def candidates(runner: Runner, lane: str = "G", programme: str = BENEFIT) -> int:
    """How many are found eligible."""
    assert runner.engine is not None
    units = runner.engine.assess.units
    return sum(
        int((code_of(table[lane, programme]["word"]) == ELIGIBLE).sum()) for table in (units.words, units.home_words)
    )


def two_households() -> Hand:
    """One poor woman, and one rich man whom the records show as poor."""
    hand = Hand()
    hand.resident("はな", 11)
    hand.resident("たろう", 12, sex="male")
    hand.income("はな", LOW)
    hand.income("たろう", HIGH, recorded=LOW)
    return hand


def run(folder: Path, habits: Habits, as_of: datetime.date | None = None, lane: str = "G") -> Runner:
    """The files under one ordinance, with the written assessor."""
    return Replay(
        folder, {lane: load(lane)}, written_assessor(folder, habits), as_of.toordinal() if as_of else None, days=1
    ).run()


def test_without_an_assessor_each_candidate_is_a_notice_at_once(tmp_path: Path) -> None:
    folder = two_households().write(tmp_path)
    assert noticed(Replay(folder, {"G": load("G")}).run()) == 2


def test_an_assessor_who_errs_never_lets_the_right_candidates_pass_and_no_others(tmp_path: Path) -> None:
    runner = run(two_households().write(tmp_path), EVERY_RIGHT_ONE)
    assert (candidates(runner), noticed(runner)) == (2, 1)


def test_an_assessor_who_stops_everybody_lets_nobody_pass(tmp_path: Path) -> None:
    assert noticed(run(two_households().write(tmp_path), NOBODY)) == 0


@pytest.mark.parametrize(("day", "answered"), [(14, 0), (15, 1)])
def test_an_answer_comes_on_the_day_that_is_due_and_not_before(tmp_path: Path, day: int, answered: int) -> None:
    hand = two_households()
    hand.passing_days(*(datetime.date(2024, 11, n) for n in (12, 13, 14, 15, 16)))
    assert noticed(run(hand.write(tmp_path), EVERY_RIGHT_ONE, datetime.date(2024, 11, day))) == answered


def test_a_newer_record_makes_a_candidate_wait_again(tmp_path: Path) -> None:
    hand = two_households()
    hand.passing_days(datetime.date(2025, 10, 29))
    hand.tell("tax", "tax.certificate-issued", "はな", datetime.date(2025, 10, 30))
    folder = hand.write(tmp_path)
    assert noticed(run(folder, EVERY_RIGHT_ONE, datetime.date(2025, 10, 29))) == 1
    assert noticed(run(folder, EVERY_RIGHT_ONE)) == 0


def test_where_the_ordinance_wants_no_human_assessment_nobody_is_asked(tmp_path: Path) -> None:
    folder = two_households().write(tmp_path)
    lane = with_safeguard(load("G"), "human_assessment", False)
    assert noticed(Replay(folder, {"G": lane}, written_assessor(folder, NOBODY)).run()) == 2


def person(household: int, decision: str, on: datetime.date, moment: int) -> dict[str, object]:
    """A clerk's answer to a candidate household, as an event."""
    home = shown(int(opaque(np.array([household]), HOUSEHOLD)[0]))
    event: dict[str, object] = {
        "specversion": "1.0",
        "source": "/aobano/welfare",
        "type": "assessment.decided",
        "time": f"{on.isoformat()}T15:00:00+09:00",
        "data": {
            "lane": "G",
            "programme": BENEFIT,
            "unit": f"{home}-{shown(0)}-{moment}",
            "decision": decision,
        },
    }
    return event | {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(event, sort_keys=True)))}


def since(folder: Path, household: int) -> int:
    """Since when (ordinal) a household is a candidate at the end of the run, if nobody ever answers."""
    engine = run(folder, Habits(3650, 0, 0)).engine
    assert engine is not None
    homes, _, moments = engine.assess.waiting("G", BENEFIT)
    return int(moments[homes == opaque(np.array([household]), HOUSEHOLD)][0])


def decide(folder: Path, household: int, decision: str, on: datetime.date, moment: int) -> None:
    """Lets a clerk answer a candidate household: one more event in the log."""
    answer = person(household, decision, on, moment)
    with (folder / "welfare.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(answer) + "\n")


@pytest.mark.parametrize("on", [datetime.date(2024, 11, 3), datetime.date(2025, 10, 30)])
@pytest.mark.parametrize(("household", "decision", "left"), [(11, "reject", 0), (12, "accept", 2)])
def test_a_persons_decision_goes_before_the_written_one(
    tmp_path: Path, on: datetime.date, household: int, decision: str, left: int
) -> None:
    folder = two_households().write(tmp_path)
    decide(folder, household, decision, on, since(folder, household))
    assert noticed(run(folder, EVERY_RIGHT_ONE)) == left


def test_a_persons_decision_about_an_older_state_does_not_count_for_the_newer_one(tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    older = since(two_households().write(before), 11)
    hand = two_households()
    hand.tell("tax", "tax.certificate-issued", "はな", datetime.date(2025, 9, 3))
    folder = hand.write(tmp_path)
    decide(folder, 11, "reject", datetime.date(2025, 8, 8), older)
    assert since(folder, 11) > older
    assert noticed(run(folder, EVERY_RIGHT_ONE)) == 1


def shuffled(
    folder: Path, assessor: WrittenAssessor, seed: int, lanes: tuple[str, ...], cuts: int = 7, first: str = ""
) -> list[str]:
    """The digests of all lanes after the log came in a random order, in some cuts, each as of the last day. `first`: a
    file that comes before all others."""
    runner, order = Runner({name: load(name) for name in lanes}, assessor), random.Random(seed)
    lines = [(name, line) for name in OFFICE_FILES for line in (folder / name).read_bytes().splitlines()]
    order.shuffle(lines)
    early = [(name, line) for name, line in lines if name == first]
    lines = [pair for pair in lines if pair not in early]
    end = last_day(folder / name for name in OFFICE_FILES)
    for some in ([early] if early else []) + [lines[part::cuts] for part in range(cuts)]:
        cut = Cut(end)
        for name in OFFICE_FILES:
            decoded = Decoder(name, runner.texts).decode([line for of, line in some if of == name])
            cut.batch |= {
                type_: cut.batch[type_].join(columns) if type_ in cut.batch else columns
                for type_, columns in decoded.batch.items()
            }
            cut.decisions += decoded.decisions
        if runner.engine is None:
            runner.start(START.toordinal())
        runner.take(cut)
    return [runner.digest(name) for name in lanes]


def test_what_is_in_force_at_the_end_does_not_depend_on_the_order_of_arrival() -> None:
    folder, lanes = town(3, Errors(), 300, months=5), ("C", "G")
    in_order = Replay(folder, {name: load(name) for name in lanes}, written_assessor(folder), days=1).run()
    digests = [in_order.digest(name) for name in lanes]
    assert all(shuffled(folder, written_assessor(folder), seed, lanes) == digests for seed in range(tries(at_night=4, by_day=2)))


def test_a_persons_decision_beats_the_written_one_in_any_order_of_arrival(tmp_path: Path) -> None:
    hand = two_households()
    hand.tell("tax", "tax.certificate-issued", "はな", datetime.date(2025, 9, 3))
    folder = hand.write(tmp_path)
    for household, decision in ((12, "accept"), (11, "reject")):
        decide(folder, household, decision, datetime.date(2025, 10, 30), since(folder, household))
    expected = shuffled(folder, written_assessor(folder, EVERY_RIGHT_ONE), 0, ("G",), cuts=1, first="register.jsonl")
    for seed in range(tries(at_night=12, by_day=4)):
        assert (
            shuffled(folder, written_assessor(folder, EVERY_RIGHT_ONE), seed, ("G",), 9, "register.jsonl") == expected
        )


def test_how_long_the_cuts_are_changes_nothing_at_the_end() -> None:
    folder = town(3, Errors(), 300, months=5)
    digests = {
        Replay(folder, {"G": load("G")}, written_assessor(folder), days=days).run().digest("G") for days in (1, 7, 100)
    }
    assert len(digests) == 1


def test_the_shares_stopped_are_those_of_the_habits() -> None:
    folder = town(1, Errors())
    assessor = written_assessor(folder, Habits(14, 400, 100))
    runner = Replay(folder, {"G": load("G")}, assessor, days=30).run()
    assert 0.82 < noticed(runner, programme="child-allowance") / candidates(runner, programme="child-allowance") < 0.97


@pytest.mark.parametrize("habits", [{"days": -1}, {"wrong_stopped_permille": 1001}, {"right_stopped_permille": -5}])
def test_habits_out_of_range_are_refused_with_what_is_allowed(habits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="It may be from 0 to"):
        Habits(**{"days": 14, "wrong_stopped_permille": 0, "right_stopped_permille": 0, **habits})


def test_the_last_day_of_a_town_is_that_of_its_newest_event(tmp_path: Path) -> None:
    folder = two_households().write(tmp_path)
    assert last_day(folder / name for name in OFFICE_FILES) == END.toordinal()


def test_a_last_line_that_broke_off_is_passed_over(tmp_path: Path) -> None:
    folder = two_households().write(tmp_path)
    with (folder / "tax.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"specversion":"1.0","time":"2026')
    assert last_day([folder / "tax.jsonl"]) == END.toordinal()
    assert last_day([tmp_path / "not-there.jsonl"]) == 1
