"""What goes wrong around the page, and what is sent to it with no good will: each has an answer in words, and harms nothing."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.page.browser.playing import figures, reset, settled, turn, until
from tests.page.browser.serving import Served, serving

LANE, RULE, OTHER = "G", "row:2-1", "row:3-1"
TOWN = ("--residents", "600", "--months", "6", "--no-browser")
SCREENS = ("flow", "compare", "resident", "ledger", "summary", "ordinance", "lessons")
SCRIPT = "<img src=x onerror=window.harmed=1>"
FIGURES = "[...document.querySelectorAll('#happened .figure b')].map((one) => Number(one.innerText.replace(/,/g, '')))"


@pytest.fixture
def _as_shipped(served: Any) -> Iterator[None]:
    reset(served, LANE)
    yield
    now = served.asked(f"api/lanes/{LANE}")
    served.asked(f"api/lanes/{LANE}/ordinance", {"base": now["revision"], "name": LANE})
    reset(served, LANE)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def host_of(served: Served) -> tuple[str, int]:
    """Where it listens."""
    found = re.search(r"//([\w.]+):(\d+)", served.address)
    assert found is not None
    return found[1], int(found[2])


def sent(served: Served, path: str, body: bytes | None = b"{}", **headers: str) -> tuple[int, dict[str, str]]:
    """Status and letter of an answer to a POST (GET where there is no body); names of headers with `_` for `-`."""
    given = {"Content-Type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(served.address + path, body, given), timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read())


def in_words(letter: dict[str, str]) -> bool:
    """Whether both languages say it, and it is no trace of the program."""
    return all(len(letter[lang]) > 5 and "Traceback" not in letter[lang] for lang in ("ja", "en"))


def shown(page: Any) -> list[float]:
    """Reached, missed, wrong and items, as the page writes them."""
    found = page.evaluate(FIGURES)
    return [*found[:3], found[4]]


def told(served: Served, lane: str) -> list[float]:
    """The same as the server says them."""
    return list(figures(served, lane).values())


def test_ctrl_c_ends_the_server_within_two_seconds_while_three_pages_are_open_and_leaves_no_trace_in_its_log(opened: Any, home: Path) -> None:
    with serving(home, *TOWN) as one:
        log = max(home.glob("serve-*.log"), key=lambda path: path.stat().st_mtime_ns)
        pages = [opened(at=one.address) for _ in range(3)]
        for page in pages:
            settled(page)
        one.asked("api/time", {"do": "to", "at": "2024-11-01T00:00"})
        one.asked("api/time", {"do": "play"})
        assert one.stopped() < 2
        assert one.process.returncode == 130, "as a shell says that it was stopped"
        said = log.read_text(encoding="utf-8")
        assert "Traceback" not in said and "Error" not in said, said
        pages[0].locator(".bar", has_text="接続が切れました").wait_for()
    opened.wrong.clear()


def test_a_killed_server_is_said_and_a_new_one_on_its_port_is_joined_without_a_reload_with_its_own_numbers(opened: Any, home: Path) -> None:
    options = (*TOWN, "--port", str(free_port()))
    with serving(home, *options) as first:
        page = opened(f"?lane={LANE}", at=first.address)
        settled(page)
        as_shipped = shown(page)
        turn(page, RULE, on=False)
        settled(page)
        assert shown(page) != as_shipped
        page.evaluate("window.unloaded = false")
        first.process.kill()
        page.locator(".bar", has_text="接続が切れました").wait_for()
    with serving(home, *options) as again:
        page.locator(".bar", has_text="つながりました").wait_for(timeout=20_000)
        until(page, f"document.getElementById('{RULE}-true').checked")
        settled(page)
        assert shown(page) == told(again, LANE) == as_shipped
        turn(page, RULE, on=False)
        settled(page)
        until(page, f"document.getElementById('{RULE}-false').checked")
        assert again.asked(f"api/lanes/{LANE}")["switches"] != []
        assert page.evaluate("unloaded") is False
    opened.wrong.clear()


@pytest.mark.usefixtures("_as_shipped")
def test_two_people_who_turn_one_rule_at_once_end_at_the_same_and_who_was_later_is_told(opened: Any, served: Served) -> None:
    pages = [opened(f"?lane={LANE}") for _ in range(2)]
    for page in pages:
        settled(page)
    held: list[Any] = []
    for page in pages:
        page.route("**/switch", lambda route: held.append(route))
        turn(page, RULE, on=False)
    for page in pages:
        until(page, "nayose.pending")
        page.wait_for_timeout(50)
    assert len(held) == 2
    for route in held:
        route.continue_()
    for page in pages:
        until(page, "!nayose.pending")
        until(page, f"document.getElementById('{RULE}-false').checked")
        settled(page)
    alerts = [page.locator(".bar[role=alert]").all_inner_texts() for page in pages]
    assert sorted(map(len, alerts)) == [0, 1], "one of both is told"
    assert [one["on"] for one in served.asked(f"api/lanes/{LANE}")["rules"] if one["id"] == RULE] == [False]
    assert shown(pages[0]) == shown(pages[1]) == told(served, LANE)
    opened.wrong.clear()


@pytest.mark.usefixtures("_as_shipped")
@pytest.mark.parametrize("screen", ["flow", "ordinance", "summary", "compare"])
def test_a_script_in_a_pasted_ordinance_is_text_on_the_page(opened: Any, served: Served, screen: str) -> None:
    lane = served.asked(f"api/lanes/{LANE}")
    text = served.asked(f"api/lanes/{LANE}/ordinance")["toml"]
    titled = re.sub(r'(?m)^(title(?:_ja|_en)?) = ".*"$', rf'\1 = "{SCRIPT}"', text)
    assert titled != text
    served.asked(f"api/lanes/{LANE}/ordinance", {"base": lane["revision"], "toml": titled})
    page = opened(f"?lane={LANE}#{screen}")
    until(page, f"document.getElementById('content').innerText.includes({json.dumps(SCRIPT)})", 20)
    assert page.evaluate("[window.harmed ?? 0, document.querySelectorAll('img[src=x]').length]") == [0, 0]
    opened.wrong.clear()


def test_a_script_in_a_persons_name_is_text_on_the_page(opened: Any) -> None:
    page = opened(f"?lane={LANE}")

    def named(route: Any) -> None:
        said = route.fetch().json()
        route.fulfill(json={**said, "name": {"ja": SCRIPT, "en": SCRIPT}})

    page.route(re.compile(r"/residents/[0-9a-f]+$"), named)
    page.reload()
    until(page, f"document.getElementById('h-person')?.innerText.includes({json.dumps(SCRIPT)})")
    assert page.evaluate("[window.harmed ?? 0, document.querySelectorAll('img[src=x]').length]") == [0, 0]


def test_a_script_as_a_lanes_name_is_refused_in_words(opened: Any, served: Served) -> None:
    status, letter = sent(served, "api/lanes", json.dumps({"from": "C", "name": "<script>"}).encode())
    assert status == 422 and in_words(letter)
    page = opened()
    settled(page)
    page.once("dialog", lambda asked: asked.accept("<script>"))
    page.locator("#rules .steps-back button").last.click()
    page.locator(".bar[role=alert]").wait_for()
    assert letter["ja"] in page.locator(".bar[role=alert]").inner_text()
    assert [lane["name"] for lane in served.asked("api/hello")["lanes"]] == ["C", "G"]
    opened.wrong.clear()


def test_an_unknown_lane_is_a_letter_and_the_page_says_it(opened: Any, served: Served) -> None:
    status, letter = sent(served, "api/lanes/nowhere", None)
    assert status == 404 and in_words(letter) and "C" in letter["ja"]
    page = opened("?lane=nowhere")
    page.locator(".bar", has_text="nowhere").wait_for()
    settled(page)
    assert shown(page) == told(served, "C")
    opened.wrong.clear()


def test_a_stale_base_is_a_letter_that_names_the_newest_and_changes_nothing(served: Served) -> None:
    lane = served.asked(f"api/lanes/{LANE}")
    status, letter = sent(served, f"api/lanes/{LANE}/switch", json.dumps({"base": lane["revision"] - 1, "switch": lane["rules"][0]["switch"]}).encode())
    assert status == 409 and in_words(letter) and str(lane["revision"]) in letter["ja"]
    assert served.asked(f"api/lanes/{LANE}")["revision"] == lane["revision"]


def test_another_sites_page_cannot_change_a_lane_and_cannot_read_one(opened: Any, served: Served, browser: Any) -> None:
    lane = served.asked(f"api/lanes/{LANE}")
    body = json.dumps({"base": lane["revision"], "switch": lane["rules"][0]["switch"]})
    status, letter = sent(served, f"api/lanes/{LANE}/switch", body.encode(), Origin="http://other.example")
    assert status == 403 and in_words(letter)
    with serving_text("<title>other</title>") as other:
        page = browser.new_page()
        page.goto(other)
        got = page.evaluate(
            """async ([address, lane, body]) => Promise.all([
              fetch(`${address}api/lanes/${lane}/switch`, { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body }).then((one) => one.type, () => 'failed'),
              fetch(`${address}api/lanes/${lane}/switch`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then((one) => one.status, () => 'failed'),
              fetch(`${address}api/lanes/${lane}`).then((one) => one.text(), () => 'failed')])""",
            [served.address, LANE, body],
        )
        page.close()
    assert got == ["opaque", "failed", "failed"]
    assert served.asked(f"api/lanes/{LANE}")["revision"] == lane["revision"]


class serving_text:  # noqa: N801
    """A page of another site, for one visit after the other."""

    def __init__(self, text: str) -> None:
        self.text, self.listening = text.encode(), socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> str:
        threading.Thread(target=self._answer, daemon=True).start()
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}/"

    def __exit__(self, *_: object) -> None:
        self.listening.close()

    def _answer(self) -> None:
        while True:
            try:
                one, _ = self.listening.accept()
            except OSError:
                return
            with one:
                one.recv(65536)
                one.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(self.text), self.text))


@pytest.mark.parametrize("sized", [True, False])
def test_a_body_of_100_mb_is_refused_at_once_in_words_and_not_read(served: Served, sized: bool) -> None:
    with socket.create_connection(host_of(served), timeout=10) as one:
        size = f"Content-Length: {100 * 1024 * 1024}" if sized else "Transfer-Encoding: chunked"
        one.sendall(f"POST /api/lanes/C/switch HTTP/1.1\r\nHost: localhost:{host_of(served)[1]}\r\nContent-Type: application/json\r\n{size}\r\n\r\n".encode())
        began = time.monotonic()
        answer = http.client.HTTPResponse(one)
        answer.begin()
        letter = json.loads(answer.read())
        assert time.monotonic() - began < 1
    assert answer.status == 413 and in_words(letter)
    assert served.asked("api/hello")["lanes"]


def test_a_forged_token_is_refused_and_the_page_says_so(opened: Any, home: Path) -> None:
    with serving(home, *TOWN, "--share") as shared:
        status, letter = sent(shared, "api/lanes/C", None, X_Nayose_Token="forged")
        assert status == 403 and in_words(letter)
        lane = shared.asked("api/lanes/C")
        assert sent(shared, "api/lanes/C/switch", json.dumps({"base": lane["revision"], "switch": lane["rules"][0]["switch"]}).encode(), X_Nayose_Token="forged")[0] == 403
        page = opened("?token=forged", at=shared.address)
        until(page, f"document.body.innerText.includes({json.dumps(letter['ja'])})")
        assert "TypeError" not in " ".join(opened.wrong)
        assert shared.asked("api/lanes/C")["revision"] == lane["revision"]
    opened.wrong.clear()


TWELVE = re.compile(r"(?<![0-9a-zA-Z.])\d{4}([ -]?)\d{4}\1\d{4}(?![0-9a-zA-Z])")


def test_no_answer_no_export_and_no_screen_holds_a_number_of_twelve_digits_or_a_protected_address(opened: Any, served: Served, home: Path) -> None:
    addresses = protected_addresses(served, home)
    assert addresses, "nobody is protected in this town"
    heard: dict[str, str] = {}
    page = opened(f"?lane={LANE}")
    page.on("response", lambda answer: heard.update({answer.url: answer.text()}) if "/api/" in answer.url and "/stream" not in answer.url else None)
    page.reload()
    for lang in ("ja", "en"):
        page.locator(f"#lang-{lang}").click()
        for screen in SCREENS:
            page.evaluate(f"location.hash = '{screen}'")
            until(page, f"document.querySelector('nav [aria-current=page]').hash === '#{screen}'")
            until(page, "!/読み込んでいます|Loading/.test(document.getElementById('content').innerText)", 20)
            page.wait_for_timeout(300)
            heard[f"{screen} {lang}"] = page.content()
    assert len(heard) > 2 * len(SCREENS) + 10
    for id_ in [one["id"] for one in served.asked(f"api/lanes/{LANE}/residents?pick=protected")][:5]:
        heard[id_] = json.dumps(served.asked(f"api/lanes/{LANE}/residents/{id_}"), ensure_ascii=False)
    for path in exports(heard):
        with urllib.request.urlopen(served.address + path, timeout=30) as answer:
            heard[path] = answer.read().decode()
    for where, text in heard.items():
        assert not TWELVE.search(text), where
        assert not [address for address in addresses if address in text], where


def exports(heard: dict[str, str]) -> list[str]:
    """The tables as files, of what was asked for."""
    paths = {url.split("/api/")[1].split("?")[0] for url in heard if "/api/" in url}
    tables = ("flow", "ledger", "ledger/denied", "ledger/matrix", "compare", "summary", "ordinance")
    found = [path for path in sorted(paths) if path.endswith(tables)]
    assert len(found) >= 4, paths
    people = sorted(path for path in paths if re.search(r"/residents/[0-9a-f]+$", path))[:2]
    parts = [f"{path}/{part}" for path in people for part in ("timeline", "verdicts", "ledger")]
    return [f"api/{path}?as={form}" for path in [*found, *parts] for form in ("csv", "json")]


def protected_addresses(served: Served, home: Path) -> set[str]:
    """Where those live who are protected, as the register has it, in the forms in which it might be written."""
    town = served.asked("api/hello")["town"]
    (folder,) = (home / "towns").glob(f"*-{town['months']}-{town['seed']}-{town['start']}-{town['code']}")
    lines = (folder / "register.jsonl").read_text(encoding="utf-8").splitlines()
    protected = {line["subject"] for line in map(json.loads, (one for one in lines if ".protection-" in one))}
    told = [line["data"] for line in map(json.loads, (one for one in lines if '"lot"' in one)) if line["subject"] in protected]
    return {data["district"] + gap + data["lot"] for data in told for gap in ("", " ", "　", ",", '", "', '","')}


def rss(process: int) -> int:
    """Bytes of memory that a process holds."""
    return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_who_reads_nothing_for_thirty_seconds_costs_the_server_at_most_a_megabyte_and_then_comes_to_the_newest(served: Served) -> None:
    def run(deaf: int) -> tuple[int, int]:
        for said in ({"do": "pause"}, {"do": "to", "at": "2024-11-01T00:00"}, {"do": "speed", "speed": 60}, {"do": "play"}):
            served.asked("api/time", said)
        with ExitStack() as open_:
            clients = []
            for _ in range(deaf):
                one = open_.enter_context(socket.socket())
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                one.connect(host_of(served))
                one.sendall(f"GET /api/stream?lane=G HTTP/1.1\r\nHost: localhost:{host_of(served)[1]}\r\n\r\n".encode())
                clients.append(one)
            time.sleep(30)
            held = rss(served.process.pid)
            served.asked("api/time", {"do": "pause"})
            newest = served.asked("api/time", {"do": "speed", "speed": 60})
            backlog = [drained(one, newest["at"]) for one in clients]
        return held, max(backlog, default=0)

    run(1)
    without, _ = run(0)
    clients = 8
    with_, backlog = run(clients)
    print(f"server {without / 2**20:.1f} MB without, {with_ / 2**20:.1f} MB with {clients} that read nothing; at most {backlog} bytes waited for one")
    assert with_ - without <= clients * 2**20
    assert backlog < 2**19
    reset(served, "G")


def drained(one: socket.socket, newest: str) -> int:
    """Reads until the newest moment comes; how many bytes came before."""
    one.settimeout(10)
    heard = b""
    while f'"at":"{newest}"'.encode() not in heard:
        heard += one.recv(65536)
    return len(heard)


@pytest.mark.slow
@pytest.mark.timeout(5000)
def test_ten_minutes_of_playing_over_and_over_leak_no_memory(browser: Any, served: Served) -> None:
    minutes = float(os.environ.get("NAYOSE_PLAY_MINUTES", "10"))
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{served.address}?lane={LANE}")
    settled(page)
    devtools = page.context.new_cdp_session(page)
    devtools.send("HeapProfiler.enable")
    measured, began = [], time.monotonic()
    while (now := time.monotonic() - began) < 60 * minutes:
        for said in ({"do": "to", "at": "2024-11-01T00:00"}, {"do": "speed", "speed": "fastest"}, {"do": "play"}):
            served.asked("api/time", said)
        page.wait_for_timeout(10_000)
        devtools.send("HeapProfiler.collectGarbage")
        measured.append((now, devtools.send("Runtime.getHeapUsage")["usedSize"], rss(served.process.pid), page.evaluate("document.querySelectorAll('*').length")))
    page.close()
    third = max(1, len(measured) // 3)
    early, late = (tuple(max(one[at] for one in part) for at in (1, 2)) for part in (measured[third : 2 * third], measured[-third:]))
    for line in measured[:: max(1, len(measured) // 12)]:
        print(f"{line[0]:5.0f} s  heap {line[1] / 2**20:.2f} MB  server {line[2] / 2**20:.1f} MB  {line[3]} elements")
    print(f"middle third at most {early[0] / 2**20:.2f} and {early[1] / 2**20:.1f} MB, last third {late[0] / 2**20:.2f} and {late[1] / 2**20:.1f} MB")
    assert late[0] <= early[0] + 2**20, "the page's heap grows"
    assert late[1] <= early[1] + 8 * 2**20, "the server grows"
    reset(served, LANE)
