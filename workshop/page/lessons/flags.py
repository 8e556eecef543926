"""How late the flag of a protective measure (支援措置) was recorded after the person had moved, as the register recorded both."""

from __future__ import annotations

import datetime
import json
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processors.inprocess import OFFICE_FILES

MOVED = ("resident.moved-in", "resident.moved-within")
FLAGGED = ("resident.protection-started", "resident.protection-transferred")
MONTH = 30
"""So many days after a move was recorded a flag still belongs to it."""


@dataclass(frozen=True)
class Flags:
    """`days`: for each person who was flagged after a move, days from the move itself until the flag was recorded."""

    days: tuple[int, ...]

    @property
    def median(self) -> float:
        """Half of them had to wait longer; 0 where there is nobody."""
        return statistics.median(self.days) if self.days else 0


def flags_of(folder: Path) -> Flags:
    """The flags of a town's register. FileNotFoundError: there is none."""
    moved: dict[str, tuple[datetime.date, datetime.date]] = {}
    days: list[int] = []
    for event in _read(folder / OFFICE_FILES[0]):
        person, recorded = event["subject"], datetime.date.fromisoformat(event["time"][:10])
        if event["type"] in MOVED:
            moved[person] = datetime.date.fromisoformat(event["data"]["effective"]), recorded
        elif person in moved and (recorded - moved[person][1]).days <= MONTH:
            days.append((recorded - moved.pop(person)[0]).days)
    return Flags(tuple(days))


def _read(path: Path) -> Iterator[dict[str, Any]]:
    """The events of moves and of flags, in order; the other lines are not read."""
    wanted = tuple(f'"{type_}"' for type_ in (*MOVED, *FLAGGED))
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if any(type_ in line for type_ in wanted):
                yield json.loads(line)
