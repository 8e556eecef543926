"""`nayose run` and `nayose simulate`: towns that are made once, and a stream that ends by itself."""

from __future__ import annotations

import datetime
import json
import time
from pathlib import Path

import pytest

from tests.cli.calling import nayose
from workshop import towns
from workshop.towns import Wanted

SMALL = ("--residents", 60, "--months", 1)
WANTED = Wanted(60, 1, 1, datetime.date(2024, 11, 1))


def test_a_run_makes_a_town_streams_it_and_ends(kept_towns: Path) -> None:
    done = nayose("run", *SMALL)
    assert done.code == 0
    assert "Making a town of 60" in done.out
    assert "Ordinance C" in done.out and "Ordinance G" in done.out
    assert (kept_towns / "towns" / WANTED.name / "truth.jsonl").is_file()


def test_a_town_is_made_once(kept_towns: Path) -> None:
    nayose("run", *SMALL)
    files = {path: path.stat().st_mtime_ns for path in (kept_towns / "towns" / WANTED.name).iterdir()}
    began = time.perf_counter()
    done = nayose("run", *SMALL)
    assert "made before" in done.out.splitlines()[0]
    assert time.perf_counter() - began < 20
    assert {path: path.stat().st_mtime_ns for path in files} == files


def test_a_run_for_programs_prints_what_replay_prints(kept_towns: Path) -> None:
    ran = nayose("run", *SMALL, "--ordinance", "G", "--json")
    replayed = nayose("replay", kept_towns / "towns" / WANTED.name, "--ordinance", "G", "--json")
    assert ran.json["lanes"] == replayed.json["lanes"]
    assert set(ran.json) == set(replayed.json)


def test_changed_code_another_seed_and_another_start_make_other_towns(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {
        WANTED.name,
        Wanted(60, 1, 2, WANTED.start).name,
        Wanted(60, 1, 1, datetime.date(2025, 1, 1)).name,
        Wanted(61, 1, 1, WANTED.start).name,
    }
    monkeypatch.setattr(towns, "code_hash", lambda: "another000")
    assert len(names | {WANTED.name}) == 5


def test_a_half_made_town_is_never_used(kept_towns: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import producers.simulate

    wanted = Wanted(55, 1, 7, WANTED.start)

    def breaks_off(run: object, folder: Path) -> None:
        (folder / "register.jsonl").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(producers.simulate, "write", breaks_off)
        assert nayose("run", "--residents", 55, "--months", 1, "--seed", 7).code == 130
    assert not wanted.made
    assert [path.name for path in (kept_towns / "towns").iterdir() if path.name.startswith(".half")] == []
    assert nayose("run", "--residents", 55, "--months", 1, "--seed", 7).code == 0
    assert wanted.made


def test_the_same_town_of_older_code_is_forgotten(kept_towns: Path) -> None:
    wanted = Wanted(55, 1, 9, WANTED.start)
    older, other = (
        kept_towns / "towns" / name for name in ("55-1-9-2024-11-01-0123456789", "55-1-90-2024-11-01-0123456789")
    )
    older.mkdir(parents=True)
    other.mkdir()
    towns.make(wanted)
    assert (wanted.made, older.exists(), other.exists()) == (True, False, True)


def test_who_made_the_same_town_meanwhile_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    import producers.simulate

    wanted, write = Wanted(55, 1, 8, WANTED.start), producers.simulate.write

    def meanwhile(run: producers.simulate.Run, folder: Path) -> None:
        write(run, folder)
        write(run, wanted.folder)

    with monkeypatch.context() as slow:
        slow.setattr(producers.simulate, "write", meanwhile)
        assert towns.make(wanted) == wanted.folder
    assert sorted(path.name for path in wanted.folder.iterdir()) == [
        "child.jsonl",
        "register.jsonl",
        "tax.jsonl",
        "truth.jsonl",
        "welfare.jsonl",
    ]


def test_without_a_place_of_its_own_the_towns_lie_in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NAYOSE_HOME")
    assert towns.home() == towns.ROOT / ".nayose"


def test_plain_lines_tell_of_every_month_and_lane() -> None:
    lines = nayose("run", "--residents", 60, "--months", 3, "--ordinance", "G").out.splitlines()
    months = [line for line in lines if line.startswith("202") and "G:" in line]
    assert len(months) >= 3
    assert all("notices in force" in line and "known to other offices" in line for line in months)


def test_on_a_terminal_the_picture_shows_programmes_lanes_and_the_last_notices() -> None:
    import io

    from rich.console import Console

    from processors.inprocess import Replay
    from schemas.ordinance import load
    from workshop.desk import Desk
    from workshop.live import Picture
    from workshop.words import Words

    folder = towns.make(WANTED)
    replay = Replay(folder, {"C": load("C"), "G": load("G")})
    desk = Desk(Words("ja"))
    desk._console = Console(file=io.StringIO(), width=120, force_terminal=True)
    picture = Picture(desk, replay.runner, datetime.date(2024, 11, 30).toordinal(), now=iter(range(10**6)).__next__)
    drawn: list[str] = []

    def hear(progress: object) -> None:
        from processors.inprocess import Progress

        assert isinstance(progress, Progress)
        picture.hear(progress)
        text = Console(file=io.StringIO(), width=120)
        text.print(picture.draw(progress))
        assert isinstance(text.file, io.StringIO)
        drawn.append(text.file.getvalue())

    with picture:
        replay.run(hear)
    assert "G 通知中" in drawn[-1]
    assert "児童手当の支給" in drawn[-1]
    assert "よその部署に知られた人" in drawn[-1]
    assert "お知らせ：" in drawn[-1]


def test_simulate_writes_five_files_and_says_how_the_town_compares(tmp_path: Path) -> None:
    done = nayose("simulate", *SMALL, "--out", tmp_path / "new" / "town")
    assert done.code == 0
    assert sorted(path.name for path in (tmp_path / "new" / "town").iterdir()) == [
        "child.jsonl", "register.jsonl", "tax.jsonl", "truth.jsonl", "welfare.jsonl",
    ]  # fmt: skip
    assert "records" in done.out


def test_simulate_counts_what_it_wrote(tmp_path: Path) -> None:
    done = nayose("simulate", *SMALL, "--out", tmp_path, "--json").json
    written = sum(
        len((tmp_path / f"{office}.jsonl").read_text(encoding="utf-8").splitlines())
        for office in ("register", "tax", "welfare", "child")
    )
    assert done["events"] == written == sum(done["types"].values())


def test_the_same_options_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        nayose("simulate", *SMALL, "--seed", 3, "--out", tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_folder_that_cannot_be_written_is_a_letter(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = nayose("simulate", *SMALL, "--out", tmp_path / "file" / "town")
    assert done.code == 2
    assert "cannot be used" in done.err


def test_json_is_the_only_thing_on_standard_output(kept_towns: Path) -> None:
    json.loads(nayose("run", "--residents", 50, "--months", 1, "--json").out)
