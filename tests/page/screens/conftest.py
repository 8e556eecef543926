"""Small real towns, each with a row of its own switched over, and the app on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from producers.simulate import simulate, write
from schemas.ordinance import load
from tests.cli.calling import nayose
from tests.nightly import rest_at_night
from tests.page.asking import Answer, ask
from workshop.ordinances.toml import as_toml
from workshop.page.playing.in_process import TownInProcess
from workshop.page.server import app_of

LANE = "G"
SEEDS = (3, 11, 27)


@dataclass(frozen=True)
class Screens:
    """A town, its app, and the folder; lane G is not as it was shipped."""

    town: TownInProcess
    app: Any
    folder: Path

    def get(self, path: str) -> Any:
        """What the app answers, as JSON."""
        answer = self.ask(path)
        assert answer.status == 200, answer.json
        return answer.json

    def ask(self, path: str) -> Answer:
        """The whole answer."""
        return ask(self.app, path)

    def post(self, path: str, **said: Any) -> Answer:
        """The answer to a POST."""
        return ask(self.app, path, json.dumps(said).encode())

    def command(self, name: str, *arguments: object) -> Any:
        """What a command says of lane G's ordinance, read from the TOML that the page shows."""
        path = self.folder / f"{LANE}.toml"
        path.write_text(as_toml(self.town.lane(LANE).ordinance), encoding="utf-8")
        return nayose(name, *arguments, "--ordinance", path, "--json").json

    def some(self, pick: str, most: int = 3) -> list[str]:
        """Ids of a pick."""
        return [one["id"] for one in self.get(f"/api/lanes/{LANE}/residents?pick={pick}")][:most]

    def ledger(self) -> Any:
        """The ledger of lane G."""
        standing = self.town.standing(LANE)
        assert standing.runner.engine is not None
        return standing.runner.engine.gate.lanes[standing.name].ledger


def made(folder: Path, seed: int, residents: int = 250) -> Screens:
    """A town of a seed, with one of lane G's rows, by the seed, switched off."""
    write(simulate(residents, months=8, seed=seed), folder)
    town = TownInProcess(folder, {name: load(name) for name in ("C", LANE)})
    rows = [row.row for row in load(LANE).rows if row.table != "table1"]
    town.change(LANE, lambda lane: lane.switch(lane.revision, f"-row:{rows[seed % len(rows)]}"))
    town.settle()
    return Screens(town, app_of(town), folder)


@pytest.fixture(scope="package", params=rest_at_night(SEEDS, lambda seed: seed == SEEDS[0]), ids=lambda seed: f"seed {seed}")
def screens(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    """Each of three towns; nobody acts in it."""
    one = made(tmp_path_factory.mktemp("town"), request.param)
    yield one
    one.town.worker.close()


@pytest.fixture(scope="package")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    """A larger town, for what is rare; nobody acts in it, and who switches a row switches it back."""
    found = made(tmp_path_factory.mktemp("town"), 8, 500)
    yield found
    found.town.worker.close()
