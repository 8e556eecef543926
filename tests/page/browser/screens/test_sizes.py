"""How large things are drawn: the agreed sizes at 1440 by 900, words of 14 px on a phone, captions on one line, columns under their heads."""

from __future__ import annotations

from typing import Any

import pytest

SIZES = {
    "header": (None, 56), ".strip": (None, 44), ".flow .rules": (284, 720), "#map": (800, 446), "#happened": (300, 446), ".person": (1112, 262),
    "svg.map": (798, 398), "svg.jigsaw": (534, 196), "footer": (None, 56),
}  # fmt: skip
SMALL = """[...document.querySelectorAll('main svg text')].map((one) => [one.textContent, parseFloat(getComputedStyle(one).fontSize) * Math.hypot(one.getScreenCTM().a, one.getScreenCTM().b)])
  .filter(([, size]) => size < 13.9)"""


def test_the_flow_screen_has_the_agreed_sizes_and_needs_no_scrolling(opened: Any) -> None:
    page = opened("?lane=C")
    page.wait_for_selector(".person .jigsaw")
    found = {one: page.locator(one).first.bounding_box() for one in SIZES}
    assert {one: (wide and round(found[one]["width"]), round(found[one]["height"])) for one, (wide, _) in SIZES.items()} == SIZES
    assert found[".person"]["y"] + found[".person"]["height"] <= found["footer"]["y"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_captions_stay_on_one_line_where_figures_have_four_digits(opened: Any, lang: str) -> None:
    page = opened(f"?lang={lang}")
    page.wait_for_selector("#happened .figure")
    page.evaluate("document.querySelectorAll('#happened .figure').forEach((one) => { one.querySelector('b').textContent = '9,364'; one.querySelector('.delta').textContent = '−1,216'; })")
    high = page.evaluate("[...document.querySelectorAll('#happened .figure')].map((one) => Math.round(one.getBoundingClientRect().height))")
    assert len(high) == 5 and max(high) < 56, high


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_on_a_phone_no_word_of_a_drawing_is_smaller_than_14_px(opened: Any, at: Any, lang: str) -> None:
    page = opened(f"?lang={lang}", width=390, height=844)
    page.locator(".tabs button").nth(3).click()
    page.wait_for_selector(".jigsaw")
    assert page.evaluate(SMALL) == [] and page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for screen in ("resident", "compare"):
        page = at(screen, lang=lang, width=390, height=844)
        page.wait_for_selector("main svg text")
        assert page.evaluate(SMALL) == [], screen


def test_each_cell_of_a_table_stands_under_the_head_of_its_column(at: Any) -> None:
    places = "(rows) => rows.map((row) => [...row.children].map((one) => Math.round(one.getBoundingClientRect().left)))"
    for screen, table in (("ordinance", ".law"), ("ledger", ".entries")):
        page = at(screen)
        page.wait_for_selector(f"{table} tbody tr")
        for one in page.locator(table).all():
            lefts = one.locator("tr").evaluate_all(places)
            assert len(lefts) > 1 and all(row == lefts[0] for row in lefts), screen


def test_on_a_phone_rows_are_cards_in_which_each_value_has_the_name_of_its_column(at: Any) -> None:
    page = at("ordinance", width=390, height=844)
    row = page.locator(".law tbody tr").first
    labels = row.locator("td[data-label]").evaluate_all("(cells) => cells.map((one) => getComputedStyle(one, '::before').content.replaceAll('\\\"', ''))")
    heads = page.locator(".law").first.locator("thead th").all_text_contents()
    assert labels and set(labels) <= set(heads)
    assert page.evaluate("(row) => row.scrollWidth <= innerWidth", row.element_handle())


def test_without_javascript_a_link_leads_to_the_tables(browser: Any, served: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address)
    page.get_by_role("link", name="表だけの版を開く").click()
    assert page.locator("table").count() > 5 and "すべて架空のデータ" in page.inner_text("h1")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en" and page.locator("table").count() > 5
    assert page.locator("script").count() == 0
    context.close()
