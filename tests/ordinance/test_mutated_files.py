"""Whatever happens to a shipped ordinance file, the command line answers with a result or a letter, never a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.ordinance import names
from schemas.ordinance.reader import SHIPPED
from tests.cli.calling import nayose
from tests.nightly import examples

TEXTS = {name: (SHIPPED / f"{name}.toml").read_text(encoding="utf-8") for name in names()}
TOKENS = sorted({token for text in TEXTS.values() for token in re.findall(r'"[^"\n]*"|[\w-]+|[\[\]=,{}]', text)})
PIECES = ('"', "'", "[", "]", "[[", "=", "{", "\n", "#", "nan", "-1", "1e9", "2024-02-30", "0001-01-01", "9999-12-31",
          '"""', "\\u0000", "\x00", "\x1b[2J", "\u202e", "0x" + "f" * 5000, "[" * 200, "true", "９", "é", "")  # fmt: skip
COMMANDS = (["lint"], ["show"], ["reach"], ["lint", "--json"], ["show", "--json"], ["reach", "--json"])
LANGS = ("ja", "en")


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """The bytes of a shipped file after one to four mutations."""
    text = TEXTS[draw(st.sampled_from(sorted(TEXTS)))]
    text = text[max(text.find("title ="), 0) :]
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from(MUTATIONS))(draw, text)
    content = text.encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 19)) == 0:
        return text.encode(draw(st.sampled_from(["cp932", "utf-16", "utf-8-sig", "latin-1"])), "replace")
    if draw(st.integers(0, 19)) == 0 and content:
        at = draw(st.integers(0, len(content) - 1))
        return content[:at] + bytes([draw(st.integers(0, 255))]) + content[at + 1 :]
    return content


def cut_or_put(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    cut = draw(st.integers(0, 30))
    return text[:at] + draw(st.sampled_from(PIECES) | st.text(max_size=4)) + text[at + cut :]


def another_token(draw: st.DrawFn, text: str) -> str:
    places = list(re.finditer(r'"[^"\n]*"|[\w-]+', text))
    if not places:
        return text
    place = draw(st.sampled_from(places))
    return text[: place.start()] + draw(st.sampled_from(TOKENS) | st.sampled_from(PIECES)) + text[place.end() :]


def lines_moved(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    moved = lines.pop(at)
    copies = draw(st.integers(0, 2))
    to = draw(st.integers(0, len(lines)))
    return "\n".join(lines[:to] + [moved] * copies + lines[to:])


def a_misspelt_word(draw: st.DrawFn, text: str) -> str:
    words = list(re.finditer(r"[a-z][a-z_-]{3,}", text))
    if not words:
        return text
    word = draw(st.sampled_from(words))
    at = draw(st.integers(word.start(), word.end() - 1))
    return text[:at] + draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz_-")) + text[at + 1 :]


def a_block_twice(draw: st.DrawFn, text: str) -> str:
    blocks = re.split(r"(?m)^(?=\[)", text)
    block = draw(st.sampled_from(blocks))
    if draw(st.booleans()):
        block = re.sub(r'row = "[^"]*"', f'row = "{draw(st.integers(0, 99))}"', block)
    dated = draw(st.sampled_from(["", "valid_from = 2025-01-01\n", "valid_to = 2024-01-01\n"]))
    return text.rstrip("\n") + "\n" + block.rstrip("\n") + "\n" + dated


MUTATIONS = (cut_or_put, another_token, lines_moved, a_misspelt_word, a_block_twice)


def check(content: bytes, command: list[str], lang: str, path: Path) -> None:
    """Runs a command on the file, and looks at what the user sees."""
    path.write_bytes(content)
    done = nayose("ordinance", command[0], path, *command[1:], lang=lang)
    assert "Traceback" not in done.err + done.out
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", done.err)
    if done.code == 2:
        assert done.out == "" and "ours.toml" in done.err
        assert len(done.err) < 200_000
    else:
        assert done.code in ((0, 1) if command[0] == "lint" else (0,))
        assert done.out and done.err == ""


@examples(300, by_day=100)
@given(mutated(), st.sampled_from(COMMANDS), st.sampled_from(LANGS))
def test_a_mutated_file_is_answered_by_a_result_or_a_letter(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, command: list[str], lang: str
) -> None:
    check(content, command, lang, tmp_path_factory.getbasetemp() / "ours.toml")


@pytest.mark.slow
@pytest.mark.timeout(3600)
@settings(max_examples=10_000, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated(), st.sampled_from(COMMANDS), st.sampled_from(LANGS))
def test_ten_thousand_mutated_files_are_answered_by_results_or_letters(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, command: list[str], lang: str
) -> None:
    check(content, command, lang, tmp_path_factory.getbasetemp() / "ours.toml")
