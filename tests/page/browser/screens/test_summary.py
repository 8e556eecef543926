"""The summary, on the screen and on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.page.browser.screens.test_ledger import number
from tests.page.browser.serving import Served


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("lane", ["C", "G"])
def test_it_prints_on_two_pages_each_with_ordinance_seed_and_the_synthetic_label(at: Any, served: Served, lang: str, lane: str) -> None:
    page = at("summary", lang=lang, lane=lane)
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 2
    told, sheets = served.asked(f"api/lanes/{lane}/summary"), page.locator(".sheet")
    assert sheets.count() == 2
    page.emulate_media(media="print")
    for at_ in range(2):
        text = sheets.nth(at_).inner_text()
        assert told["hash"] in text
        assert re.search(rf"(種|seed) {told['town']['seed']}\b", text)
        assert told["synthetic"][lang] in text
    cut = page.evaluate("[...document.querySelectorAll('.sheet')].map((one) => one.scrollHeight - one.clientHeight)")
    assert max(cut) <= 1, f"pixels cut at the foot of each sheet: {cut}"


def test_its_figures_marks_and_sentences_are_the_servers(at: Any, served: Served) -> None:
    page = at("summary")
    told = served.asked("api/lanes/C/summary")
    for name in ("reached", "missed", "wrong"):
        assert number(page.inner_text(f"[data-figure={name}]")) == told["figures"][name]
        assert page.locator(f".waffle .{name}").count() == told["waffle"][name]
    assert page.locator(".sentences li").all_inner_texts() == [one["ja"] for one in told["sentences"]]


def test_the_marks_have_a_table_that_says_the_cases_and_the_marks(at: Any, served: Served) -> None:
    page = at("summary")
    told = served.asked("api/lanes/C/summary")
    page.locator(".waffle-box .as-table").click()
    page.wait_for_selector(".waffle-box table")
    rows = [[number(cell) for cell in row.locator("td").all_inner_texts()] for row in page.locator(".waffle-box tbody tr").all()]
    assert rows == [[told["figures"][name], told["waffle"][name]] for name in ("reached", "missed", "wrong")]
