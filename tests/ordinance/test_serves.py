"""What else a row would serve: the other duties for whose formula the data that it opens are enough."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from schemas.attributes import attributes_of
from schemas.ordinance import Row, load, names
from schemas.ordinance.serves import opened, rows_serving, serves
from schemas.programmes import PROGRAMMES, reads_on

DAY = datetime.date(2025, 4, 15).toordinal()
READS = reads_on(DAY)
BENEFIT_ROW = Row("table2", "2-1", "mayor", "exempt-household-benefit", ("resident-record", "local-tax"))


def row(**changes: Any) -> Row:
    """The row of the benefit, changed."""
    return replace(BENEFIT_ROW, **changes)


PAYEES = ("resident-record", "local-tax", "public-assistance", "child-rearing-allowance")


@pytest.mark.parametrize(
    ("changes", "duties"),
    [
        ({}, ("child-allowance",)),
        ({"duty": "child-allowance"}, ("exempt-household-benefit",)),
        ({"kinds": ("resident-record",)}, ("child-allowance",)),
        ({"kinds": ("local-tax",)}, ()),
        ({"kinds": PAYEES}, ("child-allowance", "overpayment-check", "annual-report-check")),
        ({"kinds": ("child-rearing-allowance",)}, ()),
        ({"kinds": ("resident-record", "medical-insurance")}, ("child-allowance", "insurance-arrears")),
        ({"kinds": ("attendance",), "organ": "board-of-education"}, ()),
    ],
)
def test_a_row_serves_the_duties_that_read_nothing_but_what_it_opens(changes: dict[str, Any], duties: tuple[str, ...]) -> None:
    assert serves(row(**changes), READS) == duties


def test_what_another_organ_holds_is_not_opened_by_a_row_of_use_inside_one_organ() -> None:
    board = row(organ="board-of-education", duty="school-aid")
    assert opened(board) == () and serves(board, READS) == ()
    provided = replace(board, table="table3", holder="mayor")
    assert set(opened(provided)) == {a.name for kind in provided.kinds for a in attributes_of(kind)}
    assert serves(provided, READS) == ("exempt-household-benefit", "child-allowance")


def test_a_row_that_lets_only_some_attributes_pass_serves_only_who_needs_no_other() -> None:
    assert serves(row(attributes=("birth", "relation")), READS) == ("child-allowance",)
    assert serves(row(attributes=("birth",)), READS) == ()


def test_a_row_for_support_opens_the_data_of_a_screening_and_a_row_for_screening_those_of_support() -> None:
    found = {name: rows_serving(load(name), READS) for name in ("G", "screening")}
    natures = {
        name: {PROGRAMMES[duty].nature for duties in rows.values() for duty in duties} for name, rows in found.items()
    }
    assert natures == {"G": {"support", "screening"}, "screening": {"support"}}


@pytest.mark.parametrize("name", names())
def test_every_row_that_lets_data_pass_is_told_of_and_never_serves_its_own_duty(name: str) -> None:
    ordinance = load(name)
    found = rows_serving(ordinance, READS)
    assert list(found) == [row.row for row in ordinance.rows if row.table != "table1"]
    assert not any(row.duty in found.get(row.row, ()) for row in ordinance.rows)


def test_a_duty_whose_law_of_the_day_is_not_known_is_left_out() -> None:
    before = reads_on(datetime.date(2023, 5, 10).toordinal())
    assert "insurance-arrears" in READS and "insurance-arrears" not in before
    assert "resident-tax-exempt" not in READS
