"""Makes docs/page.png: the page over a town of 3,000 in its spring, a row of arrangement G closed just now. `python docs/page_picture.py` (needs what
`make test-browser` needs)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.page.browser.conftest import HOW, found  # noqa: E402
from tests.page.browser.serving import serving  # noqa: E402

ROW = "row:3-1"


def main() -> int:
    """Writes the picture."""
    path = found()
    if path is None:
        print(HOW, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as home, serving(Path(home), "--residents", "3000", "--ordinance", "G", "--at", "2025-04-12") as served, sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]).new_page(viewport={"width": 1440, "height": 900}, locale="ja-JP")
        page.goto(served.address)
        page.locator(f"[id='{ROW}-false']").evaluate("one => one.click()")
        page.locator("#map .last").wait_for()
        while page.evaluate("window.nayose.pending") or page.locator("#figure-items .delta").inner_text() in ("", "計算中…"):
            page.wait_for_timeout(100)
        page.locator(".rule.changed").evaluate("one => one.scrollIntoView({block: 'center'})")
        page.evaluate("scrollTo(0, 0)")
        page.mouse.move(960, 20)
        page.screenshot(path=ROOT / "docs" / "page.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
