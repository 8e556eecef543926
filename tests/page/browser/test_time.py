"""Time, the stream and links: what the page shows while the town is played, gone back in, restarted, or brought to somebody else."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.page.browser.playing import figures, reset, settled, turn, until
from tests.page.browser.serving import serving

FIGURES = "[...document.querySelectorAll('#happened .figure b')].map((one) => one.innerText)"
PLACES = "[...document.querySelectorAll('#map .moving')].map((one) => one.getAttribute('transform'))"


@pytest.fixture(autouse=True)
def _as_shipped(served: Any) -> Iterator[None]:
    reset(served, "G")
    yield
    reset(served, "G")


def test_going_back_and_to_now_again_ends_in_the_same_numbers(opened: Any) -> None:
    page = opened("?lane=G")
    settled(page)
    end = page.evaluate(FIGURES)
    page.locator("#track").focus()
    page.keyboard.press("Home")
    page.locator("#now").wait_for()
    until(page, f"JSON.stringify({FIGURES}) !== {json.dumps(json.dumps(end, ensure_ascii=False, separators=(',', ':')))}")
    assert "過去" in page.locator(".live").inner_text()
    page.locator("#now").click()
    until(page, "!document.getElementById('now')")
    until(page, f"JSON.stringify({FIGURES}) === {json.dumps(json.dumps(end, ensure_ascii=False, separators=(',', ':')))}")


def test_the_slider_moves_by_hours_and_days_and_says_the_moment_in_words(opened: Any, served: Any) -> None:
    page = opened("?lane=G")
    settled(page)
    served.asked("api/time", {"do": "to", "at": "2024-12-10T10:00"})
    until(page, "document.querySelector('.when b').innerText === '12月10日'")
    page.locator("#track").focus()
    page.keyboard.press("ArrowLeft")
    until(page, "document.getElementById('track').getAttribute('aria-valuetext').includes('9時')")
    page.keyboard.press("PageUp")
    until(page, "document.querySelector('.when b').innerText === '12月11日'")
    assert "2024年12月11日" in page.locator("#track").get_attribute("aria-valuetext")
    page.keyboard.press("j")
    until(page, "document.querySelector('.when b').innerText === '12月10日'")


def test_marks_move_while_the_town_is_played_and_stand_where_less_motion_is_asked_for(opened: Any, served: Any) -> None:
    served.asked("api/time", {"do": "to", "at": "2024-11-01T00:00"})
    page, calm = opened("?lane=G"), opened("?lane=G", reduced_motion="reduce")
    for one in (page, calm):
        one.wait_for_selector("#map .moving")
    served.asked("api/time", {"do": "speed", "speed": 10})
    served.asked("api/time", {"do": "play"})
    for one in (page, calm):
        until(one, "!!document.querySelector('.live') && /受信中/.test(document.querySelector('.live').innerText)")
    was, stood = page.evaluate(PLACES), calm.evaluate(PLACES)
    page.wait_for_timeout(1000)
    assert page.evaluate(PLACES) != was
    assert calm.evaluate(PLACES) == stood


def test_at_most_eleven_frames_a_second_come_and_each_is_drawn_at_most_once_a_picture(opened: Any, served: Any) -> None:
    served.asked("api/time", {"do": "to", "at": "2024-11-01T00:00"})
    page = opened("?lane=G")
    settled(page)
    served.asked("api/time", {"do": "speed", "speed": 60})
    served.asked("api/time", {"do": "play"})
    got = page.evaluate("""async () => {
      let pictures = 0;
      const start = { ...nayose }, end = performance.now() + 3000;
      while (performance.now() < end) { await new Promise(requestAnimationFrame); pictures += 1; }
      return { frames: nayose.frames - start.frames, renders: nayose.renders - start.renders, pictures };
    }""")
    assert 0 < got["frames"] <= 33 and got["renders"] <= got["pictures"] + 2


def test_a_copied_link_shows_the_same_in_a_fresh_browser(opened: Any, served: Any) -> None:
    page = opened("?lane=G", permissions=["clipboard-read", "clipboard-write"])
    settled(page)
    turn(page, "row:2-1", on=False)
    settled(page)
    page.wait_for_selector(".person")
    page.locator(".person .choices button").nth(1).click()
    served.asked("api/time", {"do": "to", "at": "2025-03-20T10:00"})
    until(page, "document.querySelector('.when b').innerText === '3月20日'")
    settled(page)
    page.wait_for_timeout(500)
    page.locator("#export").click()
    page.locator(".tools > div button", has_text="リンクをコピー").click()
    page.locator(".bar", has_text="コピーしました").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    shows = f"JSON.stringify([{FIGURES}, document.querySelector('.when').innerText, document.getElementById('h-person')?.innerText, document.querySelector('.person [aria-pressed=true]')?.innerText])"
    until(page, "!/計算中/.test(document.getElementById('happened').innerText)")
    seen = page.evaluate(shows)
    reset(served, "G")
    assert link.startswith(served.address) and "token" not in link
    other = opened(link.removeprefix(served.address))
    settled(other)
    until(other, f"{shows} === {json.dumps(seen, ensure_ascii=False)}")


def test_a_link_of_another_town_is_asked_about(opened: Any, served: Any) -> None:
    page = opened("?seed=77&size=600&start=2024-11&version=0&base=E&lane=G")
    bar = page.locator(".bar", has_text="この版では同じ結果になりません")
    bar.wait_for()
    assert served.asked("api/lanes/G")["switches"] == [] and "リアルタイム" in served.asked("api/lanes/G")["title"]["ja"]
    bar.locator("button").first.click()
    until(page, "/特定公的給付の指定/.test(document.querySelector('.rules').innerText)")
    served.asked("api/lanes/G/ordinance", {"base": served.asked("api/lanes/G")["revision"], "name": "G"})


@pytest.mark.parametrize(("choice", "ending", "starts"), [("CSVで保存", ".csv", "﻿"), ("JSONで保存", ".json", "{"), ("画像で保存", ".png", "\x89PNG")])
def test_what_is_shown_can_be_saved_and_says_that_it_is_made_up(opened: Any, choice: str, ending: str, starts: str) -> None:
    page = opened("?lane=G", accept_downloads=True)
    settled(page)
    page.locator("#export").click()
    with page.expect_download() as saved:
        page.locator(".tools > div button", has_text=choice).click()
    path = Path(saved.value.path())
    assert saved.value.suggested_filename.endswith(ending)
    if ending == ".png":
        assert path.read_bytes().startswith(b"\x89PNG") and int.from_bytes(path.read_bytes()[16:20]) > 1400
    else:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(starts) and "架空のデータ / synthetic" in text[:200]


def test_a_server_that_ends_and_comes_back_is_said_and_the_numbers_are_those_of_the_api(opened: Any, home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ("--residents", "600", "--months", "6", "--port", str(port))
    with serving(home, *options) as first:
        page = opened(at=first.address)
        settled(page)
        other = opened(at=first.address)
        settled(other)
        assert first.stopped() < 5
        page.locator(".bar", has_text="接続が切れました").wait_for()
        assert "waiting" in (page.locator("main").get_attribute("class") or "")
    with serving(home, *options) as again:
        page.locator(".bar", has_text="つながりました").wait_for(timeout=20_000)
        settled(page)
        shown = page.evaluate(FIGURES)
        now = figures(again, "C")
        assert [float(one.replace(",", "").rstrip("件個")) for one in (shown[0], shown[1], shown[2], shown[4])] == [now[name] for name in ("reached", "missed", "wrong", "items")]
    opened.wrong.clear()
