"""What one more ordinance costs: measured in processes of their own, told as a median with its range."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.harness import in_process
from benchmarks.logs import log, residents_of
from benchmarks.own import further


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log(300, 1, 1, tmp_path_factory.mktemp("logs"))


def test_a_process_tells_the_seconds_of_reading_of_the_core_and_of_what_another_ordinance_takes_beside_it(folder: Path) -> None:
    seen = in_process("benchmarks.own.further", folder)
    assert set(seen) == {"reading", "core", "more"}
    assert seen["reading"] > 0 and seen["core"] > 0


def test_processes_are_told_by_their_median_and_their_range(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = iter([{"reading": 1.0, "core": 1.0, "more": more} for more in (0.1, 0.5, 0.2, 0.3, 0.4)])
    monkeypatch.setattr(further, "in_process", lambda *_: next(told))
    assert str(further.further(folder)) == (
        "30.0% (10.0% to 50.0%) of the first one's core time, 15.0% (5.0% to 25.0%) of the whole"
    )


def test_a_log_speaks_of_those_of_its_first_day_and_of_who_came_since(folder: Path) -> None:
    assert residents_of(folder) >= 300
