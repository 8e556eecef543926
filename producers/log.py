"""What the offices recorded, as columns by type of event; put in order and numbered once the run is over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from schemas.vocabulary import EVENT_TYPES

OFFICES = ("register", "tax", "welfare", "child")
Rows = np.ndarray | list[int]
Value = np.ndarray | int


@dataclass(frozen=True)
class Block:
    """Events of one type: `columns` are resident, recorded, effective, notified, place (order of arrival), load,
    then the values."""

    columns: tuple[np.ndarray, ...]

    @property
    def size(self) -> int:
        """How many events."""
        return len(self.columns[0])


HEAD = ("resident", "recorded", "effective", "notified", "place", "load")


class Log:
    """Collects events. Values are in stored form (days, codes, numbers of texts), in the order of the type's fields."""

    def __init__(self) -> None:
        self._blocks: dict[tuple[str, str], list[Block]] = {}
        self._rows: dict[tuple[str, str], list[tuple[int, ...]]] = {}
        self._count = 0
        self.loading = False
        """Set while the offices load what they already have: such events come before all others of their day."""

    def many(
        self,
        type_: str,
        residents: Rows,
        effective: Value,
        notified: Value,
        recorded: Value,
        *values: Value,
        office: str = "",
    ) -> None:
        """Events of one type about many residents: columns, or one value for all."""
        residents = np.asarray(residents, dtype=np.int64)
        size = len(residents)
        if not size:
            return
        places = np.arange(self._count, self._count + size)
        self._count += size
        parts = (residents, recorded, effective, notified, places, int(self.loading), *values)
        columns = tuple(
            np.broadcast_to(np.asarray(part), size).astype(np.int64 if i in (0, 4) or i > 5 else np.int32)
            for i, part in enumerate(parts)
        )
        self._blocks.setdefault(self._key(type_, office), []).append(Block(columns))

    def one(
        self, type_: str, resident: int, effective: int, notified: int, recorded: int, *values: int, office: str = ""
    ) -> None:
        """One event."""
        row = (resident, recorded, effective, notified, self._count, int(self.loading), *values)
        self._rows.setdefault(self._key(type_, office), []).append(row)
        self._count += 1

    @staticmethod
    def _key(type_: str, office: str) -> tuple[str, str]:
        return (office or EVENT_TYPES[type_].office, type_)

    def of(self, office: str, last_day: int) -> dict[str, Block]:
        """The events of an office recorded up to a day, one block a type, types in the order of the vocabulary."""
        found: dict[str, Block] = {}
        for type_ in EVENT_TYPES:
            block = self._joined((office, type_))
            if block is not None and (kept := block.columns[1] <= last_day).any():
                found[type_] = Block(tuple(column[kept] for column in block.columns))
        return found

    def _joined(self, key: tuple[str, str]) -> Block | None:
        if rows := self._rows.pop(key, None):
            self._blocks.setdefault(key, []).append(
                Block(tuple(np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)))
            )
        blocks = self._blocks.get(key)
        if not blocks:
            return None
        if len(blocks) > 1:
            blocks[:] = [
                Block(tuple(np.concatenate(parts) for parts in zip(*(b.columns for b in blocks), strict=True)))
            ]
        return blocks[0]

    def counts(self, last_day: int) -> dict[str, int]:
        """How many events of each type were recorded up to a day."""
        found = {type_: 0 for type_, event in EVENT_TYPES.items() if event.office != "control"}
        for office in OFFICES:
            for type_, block in self.of(office, last_day).items():
                found[type_] += block.size
        return found

    def residents(self, office: str) -> np.ndarray:
        """Who has a record at an office so far: rows, ascending."""
        parts = [block.columns[0] for (at, _), blocks in self._blocks.items() if at == office for block in blocks]
        parts += [np.array([row[0] for row in rows]) for (at, _), rows in self._rows.items() if at == office]
        return np.unique(np.concatenate(parts or [np.zeros(0, dtype=np.int64)]))
