"""No file of the repo holds twelve digits whose check digit is right: they could be a living person's My Number."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from source_tree import ROOT, files

from schemas.number import check_digit, mask, sandbox_number

_HASH = re.compile(r"(?<![0-9A-Za-z])([0-9a-f]{32,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9A-Za-z])")
"""Hashes and UUIDs: their digits say nothing."""
_RUN = re.compile(r"(?<!\d)(\d{12}|\d{4}([-_ ])\d{4}\2\d{4}|\d{3}_\d{3}_\d{3}_\d{3})(?![\d])")


def anybodys(text: str) -> list[str]:
    """The numbers of a text that may be somebody's, masked, with their line. Full-width digits count too."""
    found = []
    for line, content in enumerate(text.splitlines(), 1):
        if sum(map(str.isdigit, content)) >= 12:
            plain = _HASH.sub("", unicodedata.normalize("NFKC", content))
            found += [f"{line}: {_hidden(run[0])}" for run in _RUN.finditer(plain) if _right(run[0])]
    return found


def _digits(run: str) -> str:
    return re.sub(r"\D", "", run)


def _right(run: str) -> bool:
    digits = _digits(run)
    return check_digit(int(digits[:11])) == int(digits[11])


def _hidden(run: str) -> str:
    return mask(_digits(run))


def text_of(path: Path) -> str:
    """The text of a file; nothing if it is no text."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def test_no_file_of_the_repo_holds_a_number_that_may_be_somebodys():
    wrong = [f"{path}:{found}" for path in files() for found in anybodys(text_of(ROOT / path))]
    assert wrong == [], "compute it at run time instead: schemas.number.check_digit"


def rights() -> str:
    return f"12345678901{check_digit(12345678901)}"


@pytest.mark.parametrize("around", ["{}", "n={}.", '"subject":"{}"', "x{}y", "個人番号{}です", "-{}-"])
def test_a_right_number_is_found_whatever_stands_around_it(around):
    assert anybodys(around.format(rights())) == [f"1: {'*' * 12}"]


def test_a_right_number_is_found_in_groups_with_underscores_and_in_full_width_digits():
    number = rights()
    groups = [number[i : i + 4] for i in (0, 4, 8)]
    thirds = [number[i : i + 3] for i in (0, 3, 6, 9)]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    for text in ("-".join(groups), " ".join(groups), "_".join(groups), "_".join(thirds), wide):
        assert anybodys(f"number = {text}") == [f"1: {'*' * 12}"], mask(text)


def test_a_sandbox_number_a_hash_a_uuid_and_a_longer_number_are_not_found():
    number = rights()
    for text in (
        sandbox_number(12345678901),
        f"{number}0",
        f"sha256:{'a' * 20}{number}",
        f"0a0b0c0d-0000-5000-8000-{number}",
    ):
        assert anybodys(text) == []


def test_the_letter_does_not_echo_the_number():
    assert rights() not in str(anybodys(f"a\n{rights()}\n")) and anybodys(f"a\n{rights()}\n")[0].startswith("2:")


def test_the_files_looked_at_are_the_tracked_and_the_new_ones_but_not_the_ignored():
    assert "schemas/number.py" in files() and "tests/architecture/source_tree.py" in files()
    assert not any("__pycache__" in path for path in files())
