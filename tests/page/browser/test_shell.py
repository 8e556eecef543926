"""The page as a whole: its frame, languages, sizes, paper, and that it asks nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.page.browser.playing import settled, until
from workshop.words import strings

SCREENS = ("flow", "compare", "resident", "ledger", "summary", "ordinance", "lessons")


def ready(page: Any) -> None:
    """Waits until the screen shows more than that it is being read."""
    until(page, "nayose.frames > 0 && !/読み込んでいます|Loading/.test(document.getElementById('content').innerText)", 20)


@pytest.fixture
def everywhere(opened: Any) -> Iterator[Any]:
    """One page that goes from screen to screen: `everywhere(options)` yields each screen's name and the page."""

    def go(path: str = "", **options: Any) -> Iterator[tuple[str, Any]]:
        page = opened(path, **options)
        for screen in SCREENS:
            page.evaluate(f"location.hash = '{screen}'")
            until(page, f"document.querySelector('nav [aria-current=page]').hash === '#{screen}'")
            ready(page)
            yield screen, page

    yield go


def test_all_screens_load_without_an_error_and_ask_nobody_else(everywhere: Any, shot: Any) -> None:
    for screen, page in everywhere():
        shot(page, f"{screen}-ja")
        assert page.locator(f"nav a[href='#{screen}']").get_attribute("aria-current") == "page"


@pytest.mark.parametrize("width", [1440, 768, 390, 320])
def test_no_screen_scrolls_sideways_and_each_says_that_all_is_made_up(everywhere: Any, width: int) -> None:
    wide = "[...document.querySelectorAll('main *, header *, footer *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll, svg, [class*=scroll]')).map((one) => one.tagName + '.' + one.className).slice(0, 5)"
    for screen, page in everywhere(width=width, height=900):
        assert page.locator("header .chip").is_visible() and page.locator("header .chip").inner_text() == "すべて架空のデータ"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (screen, page.evaluate(wide))


def test_another_language_keeps_screen_resident_focus_and_numbers_and_leaves_no_key(opened: Any) -> None:
    page = opened()
    settled(page)
    page.wait_for_selector(".person")
    seen = "[...document.querySelectorAll('#happened .figure b, .person .count b, #map .value')].map((one) => one.textContent.trim())"
    numbers = page.evaluate(seen)
    page.locator(".person .choices button").nth(1).click()
    numbers = page.evaluate(seen)
    page.locator("#lang-en").focus()
    page.keyboard.press("Enter")
    until(page, "document.documentElement.lang === 'en'")
    page.wait_for_timeout(200)
    assert page.evaluate(seen) == numbers
    assert page.evaluate("document.activeElement.id") == "lang-en"
    assert page.locator(".person .choices button").nth(1).get_attribute("aria-pressed") == "true"
    assert "Flow" in page.title() and "synthetic" in page.title()


def test_no_screen_shows_a_key_instead_of_words(everywhere: Any) -> None:
    keys = {key.removeprefix("page.") for key in strings("en") if key.startswith("page.") and "." in key.removeprefix("page.")}
    for _, page in everywhere("?lang=en"):
        said = set(re.findall(r"\b[a-z_]+(?:\.[a-z_0-9-]+)+\b", page.locator("body").inner_text()))
        assert not said & keys and not {one for one in said if one.split(".")[0] in (*SCREENS, "frame")}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_axe_finds_nothing_on_the_flow_screen(opened: Any, violations: Any, shot: Any, lang: str) -> None:
    page = opened(f"?lang={lang}")
    settled(page)
    page.wait_for_selector(".person")
    shot(page, f"flow-{lang}")
    assert violations(page) == []
    page.locator("#map-as").click()
    page.locator("#map table").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_axe_finds_nothing_on_a_phone(opened: Any, violations: Any, shot: Any, lang: str) -> None:
    page = opened(f"?lang={lang}", width=390, height=844)
    page.wait_for_selector(".tabs")
    for place in (1, 2, 3):
        page.locator(".tabs button").nth(place).click()
        page.wait_for_timeout(300)
        shot(page, f"phone-{place}-{lang}")
        assert violations(page) == []


def test_on_a_phone_all_targets_are_44_px_and_both_figures_stay_in_view(opened: Any) -> None:
    page = opened(width=390, height=844)
    page.wait_for_selector(".tabs")
    small = """[...document.querySelectorAll('button, select, a, input, summary')].map((one) => one.type === 'radio' || one.type === 'checkbox' ? one.closest('label') ?? one : one)
      .filter((one) => one.offsetParent && !one.closest('.skip, p, dialog, svg')).map((one) => [one.textContent.trim() || one.id, one.getBoundingClientRect()])
      .filter(([, box]) => box.width < 43.5 || box.height < 43.5).map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    for place in (1, 2, 3):
        page.locator(".tabs button").nth(place).click()
        page.wait_for_timeout(300)
        assert page.evaluate(small) == []
        page.evaluate("scrollTo(0, 900)")
        box = page.locator(".both").bounding_box()
        assert 0 <= box["y"] < 844 and re.search(r"届いた \d.*知られた項目 \d", page.locator(".both").inner_text().replace("\n", " "))


def test_the_skip_links_come_first_and_lead_to_content_rules_and_results(opened: Any) -> None:
    page = opened()
    settled(page)
    for place, to in enumerate(("content", "rules", "happened"), 1):
        page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges()")
        page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
        for _ in range(place):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == to


def test_the_list_of_keys_opens_by_its_key_and_single_keys_can_be_switched_off(opened: Any) -> None:
    page = opened()
    settled(page)
    page.keyboard.press("t")
    page.locator("#map table").wait_for()
    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()
    page.locator("#keys input[type=checkbox]").first.uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.wait_for_timeout(200)
    assert page.locator("#map table").is_visible()
    page.reload()
    settled(page)
    page.keyboard.press("t")
    page.wait_for_timeout(200)
    assert not page.locator("#map table").count()


def test_the_flow_screen_prints_with_what_it_is_of_on_each_page(opened: Any, served: Any) -> None:
    page = opened()
    settled(page)
    page.emulate_media(media="print")
    paper = page.locator(".paper").inner_text()
    assert served.asked("api/lanes/C")["hash"] in paper and str(served.asked("api/hello")["town"]["seed"]) in paper
    assert page.locator("header .chip").is_visible() and "すべて架空のデータ" in paper
    assert not page.locator("footer").is_visible() and not page.locator("nav").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
