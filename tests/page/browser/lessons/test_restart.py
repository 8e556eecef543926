"""A room's server is started again: its phones go on by themselves, at their tables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.page.browser.playing import until
from tests.page.browser.serving import serving

ROOM = ("--residents", "600", "--months", "6", "--share")
TOKEN = r"\?token=(\S+)"


def said(home: Path, pattern: str) -> str:
    """What the newest server printed."""
    text = max(home.glob("serve-*.log"), key=lambda path: path.stat().st_mtime_ns).read_text(encoding="utf-8")
    found = re.search(pattern, text, re.M)
    assert found, text
    return found[1]


def test_a_phone_goes_on_at_its_table_when_the_server_is_started_again(opened: Any, home: Path) -> None:
    with serving(home, *ROOM) as first:
        port = first.address.rstrip("/").rpartition(":")[2]
        page = opened(f"?code={said(home, '：([2-9A-Z]{6})$')}#lessons", at=first.address, width=390, height=844)
        page.fill("#join-table", "みどり")
        page.click(".join button")
        page.wait_for_url("**token=**")
        page.wait_for_selector(".room")
        first.process.kill()
        page.locator(".bar", has_text="接続が切れました").wait_for()
    with serving(home, *ROOM, "--port", port) as again:
        assert again.address == first.address
        page.locator(".bar", has_text="つながりました").wait_for(timeout=20_000)
        lead = opened(f"?token={said(home, TOKEN)}#lessons", at=again.address)
        lead.get_by_role("button", name="固定する", exact=True).click()
        until(page, "document.querySelector('.room').innerText.includes('進行役が条例を固定しています')")
        assert "みどり" in page.inner_text(".room")
        for one in (page, lead):
            one.context.close()
    opened.wrong.clear()
