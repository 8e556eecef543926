"""The sandbox works without a network: no file that a person opens fetches anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OPENED = [path for folder in ("docs", "workshop") for path in (ROOT / folder).rglob("*") if path.suffix in (".svg", ".html", ".css", ".js")]
FETCHES = re.compile(r"""url\(["']?https?:|(?:src|href)=["']https?:|@import""")


@pytest.mark.parametrize("path", OPENED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_picture_or_page_asks_no_server_for_anything(path: Path) -> None:
    assert FETCHES.findall(path.read_text(encoding="utf-8")) == []


def test_the_picture_of_the_readme_is_there() -> None:
    assert ROOT / "docs" / "run.svg" in OPENED
