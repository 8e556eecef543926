"""The household that a folder is read again for: the same slots and verdicts as in the town."""

from __future__ import annotations

from pathlib import Path

import pytest

from processors.duties import ASSESSED
from processors.inprocess import Replay
from processors.store.texts import TextPool
from producers.simulate import simulate, write
from schemas.facts import FACTS
from schemas.ordinance import load
from workshop.household.results import HomeResults
from workshop.household.view import HomeView
from workshop.one_resident import OneResident
from workshop.why.kept import Slot
from workshop.why.world import World, world_of_folder

LANE = "C"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hundred residents, three months."""
    place = tmp_path_factory.mktemp("town")
    write(simulate(300, 3, 5), place)
    return place


@pytest.fixture(scope="module")
def made(folder: Path) -> Replay:
    """The folder under one ordinance."""
    replay = Replay(folder, {LANE: load(LANE)})
    replay.run()
    return replay


def worlds(folder: Path, made: Replay) -> list[tuple[World, HomeResults]]:
    """The worlds of every tenth resident who lives there, and the results in the town."""
    engine = made.runner.engine
    assert engine is not None
    found = []
    for row in range(0, engine.link.facts.size, 10):
        one = OneResident(engine, TextPool(), row)
        if one.home:
            world = world_of_folder(folder, made.ordinances[LANE], one, LANE)
            called = dict.fromkeys(HomeView(engine, LANE, one.home).members, "") | dict(world.called)
            found.append((world, HomeResults(engine, LANE, made.ordinances[LANE], one.home, called)))
    return found


def test_verdicts_are_those_of_the_town(folder: Path, made: Replay) -> None:
    checked = worlds(folder, made)
    assert len(checked) > 20
    for world, there in checked:
        for programme in ASSESSED:
            assert world.results().verdicts(programme) == there.verdicts(programme)


def test_the_event_that_set_a_slot_is_the_one_whose_stamp_link_keeps(folder: Path, made: Replay) -> None:
    compared = 0
    for world, _ in worlds(folder, made):
        for key in world.members:
            row = world.row(key)
            for fact in FACTS.values():
                record = world.record(key, fact.office)
                _, periods, stamps, _ = world.base.link.facts.slots(row, fact)
                for period, stamp in zip(periods.tolist(), stamps.tolist(), strict=True):
                    event = world.kept.slots[Slot(record, fact.id, period)].event
                    assert stamp == (event["data"]["sequence"] << 32 | int(event["id"][:8], 16))
                    compared += 1
    assert compared > 300
