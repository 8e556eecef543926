"""Every row of a shipped ordinance counts in a scenario that does not itself switch it. (By day `test_scenarios_tell_apart` takes all rows out.)"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from schemas.ordinance import load, names
from tests.nightly import rest_at_night
from workshop.commands.scenario import files
from workshop.household.playing import Play
from workshop.household.scenario import read_scenario

FOLDER = Path(__file__).parents[1] / "scenarios"
ROWS = [(name, row.row) for name in names() for row in (*load(name).rows, *load(name).prohibitions)]


def differs_without(path: Path, row: str) -> bool:
    """Whether a scenario comes out otherwise once the workshop has taken a row out."""
    scenario = read_scenario(path)
    written = replace(scenario.written, switches=(f"-row:{row}", *scenario.written.switches))
    return bool(Play(replace(scenario, written=written), path.parent).play())


@pytest.mark.parametrize(("name", "row"), rest_at_night(ROWS, lambda of: of[0] in ("F", "sample")))
def test_without_a_row_some_scenario_comes_out_otherwise(name: str, row: str) -> None:
    paths = [path for path in files([str(FOLDER / name)]) if f"row:{row}." not in path.read_text(encoding="utf-8")]
    assert any(differs_without(path, row) for path in paths)
