"""What holds for each of these screens: axe, no sideways scrolling, no key without words, no text cut on paper or small screens."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.page.browser.screens.conftest import SHOWN
from tests.page.browser.serving import ROOT

OWN = ("compare", "resident", "ledger", "summary", "ordinance")
VIEWS = ROOT / "workshop" / "static" / "views"


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("screen", OWN)
def test_axe_finds_nothing_and_every_key_has_words(at: Any, violations: Any, shot: Any, screen: str, lang: str) -> None:
    page = at(screen, lang=lang)
    assert violations(page) == []
    assert re.findall(r"\b(?:page|parts|frame|compare|resident|ledger|summary|ordinance)\.[a-z_.-]+[a-z]\b", page.inner_text("main")) == []
    shot(page, f"{screen}-{lang}")


@pytest.mark.parametrize("width", [320, 390, 720])
@pytest.mark.parametrize("screen", OWN)
def test_no_screen_scrolls_sideways_and_nothing_is_smaller_than_14_px(at: Any, shot: Any, screen: str, width: int) -> None:
    page = at(screen, lang="en", width=width, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate("""[...document.querySelectorAll('main *')].filter((one) => one.childNodes.length && [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
        && parseFloat(getComputedStyle(one).fontSize) < 14).map((one) => one.outerHTML.slice(0, 80))""")
    assert small == []
    shot(page, f"{screen}-en-{width}")


@pytest.mark.parametrize("screen", OWN)
def test_on_a_phone_each_control_is_large_enough_to_touch(at: Any, screen: str) -> None:
    page = at(screen, width=390, height=844)
    low = page.evaluate("""[...document.querySelectorAll('main button, main select, main input:not([type=checkbox]):not([type=radio]):not([type=range]), main summary, main label.tick')]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 100))""")
    assert low == []


@pytest.mark.parametrize("screen", OWN)
def test_the_language_turns_without_leaving_the_screen(at: Any, screen: str) -> None:
    page = at(screen)
    page.click("#lang-en")
    page.wait_for_selector(f"html[lang=en] {SHOWN[screen]}")
    assert page.evaluate("location.hash") == f"#{screen}"


def test_no_view_file_holds_text_of_its_own() -> None:
    files = [*(VIEWS / f"{name}.js" for name in OWN), *(VIEWS / "parts").glob("*.js")]
    assert len(files) > 10
    spoken = {path.name: re.findall("[぀-ヿ一-鿿]+", re.sub(r'"ja-JP"', "", path.read_text(encoding="utf-8"))) for path in files}
    assert {name: found for name, found in spoken.items() if found} == {}
