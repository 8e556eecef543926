"""Which households are judged anew: of events that come one by one no verdict may stay behind, as none does in a batch."""

from __future__ import annotations

import pytest

from schemas.ordinance.reader import load
from tests.processors.engines import Fed
from tests.processors.events import Log, number

ORDINANCES = {name: load(name) for name in ("C", "G", "sample")}
BENEFIT = "exempt-household-benefit"
CANDIDATES = [("C", BENEFIT), ("G", BENEFIT), ("C", "school-aid"), ("G", "school-aid"), ("sample", "school-aid")]


def couple() -> Log:
    """One who earns and one who does not, with a child; and somebody else in another household."""
    log = Log()
    log.moves_in(1, 10)
    log.moves_in(2, 10, "spouse")
    log.moves_in(3, 10, "child", "2015-06-01")
    log.moves_in(4, 11)
    log.earns(1, 2023, 9_000_000)
    log.earns(2, 2023, 0)
    log.earns(4, 2023, 0)
    return log


def leaves(log: Log) -> None:
    log.add("resident.moved-out", number(1), 1001, after=5)


def moves_to_another_household(log: Log) -> None:
    log.add(
        "resident.moved-within", number(1), 1001, after=5, household=11, relation="head", district="架空町", lot="2番"
    )


def applies(log: Log) -> None:
    leaves(log)
    log.add("welfare.application-received", number(2), 3002, after=8, duty=BENEFIT, tax_consent=True)
    log.add("child.application-received", number(3), 4003, after=9, duty="school-aid", tax_consent=True)


def applies_again(log: Log) -> None:
    applies(log)
    log.add(
        "child.application-received",
        number(3),
        4003,
        after=30,
        duty="school-aid",
        tax_consent=True,
        effective="2024-11-29",
    )
    log.add(
        "welfare.application-received",
        number(2),
        3002,
        after=31,
        duty=BENEFIT,
        tax_consent=True,
        effective="2024-11-29",
    )


def objects(log: Log) -> None:
    applies(log)
    log.add("objection.made", number(2), 1002, after=12, duty="school-aid")


def earns_less(log: Log) -> None:
    log.earns(1, 2023, 0)


@pytest.mark.parametrize("what", [leaves, moves_to_another_household, applies, applies_again, objects, earns_less])
def test_events_that_come_one_by_one_end_as_those_that_come_together(what) -> None:
    log = couple()
    what(log)
    single, together = Fed(ORDINANCES, people=True), Fed(ORDINANCES, people=True)
    for line in log.lines:
        single.feed([line])
    together.feed(log.lines)
    assert single.rejections == together.rejections == []
    assert all(single.digest(name) == together.digest(name) for name in ORDINANCES)
    for slot in CANDIDATES:
        waiting = [
            sorted(zip(*(column.tolist() for column in fed.engine.assess.waiting(*slot)))) for fed in (single, together)
        ]
        assert waiting[0] == waiting[1], slot


def test_who_stays_behind_is_judged_anew_when_the_one_who_earns_leaves() -> None:
    log = couple()
    leaves(log)
    fed = Fed({"G": ORDINANCES["G"]}, people=True)
    fed.feed(log.lines[:-1])
    before = len(fed.engine.assess.waiting("G", BENEFIT)[0])
    fed.feed(log.lines[-1:])
    assert len(fed.engine.assess.waiting("G", BENEFIT)[0]) == before + 1
