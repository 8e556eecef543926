"""One resident: the jigsaw, the timeline, verdicts, exchanges, the truth, and acts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from schemas.number import check_digit
from tests.page.browser.playing import until
from tests.page.browser.screens.test_ledger import number
from tests.page.browser.serving import Served


def chosen(page: Any) -> str:
    """The id of the resident who is shown, from the address of a file."""
    address = page.locator("#exchanges a[download]").first.get_attribute("href")
    found = re.search(r"residents/([0-9a-f]{16})/", address)
    assert found
    return found[1]


@pytest.mark.parametrize("lane", ["C", "G"])
def test_no_viewer_sees_a_piece_for_which_the_ledger_has_no_allowed_entry(at: Any, served: Served, lane: str) -> None:
    page = at("resident", lane=lane)
    told = served.asked(f"api/lanes/{lane}/residents/{chosen(page)}")
    allowed = {entry["entry"] for entry in told["ledger"] if entry["decision"] == "allowed"}
    seen_of_all = 0
    for viewer in told["viewers"]:
        page.click(f"#puzzle .choices [data-id={viewer['id']}]")
        page.wait_for_selector(f"#puzzle .choices [data-id={viewer['id']}][aria-pressed=true]")
        seen = [piece for piece in told["pieces"] if piece["seen"][viewer["id"]]["state"] == "seen"]
        assert number(page.inner_text("#pieces")) == len(seen) == page.locator("#puzzle .piece.seen").count()
        assert {piece["seen"][viewer["id"]]["entry"] for piece in seen} <= allowed
        seen_of_all += len(seen)
    assert seen_of_all or lane == "C"


def test_a_piece_says_by_keyboard_who_was_given_it_and_the_table_says_the_same(at: Any) -> None:
    page = at("resident", lane="G")
    piece = page.locator("#puzzle .piece").first
    piece.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".explained h3")
    assert page.inner_text(".explained h3") in piece.get_attribute("aria-label")
    page.locator("#puzzle .as-table").click()
    page.wait_for_selector("#puzzle table")
    assert page.locator("#puzzle table tbody tr").count() == 12


def test_the_mynaportal_switch_hides_exactly_what_is_not_shown_there(at: Any, served: Served) -> None:
    page = at("resident", lane="G")
    told = served.asked(f"api/lanes/G/residents/{chosen(page)}")
    assert page.locator("#exchanges tbody tr").count() == told["portal"]["all"] == len(told["ledger"]) > 0
    page.click("#exchanges [data-id=portal]")
    page.wait_for_selector("#exchanges [data-id=portal][aria-pressed=true]")
    shown = sum(entry["portal"] for entry in told["ledger"])
    assert page.locator("#exchanges tbody tr").count() == shown == told["portal"]["shown"]
    assert f"（{shown}件）" in page.inner_text("#exchanges [data-id=portal]")
    if not shown:
        page.get_by_text(f"マイナポータルには1件も出ません。実際は{told['portal']['all']}件です。").wait_for()


def test_the_truth_is_asked_for_only_when_it_is_revealed(at: Any) -> None:
    asked: list[str] = []
    page = at("resident")
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_selector("#puzzle .jigsaw")
    assert not [url for url in asked if url.endswith("/truth")]
    assert page.locator(".truth").count() == 0
    page.get_by_role("button", name="実際を見る").click()
    page.wait_for_selector("#truth-h")
    assert "町のしくみだけが知る" in page.inner_text(".truth")
    assert [url for url in asked if url.endswith("/truth")]


def test_the_timeline_turns_to_the_order_in_which_things_happened(at: Any) -> None:
    page = at("resident")
    days = "[...document.querySelectorAll('.events > li')].map((one) => one.innerText)"
    page.locator("#timeline .as-table").click()
    page.wait_for_selector("#timeline table")
    page.click("#timeline [data-id=effective]")
    page.wait_for_selector("#timeline [data-id=effective][aria-pressed=true]")
    happened = page.locator("#timeline tbody td:nth-child(3)").all_inner_texts()
    assert len(happened) > 1
    keys = [tuple(map(int, re.findall(r"\d+", one))) for one in happened]
    assert keys == sorted(keys)
    page.locator("#timeline .as-table").click()
    page.wait_for_selector(".events")
    assert len(page.evaluate(days)) == len(happened)


def test_an_objection_is_recorded_in_the_timeline_and_says_what_the_safeguards_make_of_it(at: Any) -> None:
    page = at("resident")
    events = page.locator(".events > li").count()
    form = page.locator("[data-act=object]")
    form.get_by_role("button").click()
    form.locator("dl.turned").wait_for(timeout=20_000)
    assert "前" in form.inner_text()
    until(page, f"document.querySelectorAll('.events > li').length === {events + 1}")


def test_the_protected_address_and_numbers_of_twelve_digits_are_nowhere(at: Any, served: Served) -> None:
    page = at("resident")
    answers: list[str] = []
    page.on("response", lambda answer: answers.append(answer.text()) if "/api/" in answer.url and "stream" not in answer.url else None)
    page.select_option("select[name=pick]", "protected")
    page.wait_for_timeout(300)
    people = page.locator(".people button")
    for at_ in range(min(2, people.count())):
        people.nth(at_).click()
        until(page, "document.querySelector('#puzzle')")
    told = [*answers, page.content()]
    assert not [found for text in told for found in re.findall(r"(?<![0-9a-f])\d{12}(?![0-9a-f])", text)]
    for one in served.asked("api/lanes/C/residents?pick=protected"):
        assert served.asked(f"api/lanes/C/residents/{one['id']}")["protected"]


def test_a_reason_that_holds_a_number_is_refused_and_not_echoed(served: Served, browser: Any) -> None:
    possible = f"12345678901{check_digit(12345678901)}"
    page = browser.new_page()
    page.goto(f"{served.address}?lang=ja#ordinance")
    page.wait_for_selector("#text")
    page.get_by_text("TOMLを読み込む").click()
    page.fill("textarea", f'title = "{possible}"')
    page.get_by_role("button", name="点検だけする").click()
    page.wait_for_selector("#text .letter-of, #text .lint li, #text [role=status] p")
    said = page.inner_text("#text [role=status]")
    assert "検査用数字が正しい番号は、実在の人のものかもしれない" in said
    assert possible not in said
    page.close()
