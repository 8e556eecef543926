"""A room in the browser: a facilitator, two tables' phones, and the wall."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.page.browser.serving import Served, serving


@dataclass(frozen=True)
class Shared:
    """A shared server, as its own words tell."""

    served: Served
    address: str
    code: str
    facilitator: str
    projector: str

    def get(self, path: str, token: str) -> Any:
        """An answer, by a token."""
        asked = urllib.request.Request(self.address + path, headers={"X-Nayose-Token": token})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def shared(browser: Any, home: Path) -> Iterator[Shared]:
    """`nayose serve --share`."""
    with serving(home, "--residents", "600", "--months", "6", "--share") as one:
        text = max(home.glob("serve-*.log"), key=lambda path: path.stat().st_mtime_ns).read_text(encoding="utf-8")
        tokens = re.findall(r"\?token=(\S+)", text)
        code = re.search(r"：([2-9A-Z]{6})$", text, re.M)
        assert code is not None
        yield Shared(one, one.address, code[1], *tokens[:2])


@pytest.fixture(scope="module")
def served(shared: Shared) -> Served:
    """The only server that may be asked."""
    return shared.served


@pytest.fixture
def open_at(opened: Any, shared: Shared) -> Any:
    """Opens the shared server's page."""
    return lambda path, **more: opened(path, at=shared.address, **more)


def join(open_at: Any, shared: Shared, table: str) -> Any:
    """A phone joins a table."""
    page = open_at(f"?code={shared.code}#lessons", width=390, height=844)
    page.fill("#join-table", table)
    page.click(".join button")
    page.wait_for_url("**token=**")
    page.wait_for_selector(".room")
    return page


def test_a_workshop_with_two_tables(open_at: Any, shared: Shared, shot: Any, violations: Any) -> None:
    lead = open_at(f"?token={shared.facilitator}#lessons")
    lead.wait_for_selector(".choose")
    one, other = join(open_at, shared, "みどり"), join(open_at, shared, "あおい")
    lead.wait_for_function("() => document.querySelectorAll('.tables li').length === 2")
    lead.click(".choose section:nth-of-type(1) .button.fill")
    one.wait_for_selector(".asked")
    one.fill(".asked input", "713241")
    one.click(".asked .fill")
    one.wait_for_selector(".guess")
    lead.wait_for_function("() => document.querySelector('.held').innerText.includes('1/2')")
    for page in (lead, other):
        assert not re.search(r"713,?241", page.content())
    assert violations(one) == []
    lead.get_by_role("button", name="しめ切る", exact=True).click()
    lead.wait_for_function("() => document.querySelector('.held').innerText.includes('713,241')")
    assert other.locator(".reveal").count() == 0
    lead.click("#reveal")
    other.wait_for_selector(".reveal")
    assert other.inner_text(".reveal") == shared.get("api/lesson", shared.facilitator)["round"]["reveal"]["text"]["ja"]
    shot(lead, "room-facilitator")
    shot(other, "room-phone")
    assert violations(lead) == []


def test_a_locked_table_reads_why_and_a_wrong_code_says_so(open_at: Any, shared: Shared) -> None:
    lead, one = open_at(f"?token={shared.facilitator}#lessons"), join(open_at, shared, "しろ")
    lead.get_by_role("button", name="固定する", exact=True).click()
    one.wait_for_function("() => document.querySelector('.room').innerText.includes('進行役が条例を固定しています')")
    lead.get_by_role("button", name="固定をとく", exact=True).click()
    one.wait_for_function("() => !document.querySelector('.room').innerText.includes('進行役が条例を固定しています')")


def test_the_wall_has_nothing_to_press_that_changes_a_lane(open_at: Any, shared: Shared) -> None:
    wall = open_at(f"?token={shared.projector}#lessons")
    wall.wait_for_selector(".room")
    assert wall.locator(".controls button, .asked, .options, .join").count() == 0
