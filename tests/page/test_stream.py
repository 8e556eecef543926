"""The stream of frames: absolute, the newest one wins, changes at once; and the server ends with streams open."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from producers.simulate import simulate, write
from schemas.ordinance import load
from tests.page.asking import ask
from workshop.page.playing.in_process import TownInProcess
from workshop.page.playing.town import About
from workshop.page.server import app_of
from workshop.page.telling.frames import Board, frame_of, frame_text, stream


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> TownInProcess:
    place = tmp_path_factory.mktemp("town")
    write(simulate(200, months=3, seed=3), place)
    return TownInProcess(place, {"C": load("C"), "G": load("G")}, About(3, 3, "2024-11-01", 200))


Said = tuple[str, Any]


async def read(messages: AsyncIterator[str]) -> Said:
    text = await asyncio.wait_for(anext(messages), 10)
    kind, _, data = text.removeprefix("event: ").partition("\ndata: ")
    return kind, json.loads(data)


def streamed(town: TownInProcess, use: Callable[[AsyncIterator[str], Board], Awaitable[Any]], lane: str = "C", most: float = 10) -> Any:
    async def run() -> Any:
        board = Board()
        messages = stream(town, board, lane, {"version": "x"}, lambda: False, most)
        try:
            return await use(messages, board)
        finally:
            await messages.aclose()  # type: ignore[attr-defined]

    return asyncio.run(run())


def test_first_it_says_hello_and_then_a_whole_picture(town: TownInProcess) -> None:
    async def use(messages: AsyncIterator[str], _: Board) -> list[Said]:
        return [await read(messages), await read(messages)]

    (hello, _), (frame, said) = streamed(town, use)
    assert (hello, frame) == ("hello", "frame")
    assert said["picture"] == town.picture("C") and said["time"]["last_day"] and said["exact"] and said["lane"] == "C"
    assert sum(said["picture"]["causes"].values()) == said["picture"]["missed"]
    assert said["rates"]["all"] == 0 and said["last_change"] is None and said["before"] is None
    assert {gate["state"] for gate in said["gates"].values()} == {"open"} and sum(gate["passed"] for gate in said["gates"].values()) > 0


def test_a_frame_is_small_and_says_the_same_as_text_and_as_data(town: TownInProcess) -> None:
    assert json.loads(frame_text(town, "C")) == json.loads(json.dumps(frame_of(town, "C")))
    assert max(len(frame_text(town, name).encode()) for name in town.lanes) <= 8 * 1024


def test_a_change_is_told_at_once_with_what_it_did_in_words(town: TownInProcess) -> None:
    async def use(messages: AsyncIterator[str], board: Board) -> list[Said]:
        await read(messages), await read(messages)
        await asyncio.to_thread(town.change, "C", lambda lane: lane.switch(lane.revision, "-row:2-2"))
        board.post("change", {"lane": "C", "revision": 2, "by": "single"}, "C")
        board.post("change", {"lane": "G", "revision": 9, "by": "single"}, "G")
        return [await read(messages) for _ in range(2)]

    changed, (_, frame) = streamed(town, use)
    assert changed == ("change", {"lane": "C", "revision": 2, "by": "single"})
    assert frame["revision"] == 2 and frame["difference"]["reached"] == frame["picture"]["reached"] - frame["before"]["reached"] < 0
    reached = frame["difference"]["reached"]
    sign = "−" if reached < 0 else "＋" if reached else "±"
    assert re.fullmatch(rf"別表第2の2を「止める」にした → 届いた {sign}{abs(reached)}件、知られた項目 [＋−±]\d+\.\d個", frame["last_change"]["ja"])
    assert {gate for gate, said in frame["gates"].items() if said["state"] == "closed"} == {"register:2-2", "tax:2-2"}
    assert "table 2, row 2 set to" in frame["last_change"]["en"]
    town.change("C", lambda lane: lane.undo(lane.revision))
    town.settle()


def test_while_it_is_played_no_more_frames_come_than_asked_for_and_each_is_newer(town: TownInProcess) -> None:
    async def use(messages: AsyncIterator[str], _: Board) -> list[dict[str, Any]]:
        await read(messages)
        town.clock.run_at(60)
        town.clock.play()
        town.moved()
        until, found = time.monotonic() + 1.0, []
        while time.monotonic() < until:
            found.append((await read(messages))[1])
        town.clock.pause()
        return found

    frames = streamed(town, use, most=5)
    assert 2 <= len(frames) <= 6
    moments = [frame["time"]["at"] for frame in frames]
    assert moments == sorted(moments) and len(set(moments[1:])) == len(moments) - 1
    town.clock.now()
    town.settle()


def test_who_reads_slowly_gets_the_newest_picture_and_none_of_those_between(town: TownInProcess) -> None:
    async def use(messages: AsyncIterator[str], _: Board) -> tuple[int, dict[str, Any]]:
        await read(messages), await read(messages)
        for _ in range(6):
            await asyncio.to_thread(town.change, "C", lambda lane: lane.switch(lane.revision, "-row:3-1"))
        return town.lane("C").revision, (await read(messages))[1]

    revision, frame = streamed(town, use)
    assert frame["revision"] == revision
    town.settle()


def test_a_stream_of_a_lane_that_is_closed_ends(town: TownInProcess) -> None:
    town.copy("C", "案")

    async def use(messages: AsyncIterator[str], _: Board) -> list[str]:
        await read(messages), await read(messages)
        town.close("案")
        return [message async for message in messages]

    assert streamed(town, use, "案") == []
    assert town.viewed["案"] == 0


def test_no_stream_of_an_unknown_lane(town: TownInProcess) -> None:
    app = app_of(town)
    assert ask(app, "/api/stream?lane=Z").status == 404


@contextmanager
def served(tmp: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "workshop", "serve", "--residents", "200", "--months", "2", "--ordinance", "C", "--port", str(port), "--no-browser", *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert any("http://" in line for line in process.stdout)
            yield process, port
        finally:
            process.kill()


def test_the_server_ends_soon_while_three_streams_are_open_and_says_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAYOSE_HOME", str(tmp_path))
    with served(tmp_path, "--at", "2024-11-20") as (process, port):
        streams = [urllib.request.urlopen(f"http://127.0.0.1:{port}/api/stream", timeout=10) for _ in range(3)]
        for one in streams:
            assert one.readline() == b"event: hello\n"
            hello = json.loads(one.readline().removeprefix(b"data: "))
            assert hello["town"]["residents"] > 0 and hello["rights"] == {"role": "single", "lane": None}
        one = streams[0]
        frame = next(json.loads(line.removeprefix(b"data: ")) for line in one if line.startswith(b'data: {"seq"'))
        assert frame["time"]["day"] == frame["as_of"] == "2024-11-20" and frame["truth_of"] == "2024-11-30" and not frame["time"]["past"]
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 130, "as a shell says that it was stopped"
        assert time.monotonic() - began < 4, "half a second where nothing else is done"
        assert process.stderr is not None and "Traceback" not in process.stderr.read()
