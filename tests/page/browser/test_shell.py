"""The page as a whole."""

from __future__ import annotations

from typing import Any


def test_the_page_says_that_all_is_made_up(opened: Any, shot: Any) -> None:
    page = opened()
    page.wait_for_function("document.body.innerText.includes('架空')")
    shot(page, "first-ja")
