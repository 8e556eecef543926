"""Lines of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]], nothing: str) -> list[str]:
    """A table; without any row, a line that says so."""
    body = [_line(row) for row in rows]
    return ["", _line(head), _line(["---"] * len(head)), *body, ""] if body else ["", nothing, ""]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in cells) + " |"


def row_name(row: str) -> str:
    """A row of the ordinance as the draft names it."""
    return f"〔{row}〕"
