"""Where a value stands in a TOML text."""

from __future__ import annotations

import pytest

from schemas.ordinance import load
from schemas.ordinance.lines import Lines

TEXT = '''title = "a"
clauses.statutory_pairs = true
[[table2]]   # first
row = "2-1"
kinds = [
  "local-tax",
  "b",  # with a comment
]
[[ table2 ]]
"row" = "2-2"
note = """
[[table2]]
row = "not a row"
"""
kinds = ["b"]
[safeguards] # the end
tax_consent=true
'''


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("title",), None, 1),
        (("clauses", "statutory_pairs"), None, 2),
        (("clauses",), None, 2),
        (("table2",), None, 3),
        (("table2", 0), None, 3),
        (("table2", 0, "row"), None, 4),
        (("table2", 0, "kinds"), "local-tax", 6),
        (("table2", 0, "kinds"), "b", 7),
        (("table2", 0, "kinds", 1), "b", 7),
        (("table2", 1), None, 9),
        (("table2", 1, "row"), None, 10),
        (("table2", 1, "kinds"), "b", 15),
        (("table2", 1, "absent"), None, 9),
        (("table2", 2), None, 3),
        (("safeguards", "tax_consent"), None, 17),
        (("nowhere",), None, None),
        ((), None, None),
    ],
)
def test_a_path_has_its_line(path: tuple[str | int, ...], value: object, line: int | None) -> None:
    assert Lines(TEXT).find(path, value) == line


def test_the_samples_hash_is_the_same_on_every_machine() -> None:
    assert load("sample").short_hash == "63827e844b"
