"""Where a sweep opens or closes and nothing else happens, the gate says again only what is other than it was."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from pydantic_core import from_json

from processors.gate.full import FullGate
from processors.parts.gate import Adopted
from producers.simulate import simulate, write
from schemas.ordinance.reader import load
from tests.processors.logs import INPUTS, OFFICES, Logs, Part

LANES = [("C", "G"), pytest.param(("G",), marks=pytest.mark.slow)]
SWEPT = "2025-01-15"
TURNS = [f"2025-{month:02d}-{day}" for month in range(1, 12) for day in ("01", "12", "13", "14", "15", "28")]


def worked(folder: Path, lanes: tuple[str, ...]) -> list[dict]:
    """What the gate says of a town whose records end in December, through the sweeps of the next year."""
    logs = Logs(1)
    for lane in lanes:
        logs.adopted.append(Adopted(lane, 1, load(lane), datetime.date(2024, 11, 1).toordinal(), 2000))
    for office in OFFICES:
        logs.events(office, (folder / f"{office}.jsonl").read_bytes().splitlines())
    parts = {stage: Part(logs, stage, 0) for stage in ("link", "gate")}
    for day in ("2024-12-31", *TURNS):
        logs.end_day(day)
        for stage, part in parts.items():
            part.step(dict.fromkeys(INPUTS[stage], 100_000))
            part.send()
    return [from_json(record.value) for (topic, _), log in logs.topics.items() if topic == "disclosures" for record in log]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("town")
    write(simulate(200, months=2, seed=3), made)
    return made


@pytest.fixture(scope="module")
def said_in(folder: Path) -> Callable[[tuple[str, ...]], list[dict]]:
    """What the gate says of the town under some ordinances."""
    return cache(lambda lanes: worked(folder, lanes))


def body(document: dict) -> dict:
    """What is said, but for the day; answers in an order of their own."""
    for case in document["duties"].values():
        case["answers"].sort(key=lambda answer: answer["members"])
    return {name: value for name, value in document.items() if name not in ("day", "version")}


def newest(said: list[dict], day: str) -> dict:
    return {(document["lane"], document["household"]): body(document) for document in said if document["day"] <= day}


@pytest.mark.parametrize("lanes", LANES)
def test_on_the_day_of_a_sweep_nobody_is_said_again_of_whom_the_same_is_said(said_in: Callable[[tuple[str, ...]], list[dict]], lanes: tuple[str, ...]) -> None:
    said: dict[str, dict] = {}
    again = changed = 0
    for document in (d for d in said_in(lanes) if d["lane"] == "G"):
        if document["day"] == SWEPT and document["household"] in said:
            again += body(document) == body(said[document["household"]])
            changed += body(document) != body(said[document["household"]])
        said[document["household"]] = document
    assert len(said) > 60
    assert again <= len(said) // 20, (again, changed)


@pytest.mark.parametrize("lanes", LANES)
def test_on_every_day_the_topic_says_what_it_would_if_everybody_were_said_every_time(
    folder: Path, said_in: Callable[[tuple[str, ...]], list[dict]], lanes: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    some = said_in(lanes)
    monkeypatch.setattr(FullGate, "_news", lambda self, disclosures, households, wholly: np.ones(households.n, dtype=bool))
    everybody = worked(folder, lanes)
    assert len(some) < 0.7 * len(everybody)
    for day in TURNS:
        assert newest(some, day) == newest(everybody, day)
