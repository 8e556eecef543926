"""However workers die, freeze, come and go, the topics end as one process ends: the real stages over a broker in memory."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("faust", reason="the Kafka runner is not installed (pip install -r requirements-kafka.lock)")

from processors.inprocess import Replay  # noqa: E402
from producers.simulate import simulate, write  # noqa: E402
from schemas.ordinance.reader import load  # noqa: E402
from tests.runner.towns import LANES, in_memory, made, mixed, newest_of, put_in_force, records_of, send, settle  # noqa: E402
from tests.runner.world import World, play  # noqa: E402

FAILS = [(stage, point) for stage in ("link", "gate", "assess") for point in ("state", "sending", "commit")] + [("gate", "redecide")]


@pytest.fixture(autouse=True)
def _in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    in_memory(monkeypatch)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    folder = tmp_path_factory.mktemp("town")
    write(simulate(60, months=5, seed=5), folder)
    done = Replay(folder, {lane: load(lane) for lane in LANES}).run()
    yield folder, [done.digest(lane) for lane in LANES]


async def mishaps(world: World, changes: Iterator[int]) -> None:
    """Some seconds in which anything may happen."""
    chance = world.chance
    for _ in range(chance.randint(2, 6)):
        await asyncio.sleep(chance.choice([0.01, 0.1, 0.5, 2, 8]) * chance.random())
        alive = [worker for worker in world.workers if not worker.dead]
        what = chance.random()
        if what < 0.35 or not alive:
            world.worker((*chance.choice(FAILS), chance.randint(1, 4)) if chance.random() < 0.5 else None)
        elif what < 0.65:
            chance.choice(alive).kill()
        elif what < 0.7:
            world.outside(chance.choice(alive).stop())
        elif what < 0.8:
            worker = chance.choice(alive)
            if worker.runs.is_set():
                worker.freeze()
                world.loop.call_later(chance.choice([1, 8, 20]), worker.thaw)
        else:
            put_in_force(world, chance.choice(LANES), next(changes), chance.choice(["", "sample", "G", "C"]))


async def story(world: World, folder: Path) -> None:
    chance, changes = world.chance, iter(range(2, 1000))
    records = records_of(folder)
    for lane in LANES:
        put_in_force(world, lane, 1)
    world.worker()
    slices, in_order = chance.randint(2, 4), chance.random() < 0.4
    for i in range(slices):
        for office, some in records.items():
            part = slice(len(some) * i // slices, len(some) * (i + 1) // slices)
            send(world, office, some[part] if in_order else mixed(some, random.Random(i), slice(i, None, slices)))
        await mishaps(world, changes)
    for lane in LANES:
        put_in_force(world, lane, next(changes))
    await mishaps(world, changes)
    for lane in LANES:
        put_in_force(world, lane, 10_000)
    for worker in world.workers:
        worker.fail = None
    world.worker()
    await settle(world)


def digests_of(seed: int, folder: Path) -> tuple[list[str], World]:
    worlds: list[World] = []

    async def told() -> None:
        worlds.append(World(seed, 3, made))
        await story(worlds[0], folder)

    play(told)
    newest = newest_of(worlds[0])
    return [newest.digest(lane) for lane in LANES], worlds[0]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_befalls_the_workers_the_topics_end_as_one_process_ends(town: tuple[Path, list[str]], seed: int) -> None:
    digests, world = digests_of(seed, town[0])
    assert digests == town[1], "\n".join(world.said)
