"""Ten minutes with a lesson, alone: with the keyboard only, in both languages, on a phone too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.page.browser.serving import Served, serving


@pytest.fixture(scope="module")
def served(browser: Any, home: Path) -> Iterator[Served]:
    """A town of its own, for lessons move its clock."""
    with serving(home, "--residents", "600", "--months", "6") as one:
        yield one


@pytest.fixture(autouse=True)
def anew(served: Served) -> None:
    """No lesson runs."""
    if served.asked("api/lesson")["running"]:
        served.asked("api/lesson", {"do": "stop"})


def reach(page: Any, selector: str, most: int = 80) -> None:
    """Tabs until the focus is there."""
    for _ in range(most):
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def test_a_step_is_done_with_the_keyboard_alone_and_its_reveal_is_the_servers(opened: Any, served: Served, shot: Any) -> None:
    page = opened("#lessons")
    page.wait_for_selector(".choose")
    reach(page, ".choose .button.fill")
    page.keyboard.press("Enter")
    page.wait_for_selector(".held")
    reach(page, ".asked input")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    page.wait_for_selector(".guess")
    assert served.asked("api/lesson")["round"]["mine"] == 12 and page.locator(".reveal").count() == 0
    reach(page, "#reveal")
    page.keyboard.press("Enter")
    page.wait_for_selector(".reveal")
    said = served.asked("api/lesson")["round"]["reveal"]
    assert page.inner_text(".reveal") == said["text"]["ja"] and f"{said['answer']:,}" in page.inner_text(".strip .guess.real")
    shot(page, "lesson-alone")
    reach(page, "#next")
    page.keyboard.press("Enter")
    page.wait_for_selector(".options")
    assert page.evaluate("window.nayose.pending") in (True, False) and page.locator(".strip .steps b.now").inner_text() == "1"


def test_a_guess_is_taken_before_the_page_has_drawn_what_was_typed(opened: Any, served: Served) -> None:
    served.asked("api/lesson", {"do": "start", "lesson": "ten-minutes"})
    page = opened("#lessons")
    page.wait_for_selector(".asked input")
    page.click(".asked [type=submit]")
    assert page.evaluate("document.activeElement.matches('.asked input:invalid')"), "nothing is typed yet: the field is asked for"
    page.evaluate("""() => {
        const form = document.querySelector(".asked"), field = form.querySelector("input");
        field.value = "12";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        form.querySelector("[type=submit]").click();
    }""")
    page.wait_for_selector(".guess")
    assert served.asked("api/lesson")["round"]["mine"] == 12


def test_both_errors_stand_side_by_side_at_the_end(opened: Any, served: Served) -> None:
    served.asked("api/lesson", {"do": "start", "lesson": "ten-minutes"})
    for guess in (3, "agree", "agree", 50, 4):
        served.asked("api/lesson/guess", {"value": guess})
        told = served.asked("api/lesson", {"do": "reveal"})
        if not told["last"]:
            served.asked("api/lesson", {"do": "next"})
    page = opened("#lessons")
    page.wait_for_selector(".held .sides >> nth=1")
    told = served.asked("api/lesson")["errors"]
    assert len(told) == 2 and page.locator(".held .sides").nth(1).locator("li").count() == 2
    for error in told:
        assert error["question"]["ja"] in page.inner_text(".held")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_axe_finds_nothing_wrong_with_a_lesson(opened: Any, served: Served, violations: Any, lang: str) -> None:
    page = opened(f"?lang={lang}#lessons")
    page.wait_for_selector(".choose")
    assert violations(page) == []
    served.asked("api/lesson", {"do": "start", "lesson": "workshop-60"})
    served.asked("api/lesson", {"do": "reveal"})
    page.wait_for_selector(".reveal")
    assert violations(page) == []
    assert "lessons." not in page.inner_text("body")


def test_a_step_that_warns_can_be_skipped(opened: Any, served: Served) -> None:
    served.asked("api/lesson", {"do": "start", "lesson": "workshop-60"})
    while served.asked("api/lesson", {"do": "skip"})["step"]["warning"] is None:
        pass
    page = opened("#lessons")
    page.wait_for_selector(".warning")
    number = served.asked("api/lesson")["step"]["number"]
    page.click(".warning button")
    page.wait_for_function("n => !document.querySelector('.strip .steps b.now')?.innerText.includes(n)", arg=str(number))
    assert served.asked("api/lesson")["step"]["number"] == number + 1


def test_on_a_phone_nothing_is_cut_and_every_control_can_be_touched(opened: Any, served: Served, shot: Any) -> None:
    served.asked("api/lesson", {"do": "start", "lesson": "ten-minutes"})
    page = opened("#lessons", width=390, height=844)
    page.wait_for_selector(".asked")
    shot(page, "lesson-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = "els => els.filter(e => e.offsetParent && (e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 44)).map(e => e.outerHTML)"
    assert page.eval_on_selector_all(".lessons button, .lessons input", small) == []
