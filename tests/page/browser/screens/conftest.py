"""One server for all tests of these screens, and the way to a screen that has read what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.page.browser.serving import Served, serving

SHOWN = {"ledger": "#totals", "resident": "#puzzle .jigsaw", "compare": "#lanes table", "summary": ".sheet >> nth=1", "ordinance": "#safeguards"}
"""What stands on each screen once it is read."""


@pytest.fixture(scope="package")
def served(browser: Any, home: Path) -> Iterator[Served]:
    """A town of 600 over six months under C and G. Who changes an ordinance here undoes it."""
    with serving(home, "--residents", "600", "--months", "6") as one:
        yield one


@pytest.fixture
def at(opened: Any) -> Callable[..., Any]:
    """Opens a screen: `at("ledger", lang="en", width=390)`."""

    def go(screen: str, lang: str = "ja", lane: str = "C", **options: Any) -> Any:
        page = opened(f"?lang={lang}&lane={lane}#{screen}", **options)
        page.wait_for_selector(SHOWN[screen])
        return page

    return go
