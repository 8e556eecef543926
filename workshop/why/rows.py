"""What a row is called where people read: its table and its place, in Japanese without a letter of the alphabet."""

from __future__ import annotations

import re

from schemas.law import law
from schemas.ordinance import Ordinance, Row
from workshop.why.labels import Labels

TABLES = {
    "table1": ("別表第1", "table 1"), "table2": ("別表第2", "table 2"), "table3": ("別表第3", "table 3"),
    "designation": ("特定公的給付の指定", "designation"), "purpose": ("利用目的の定め", "purpose"), "prohibit": ("提供を禁じる定め", "prohibition"),
    "statutory": ("法定事務の組合せ", "listed statutory pair"), "own": ("その事務自身の記録", "the duty's own records"),
}  # fmt: skip


def row_name(ordinance: Ordinance, row: str) -> Labels:
    """The name of a row of the ordinance, or of a pair of the law."""
    table = _table(ordinance, row)
    ja, en = TABLES[table]
    if table == "own":
        return Labels(ja, en)
    place = re.sub(r"[^0-9-]", "", row).strip("-") or str(_place(ordinance, row))
    return Labels(f"{ja}の{place}の項", f"row {row} ({en})")


def _table(ordinance: Ordinance, row: str) -> str:
    found = ordinance.find_row(row)
    if found is None:
        return "own" if any(pair.row == row for pair in law().own) else "statutory"
    return found.table if isinstance(found, Row) else "prohibit"


def names_of(ordinance: Ordinance) -> list[str]:
    """The names of all rows, prohibitions last."""
    return [*(row.row for row in ordinance.rows), *(bar.row for bar in ordinance.prohibitions)]


def _place(ordinance: Ordinance, row: str) -> int:
    names = names_of(ordinance)
    return names.index(row) + 1 if row in names else 0
