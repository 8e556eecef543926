"""A real `nayose serve` and the system's Chromium. Where one is missing they are skipped with one line, or fail if NAYOSE_REQUIRE_BROWSER is set."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.page.browser.serving import Served, serving

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW = (
    "no browser: install Chromium and a Japanese font (apt-get install chromium fonts-noto-cjk), or name one in NAYOSE_TEST_BROWSER=/path; "
    "then run `make test-browser`"
)
SHOTS = Path(__file__).parents[3] / "test-artefacts" / "page"
"""Where the pictures of screens are kept."""
Opens = Callable[..., Any]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are marked."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def found() -> str | None:
    """The path of a browser."""
    return os.environ.get("NAYOSE_TEST_BROWSER") or next((path for path in map(shutil.which, NAMES) if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, without a window."""
    path = found()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        if os.environ.get("NAYOSE_REQUIRE_BROWSER"):
            pytest.fail(HOW, pytrace=False)
        pytest.skip(HOW)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where towns are kept: each is made once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def served(browser: Any, home: Path) -> Iterator[Served]:
    """A town of 600 over six months under C and G, and the page over it."""
    with serving(home, "--residents", "600", "--months", "6") as one:
        yield one


@pytest.fixture
def opened(browser: Any, served: Served) -> Iterator[Opens]:
    """Opens the page: `opened("?lang=en", width=390, height=844)`. In the end nothing may have been said on the console, or asked of another server: what a test brings about itself it takes out of `opened.wrong`."""
    contexts, wrong = [], []

    def open_(path: str = "", width: int = 1440, height: int = 900, at: str = "", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith((at or served.address, "data:", "blob:")) else None)
        page.goto((at or served.address) + path)
        page.wait_for_selector("main")
        return page

    open_.wrong = wrong  # type: ignore[attr-defined]
    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def shot() -> Callable[[Any, str], Path]:
    """Keeps a picture of what a page shows."""

    def take(page: Any, name: str) -> Path:
        SHOTS.mkdir(parents=True, exist_ok=True)
        path = SHOTS / f"{name}.png"
        page.screenshot(path=path)
        return path

    return take


@pytest.fixture
def violations() -> Callable[[Any], list[str]]:
    """What axe finds wrong with a page: rules, and where."""
    from axe_playwright_python.sync_playwright import Axe

    def found_in(page: Any) -> list[str]:
        said = Axe().run(page).response["violations"]
        return [f"{one['id']}: {', '.join(' '.join(map(str, node['target'])) for node in one['nodes'][:3])}" for one in said]

    return found_in
