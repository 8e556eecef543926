"""A part of the gate: what link tells of its households in, their disclosures out, each with a version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from processors.answering import answering
from processors.assess.causes import Causes
from processors.disclosures import Disclosures
from processors.gate.full import FullGate
from processors.messages import disclosures as messages
from processors.messages import records
from processors.messages.wire import unpack
from processors.messages.words import Version
from processors.parts.dead import dead
from processors.parts.ledger import blocks
from processors.parts.log import DISCLOSURES, Out, Record
from processors.parts.turns import turning_days
from processors.store.facts import BIT, Changes
from processors.store.growing import Growing
from processors.store.texts import TextPool
from schemas.ordinance import Ordinance

_CASES = np.bitwise_or.reduce([BIT[fact] for fact in ("register.life_event", "welfare.application", "child.application")])
"""The facts that open cases. As long as no member of a household ever had one, there was nothing to be disclosed."""
_SEEN_AGAIN = BIT["register.life_event"]
"""The mark of residents who are looked at again though nothing changed: a fact of no kind, so that the ledger enters nothing."""


MOST_AT_ONCE = 20_000
"""Residents of whom messages are kept to be joined in one go."""


@dataclass(frozen=True)
class Adopted:
    """An ordinance of the topic `ordinances`: `change` orders those of a lane; `file_size` is how many residents the town's files hold.
    `opened`: the change with which a lane was opened that had been closed before; `closed`: it is closed, so that nothing is in force in it."""

    lane: str
    change: int
    ordinance: Ordinance
    run_start: int
    file_size: int
    opened: int = 0
    closed: bool = False


class GatePart:
    """The gate for the households of one partition.

    Versions are (change number of the lane's ordinance, day, 1 + offset of the last record that changed the household).
    """

    def __init__(self, number: int, parts: int) -> None:
        self.number, self.parts = number, parts
        self.texts = TextPool()
        self.copy = records.Copy(self.texts)
        self.gate = FullGate(self.copy.facts, self.copy.keys, (number, parts))
        self.adopted: dict[str, Adopted] = {}
        self._ended = dict.fromkeys(range(parts), 0)
        self._homes = Growing({"offset": np.dtype(np.int64), "cases": np.dtype(np.bool_)})
        self._anew: set[str] = set()
        self._standing: set[str] = set()
        """The lanes in which cases that nobody applied for are or were open, so that anything may have been said of anybody."""
        self._heard: list[tuple[int, int, Mapping[str, np.ndarray]]] = []
        """Messages that are joined in one go: (offset, day recorded, columns). No resident is in two of them."""
        self._told_of: set[int] = set()
        """The residents in them."""
        self._waiting: list[tuple[np.ndarray, Changes]] = []
        """Changed residents that are not decided yet; by resident, the offset of the message that changed them."""
        self._moved: set[int] = set()
        self._ahead: dict[int, list[np.ndarray]] = {}
        self._silent = False
        self._causes = Causes()

    @property
    def day(self) -> int:
        """The running day: the one after the newest that has ended everywhere; 0 as long as that is not known."""
        ended = min(self._ended.values())
        return ended + 1 if ended else 0

    def revisions(self) -> dict[str, int]:
        """The change number in force by lane."""
        return {lane: adopted.change for lane, adopted in self.adopted.items()}

    def adopt(self, adopted: Adopted, live: bool) -> Iterator[Out]:
        """Puts an ordinance in force, unless a newer one of the lane is; all households are said anew. If the lane is closed, nothing of them is said any more."""
        held = self.adopted.get(adopted.lane)
        if held is not None and held.change >= adopted.change:
            return
        if live:
            yield from self._flush()
        self.adopted[adopted.lane] = adopted
        self._standing |= {adopted.lane} if has_standing_cases(adopted.ordinance) else set()
        self.gate.adopt(adopted.lane, adopted.ordinance, adopted.run_start)
        if live:
            self._anew = {adopted.lane}
            yield from self._decide([])
        self._leave_closed()

    def take(self, inputs: Sequence[Record], live: bool) -> Iterator[Out]:
        """Takes records in order; what to send (nothing, if not `live`: it was sent before)."""
        self._silent = not live
        for record in inputs:
            try:
                columns = unpack(record.value or b"", self.texts)
                recorded = 0 if record.key == b"day" else int(record.key or b"0")
            except (ValueError, KeyError, TypeError, IndexError) as error:
                if live:
                    yield dead(record, f"a message of link cannot be read ({type(error).__name__}). Only link writes to this topic.")
                continue
            if "ended" in columns:
                yield from self._end_day(int(columns["link"][0]), int(columns["ended"][0]))
            else:
                yield from self._hear(record.offset, recorded, columns)
        if live:
            yield from self._flush()

    def go_live(self, emitted: Mapping[str, int] | None) -> Iterator[Out]:
        """Ends a silent rebuild. `emitted`: the change numbers under which all households were said already; others are said anew."""
        self._silent = True
        for _ in self._flush():
            pass
        self._silent = False
        lanes = {lane for lane, change in self.revisions().items() if (emitted or {}).get(lane) != change}
        for adopted in (self.adopted[lane] for lane in lanes if self.adopted[lane].closed):
            self.gate.adopt(adopted.lane, adopted.ordinance, adopted.run_start)
        if lanes and self.day:
            yield from self._say_everyone(lanes)
        self._leave_closed()

    def _leave_closed(self) -> None:
        """Decides no more in lanes that are closed: there all was taken back."""
        for adopted in self.adopted.values():
            if adopted.closed:
                self.gate.close(adopted.lane)

    def _end_day(self, link: int, ended: int) -> Iterator[Out]:
        self._join()
        before = self.day
        self._ended[link] = max(self._ended.get(link, 0), ended)
        for day in turning_days([a.ordinance for a in self.adopted.values() if not a.closed], before, self.day) if before and not self._silent else ():
            yield from self._flush(day)

    def _hear(self, offset: int, recorded: int, columns: Mapping[str, np.ndarray]) -> Iterator[Out]:
        """Takes note of a message. Nobody moves twice in one go: who was told of the household between must hear that it was left."""
        residents = columns["resident"].tolist()
        if not self._told_of.isdisjoint(residents) or len(self._told_of) >= MOST_AT_ONCE:
            self._join()
        moving = self._movers(columns)
        if not self._silent and not self._moved.isdisjoint(moving):
            yield from self._flush()
        self._moved.update(moving)
        self._told_of.update(residents)
        self._heard.append((offset, recorded, columns))

    def _join(self) -> None:
        """Joins in what was heard, all messages at once: each costs as much as a hundred residents in it."""
        if not self._heard:
            return
        heard, self._heard, self._told_of = self._heard, [], set()
        columns = records.together([columns for *_, columns in heard])
        changes = self.copy.join(columns)
        rows, sizes = self.copy.rows(columns["resident"]), [len(columns["resident"]) for *_, columns in heard]
        order = rows.argsort()
        said_in = order[rows[order].searchsorted(changes.rows)]
        offset, recorded = (np.repeat([said[i] for said in heard], sizes)[said_in] for i in (0, 1))
        if len(changes):
            self._waiting.append((offset, changes))
        for day in set(recorded[recorded > self.day].tolist()):
            self._ahead.setdefault(day, []).append(changes.rows[recorded == day])

    @staticmethod
    def _movers(columns: Mapping[str, np.ndarray]) -> list[int]:
        """Who may have moved: of whom the membership is told, or who is told of under a version (they may be forgotten, or replaced)."""
        told = [columns[name] for name in ("register.residence/at", "register.status/at") if name in columns]
        shelved = np.flatnonzero((columns["since"] != 0) | (columns["weight"] != 0))
        return columns["resident"][np.unique(np.concatenate([*told, shelved]))].tolist()

    def _flush(self, day: int = 0) -> Iterator[Out]:
        """Decides about all that waits, as of a day (the running one)."""
        self._join()
        day = day or self.day
        if not day or not (self._waiting or day > self.gate.day):
            return
        due = [rows for d in sorted(self._ahead) if d <= day for rows in self._ahead.pop(d)]
        waiting, self._waiting = self._waiting, []
        self._moved = set()
        again = [Changes(rows, np.full(len(rows), _SEEN_AGAIN)) for rows in due]
        yield from self._decide([*waiting, *((np.full(len(changes), -1), changes) for changes in again)], day)

    def _decide(self, waiting: Sequence[tuple[np.ndarray, Changes]], day: int = 0) -> Iterator[Out]:
        if not (day or self.day):
            return
        gate = self.gate
        before = [gate.homes.home(changes.rows) for _, changes in waiting]
        size = max((a.file_size for a in self.adopted.values()), default=0)
        made = gate.process(records.joined(changes for _, changes in waiting), day or self.day, size)
        self._homes.grow(gate.homes.size)
        for (offsets, changes), left in zip(waiting, before):
            self._note(offsets, changes, left, gate.homes.home(changes.rows))
        anew, self._anew = self._anew, set()
        for disclosures in made if not self._silent else ():
            yield from self._said(disclosures, anew)
        yield from blocks(self, live=not self._silent)

    def _note(self, offsets: np.ndarray, changes: Changes, left: np.ndarray, homes: np.ndarray) -> None:
        """Notes by household the last record that changed it, and whether it may ever have had a case (one that was forgotten too)."""
        cases = ((self.copy.facts.dense["has"][changes.rows] | changes.facts) & _CASES) != 0
        for touched in (left, homes):
            there = touched >= 0
            np.maximum.at(self._homes["offset"], touched[there], offsets[there] + 1)
            self._homes["cases"][touched[there & cases]] = True

    def _say_everyone(self, lanes: set[str]) -> Iterator[Out]:
        self.gate.say_anew(lanes)
        self._anew = lanes
        yield from self._decide([])

    def _said(self, disclosures: Disclosures, anew: set[str]) -> Iterator[Out]:
        """The messages; none about households that never can have had a case under any ordinance of the lane, unless it is another now.

        (An owner who died may have said of a household what an ordinance allowed that was in force before.)
        """
        for lane in sorted(disclosures.lanes):
            adopted = self.adopted[lane]
            everyone = lane in anew or lane in self._standing
            wanted = [np.ones(len(h), dtype=bool) if everyone else self._homes["cases"][self.gate.homes.rows(h)] for h in (disclosures.homes, disclosures.gone)]
            some = disclosures if everyone else disclosures.some(*wanted)
            some = some.withdrawn() if adopted.closed else some
            versions, gone = self._versions(adopted, some.homes), self._versions(adopted, some.gone)
            some = answering(replace(some, lanes={lane: some.lanes[lane]}), {lane: adopted.ordinance}, self._causes)
            rules = messages.rules_of(adopted.ordinance)
            for key, message in messages.written(some, lane, rules, versions, gone, self.texts):
                yield Out(DISCLOSURES, self.number, key, message)

    def _versions(self, adopted: Adopted, homes: np.ndarray) -> list[Version]:
        offsets = self._homes["offset"][self.gate.homes.rows(homes)].tolist()
        return [(adopted.change, self.gate.day, offset) for offset in offsets]


def has_standing_cases(ordinance: Ordinance) -> bool:
    """Whether an ordinance opens cases that nobody applied for: by sweeps, or always."""
    return any({"sweep", "standing"} & set(getattr(row, "triggers", ())) for row in ordinance.rows)
