"""Ordinances put in force on the topic: each under the next change number of its lane."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from processors.messages.ordinances import read_ordinance, write_ordinance
from processors.parts.gate import Adopted
from processors.parts.log import ORDINANCES
from producers.kafka_sender import Sender
from schemas.ordinance import OrdinanceError, load
from schemas.ordinance.reader import SHIPPED
from workshop.kafka.reading import Topics


def in_force(topics: Topics) -> dict[str, Adopted]:
    """The ordinance of each lane that is open."""
    return {lane: adopted for lane, adopted in newest(topics).items() if not adopted.closed}


def next_change(held: Adopted | None) -> tuple[int, int]:
    """The next change number of a lane, and with which change it was opened (see Adopted). None: there was none yet."""
    if held is None:
        return 1, 0
    return held.change + 1, held.change + 1 if held.closed else held.opened


def newest(topics: Topics) -> dict[str, Adopted]:
    """The newest ordinance of each lane, though it be closed. What does not load is passed over, as every worker does."""
    found: dict[str, Adopted] = {}
    for record in topics.records((ORDINANCES,)):
        try:
            adopted = read_ordinance(record.value)
        except (OrdinanceError, ValueError, KeyError, TypeError):
            continue
        if adopted.lane not in found or adopted.change > found[adopted.lane].change:
            found[adopted.lane] = adopted
    return found


def put_in_force(topics: Topics, names: Sequence[str], start: datetime.date, file_size: int, lane: str = "") -> dict[str, int]:
    """Puts ordinances (names or paths) in force, each in the lane of its name (or in `lane`); what is in force already is not sent again.

    Returns the change number by lane. OrdinanceError: one cannot be read.
    """
    known, numbers = newest(topics), {}
    with Sender(topics.settings.broker, topics.settings.prefix) as sender:
        for name in names:
            ordinance = load(name)
            into = lane or ordinance.name
            before = known.get(into)
            if before is not None and not before.closed and before.ordinance == ordinance and before.file_size == file_size:
                numbers[into] = before.change
                continue
            numbers[into], opened = next_change(before)
            path = SHIPPED / f"{name}.toml" if (SHIPPED / f"{name}.toml").is_file() else Path(name)
            sender.put(ORDINANCES, *write_ordinance(into, numbers[into], path.read_text(encoding="utf-8-sig"), start, file_size, name=ordinance.name, opened=opened))
    return numbers
