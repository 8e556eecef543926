"""The facilitator's guide is made from the lesson, and says what the page does."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from workshop.page.lessons.script import lessons

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture(scope="module")
def script() -> Any:
    spec = importlib.util.spec_from_file_location("facilitator", DOCS / "facilitator.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_guide_is_up_to_date(script: Any) -> None:
    assert (DOCS / "facilitator.ja.md").read_text(encoding="utf-8") == script.guide(lessons()["workshop-60"]), "run: python docs/facilitator.py"


def test_the_guide_has_every_step_with_its_time_its_warning_and_no_figure_of_a_run(script: Any) -> None:
    text = script.guide(lessons()["workshop-60"])
    for step in lessons()["workshop-60"].steps:
        assert f"{step.title['ja']}（{step.minutes}分）" in text and step.facilitator["ja"] in text and (step.warning is None or step.warning["ja"] in text)
    assert "{" not in text and "＿＿" in text
    assert all(part in text for part in ("インターネットのない会場", "言わないこと", "紙で行う", "この段階をとばす"))


def test_the_guide_takes_about_four_pages_of_a4(script: Any) -> None:
    lines = sum(-(-len(line) // 46) for line in script.guide(lessons()["workshop-60"]).splitlines())
    assert 3.5 * 46 <= lines <= 4.5 * 46, lines
