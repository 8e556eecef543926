"""QR codes: links into the page alone, and only where they can be drawn."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest
from starlette.applications import Starlette

from tests.page.asking import HOST, ask
from workshop.page import qr

LINK = f"http%3A//{HOST}/%3Fcode%3DABC234%23lessons"
APP = Starlette(routes=[qr.ROUTE])


class Code:
    def save(self, out: Any, **options: Any) -> None:
        out.write(f"<svg>{options['title']}</svg>".encode())

    def terminal(self, out: Any, **_: Any) -> None:
        out.write("##\n")


@pytest.fixture
def drawable(monkeypatch: pytest.MonkeyPatch) -> None:
    """segno, or something in its place that draws what it is given."""
    module = ModuleType("segno")
    module.make = lambda text, micro: Code()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "segno", module)
    monkeypatch.setattr(qr, "drawable", lambda: True)


def test_a_link_into_the_page_is_drawn(drawable: None) -> None:
    answer = ask(APP, f"/api/qr?text={LINK}")
    assert answer.status == 200 and answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.body.decode() == f"<svg>http://{HOST}/?code=ABC234#lessons</svg>"
    assert qr.in_blocks("x") == "##\n"


@pytest.mark.parametrize("text", ["", "http%3A//example.invalid/", "javascript%3Aalert(1)", f"{LINK}{'a' * qr.LONGEST}"])
def test_of_anything_else_none_is_drawn_and_a_letter_says_so(drawable: None, text: str) -> None:
    answer = ask(APP, f"/api/qr?text={text}")
    assert answer.status == 404 and "QR" in answer.json["ja"] and "QR" in answer.json["en"]


def test_without_segno_a_letter_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qr, "drawable", lambda: False)
    answer = ask(APP, f"/api/qr?text={LINK}")
    assert answer.status == 404 and "pip install segno" in answer.json["ja"]
    assert qr.in_blocks("x") == ""
