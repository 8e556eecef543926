"""The few numbers under which one office has had more than one record: which of them is joined, and what each says.

The number is the label, the record is the thing. Of two records of one office under one number the one linked last is
joined and the other is shadowed. A record that left its number is handed over to the number where it belongs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Slot = tuple[str, int]
"""(fact id, period)."""
Values = dict[str, Any]


@dataclass
class Held:
    """One record under one number. Moments are Unix milliseconds; 0 is never."""

    first: int = 0
    linked: int = 0
    left: int = 0
    to: int = 0
    newest: dict[str, int] = field(default_factory=dict)
    """By kind, as in the `newest` columns of facts."""
    slots: dict[Slot, tuple[int, Values]] = field(default_factory=dict)
    moved: int = 0
    """The moment of the newest change of number with which it came here."""
    given: dict[Slot, int] = field(default_factory=dict)
    """The stamps of slots that were handed over."""

    @property
    def here(self) -> bool:
        """Whether the record belongs to this number (nobody took it away later than it was put there)."""
        return self.left <= self.linked if self.left else True

    @property
    def since(self) -> int:
        """When it was linked: by the event that says so, else by its first event."""
        return self.linked or self.first

    def put(self, slot: Slot, stamp: int, values: Values) -> None:
        """Sets a slot if the stamp is newer."""
        if slot not in self.slots or stamp > self.slots[slot][0]:
            self.slots[slot] = (stamp, values)

    def join(self, other: Held) -> None:
        """Takes over what another place knows of the same record."""
        self.first = min(self.first, other.first) if self.first and other.first else self.first or other.first
        self.linked, self.moved = max(self.linked, other.linked), max(self.moved, other.moved)
        for kind, day in other.newest.items():
            self.newest[kind] = max(self.newest.get(kind, 0), day)
        for slot, (stamp, values) in other.slots.items():
            self.put(slot, stamp, values)

    def give(self) -> None:
        """Its slots have been handed over."""
        for slot, (stamp, _) in self.slots.items():
            self.given[slot] = max(stamp, self.given.get(slot, 0))
        self.slots = {}

    @property
    def weight(self) -> int:
        """A measure of all that is known here of the record: it grows with everything that is learned, in whatever order."""
        stamps = dict(self.given)
        for slot, (stamp, _) in self.slots.items():
            stamps[slot] = max(stamp, stamps.get(slot, 0))
        heard = _FAR - self.first if self.first else 0
        return heard + self.linked + self.left + self.moved + sum(self.newest.values()) + sum(stamps.values())


_FAR = 1 << 43
"""Later than any moment."""


@dataclass
class Shelf:
    """The records of one office under one number."""

    records: dict[int, Held] = field(default_factory=dict)

    def held(self, record: int) -> Held:
        """The record's place on the shelf, made if need be."""
        return self.records.setdefault(record, Held())

    def joined(self) -> int | None:
        """The record that is joined: of those here, the one linked last (the greater record number if at one time)."""
        here = [(held.since, record) for record, held in self.records.items() if held.here and (held.slots or held.since)]
        return max(here)[1] if here else None

    def leaving(self) -> list[tuple[int, Held]]:
        """Records that are no longer here but have slots to hand over."""
        return [(record, held) for record, held in self.records.items() if not held.here and held.slots]


@dataclass
class Handover:
    """A record on its way to the number where it belongs (`number`); `via` is the moment of a change of number, else 0."""

    number: int
    office: str
    record: int
    held: Held
    via: int = 0
    homes: list[int] = field(default_factory=list)
    """Households in which the resident was ever seen, so that the new place can tell them."""
