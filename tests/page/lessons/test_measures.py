"""What lessons measure beside the scores is of the run: it moves when the run does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from processors.inprocess import Replay
from producers.simulate import simulate, write
from schemas.ordinance import load
from workshop.assessor import Habits
from workshop.page.lessons.figures import value_of
from workshop.page.lessons.flags import Flags, flags_of
from workshop.page.lessons.habits import habits_of
from workshop.page.lessons.trial import Trial
from workshop.page.playing.history import Standing
from workshop.score import score
from workshop.scoring import assessor


def event(type_: str, person: str, recorded: str, effective: str = "") -> str:
    return json.dumps({"type": type_, "subject": person, "time": f"{recorded}T10:00:00+09:00", "data": {"effective": effective}})


def test_a_flags_delay_is_counted_from_the_move_itself_and_only_where_it_belongs_to_the_move(tmp_path: Path) -> None:
    one, two, three, four = (str(n) for n in range(4))
    lines = [
        event("resident.moved-within", one, "2025-03-10", "2025-03-01"), event("resident.protection-started", one, "2025-03-10"),
        event("resident.moved-in", two, "2025-04-01", "2025-03-30"), event("resident.protection-transferred", two, "2025-04-20"),
        event("resident.moved-in", three, "2025-04-01", "2025-03-30"), event("resident.protection-started", three, "2025-09-20"),
        event("resident.protection-started", four, "2025-09-20"), event("resident.protection-extended", one, "2026-02-20"),
    ]  # fmt: skip
    (tmp_path / "register.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert flags_of(tmp_path) == Flags((9, 21)) and flags_of(tmp_path).median == 15
    assert Flags(()).median == 0


@pytest.mark.parametrize("days", [3, 14])
def test_days_until_somebody_answered_are_those_of_the_answers_in_the_run(tmp_path: Path, days: int) -> None:
    write(simulate(300, 3, 1), tmp_path)
    someone = assessor(tmp_path)
    assert someone is not None
    someone.habits = replace(Habits.shipped(), days=days)
    runner = Replay(tmp_path, {"G": load("G")}, someone).run()
    assert runner.engine is not None
    trial = Trial({"before": Standing(runner, "G", runner.engine.day, score(runner, "G", tmp_path))}, habits_of(tmp_path), flags_of(tmp_path))
    assert value_of(trial, "before:days_until_answered") == days
