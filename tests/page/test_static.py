"""The page's files: what is not ours is as it was taken, and no script holds words of its own."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from workshop.page.server import STATIC
from workshop.words import strings

VENDOR = STATIC / "vendor"
SCRIPTS = sorted(path for path in STATIC.rglob("*.js") if VENDOR not in path.parents)
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥]")
_PROSE = re.compile(r">\s*[A-Za-z][a-z]+ [a-z]+[^<>${}]*<")
_KEY = re.compile(r"""\bsay\(\s*["']([\w.-]+)["']""")


def test_what_is_not_ours_is_as_it_was_taken() -> None:
    said = dict(re.findall(r"^([0-9a-f]{64})  (\S+)$", (VENDOR / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    there = {str(path.relative_to(VENDOR)): path.read_bytes() for path in sorted(VENDOR.rglob("*")) if path.is_file() and path.name != "README.md"}
    assert {digest: name for name, digest in ((n, hashlib.sha256(b).hexdigest()) for n, b in there.items())} == said


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_holds_words_of_its_own(script: Path) -> None:
    code = _COMMENT.sub("", script.read_text(encoding="utf-8"))
    assert _JAPANESE.findall(code) == []
    assert _PROSE.findall(code) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_all_words_that_a_script_asks_for_are_there_in_both_languages(script: Path) -> None:
    asked = {f"page.{key}" for key in _KEY.findall(_COMMENT.sub("", script.read_text(encoding="utf-8")))}
    assert asked <= strings("ja").keys() & strings("en").keys()


def test_our_scripts_are_at_most_165_kb() -> None:
    assert sum(path.stat().st_size for path in SCRIPTS) <= 165_000


def test_no_style_asks_for_a_font_or_another_address() -> None:
    styles = "".join(path.read_text(encoding="utf-8") for path in STATIC.rglob("*.css"))
    assert not re.search(r"@font-face|@import|url\(", styles)


def _on_screen(style: str) -> str:
    """A style sheet without what holds on paper alone."""
    while (begin := style.find("@media print")) >= 0:
        end, depth = style.index("{", begin) + 1, 1
        while depth:
            depth += {"{": 1, "}": -1}.get(style[end], 0)
            end += 1
        style = style[:begin] + style[end:]
    return style


def test_no_style_writes_smaller_than_14_px_on_a_screen() -> None:
    styles = "".join(_on_screen(path.read_text(encoding="utf-8")) for path in STATIC.rglob("*.css") if path.name != "print.css")
    sizes = [float(value) * (16 if unit == "rem" else 1) for value, unit in re.findall(r"font(?:-size)?:[^;]*?(\d*\.?\d+)(rem|px)", styles)]
    assert sizes and [size for size in sizes if size < 14] == []
