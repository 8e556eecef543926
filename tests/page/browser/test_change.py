"""A rule is turned over: what the page shows, says and keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.page.browser.playing import Figures, figures, reset, settled, turn, until

LANE, RULE, OTHER = "G", "row:2-1", "row:3-1"


@pytest.fixture(autouse=True)
def _as_shipped(served: Any) -> Iterator[None]:
    reset(served, LANE)
    yield
    reset(served, LANE)


def _difference(before: Figures, after: Figures) -> dict[str, str]:
    """What the page should write beside each figure."""
    turns = {name: round(after[name] - before[name], 1) for name in before}
    return {name: "変わらず" if not turn else f"{'−' if turn < 0 else '＋'}{abs(turn):{'.1f' if name == 'items' else '.0f'}}" for name, turn in turns.items()}


def test_a_rule_that_is_stopped_changes_reached_and_known_within_a_second(opened: Any, served: Any) -> None:
    page, before = opened(f"?lane={LANE}"), figures(served, LANE)
    settled(page)
    turn(page, RULE, on=False)
    page.locator("#map .chip.changed").wait_for(timeout=1000)
    settled(page)
    after = figures(served, LANE)
    assert page.evaluate("nayose.lastChangeMs") < 1000
    assert after["reached"] < before["reached"]
    shown = {name: page.locator(f"#figure-{name} .delta").inner_text() for name in ("reached", "missed", "wrong", "items")}
    assert shown == _difference(before, after)


def test_the_line_of_the_last_change_says_what_became_of_both(opened: Any, served: Any) -> None:
    page = opened(f"?lane={LANE}")
    settled(page)
    turn(page, RULE, on=False)
    settled(page)
    said = page.locator("#map .last").inner_text()
    assert "別表第2の1" in said and "止める" in said and "届いた" in said and "知られた項目" in said


def test_undo_restores_all_numbers_and_the_gate_and_redo_brings_the_change_back_after_a_reload(opened: Any, served: Any) -> None:
    page = opened(f"?lane={LANE}")
    settled(page)
    gate = page.locator("#map .gate", has_text="別表第2の1").first
    first, looks = page.locator("#happened dl").inner_text(), gate.get_attribute("class")
    numbers = re.findall(r"[\d.,]+(?=件|個)", first)
    turn(page, RULE, on=False)
    settled(page)
    stopped = re.findall(r"[\d.,]+(?=件|個)", page.locator("#happened dl").inner_text())
    assert stopped != numbers and "closed" in (gate.get_attribute("class") or "")
    page.reload()
    settled(page)
    page.locator("#undo").click()
    settled(page)
    assert page.evaluate("[...document.querySelectorAll('#happened .figure b')].map((one) => one.innerText)") == page_numbers(first)
    assert (gate.get_attribute("class") or "").split()[:3] == (looks or "").split()[:3]
    page.keyboard.press("Control+Shift+Z")
    settled(page)
    assert not page.locator(f"[id='{RULE}-true']").is_checked()
    assert "別表第2の1" in (page.locator("#undo").get_attribute("aria-label") or "")


def page_numbers(text: str) -> list[str]:
    """The five figures of a copied text."""
    return re.findall(r"(?m)^\s*([\d,.]+)\s*(?:件|個)", text)


def test_a_change_that_the_server_cannot_make_returns_the_radio_and_says_why(opened: Any) -> None:
    page = opened(f"?lane={LANE}")
    settled(page)
    page.route("**/switch", lambda route: route.fulfill(status=500, content_type="application/json", body='{"ja": "こわれました。", "en": "Broken."}'))
    turn(page, RULE, on=False)
    page.locator(".bar[role=alert]").wait_for()
    assert page.locator(f"[id='{RULE}-true']").is_checked() and not page.locator(f"[id='{RULE}-false']").is_checked()
    assert "こわれました。" in page.locator(f"[id='rule-{RULE}']").inner_text()
    opened.wrong.clear()


def test_somebody_who_was_faster_is_told_and_the_newest_is_shown(opened: Any, served: Any) -> None:
    page = opened(f"?lane={LANE}")
    settled(page)
    page.route("**/api/stream*", lambda route: route.abort())
    page.reload()
    page.wait_for_selector("#rules .rule")
    lane = served.asked("api/lanes/G")
    other = next(one for one in lane["rules"] if one["id"] == OTHER)
    served.asked("api/lanes/G/switch", {"base": lane["revision"], "switch": other["switch"]})
    turn(page, RULE, on=False)
    page.locator(".bar[role=alert]").wait_for()
    assert page.locator(f"[id='{OTHER}-false']").is_checked() and page.locator(f"[id='{RULE}-true']").is_checked()
    opened.wrong.clear()


def test_rapid_turns_of_one_rule_end_in_the_last_one(opened: Any, served: Any) -> None:
    page = opened(f"?lane={LANE}")
    settled(page)
    page.evaluate(f"for (const on of [false, true, false, true, false]) document.getElementById('{RULE}-' + on).click()")
    settled(page)
    assert page.locator(f"[id='{RULE}-false']").is_checked()
    assert [one["on"] for one in served.asked("api/lanes/G")["rules"] if one["id"] == RULE] == [False]


def test_a_closed_gate_differs_in_shape_line_and_name(opened: Any) -> None:
    page = opened(f"?lane={LANE}")
    settled(page)
    gate, look = page.locator("#map .gate", has_text="別表第2の1").first, "(one) => [one.querySelector('.sign').innerHTML.replace(/<!--.*?-->/g, ''), getComputedStyle(one.querySelector('.box')).strokeDasharray, one.getAttribute('aria-label')]"
    was, bars = gate.evaluate(look), page.locator("#map .bar-across").count()
    turn(page, RULE, on=False)
    settled(page)
    now = gate.evaluate(look)
    assert all(a != b for a, b in zip(was, now, strict=True)) and "閉じている" in now[2]
    assert page.locator("#map .bar-across").count() > bars


def test_focus_stays_on_the_radio_and_the_keyboard_alone_turns_a_rule(opened: Any) -> None:
    page = opened(f"?lane={LANE}")
    settled(page)
    page.locator(f"[id='{RULE}-true']").focus()
    page.keyboard.press("ArrowRight")
    settled(page)
    assert page.evaluate("document.activeElement.id") == f"{RULE}-false"
    assert page.evaluate("getComputedStyle(document.activeElement.closest('label')).outlineStyle") == "solid"
    page.keyboard.press("Control+z")
    settled(page)
    assert page.evaluate("document.activeElement.id") == f"{RULE}-false"
    assert page.locator(f"[id='{RULE}-true']").is_checked()


def test_one_sentence_is_said_after_a_change_and_none_while_the_town_is_played(opened: Any, served: Any) -> None:
    page = opened(f"?lane={LANE}")
    settled(page)
    page.evaluate("() => { window.saying = []; new MutationObserver(() => saying.push(document.getElementById('said').textContent)).observe(document.getElementById('said'), { childList: true, characterData: true, subtree: true }); }")
    turn(page, RULE, on=False)
    settled(page)
    until(page, "saying.length")
    now = figures(served, LANE)
    said = page.evaluate("saying")
    assert len(said) == 1 and said[0].startswith("別表第2の1を「止める」にしました。") and f"届いた{now['reached']:.0f}件" in said[0] and "知られた項目" in said[0]
    served.asked("api/time", {"do": "to", "at": "2024-11-01T00:00"})
    served.asked("api/time", {"do": "speed", "speed": 60})
    served.asked("api/time", {"do": "play"})
    page.wait_for_timeout(4000)
    assert len(page.evaluate("saying")) == 1
    served.asked("api/time", {"do": "pause"})
    served.asked("api/time", {"do": "now"})
