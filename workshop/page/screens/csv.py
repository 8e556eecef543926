"""Tables as files to keep: CSV for spreadsheets, JSON for programs; each says first that nobody in it is real."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from workshop.page.texts import L
from workshop.words import Lang

SYNTHETIC = "架空のデータ / synthetic"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
BOM = "\ufeff"


@dataclass(frozen=True)
class Table:
    """A table: its name (of the file), the columns, and the cells of each row: texts in both languages, words and numbers."""

    name: str
    columns: tuple[L, ...]
    rows: tuple[tuple[Any, ...], ...]


def as_csv(table: Table, lang: Lang) -> str:
    """The table as CSV with a mark for UTF-8; a cell that could be a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([SYNTHETIC])
    writer.writerow([_safe(column[lang]) for column in table.columns])
    writer.writerows([_safe(cell_text(cell, lang)) for cell in row] for row in table.rows)
    return BOM + out.getvalue()


def cell_text(cell: Any, lang: Lang) -> Any:
    """A cell in one language; nothing is an empty text."""
    if isinstance(cell, dict):
        return cell[lang]
    return "" if cell is None else cell


def _safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell
