"""From columns of events to lines in the order in which an office recorded them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from producers.canonical import Template
from producers.days import FIRST, LAST
from producers.draws import below
from producers.identifiers import household_numbers, my_numbers, record_numbers
from producers.log import HEAD, OFFICES, Block
from schemas.fields import Field
from schemas.vocabulary import EVENT_TYPES

if TYPE_CHECKING:
    from producers.town import Town

CHUNK = 50_000
_OPEN, _SPAN = 8 * 3600 + 1800, 31_500
"""Offices record from 8:30 to 17:15."""
_HOUR = 3600


def _iso_days() -> np.ndarray:
    return np.arange(np.datetime64("1900-01-01"), np.datetime64("2101-01-01")).astype("U10")


class OfficeWriter:
    """Puts the events of one office in order: by day, then family by family, each family's as they happened."""

    def __init__(self, town: Town, office: str) -> None:
        self.town, self.office = town, office
        self.blocks = town.log.of(office, town.end)
        self.templates = {type_: Template(type_, office) for type_ in self.blocks}
        self._arrange()

    @property
    def size(self) -> int:
        """How many events."""
        return sum(block.size for block in self.blocks.values())

    def _head(self, name: str) -> np.ndarray:
        place = HEAD.index(name)
        return np.concatenate([block.columns[place] for block in self.blocks.values()] or [np.zeros(0, np.int64)])

    def _arrange(self) -> None:
        """Fills, in the final order: which block and row, times, subjects, sequences."""
        town, recorded, load, resident = (
            self.town,
            self._head("recorded").astype(np.int64),
            self._head("load"),
            self._head("resident"),
        )
        day = np.where(load > 0, 0, recorded - town.start + 1)
        family = np.zeros(len(day), dtype=np.int64)
        family = below(
            town.draws.bits("order of families", town.people.desk[resident].astype(np.int64) * 4096 + day), 1 << 20
        )
        family = np.where((load > 0) & town.links.late_in_load(self.office, resident), (1 << 20) - 1, family)
        order = np.lexsort((self._head("place"), family, day))
        sizes = [block.size for block in self.blocks.values()]
        self._block = np.repeat(np.arange(len(sizes)), sizes)[order]
        self._row = np.concatenate([np.arange(size) for size in sizes] or [np.zeros(0, np.int64)])[order]
        self.resident, self.recorded, self.day = resident[order], recorded[order], day[order]
        self.seconds = self._seconds()
        self.sequence = _running(self.resident)
        self.subject = self._subjects()

    def _seconds(self) -> np.ndarray:
        """Seconds of the day, never falling within a day: the load in an hour of the early morning, the rest spread
        over office hours."""
        _, first, count = np.unique(self.day, return_index=True, return_counts=True)
        place = np.arange(len(self.day)) - np.repeat(first, count)
        of = np.repeat(count, count)
        early = (4 + OFFICES.index(self.office)) * _HOUR + place * _HOUR // of
        return np.where(self.day == 0, early, _OPEN + place * _SPAN // of)

    def _subjects(self) -> np.ndarray:
        numbers = my_numbers(self.town.draws, np.arange(self.town.people.n, dtype=np.int64) * 2)
        return self.town.links.subjects(self, numbers)

    def is_of(self, places: np.ndarray, type_: str) -> np.ndarray:
        """Which of the events at these places are of a type: bool [n]."""
        names = list(self.blocks)
        return self._block[places] == (names.index(type_) if type_ in names else -1)

    def lines(self) -> Iterator[tuple[str, str]]:
        """(time, line) of each event, in order."""
        columns = _Columns(self.town, self.office)
        for start in range(0, len(self.resident), CHUNK):
            yield from self._chunk(columns, slice(start, start + CHUNK))

    def _chunk(self, columns: _Columns, part: slice) -> Iterator[tuple[str, str]]:
        blocks, rows = self._block[part], self._row[part]
        times = columns.times(self.recorded[part], self.seconds[part])
        lines: list[str] = [""] * len(rows)
        for place, (type_, block) in enumerate(self.blocks.items()):
            here = np.flatnonzero(blocks == place)
            if not len(here):
                continue
            values = columns.values(type_, block, rows[here], self.sequence[part][here])
            made = self.templates[type_].lines(
                self.subject[part][here].tolist(), [times[i] for i in here.tolist()], values
            )
            for i, line in zip(here.tolist(), made, strict=True):
                lines[i] = line
        return zip(times, lines, strict=True)


def _running(groups: np.ndarray) -> np.ndarray:
    """1, 2, 3... within each group, in the given order."""
    order = np.argsort(groups, kind="stable")
    _, first, count = np.unique(groups[order], return_index=True, return_counts=True)
    running = np.empty(len(groups), dtype=np.int64)
    running[order] = np.arange(len(groups)) - np.repeat(first, count) + 1
    return running


class _Columns:
    """Stored values as the text that JSON lines hold."""

    def __init__(self, town: Town, office: str) -> None:
        self.town, self.office = town, office
        self.iso = _iso_days()
        self.texts = np.array(town.texts.all, dtype=object)
        self.clock = [f"T{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(86_400)]

    def times(self, days: np.ndarray, seconds: np.ndarray) -> list[str]:
        """2025-06-10T09:30:00, without the offset."""
        return [day + self.clock[second] for day, second in zip(self._days(days), seconds.tolist(), strict=True)]

    def _days(self, days: np.ndarray) -> list[str]:
        return self.iso[np.clip(days, FIRST, LAST) - FIRST].tolist()

    def values(self, type_: str, block: Block, rows: np.ndarray, sequence: np.ndarray) -> list[list]:
        """The values of all fields of `data`, in order."""
        resident, _, effective, notified = (column[rows] for column in block.columns[:4])
        records = record_numbers(self.town.draws, self.office, resident)
        head = [records.tolist(), sequence.tolist(), self._days(effective), self._days(notified)]
        fields = EVENT_TYPES[type_].fields[4:]
        return head + [
            self._column(field, column[rows]) for field, column in zip(fields, block.columns[len(HEAD) :], strict=True)
        ]

    def _column(self, field: Field, stored: np.ndarray) -> list:
        made = self._text(field, stored)
        if not field.optional:
            return made
        quote = '"' if field.type in ("text", "date", "choice") else ""
        empty = stored == (self.town.texts.nothing if field.type == "text" else field.default)
        return [
            "" if left_out else f'"{field.name}":{quote}{text}{quote}'
            for text, left_out in zip(made, empty.tolist(), strict=True)
        ]

    def _text(self, field: Field, stored: np.ndarray) -> list:
        if field.name == "household":
            return household_numbers(self.town.draws, stored).tolist()
        if field.name == "other_number":
            return [f"{number:012d}" for number in stored.tolist()]
        if field.type == "choice":
            return [field.words[code] for code in stored.tolist()]
        if field.type == "bool":
            return ["true" if value else "false" for value in stored.tolist()]
        if field.type == "date":
            return self._days(stored)
        return self.texts[stored].tolist() if field.type == "text" else stored.tolist()
