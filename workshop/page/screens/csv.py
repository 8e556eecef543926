"""Tables as files to keep: CSV for spreadsheets, JSON for programs; each says first that nobody in it is real."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from workshop.letters import Letter
from workshop.page.screens.both import Both, iso
from workshop.page.town import Town

SYNTHETIC = "架空のデータ / synthetic"
SCHEMA = "nayose.page.table/1"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
BOM = "\ufeff"


@dataclass(frozen=True)
class Table:
    """A table: its name (of the file), the columns, and the cells of each row: texts in both languages, words and numbers."""

    name: str
    columns: tuple[Both, ...]
    rows: tuple[tuple[Any, ...], ...]


def kept(town: Town, lane: str, how: str, lang: str, table: Table, whole: Any) -> Response:
    """The table as a file. Letter: neither `csv` nor `json` is asked for."""
    name = "-".join(part for part in (table.name, lane) if part.isascii() and part.replace("-", "").isalnum())
    headers = {"content-disposition": f'attachment; filename="{name}.{how}"'}
    if how == "csv":
        return Response(as_csv(table, "en" if lang == "en" else "ja"), media_type="text/csv; charset=utf-8", headers=headers)
    if how == "json":
        return JSONResponse({"synthetic": SYNTHETIC, "schema": SCHEMA, **_of(town, lane), "table": table.name, "data": whole}, headers=headers)
    raise Letter("screens.not_said", name="as", found=how[:40], allowed="csv, json")


def _of(town: Town, lane: str) -> dict[str, Any]:
    engine = town.runner.engine
    assert engine is not None
    return {"lane": lane, "ordinance": town.lane(lane).ordinance.content_hash[:12] if lane else "", "day": iso(engine.day), "town": town.folder.name}


def as_csv(table: Table, lang: str) -> str:
    """The table as CSV with a mark for UTF-8; a cell that could be a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([SYNTHETIC])
    writer.writerow([_safe(column[lang]) for column in table.columns])
    writer.writerows([_safe(_cell(cell, lang)) for cell in row] for row in table.rows)
    return BOM + out.getvalue()


def _cell(cell: Any, lang: str) -> Any:
    if isinstance(cell, dict):
        return cell[lang]
    return "" if cell is None else cell


def _safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell
