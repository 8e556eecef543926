"""Same seed, start and months: the same bytes, on this machine and on any other."""

from __future__ import annotations

import datetime
import json

import pytest

from producers.simulate import simulate, write
from tests.producers.helpers import run_of
from tests.producers.stored import FILES, HOW, PATH, TOWNS, hashes


@pytest.mark.parametrize("name", TOWNS)
def test_a_tiny_town_has_the_bytes_that_were_stored_when_it_was_last_changed_on_purpose(name, tmp_path):
    TOWNS[name](tmp_path)
    assert hashes(tmp_path) == json.loads(PATH.read_text(encoding="utf-8"))[name], HOW


def test_the_same_run_twice_gives_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write(simulate(2000, 6, seed=3), tmp_path / name)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")


def test_writing_a_run_twice_gives_the_same_bytes(tmp_path):
    run = simulate(500, 12, seed=4)
    write(run, tmp_path / "one")
    write(run, tmp_path / "two")
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")


def test_another_seed_gives_other_people():
    numbers = [{json.loads(line)["subject"] for line in run_of(1500, seed).lines("register")} for seed in (1, 2)]
    assert not numbers[0] & numbers[1]


def test_files_are_utf_8_with_line_feeds_and_no_carriage_returns(tmp_path):
    write(simulate(200, 2, seed=1), tmp_path)
    for name in FILES:
        data = (tmp_path / name).read_bytes()
        assert data.decode("utf-8").endswith("\n") and b"\r" not in data


@pytest.mark.parametrize(
    ("residents", "months", "start", "said"),
    [
        (10, 12, datetime.date(2024, 11, 1), "at least 50 residents"),
        (100, -1, datetime.date(2024, 11, 1), "0 months or more"),
        (100, 12, datetime.date(2024, 6, 1), "2024-11-01 or later"),
        (100, 12, datetime.date(2025, 1, 15), "Start on 2025-01-01"),
        (100, 12, datetime.date(2099, 2, 1), "go beyond 2100-01-01"),
    ],
)
def test_a_town_that_cannot_be_made_is_refused_with_a_letter(residents, months, start, said):
    with pytest.raises(ValueError, match=said):
        simulate(residents, months, start=start)
