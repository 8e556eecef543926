"""A file is read alike in chunks of any size, here or by workers; a bad line never stops it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from processors.decoding import stream, workers
from processors.decoding.stream import Cut, FileStream, Merged
from processors.inprocess import Progress, Replay
from processors.store.texts import TextPool
from schemas.number import check_digit
from schemas.ordinance.reader import load
from tests.processors.events import PERSON, Log, number

BODY = 31_415_926_535


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A family moves in on a Monday, and something happens every third day until the next month; a few lines are bad."""
    log = Log()
    for i in range(1, 4):
        log.moves_in(i, household=7, relation="head" if i == 1 else "child")
    for after in range(0, 40, 3):
        log.add("resident.name-changed", number(1), 1001, after=after, **PERSON | {"family_name": f"架空{after}"})
    somebodys = log.lines[2].replace(number(3).encode(), f"{BODY}{check_digit(BODY)}".encode())
    lines = [*log.lines[:3], b"", b"{}", somebodys, *log.lines[3:9], b"not json", *log.lines[9:]]
    (tmp_path / "register.jsonl").write_bytes(b"\n".join(lines))
    return tmp_path


def told(cut: Cut) -> list[tuple[object, ...]]:
    """What a cut holds, by type."""
    return [
        (type_, *(tuple(column.tolist()) for column in (c.number, c.stamp, c.moment, c.turn, *c.fields.values()))) for type_, c in sorted(cut.batch.items())
    ]


def read(path: Path, days: int, pool: workers.Workers | None = None) -> tuple[list[object], list[object], list[str]]:
    """Cuts, letters and texts."""
    texts = TextPool()
    of = FileStream(path, texts, pool)
    cuts = [(cut.day, told(cut)) for cut in Merged([of], days=days).cuts()]
    return cuts, [(r.line, r.reason) for r in of.rejections], texts.texts


@pytest.mark.parametrize("days", [1, 7, 30])
def test_cuts_do_not_depend_on_where_chunks_end(folder: Path, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "register.jsonl"
    whole = read(path, days)
    assert [line for line, _ in whole[1]] == [5, 6, 13]
    for size in (1, 500, 1_111, 3_000):
        monkeypatch.setattr(stream, "CHUNK", size)
        assert read(path, days) == whole


def test_workers_read_what_is_read_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "register.jsonl"
    here = read(path, 7)
    monkeypatch.setattr(workers, "CHUNK", 700)
    with workers.Workers(1) as pool:
        assert read(path, 7, pool) == here


def test_a_cut_may_come_in_parts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "register.jsonl"
    whole = list(Merged([FileStream(path, TextPool())], days=7).cuts())
    monkeypatch.setattr(stream, "CHUNK", 500)
    monkeypatch.setattr(stream, "PART", 2)
    parts = list(Merged([FileStream(path, TextPool())], days=7, parts=True).cuts())
    ends = [at for at, cut in enumerate(parts) if cut.whole]
    assert len(parts) > len(ends) + 3
    assert [parts[at].day for at in ends] == [cut.day for cut in whole]
    assert [sum(cut.events for cut in parts[: at + 1]) for at in ends] == np.cumsum([cut.events for cut in whole]).tolist()


@pytest.mark.parametrize("days", [1, 7, 30])
def test_parts_and_workers_change_nothing(folder: Path, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log()
    for i in range(1, 4):
        log.earns(i, 2023, 1_000_000 * i)
    (folder / "tax.jsonl").write_bytes(b"\n".join(log.lines))
    seen = []
    for part, count in ((stream.PART, 0), (2, 0), (2, 2)):
        monkeypatch.setattr(stream, "PART", part)
        monkeypatch.setattr(workers, "CHUNK", 900)
        replay = Replay(folder, {"G": load("G")}, days=days, workers=count)
        told = [(p.day, p.events, [(t.programme, t.homes.tolist(), t.words.tolist()) for t in p.told]) for p in watched(replay)]
        assert replay.runner.engine is not None
        seen.append((told, replay.runner.digest("G"), replay.runner.engine.gate.lanes["G"].ledger.size, [r.as_dict() for r in replay.rejections]))
    assert seen[0] == seen[1] == seen[2]


def watched(replay: Replay) -> list[Progress]:
    """What a replay tells on the way."""
    told: list[Progress] = []
    replay.run(told.append)
    return told


def test_each_line_belongs_to_one_chunk(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    for seed in range(40):
        draws = np.random.default_rng(seed)
        path.write_bytes(bytes(draws.choice([10, 10, 97, 98], 60).tolist()))
        for size in (1, 2, 3, 7, 100):
            parts = [workers._lines(path, start, start + size) for start in range(0, 60, size)]
            assert b"".join(line for part in parts for line in part) == path.read_bytes()
            assert [line for part in parts for line in part] == path.open("rb").readlines()


def test_letters_of_workers_are_the_same(folder: Path) -> None:
    refused = []
    for count in (0, 1):
        replay = Replay(folder, {"G": load("G")}, workers=count)
        replay.run()
        refused.append([r.as_dict() for r in replay.rejections])
    assert refused[0] == refused[1]
    assert len(refused[0]) == 3 and number(3)[:6] not in str(refused[0])
