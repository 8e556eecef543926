"""Three-valued columns with bounds."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.causes import ABSENT, WITHHELD, bit, causes
from schemas.choice import Choice
from schemas.programmes.parameters import Dated, LawTable
from schemas.values import INF, Bool, Group, Num, choose

TAX, REGISTER = bit("local-tax", WITHHELD), bit("resident-record", ABSENT)
MEMBERS = Group("members", 1)


def number(lo: int, hi: int | None = None, why: int = TAX) -> Num:
    """One number, or one that is unknown between two."""
    low, high = np.array([lo]), np.array([lo if hi is None else hi])
    return (
        Num(low, low, None, MEMBERS) if hi is None or lo == hi else Num(low, high, np.array([why], np.uint64), MEMBERS)
    )


def truth(value: bool | None, why: int = TAX) -> Bool:
    """One truth value, or (None) an unknown one."""
    low, high = np.array([bool(value)]), np.array([value is not False])
    return Bool(
        low, low if value is not None else high, None if value is not None else np.array([why], np.uint64), MEMBERS
    )


def said(column: Bool) -> bool | None:
    """The truth value, or None."""
    return bool(column.lo[0]) if column.lo[0] == column.hi[0] else None


bounds = st.tuples(st.integers(-50, 50), st.integers(0, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))
OPERATIONS: list[Callable[[Any, Any], Any]] = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.le,
    operator.lt,
    operator.ge,
    operator.gt,
    operator.eq,
    operator.ne,
]


@given(bounds, bounds, st.sampled_from(OPERATIONS), st.data())
def test_an_operation_never_excludes_what_its_parts_may_be(a: Any, b: Any, operation: Any, data: st.DataObject) -> None:
    result = operation(number(*a), number(*b))
    x, y = data.draw(st.integers(*a)), data.draw(st.integers(*b))
    assert result.lo[0] <= operation(x, y) <= result.hi[0]


@given(bounds, st.integers(-20, 20), st.sampled_from(OPERATIONS), st.data())
def test_an_operation_with_a_plain_number_gives_the_tightest_bounds(
    a: Any, b: int, operation: Any, data: st.DataObject
) -> None:
    result = operation(number(*a), b)
    every = [operation(x, b) for x in range(a[0], a[1] + 1)]
    assert (result.lo[0], result.hi[0]) == (min(every), max(every))


@given(bounds, st.integers(1, 9), st.integers(-60, 60), st.integers(0, 20))
def test_floor_division_between_and_limits_give_the_tightest_bounds(a: Any, by: int, least: int, width: int) -> None:
    x, every = number(*a), range(a[0], a[1] + 1)
    for result, values in (
        (x // by, [v // by for v in every]),
        (x.between(least, least + width), [least <= v <= least + width for v in every]),
        (x.at_least(least), [max(v, least) for v in every]),
        (x.at_most(least), [min(v, least) for v in every]),
        (-x, [-v for v in every]),
        (7 - x, [7 - v for v in every]),
    ):
        low, high = (min(values), max(values)) if not isinstance(values[0], bool) else (all(values), any(values))
        assert result.lo[0] <= low and high <= result.hi[0]
        if len(set(values)) == 1 or not isinstance(values[0], bool):
            assert (result.lo[0], result.hi[0]) == (low, high)


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (True, None, None, True),
        (False, None, False, None),
        (None, None, None, None),
        (True, False, False, True),
    ],
)
def test_and_and_or_are_kleenes(a: bool | None, b: bool | None, both: bool | None, either: bool | None) -> None:
    assert said(truth(a) & truth(b)) is both and said(truth(b) & truth(a)) is both
    assert said(truth(a) | truth(b)) is either and said(truth(b) | truth(a)) is either
    assert said(~truth(a)) is (None if a is None else not a)


def test_a_cause_is_kept_only_where_the_value_is_unknown() -> None:
    decided = truth(None, TAX) & truth(False)
    assert decided.why is None and decided.hi is decided.lo
    open_ = truth(None, TAX) | truth(None, REGISTER)
    assert open_.why is not None
    assert [tuple(cause) for cause in causes(int(open_.why[0]))] == [
        ("resident-record", "absent"),
        ("local-tax", "withheld"),
    ]


def test_a_choice_between_branches_takes_the_causes_of_the_branch_that_is_chosen() -> None:
    chosen = choose(truth(True), number(0, 5, TAX), number(0, 9, REGISTER))
    assert chosen.why is not None and int(chosen.why[0]) == TAX
    undecided = choose(truth(None, REGISTER), number(3), number(8))
    assert (undecided.lo[0], undecided.hi[0]) == (3, 8) and int(undecided.causes[0]) == REGISTER
    assert choose(truth(None), number(4), number(4)).why is None
    both = choose(truth(None, REGISTER), number(0, 5, TAX), number(3))
    assert int(both.causes[0]) == REGISTER | TAX


def test_a_column_refuses_to_be_a_condition_of_an_if() -> None:
    with pytest.raises(TypeError, match="choose"):
        bool(truth(True))


def test_columns_of_two_frames_do_not_mix() -> None:
    other = Num(np.array([1]), np.array([1]), None, Group("members", 1))
    with pytest.raises(ValueError, match="one frame"):
        number(1) + other


def test_a_household_value_goes_to_its_members_by_group_even_where_the_lengths_are_equal() -> None:
    homes = Group("households", 2)
    members = Group("members", 2, homes, np.array([1, 0]))
    of_homes = Num(np.array([10, 20]), np.array([10, 20]), None, homes)
    of_members = Num(np.array([1, 2]), np.array([1, 2]), None, members)
    assert (of_homes + of_members).lo.tolist() == [21, 12] and (of_members + of_homes).group is members


@given(st.integers(-3, 12), st.integers(0, 9), st.lists(st.integers(0, 99), min_size=1, max_size=9))
def test_a_table_gives_the_bounds_of_all_rows_that_an_unknown_number_may_fall_in(
    lo: int, width: int, rows: list[int]
) -> None:
    table = LawTable(dict(enumerate(rows)), Dated("t", "表", "table", None, "", "D"))  # type: ignore[arg-type]
    found = number(lo, lo + width).look_up(table)
    every = [rows[min(max(x, 0), len(rows) - 1)] for x in range(lo, lo + width + 1)]
    assert (found.lo[0], found.hi[0]) == (min(every), max(every))


def test_an_unknown_word_may_be_any_and_holds_no_value() -> None:
    choice = Choice(np.array([-1, 0]), np.array([TAX, 0], np.uint64), ("none", "granted"), Group("members", 2))
    assert choice.is_("granted").lo.tolist() == [False, False] and choice.is_("granted").hi.tolist() == [True, False]
    with pytest.raises(ValueError, match="none, granted"):
        choice.is_("grant")


def test_sums_of_unknown_amounts_fit_into_sixty_four_bits() -> None:
    assert 8_000 * INF * 1000 < 2**63
