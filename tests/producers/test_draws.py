"""The draws, the numbers and the days that everything is made from."""

from __future__ import annotations

import ast
import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import producers
from producers.days import ages, grades, open_day_of
from producers.draws import Draws, below, mix, mix_one, pick, quantile, smallest
from producers.identifiers import household_numbers, my_numbers, permute, record_numbers
from schemas.number import is_somebodys, sandbox_number

ordinal = datetime.date.toordinal
BIRTHS = st.dates(datetime.date(1920, 1, 1), datetime.date(2024, 12, 31))


def test_the_mixer_gives_the_published_values_of_splitmix64():
    state, golden = 1234567, 0x9E3779B97F4A7C15
    published = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    assert [mix_one((state + (n + 1) * golden) % 2**64) for n in range(5)] == published


@given(st.integers(0, 2**64 - 1))
def test_the_mixer_gives_the_same_for_a_number_and_for_a_column(value):
    assert mix(np.array([value], dtype=np.uint64))[0] == mix_one(value)


@given(st.integers(0, 2**32), st.text(max_size=20), st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_draw_of_one_is_the_draw_of_its_place_in_a_column(seed, stream, index, turn):
    draws = Draws(seed)
    column = draws.bits(stream, np.array([index, index + 1]), turn)
    assert draws.bits_of(stream, index, turn) == column[0]
    assert draws.below_one(stream, index, 1000, turn) == below(column, 1000)[0]
    assert draws.pick_one(stream, index, (3, 0, 5), turn) == pick(column, (3, 0, 5))[0]


def test_a_draw_depends_on_seed_stream_index_and_turn():
    first = Draws(1).bits_of("a", 1, 1)
    others = {
        Draws(2).bits_of("a", 1, 1),
        Draws(1).bits_of("b", 1, 1),
        Draws(1).bits_of("a", 2, 1),
        Draws(1).bits_of("a", 1, 2),
    }
    assert len(others | {first}) == 5


def test_a_draw_below_a_bound_meets_every_value_about_equally_often():
    counts = np.bincount(Draws(7).below("even", np.arange(100_000), 10), minlength=10)
    assert counts.min() > 9_700 and counts.max() < 10_300


def test_a_quantile_table_is_met_at_its_knots():
    drawn = quantile(Draws(3).bits("table", np.arange(100_000)), np.array([0, 10, 1000]))
    assert drawn.min() == 0 and drawn.max() == 999 and 0.49 < (drawn < 10).mean() < 0.51


@given(st.lists(st.integers(0, 2**63), unique=True, max_size=50), st.integers(0, 60))
def test_the_smallest_draws_are_the_first_of_all_in_order(values, count):
    bits = np.array(values, dtype=np.uint64)
    assert bits[smallest(bits, count)].tolist() == sorted(values)[:count]


@pytest.mark.parametrize("size", [1, 2, 7, 100, 4096, 10_000])
def test_a_permutation_gives_each_place_once(size):
    assert sorted(permute(Draws(5), "any", np.arange(size), size).tolist()) == list(range(size))


def test_my_numbers_are_the_sandbox_numbers_of_their_bodies_and_can_be_nobodys():
    numbers = my_numbers(Draws(1), np.arange(50_000))
    assert len(np.unique(numbers)) == len(numbers)
    assert not is_somebodys(numbers).any()
    assert all(f"{number:012d}" == sandbox_number(number // 10) for number in numbers[:500].tolist())
    assert numbers.min() >= 10**11 and numbers.max() < 10**12


def test_record_and_household_numbers_are_unique_and_say_nothing_of_each_other():
    draws, index = Draws(1), np.arange(20_000)
    columns = [record_numbers(draws, office, index) for office in ("register", "tax")] + [
        household_numbers(draws, index)
    ]
    for column in columns:
        assert len(np.unique(column)) == len(column) and column.min() >= 1 and column.max() < 10**10
    assert abs(np.corrcoef(columns[0], columns[1])[0, 1]) < 0.03


@given(BIRTHS, st.dates(datetime.date(2024, 1, 1), datetime.date(2027, 12, 31)))
def test_ages_and_school_grades_are_those_of_the_calendar(birth, day):
    birthday_to_come = (birth.month, birth.day) > (day.month, day.day)
    assert ages(np.array([ordinal(birth)]), ordinal(day))[0] == day.year - birth.year - birthday_to_come
    early = (birth.month, birth.day) <= (4, 1)
    assert grades(np.array([ordinal(birth)]), 2025)[0] == 2025 - birth.year - 6 + early


def test_offices_are_shut_at_weekends_and_over_the_new_year():
    assert datetime.date.fromordinal(open_day_of(ordinal(datetime.date(2024, 12, 28)))) == datetime.date(2025, 1, 6)
    assert datetime.date.fromordinal(open_day_of(ordinal(datetime.date(2025, 3, 3)))) == datetime.date(2025, 3, 3)


FORBIDDEN_NAMES = {
    "random",
    "normal",
    "exp",
    "log1p",
    "sqrt",
    "float64",
    "float32",
    "secrets",
    "perf_counter",
    "today",
    "now",
}


SENDER = "kafka_sender"
"""Sends what was made, at a pace: the one that looks at a clock."""
MAKERS = sorted(path for path in Path(producers.__file__).parent.rglob("*.py") if path.stem != SENDER)


@pytest.mark.parametrize("path", MAKERS, ids=lambda path: path.stem)
def test_the_town_is_made_without_floats_chance_of_the_machine_or_a_clock(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not _is_path(node)), (
            f"{path.name}:{node.lineno} divides"
        )
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), (
            f"{path.name}:{node.lineno} has a float"
        )
        assert not (isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_NAMES), (
            f"{path.name}:{node.lineno} uses {node.attr}"
        )


def _is_path(node: ast.BinOp) -> bool:
    """A folder and a file name, not a division."""
    return (
        isinstance(node.left, ast.Name) and node.left.id in ("folder", "source", "HERE") or "Path(" in ast.unparse(node)
    )
