"""Finding residents for whom something matters."""

from __future__ import annotations

import pytest

from producers.keep import households, keep, residents
from producers.simulate import simulate, write
from tests.producers.helpers import run_of


def test_a_resident_is_found_by_what_is_true_of_them():
    (found,) = keep(run_of(10_000), lambda row: row["facts"].get("rearing_allowance_status") == "full")
    assert found["facts"]["relation"] == "head"
    assert keep(run_of(10_000), lambda row: row["resident"] < 0) == []
    assert len(keep(run_of(10_000), lambda row: row["overpaid"], most=3)) == 3


def test_a_folder_gives_the_same_as_the_run_it_was_written_from(tmp_path):
    run = simulate(300, 2)
    write(run, tmp_path)
    assert list(residents(tmp_path)) == list(residents(run))


def test_homes_hold_all_who_live_in_the_town():
    homes = households(residents(run_of(1500)))
    assert sum(map(len, homes.values())) == len(
        keep(run_of(1500), lambda row: row["residency"] == "registered", most=10_000)
    )


def test_a_folder_without_a_truth_is_refused_with_a_letter(tmp_path):
    with pytest.raises(FileNotFoundError, match="Write a town into"):
        keep(tmp_path, lambda row: True)
