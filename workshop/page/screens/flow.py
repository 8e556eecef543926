"""The map's gates as a table to keep."""

from __future__ import annotations

from typing import Any

from workshop.page.screens.csv import Table
from workshop.page.texts import worded

_COLUMNS = ("office", "gate", "article", "state", "to", "passed")


def table(told: dict[str, Any]) -> Table:
    """Every gate of a map as it is told: office, gate, article, state, the duty that it leads to, and how many people's data passed."""
    offices = {office["id"]: {lang: office[lang] for lang in ("ja", "en")} for office in told["offices"]}
    rows = ((offices[row["office"]], row["gate"], row["article"], worded(f"page.flow.gate.{row['state']}"), row["duty"], row["passed"]) for row in told["rows"])
    return Table("flow", tuple(worded(f"page.flow.table.{name}") for name in _COLUMNS), tuple(rows))
