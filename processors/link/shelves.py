"""Wrong links, repairs and changes of number: the slow road of link, record by record, for the few whom it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from processors.link.shelf import Handover, Held, Shelf
from processors.store.facts import BIT, DATING, OFFICES, SLOT, newest_name
from schemas.catalogue import catalogue
from schemas.facts import FACTS
from schemas.vocabulary import RELINKED

if TYPE_CHECKING:
    from processors.decoding.decode import EventColumns
    from processors.link.stage import Link

_ROLE_FROM = 0
_MOST = (1 << 63) - 1
_TOUCHED = BIT["register.life_event"]
"""What is said to have changed where nothing is left: something of no kind, so that the row is told of all the same."""
_OFFICE_WORDS = next(f for f in RELINKED.extra if f.name == "office").words


class Shelves:
    """Shelves by (row, office), and the numbers that were replaced by others."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._shelves: dict[tuple[int, str], Shelf] = {}
        self._left: dict[int, tuple[int, int]] = {}
        """row -> (moment, the number that replaced this one)."""
        self._kept: dict[int, int] = {}
        """row -> moment from which this number counts."""
        self._touched: set[tuple[int, str]] = set()
        self._sent: list[Handover] = []

    def put(self, row: int, office: str, record: int, held: Held) -> None:
        """Takes what one event says of a record."""
        if (seen := held.slots.get(("register.residence", 0))) is not None:
            self._link.note_homes(np.array([row]), np.array([seen[1]["household"]]))
        self._open(row, office).held(record).join(held)

    def relink(self, rows: np.ndarray, events: EventColumns) -> None:
        """`record.relinked`: the record leaves the wrong number, and belongs to the right one."""
        fields = events.fields
        columns = (rows, fields["office"], fields["record"], fields["role"], fields["other_number"], events.moment)
        for row, office, record, role, other, moment in zip(*(c.tolist() for c in columns)):
            held = self._open(row, _OFFICE_WORDS[office]).held(record)
            if role != _ROLE_FROM:
                held.linked = max(held.linked, moment)
            elif moment > held.left:
                held.left, held.to = moment, other

    def renumber(self, rows: np.ndarray, events: EventColumns) -> None:
        """`resident.number-changed`: all records under the old number belong to the new one from now on."""
        fields = events.fields
        for row, role, other, moment in zip(*(c.tolist() for c in (rows, fields["role"], fields["other_number"], events.moment))):
            if role != _ROLE_FROM:
                self._keep(row, moment)
            elif moment > self._left.get(row, (0, 0))[0]:
                self._left[row] = (moment, other)
            for office in OFFICES:
                self._open(row, office)

    def receive(self, handover: Handover) -> None:
        """Takes a record that was handed over to a number of this shard."""
        row = int(self._link.rows(np.array([handover.number], dtype=np.int64))[0])
        if handover.via:
            self._keep(row, handover.via)
        if handover.homes:
            self._link.note_homes(np.full(len(handover.homes), row), np.array(handover.homes, dtype=np.int64))
        self.put(row, handover.office, handover.record, handover.held)

    def settle(self) -> list[tuple[np.ndarray, np.uint64]]:
        """Joins anew what was touched; returns the changed (rows, bits)."""
        parts = []
        for row, office in sorted(self._touched):
            shelf = self._shelves[row, office]
            self._hand_over(row, office, shelf)
            bits = self._join(row, office, shelf)
            if bits:
                parts.append((np.array([row], dtype=np.int64), bits))
        self._touched.clear()
        return parts

    def sent(self) -> list[Handover]:
        """The records to be handed over since the last call."""
        sent, self._sent = self._sent, []
        return sent

    def version(self, row: int, record: int) -> tuple[int, int]:
        """The version of what a shelved row says of a record of the register: it grows with all that the row has learned.

        First the moment since which the record is under this number, so that the newer of two numbers counts; then the weight of
        all the row's records.
        """
        held = self._shelves[row, "register"].records.get(record, Held())
        kept = self._kept.get(row, 0)
        weight = kept + self._left.get(row, (0, 0))[0]
        weight += sum(held.weight for office in OFFICES for held in self._shelves[row, office].records.values())
        return max(held.linked, held.moved, kept if held.here else 0), min(weight, _MOST)

    def not_joined(self, row: int) -> list[int]:
        """The records of the register that a shelved row has or had, and of which it says nothing (any more)."""
        joined = int(self._link.records["record:register"][row])
        return [record for record in self._shelves[row, "register"].records if record not in (0, joined)]

    def _keep(self, row: int, moment: int) -> None:
        self._kept[row] = max(self._kept.get(row, 0), moment)

    def _gone(self, row: int) -> int:
        """The number that replaced this row's, or 0."""
        moment, other = self._left.get(row, (0, 0))
        return other if moment > self._kept.get(row, 0) else 0

    def _open(self, row: int, office: str) -> Shelf:
        self._touched.add((row, office))
        if (row, office) not in self._shelves:
            self._shelves[row, office] = self._of_facts(row, office)
            self._shelve(row)
        return self._shelves[row, office]

    def _shelve(self, row: int) -> None:
        self._link.records["shelved"][row] = True
        for office in OFFICES:
            if (row, office) not in self._shelves:
                self._shelves[row, office] = self._of_facts(row, office)

    def _of_facts(self, row: int, office: str) -> Shelf:
        """A shelf that holds the one record joined so far."""
        link, shelf = self._link, Shelf()
        record = int(link.records[f"record:{office}"][row])
        first = int(link.records[f"first:{office}"][row])
        if record and first != np.iinfo(np.uint32).max:
            held = shelf.held(record)
            held.first = first * 1000
            held.newest = {kind: int(link.facts.dense[newest_name(kind)][row]) for kind in dating(office)}
            for fact in (f for f in FACTS.values() if f.office == office):
                _, periods, stamps, columns = link.facts.slots(row, fact)
                for i, (period, stamp) in enumerate(zip(periods.tolist(), stamps.tolist())):
                    held.put((fact.id, period), stamp, {name: column[i].item() for name, column in columns.items()})
        return shelf

    def _hand_over(self, row: int, office: str, shelf: Shelf) -> None:
        replaced, homes = self._gone(row), sorted(set(self._link.homes_of(row)) - {0}) if office == "register" else []
        if replaced:
            for record, held in shelf.records.items():
                if held.here and held.slots:
                    left = self._left[row][0]
                    self._send(Handover(replaced, office, record, _copy(held, held.linked, left), left, homes), held)
        for record, held in shelf.leaving():
            self._send(Handover(held.to, office, record, _copy(held, held.left)), held)

    def _send(self, handover: Handover, held: Held) -> None:
        self._sent.append(handover)
        held.give()

    def _join(self, row: int, office: str, shelf: Shelf) -> np.uint64:
        """Writes the joined record's slots as the facts of the row; returns the bits of what may have changed."""
        facts, records = self._link.facts, self._link.records
        bits = np.uint64(0)
        for fact in (f for f in FACTS.values() if f.office == office):
            bits |= facts.dense["has"][row] & BIT[fact.id]
        facts.forget(row, office)
        joined = None if self._gone(row) else shelf.joined()
        records[f"record:{office}"][row] = joined or 0
        for kind in dating(office):
            facts.dense[newest_name(kind)][row] = shelf.records[joined].newest.get(kind, 0) if joined else 0
        for (fact_id, period), (stamp, values) in (shelf.records[joined].slots if joined else {}).items():
            slot = np.array([(stamp, *(values[f.name] for f in FACTS[fact_id].fields))], dtype=SLOT[fact_id])
            facts.put(FACTS[fact_id], np.array([row], dtype=np.int64), period, slot)
            bits |= BIT[fact_id]
        return bits


def _copy(held: Held, linked: int, moved: int = 0) -> Held:
    return Held(held.first, linked, 0, 0, dict(held.newest), dict(held.slots), max(held.moved, moved))


def dating(office: str) -> list[str]:
    """The office's kinds that date candidates."""
    return [kind for kind in DATING if catalogue().kinds[kind].office == office]
