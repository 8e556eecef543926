"""The ordinance: switches, lint with a way to the row, loading a text."""

from __future__ import annotations

import re
from typing import Any

from tests.page.browser.playing import until
from tests.page.browser.serving import Served


def toml(served: Served) -> str:
    return str(served.asked("api/lanes/C/ordinance")["toml"])


def test_a_switch_takes_a_row_out_and_undo_brings_it_back(at: Any, served: Served) -> None:
    page = at("ordinance")
    page.get_by_role("checkbox", name="行 3-1 を有効にする").click()
    page.wait_for_selector("tr[data-row='3-1'].off")
    assert not next(row["on"] for table in served.asked("api/lanes/C/ordinance")["tables"] for row in table["rows"] if row["row"] == "3-1")
    page.get_by_role("button", name=re.compile("^元に戻す")).first.click()
    page.wait_for_selector("tr[data-row='3-1']:not(.off)")


def test_turning_off_the_last_row_that_a_programme_needs_shows_a_finding_that_leads_to_the_row(at: Any) -> None:
    page = at("ordinance")
    assert page.locator("#lint li").count() == 0
    page.get_by_role("checkbox", name="行 1-3 を有効にする").click()
    try:
        page.wait_for_selector("#lint li")
        finding = page.locator("#lint li").first
        assert "働" in finding.inner_text() or "行" in finding.inner_text()
        finding.get_by_role("button", name=re.compile("該当の行へ")).click()
        row = page.evaluate("document.activeElement.dataset.row")
        assert row
        assert row in finding.inner_text()
    finally:
        page.get_by_role("button", name=re.compile("^元に戻す")).first.click()
        page.wait_for_selector("tr[data-row='1-3']:not(.off)")


def test_a_misspelt_office_is_told_with_file_line_allowed_and_nearest_and_the_running_one_stays(at: Any, served: Served) -> None:
    page = at("ordinance")
    before = served.asked("api/lanes/C")["hash"]
    page.get_by_text("TOMLを読み込む").click()
    page.fill("textarea", toml(served).replace('"mayor"', '"mayer"', 1))
    page.get_by_role("button", name="この条例にする").click()
    page.wait_for_selector("#text .lint li")
    said = page.inner_text("#text .lint")
    assert "mayer" in said
    assert "mayor" in said
    assert re.search(r"\d+\s*行目", said)
    assert "board-of-education" in said or "board_of_education" in said
    assert served.asked("api/lanes/C")["hash"] == before


def test_a_text_that_can_be_read_is_taken_and_undo_brings_back_the_former(browser: Any, served: Served) -> None:
    page = browser.new_page()
    page.goto(f"{served.address}?lang=ja#ordinance")
    page.wait_for_selector("#safeguards")
    before = served.asked("api/lanes/C")["hash"]
    page.get_by_text("TOMLを読み込む").click()
    page.fill("textarea", toml(served).replace("title = \"", "title = \"改正 ", 1))
    page.get_by_role("button", name="この条例にする").click()
    until(page, "document.querySelector('#ordinance-h')?.innerText.includes('改正')")
    page.get_by_role("button", name=re.compile("^元に戻す")).first.click()
    until(page, "!document.querySelector('#ordinance-h')?.innerText.includes('改正')")
    assert served.asked("api/lanes/C")["hash"] == before
    page.close()


def test_the_difference_to_another_ordinance_is_the_servers_with_an_example(at: Any, served: Served) -> None:
    page = at("ordinance")
    page.select_option("select[name=against]", "G")
    page.wait_for_selector(".joins li")
    told = served.asked("api/lanes/C/ordinance/diff?against=G")
    assert page.locator(".joins li").count() == len(told["only_here"]) + len(told["only_there"])
    assert page.locator(".joins a[href='#resident']").count() == sum(one["example"] is not None for side in ("only_here", "only_there") for one in told[side])
