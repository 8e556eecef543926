"""What the page promises of itself: its numbers are the server's and the server's are the command's, it draws no more than it can, it never stutters, and stands still where less motion is asked for."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import nayose
from tests.page.browser.playing import reset, settled, turn, until
from tests.page.browser.serving import Served, serving

SEEDS = random.Random("the page's numbers").sample(range(1, 100_000), 3)
BEGUN = "2024-11-01T00:00"
NUMBER = re.compile(r"[+＋−-]?[\d,]+(?:\.\d+)?")


def numbers(text: str) -> list[float]:
    """The numbers in a text, in order."""
    return [float(one.replace(",", "").replace("＋", "").replace("−", "-")) for one in NUMBER.findall(text)]


def exact(served: Served, lane: str) -> Any:
    """The lane, once it is as if its ordinance had been so from the first day."""
    end = time.monotonic() + 30
    while not (told := served.asked(f"api/lanes/{lane}"))["exact"]:
        assert time.monotonic() < end, "the lane was not played within 30 s"
        time.sleep(0.05)
    return told


def play(served: Served, speed: int | str = "fastest") -> None:
    """From the first day on."""
    for said in ({"do": "pause"}, {"do": "to", "at": BEGUN}, {"do": "speed", "speed": speed}, {"do": "play"}):
        served.asked("api/time", said)


def played(served: Served, home: Path, switches: list[str], lane: str) -> dict[str, dict[str, Any]]:
    """What `nayose replay` says of the same town: the scores by programme."""
    town = served.asked("api/hello")["town"]
    (folder,) = (home / "towns").glob(f"*-{town['months']}-{town['seed']}-{town['start']}-{town['code']}")
    done = nayose("replay", folder, "--ordinance", lane, *(part for switch in switches for part in ("--switch", switch)), "--json")
    assert done.code == 0, done.err
    return {id_: one["score"] for id_, one in done.json["lanes"][lane]["programmes"].items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_of_the_flow_screen_is_the_servers_and_the_servers_are_the_replays(browser: Any, home: Path, seed: int) -> None:
    lane = random.Random(seed).choice("CG")
    with serving(home, "--residents", "300", "--months", "5", "--seed", str(seed), "--no-browser") as served:
        before = exact(served, lane)
        rule = random.Random(seed).choice([one for one in before["rules"] if one["row"] and not one["fixed"]])
        first = served.asked(f"api/lanes/{lane}/residents?pick=missed")[0]["id"]
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{served.address}?lane={lane}")
        settled(page)
        turn(page, rule["id"], on=not rule["on"])
        settled(page)
        told = exact(served, lane)
        settled(page)
        assert told["switches"] == [rule["switch"]]
        _figures_are(page, told["picture"], before["picture"])
        _map_is(page, served.asked(f"api/lanes/{lane}/flow"), told["picture"])
        _rest_is(page, served, told, served.asked(f"api/lanes/{lane}/residents/{first}"))
        page.close()
        _is_replayed(told["picture"], played(served, home, told["switches"], lane))


def _figures_are(page: Any, now: Any, before: Any) -> None:
    told = {name: (now[name], now[name] - before[name]) for name in ("reached", "missed", "wrong")}
    told["marks"] = tuple(one["right"] + one["wrong"] for one in (now["marks"], before["marks"]))
    told["marks"] = (told["marks"][0], told["marks"][0] - told["marks"][1])
    told["items"] = (now["items_per_resident"], round(now["items_per_resident"] - before["items_per_resident"], 1))
    for name, (value, by) in told.items():
        shown = page.locator(f"#figure-{name}")
        assert numbers(shown.locator("b").inner_text()) == [value], name
        delta = shown.locator(".delta").inner_text()
        assert numbers(delta) == ([by] if by else []) and ("変わらず" in delta) == (not by), name
    assert numbers(page.locator("#figure-marks .sub").inner_text()) == [now["marks"]["right"], now["marks"]["wrong"]]
    assert numbers(page.locator(".waffle").get_attribute("aria-label")) == [now[name] for name in ("reached", "missed", "wrong")]
    causes = sorted((count for count in now["causes"].values() if count), reverse=True)
    assert sum(causes) == now["missed"]
    assert [numbers(one)[-1] for one in page.locator(".causes li").all_inner_texts()] == causes[:3]
    assert [numbers(one)[0] for one in page.locator(".causes .more").all_inner_texts()] == ([len(causes) - 3] if len(causes) > 3 else [])


def _map_is(page: Any, flow: Any, picture: Any) -> None:
    scores = {one["id"]: one for one in picture["programmes"]}
    support = [one for one in scores.values() if one["nature"] == "support"]
    assert [sum(one[name] for one in support) for name in ("reached", "missed", "wrong")] == [picture[name] for name in ("reached", "missed", "wrong")]
    for shown, programme in zip(page.locator("#map .programme").all(), flow["programmes"], strict=True):
        score = scores.get(programme["id"], {})
        marks = programme["nature"] != "support"
        value, missed = (score.get("right", 0) + score.get("wrong", 0), score.get("not_noticed", 0)) if marks else (score.get("reached", 0), score.get("missed", 0))
        assert numbers(shown.locator(".value").text_content()) == [value], programme["id"]
        assert numbers(shown.get_attribute("aria-label").rpartition("：")[2]) == [value, missed, score.get("wrong", 0)], programme["id"]
    rows = {row["id"]: row for row in flow["rows"]}
    for shown, gate in zip(page.locator("#map .gate").all(), flow["gates"], strict=True):
        assert numbers(shown.get_attribute("aria-label"))[-1] == rows[gate["id"]]["passed"], gate["id"]
    page.locator("#map-as").click()
    page.locator("#map table").wait_for()
    cells = [(row.locator("td").nth(0).inner_text(), numbers(row.locator("td.number").inner_text())[0]) for row in page.locator("#map tbody tr").all()]
    assert cells == [(row["gate"]["ja"], row["passed"]) for row in flow["rows"]]
    page.locator("#map-as").click()


def _rest_is(page: Any, served: Served, told: Any, one: Any) -> None:
    time_ = served.asked("api/time", {"do": "pause"})
    assert sorted(numbers(page.locator("#rules .head .number").inner_text())) == sorted(told["counts"].values())
    assert numbers(page.locator("footer .when").inner_text())[-2:] == [time_["number"], time_["days"]]
    assert numbers(page.locator(".person .count").inner_text()) == [sum(piece["seen"]["all"]["state"] == "seen" for piece in one["pieces"]), len(one["pieces"])]
    assert numbers(page.locator("#h-person").inner_text())[-1] == one["age"]


def _is_replayed(picture: Any, scores: dict[str, dict[str, Any]]) -> None:
    support, marks = ([one for one in scores.values() if (one["nature"] == "support") is of] for of in (True, False))
    for name, replayed in (("reached", "reached"), ("missed", "missed"), ("wrong", "wrongly_marked")):
        assert picture[name] == sum(one[replayed] for one in support), name
    assert picture["reached"] + picture["missed"] > 0
    assert picture["causes"] == {cause: sum(one["causes"][cause] for one in support) for cause in picture["causes"]}
    for name, replayed in (("right", "rightly_marked"), ("wrong", "wrongly_marked"), ("not_noticed", "not_noticed")):
        assert picture["marks"][name] == sum(one.get(replayed, 0) for one in marks), name
    items = [one["items"] for one in scores.values()]
    assert max(items) <= picture["items"] <= sum(items), "what several programmes were given of somebody counts once"
    assert sum(picture["yen"]["delivered"].values()) == sum(one["yen_delivered"] or 0 for one in support)
    assert sum(picture["yen"]["missed"].values()) == sum(one["yen_missed"] or 0 for one in support)


def test_each_coloured_mark_of_the_map_has_a_shape_or_words_too(opened: Any, served: Served) -> None:
    reset(served, "G")
    page = opened("?lane=G")
    settled(page)
    turn(page, "row:2-1", on=False)
    settled(page)
    outlines = page.evaluate("""Object.fromEntries(['register', 'tax', 'welfare', 'child'].map((office) => [office,
      document.querySelector(`#map .office.${office} g`).innerHTML.replace(/<!--.*?-->/g, '').replace(/ (class|fill|stroke)="[^"]*"/g, '')]))""")
    assert len(set(outlines.values())) == 4, "offices have the same shape"
    icons = page.evaluate("['reached', 'missed', 'wrong', 'marks'].map((name) => document.querySelector(`#figure-${name} svg`).innerHTML.replace(/<!--.*?-->/g, '').replace(/ (class|fill|stroke)=\"[^\"]*\"/g, ''))")
    assert len(set(icons)) == 4, "outcomes have the same shape"
    signs = page.evaluate("Object.fromEntries([...document.querySelectorAll('#map .gate')].map((one) => [one.classList.contains('closed'), one.querySelector('.sign').innerHTML.replace(/<!--.*?-->/g, '')]))")
    assert set(signs) == {"true", "false"} and signs["true"] != signs["false"]
    unnamed = page.evaluate("[...document.querySelectorAll('#map .gate, #map .programme, .waffle')].filter((one) => !one.getAttribute('aria-label')).length")
    assert unnamed == 0 and page.locator("#map .office text.name").all_text_contents().count("") == 0
    reset(served, "G")


@pytest.fixture(scope="module")
def crowded(browser: Any, home: Path) -> Iterator[Served]:
    """A town in which thousands of events come at once when it goes from its first day to its last."""
    with serving(home, "--residents", "4000", "--months", "12", "--no-browser") as one:
        yield one


WATCH = """(seconds) => new Promise((done) => {
  const told = { frames: [], renders: [], pictures: [], days: new Set() }, start = { ...nayose };
  let frames = nayose.frames, renders = nayose.renders, end = performance.now() + 1000 * seconds;
  const look = (now) => {
    told.pictures.push(now);
    for (; frames < nayose.frames; frames += 1) told.frames.push(performance.now());
    for (; renders < nayose.renders; renders += 1) told.renders.push(now);
    told.days.add(document.querySelector('.when b').innerText);
    if (performance.now() < end) requestAnimationFrame(look); else done({ ...told, days: told.days.size });
  };
  requestAnimationFrame(look);
})"""


def _most_in_a_second(moments: list[float]) -> int:
    return max((sum(begun <= one < begun + 1000 for one in moments) for begun in moments), default=0)


def test_at_the_fastest_speed_no_second_has_more_than_eleven_frames_and_no_picture_more_than_one_rendering(opened: Any, crowded: Served) -> None:
    reset(crowded, "G")
    exact(crowded, "G")
    page = opened(at=crowded.address, path="?lane=G")
    settled(page)
    play(crowded)
    got = page.evaluate(WATCH, 4)
    opened.wrong.clear()
    assert got["days"] > 3, "nothing was played"
    assert 2 < _most_in_a_second(got["frames"]) <= 11
    assert max(got["renders"].count(one) for one in set(got["renders"])) <= 2, "one before and one after the look of a picture"
    assert len(got["renders"]) <= len(got["pictures"]) + 1


def tasks(trace: bytes) -> list[float]:
    """The processor time (ms) of each task of the page's main thread. What other programs take of the machine is not in it."""
    events = json.loads(trace)["traceEvents"]
    mains = {(one["pid"], one["tid"]) for one in events if one.get("name") == "thread_name" and one["args"].get("name") == "CrRendererMain"}
    return [one["tdur"] / 1000 for one in events if one.get("ph") == "X" and "RunTask" in one["name"] and (one["pid"], one["tid"]) in mains and "tdur" in one]


def test_the_main_thread_is_never_held_above_50_ms_while_events_flow_at_the_fastest_or_come_all_at_once(browser: Any, crowded: Served) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    reset(crowded, "G")
    exact(crowded, "G")
    page.goto(f"{crowded.address}?lane=G")
    settled(page)
    events, began = crowded.asked("api/hello")["town"]["events"], time.monotonic()
    browser.start_tracing(page=page, categories=["toplevel"])
    play(crowded)
    until(page, "!document.querySelector('.live.still')")
    until(page, "document.querySelector('.live.still')", 60)
    seconds = time.monotonic() - began
    for moment in ({"do": "to", "at": BEGUN}, {"do": "now"}):
        crowded.asked("api/time", moment)
        exact(crowded, "G")
        settled(page)
    took = tasks(browser.stop_tracing())
    page.close()
    print(f"{events} events in {seconds:.1f} s = {events / seconds:.0f} a second; {len(took)} tasks, the longest {max(took):.1f} ms")
    assert len(took) > 100 and events > 5000
    assert max(took) <= 50


SHIFTS = """() => { window.shifts = []; new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput)
  shifts.push([one.value, Math.round(one.startTime), ...one.sources.map(({ node, previousRect: a, currentRect: b }) => `${node?.nodeName}#${node?.id}.${node?.className}: ${a.x},${a.y} ${a.width}x${a.height} to ${b.x},${b.y} ${b.width}x${b.height}`)]); }).observe({ type: 'layout-shift', buffered: true }); }"""


@pytest.mark.parametrize("seconds", [8, pytest.param(60, marks=pytest.mark.slow)])
@pytest.mark.parametrize("width", [1440, 390])
def test_what_stands_on_the_page_moves_at_most_by_a_tenth_of_it_while_it_loads_and_is_played(opened: Any, served: Served, width: int, seconds: int) -> None:
    page = opened("?lane=G", width=width, height=900)
    page.evaluate(SHIFTS)
    until(page, "nayose.frames > 0")
    play(served, 60)
    page.wait_for_timeout(seconds * 1000)
    shifts = page.evaluate("shifts")
    reset(served, "G")
    assert sum(one[0] for one in shifts) <= 0.1, sorted(shifts, reverse=True)[:3]


PLACES = """() => [...document.querySelectorAll('main *, header *, .strip *')].map((one) => { const { x, y } = one.getBoundingClientRect(); return [one, Math.round(x), Math.round(y)]; })"""


def test_with_less_motion_nothing_moves_in_a_second_in_which_events_flow(opened: Any, served: Served) -> None:
    page = opened("?lane=G", reduced_motion="reduce")
    settled(page)
    play(served, 10)
    until(page, "/受信中/.test(document.querySelector('.live').innerText)")
    page.wait_for_timeout(1500)
    page.evaluate(f"() => {{ window.stood = ({PLACES})(); window.then = nayose.frames; }}")
    page.wait_for_timeout(1000)
    moved = page.evaluate("() => stood.filter(([one, x, y]) => { const now = one.getBoundingClientRect(); return one.isConnected && (Math.abs(now.x - x) > 1 || Math.abs(now.y - y) > 1); }).map(([one]) => one.outerHTML.slice(0, 120))")
    frames = page.evaluate("nayose.frames - then")
    reset(served, "G")
    assert frames > 0 and moved == []
