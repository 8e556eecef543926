"""The map of a lane as a file to keep."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from producers.simulate import simulate, write
from schemas.ordinance import load
from tests.page.asking import ask
from workshop.page.playing.in_process import TownInProcess
from workshop.page.playing.town import About
from workshop.page.server import app_of


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    place: Path = tmp_path_factory.mktemp("town")
    write(simulate(120, months=2, seed=5), place)
    return app_of(TownInProcess(place, {"C": load("C")}, About(5, 2, "2024-11-01", 120, "0123456789")))


@pytest.mark.parametrize(("lang", "office"), [("ja", "住民記録"), ("en", "resident register")])
def test_the_file_has_every_gate_with_the_figures_that_the_page_shows(app: Any, lang: str, office: str) -> None:
    told, text = ask(app, "/api/lanes/C/flow").json, ask(app, f"/api/lanes/C/flow?as=csv&lang={lang}").body.decode("utf-8-sig")
    first, columns, *rows = csv.reader(io.StringIO(text))
    assert first == ["架空のデータ / synthetic"] and len(columns) == 6
    assert [(row[1], row[5]) for row in rows] == [(one["gate"][lang], str(one["passed"])) for one in told["rows"]]
    assert rows[0][0] == office


def test_the_file_for_programs_is_what_the_page_reads_and_says_first_that_nobody_is_real(app: Any) -> None:
    answer = ask(app, "/api/lanes/C/flow?as=json")
    assert answer.body.decode().startswith('{"synthetic":"架空のデータ / synthetic"')
    assert answer.json["data"] == ask(app, "/api/lanes/C/flow").json


def test_another_form_is_a_letter(app: Any) -> None:
    assert ask(app, "/api/lanes/C/flow?as=xml").status == 422
