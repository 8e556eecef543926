"""How a made town compares with the statistics that it aims at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workshop.desk import Desk


def compared(run: Any) -> list[dict[str, Any]]:
    """One entry a figure; none while the town has no statistics to be held against."""
    return []


def print_compared(desk: Desk, rows: list[dict[str, Any]]) -> None:
    """The figures as a table."""
