"""The last step's guess: a place in the empty picture of Compare, by a tap or by the arrow keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.page.browser.lessons.test_alone import reach
from tests.page.browser.serving import Served, serving

CROSS = ".scatter .guessed.mine"


@pytest.fixture(scope="module")
def served(browser: Any, home: Path) -> Iterator[Served]:
    """A small town whose lesson stands at the last step."""
    with serving(home, "--residents", "300", "--months", "2") as one:
        told = one.asked("api/lesson", {"do": "start", "lesson": "workshop-60"})
        while told["round"]["kind"] != "place":
            told = one.asked("api/lesson", {"do": "skip"})
        yield one


def mine(served: Served) -> Any:
    return served.asked("api/lesson")["round"]["mine"]


@pytest.mark.parametrize("width", [390, 1440])
def test_a_tap_puts_a_cross_there_which_the_arrow_keys_move_and_which_is_sent(opened: Any, served: Served, shot: Any, width: int) -> None:
    served.asked("api/lesson", {"do": "restart"})
    page = opened("#lessons", width=width, height=844)
    page.wait_for_selector(".scatter", timeout=60_000)
    assert page.locator(".scatter .dot").count() == 0 and page.locator(CROSS).count() == 0
    page.locator(".scatter").scroll_into_view_if_needed()
    box = page.locator(".scatter").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.3)
    page.wait_for_selector(CROSS)
    cross = page.locator(CROSS).bounding_box()
    assert abs(cross["x"] + cross["width"] / 2 - (box["x"] + box["width"] * 0.7)) < 3 and abs(cross["y"] + cross["height"] / 2 - (box["y"] + box["height"] * 0.3)) < 3
    reach(page, ".scatter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(200)
    moved = page.locator(CROSS).bounding_box()
    assert moved["x"] < cross["x"] - 3 and moved["y"] > cross["y"] + 3 and page.evaluate("document.activeElement.matches('.scatter')")
    assert mine(served) is None
    page.get_by_role("button", name="予想を送る").click()
    page.get_by_text("送りました").wait_for()
    axis, sent = served.asked("api/compare")["axis"], mine(served)
    assert 0 < sent["x"] < axis["x"]["max"] * 1.06 and 0 < sent["y"] < axis["y"]["max"] * 1.06
    shot(page, f"lesson-place-{width}")


def test_once_it_is_revealed_the_guess_and_a_dot_for_each_lane_stand_in_the_picture(opened: Any, served: Served, violations: Any) -> None:
    served.asked("api/lesson", {"do": "restart"})
    served.asked("api/lesson/guess", {"value": {"x": 1.0, "y": 20}})
    page = opened("#lessons")
    page.wait_for_selector(".scatter", timeout=60_000)
    assert violations(page) == []
    page.locator("#reveal").click()
    page.wait_for_selector(".scatter .dot")
    assert page.locator(".scatter .dot").count() == len(served.asked("api/compare")["lanes"])
    assert page.locator(".scatter .guessed").count() == 1 and page.locator(".scatter[tabindex]").count() == 0
    assert violations(page) == []
