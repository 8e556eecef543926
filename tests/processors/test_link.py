"""The number is the label, the record is the thing."""

from __future__ import annotations

import datetime
import itertools
import json
import random
import uuid
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.ordinance.reader import load
from tests.nightly import examples
from tests.processors.engines import Fed
from tests.processors.events import Log, number

G = load("G")
INCOME = ("tax.income", 2023)


def family() -> Log:
    log = Log()
    log.moves_in(1, 10)
    log.moves_in(2, 10, "child", "2015-06-01")
    log.moves_in(3, 11)
    log.earns(1, 2023, 1_000_000)
    log.earns(3, 2023, 9_000_000)
    return log


def fed(lines: list[bytes], pieces: int = 1) -> Fed:
    engine = Fed({"G": G})
    for i in range(pieces):
        engine.feed(lines[i::pieces])
    return engine


def test_an_event_about_somebody_unknown_waits_until_the_register_knows_the_person() -> None:
    log = Log()
    log.earns(1, 2023, 5_000_000)
    engine = fed(log.lines)
    assert engine.rejections == [] and engine.engine.gate.homes.size == 0
    more = Log()
    more.moves_in(1, 10)
    engine.feed(more.lines)
    assert engine.facts_of(1001)[INCOME]["total_income"] == 5_000_000


def test_an_older_sequence_neither_changes_the_slot_nor_is_refused() -> None:
    log = family()
    newer = log.add("tax.corrected", number(1), 2001, year=2023, total_income=2, pay_or_pension=True, dependants=0, levy="taxed", levy_yen=1)
    engine = fed([line for line in log.lines if line != newer][:0] + [newer, *log.lines])
    assert engine.rejections == []
    assert engine.facts_of(1001)[INCOME]["total_income"] == 2


def test_of_two_records_under_one_number_the_one_linked_last_is_joined_and_the_other_is_shadowed() -> None:
    log = family()
    log.earns(1, 2023, 7_777_777, record=2999)
    assert fed(log.lines).facts_of(1001)[INCOME]["total_income"] == 7_777_777


def test_a_repaired_link_takes_the_wrong_record_away_and_brings_it_where_it_belongs() -> None:
    log = family()
    log.earns(1, 2023, 7_777_777, record=2004)
    log.moves_in(4, 12)
    log.add("record.relinked", number(1), 2004, office="tax", role="from", other_number=number(4))
    log.add("record.relinked", number(4), 2004, office="tax", role="to", other_number=number(1))
    engine = fed(log.lines)
    assert engine.facts_of(1001)[INCOME]["total_income"] == 1_000_000
    assert engine.facts_of(1004)[INCOME]["total_income"] == 7_777_777


def test_what_the_offices_know_follows_a_changed_number() -> None:
    log = family()
    log.add("resident.number-changed", number(1), 1001, role="from", other_number=number(9))
    log.add("resident.number-changed", number(9), 1001, role="to", other_number=number(1))
    log.add("tax.corrected", number(9), 2001, year=2023, total_income=3, pay_or_pension=True, dependants=0, levy="taxed", levy_yen=1)
    log.earns(1, 2024, 4)
    engine = fed(log.lines)
    assert engine.facts_of(1001)[INCOME]["total_income"] == 3
    assert engine.facts_of(1001)["tax.income", 2024]["total_income"] == 4


def test_a_late_move_does_not_revive_the_dead() -> None:
    log = family()
    log.add("resident.moved-within", number(1), 1001, household=77, relation="head", district="架空町", lot="2番")
    log.add("resident.died", number(1), 1001)
    one, other = fed(log.lines), fed(log.lines[:-2] + log.lines[-1:] + log.lines[-2:-1], pieces=3)
    assert one.digest("G") == other.digest("G")
    assert one.engine.gate.homes.home(one.engine.link.rows(np.array([int(number(1))])))[0] == -1


def troubled() -> Log:
    """A log with a wrong link and its repair, two changes of one number, a death, moves and corrections."""
    log = family()
    log.moves_in(4, 12)
    log.earns(1, 2023, 7_777_777, record=2004)
    log.add("record.relinked", number(1), 2004, office="tax", role="from", other_number=number(4))
    log.add("record.relinked", number(4), 2004, office="tax", role="to", other_number=number(1))
    log.add("resident.number-changed", number(3), 1003, role="from", other_number=number(8))
    log.add("resident.number-changed", number(8), 1003, role="to", other_number=number(3))
    log.add("resident.number-changed", number(8), 1003, role="from", other_number=number(9))
    log.add("resident.number-changed", number(9), 1003, role="to", other_number=number(8))
    log.earns(9, 2024, 123, record=2003)
    log.add("resident.moved-within", number(2), 1002, household=11, relation="child", district="架空町", lot="3番")
    log.add("child.absence-recorded", number(2), 3002, day="2024-10-07")
    log.add("child.absence-corrected", number(2), 3002, day="2024-10-07")
    log.add("resident.died", number(1), 1001)
    return log


@examples(60, by_day=20)
@given(st.randoms(use_true_random=False), st.integers(1, 5), st.data())
def test_any_order_and_any_repetition_ends_in_the_same_state(shuffle: random.Random, pieces: int, data: st.DataObject) -> None:
    lines = troubled().lines
    again = data.draw(st.lists(st.sampled_from(lines), max_size=8))
    mixed = lines + again
    shuffle.shuffle(mixed)
    assert fed(mixed, pieces).digest("G") == untroubled()


@cache
def untroubled() -> str:
    """The digest of the troubled log in its own order."""
    return fed(troubled().lines).digest("G")


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[:12])
def test_going_back_to_an_earlier_number_ends_where_the_last_change_says(order: tuple[int, ...]) -> None:
    log = family()
    log.add("resident.number-changed", number(1), 1001, role="from", other_number=number(9))
    log.add("resident.number-changed", number(9), 1001, role="to", other_number=number(1))
    log.add("resident.number-changed", number(9), 1001, role="from", other_number=number(1))
    log.add("resident.number-changed", number(1), 1001, role="to", other_number=number(9))
    changes = log.lines[-4:]
    engine = fed(log.lines[:-4] + [changes[i] for i in order], pieces=2)
    assert engine.facts_of(1001)[INCOME]["total_income"] == 1_000_000
    assert engine.digest("G") == fed(log.lines).digest("G")


def test_a_newer_record_that_says_the_same_dates_the_candidate_anew() -> None:
    log = Log()
    log.moves_in(1, 10)
    log.earns(1, 2023, 0)
    again = json.loads(log.lines[-1])
    again["data"]["sequence"] += 1
    again |= {"time": "2024-11-20T09:00:00+09:00", "id": str(uuid.uuid5(uuid.NAMESPACE_URL, "again"))}
    log.lines.append(json.dumps(again).encode())
    for pieces in (1, 2, 3):
        engine = Fed({"G": G}, people=True)
        for some in np.array_split(np.arange(3), pieces):
            engine.feed([log.lines[i] for i in some])
        _, _, since = engine.engine.assess.waiting("G", "exempt-household-benefit")
        assert since.tolist() == [datetime.date(2024, 11, 20).toordinal()]
