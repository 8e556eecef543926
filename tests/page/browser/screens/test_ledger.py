"""Who looked: filters, denied attempts, office by data, and the chain."""

from __future__ import annotations

from typing import Any

from tests.page.browser.playing import until
from tests.page.browser.serving import Served


def number(text: str) -> int:
    return int("".join(sign for sign in text if sign.isdigit()))


def totals(page: Any) -> dict[str, int]:
    return {one.get_attribute("data-total"): number(one.inner_text()) for one in page.query_selector_all("#totals dd")}


def test_the_totals_are_those_of_the_server_and_follow_the_filters(at: Any, served: Served) -> None:
    page = at("ledger")
    told = served.asked("api/lanes/C/ledger")["totals"]
    assert totals(page) == {name: told[name] for name in ("allowed", "denied", "retracted", "residents")}
    page.select_option("select[name=decision]", "allowed")
    until(page, "document.querySelector('#totals [data-total=denied]')?.innerText.startsWith('0')")
    assert totals(page)["allowed"] == told["allowed"] > 0


def test_a_filter_that_leaves_nothing_says_so_and_can_be_cleared(at: Any) -> None:
    page = at("ledger")
    page.fill("input[name=from]", "2001-01-01")
    page.fill("input[name=to]", "2001-01-02")
    page.locator("input[name=to]").press("Tab")
    page.get_by_text("この条件に合う記録はありません。").wait_for()
    page.get_by_role("button", name="条件を消す").last.click()
    page.wait_for_selector("table.entries")


def test_a_denied_attempt_says_which_article_or_row_and_why_but_no_value(at: Any, served: Served) -> None:
    page = at("ledger")
    page.get_by_role("button", name="拒否された試み").click()
    page.wait_for_selector("#totals [data-total=no-row]")
    told = served.asked("api/lanes/C/ledger/denied")
    first = told["entries"][0]
    row = page.locator("table.entries tbody tr").first.inner_text()
    assert first["basis"]["ja"] in row
    assert first["reason"]["ja"] in row
    assert totals(page) == {name: told["totals"][name] for name in ("denied", "no-row", "prohibited", "safeguard", "residents")}
    assert page.locator("table.entries thead").inner_text().split() == ["日時", "だれが", "だれの", "何を", "何のために", "根拠", "拒否の理由"]


def test_the_matrix_has_the_counts_of_the_server(at: Any, served: Served) -> None:
    page = at("ledger")
    page.get_by_role("button", name="部署×情報").click()
    page.wait_for_selector("table.matrix")
    shown = [number(one) for one in page.locator("table.matrix td b").all_inner_texts()]
    told = served.asked("api/lanes/C/ledger/matrix")
    order = [(kind["id"], office["id"]) for kind in told["kinds"] for office in told["offices"]]
    counts = {(cell["kind"], cell["office"]): cell["count"] for cell in told["cells"]}
    assert shown == [counts[cell] for cell in order if cell in counts]


def test_the_chain_holds_and_a_copy_that_is_tampered_with_names_the_entry_that_was_changed(at: Any, served: Served) -> None:
    page = at("ledger")
    page.get_by_role("button", name="つながりを確かめる").click()
    entries = served.asked("api/lanes/C/ledger/verify")["entries"]
    page.get_by_text(f"{entries:,}件すべて、つながっています。", exact=False).first.wait_for()
    page.get_by_role("button", name="わざと1件書きかえてみる").click()
    page.wait_for_selector("#found")
    changed = page.locator("table.after tr.changed").get_attribute("id")
    assert changed == f"after-{number(page.inner_text('#found'))}"
    assert page.locator("table.before tr.changed").inner_text() != page.locator("table.after tr.changed").inner_text()
    assert page.locator(".tampered [data-linked=no]").count() == 1
    assert served.asked("api/lanes/C/ledger/verify")["linked"]


def test_pages_turn(at: Any) -> None:
    page = at("ledger")
    first = page.locator("table.entries tbody tr").first.get_attribute("id")
    page.get_by_role("button", name="古いほうへ").click()
    until(page, f"document.querySelector('table.entries tbody tr')?.id !== '{first}'")
    page.get_by_role("button", name="新しいほうへ").click()
    until(page, f"document.querySelector('table.entries tbody tr')?.id === '{first}'")
