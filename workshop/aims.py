"""How a made town compares with the statistics that it aims at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from producers.simulate import Run
    from workshop.desk import Desk

MILLION = 1_000_000


def compared(run: Run) -> list[dict[str, Any]]:
    """One entry a figure: `measure`, shares `aimed`, `made` and `tolerance`, `ok` (near enough), `source`."""
    from producers.statistics import compare

    return [
        {"measure": row.measure, "aimed": row.aimed / MILLION, "made": row.made / MILLION, "tolerance": row.tolerance / MILLION,
         "ok": row.ok, "source": row.source}
        for row in compare(run)
    ]  # fmt: skip


def print_compared(desk: Desk, rows: list[dict[str, Any]]) -> None:
    """The figures as a table, those that are off marked."""
    from workshop.tables import blank

    words = desk.words
    table = blank([*(words(f"column.{name}") for name in ("measure", "aimed", "made", "tolerance")), ""])
    for row in rows:
        key = f"measure.{row['measure']}"
        shares = [f"{row[name]:.2%}" for name in ("aimed", "made", "tolerance")]
        table.add_row(
            words(key) if words.has(key) else row["measure"], *shares, "" if row["ok"] else words("simulate.off")
        )
    desk.line()
    desk.console.print(table)
    desk.say("simulate.near", near=sum(row["ok"] for row in rows), count=len(rows))
