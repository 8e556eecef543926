"""The written assessor: answers candidates in runs without people, by what is true and a share of errors.

It answers each candidate some days after the candidate's `since`, and its answer counts for that `since` alone: so
which notices are in force at the end depends on the events and on the last day, not on the order of arrival. What is
true is judged as of the truth's last day, also for who is answered earlier. A person's answer goes before.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np

from processors.assess.answers import ACCEPTED, NONE
from processors.assess.stage import Told
from processors.assess.units import ELIGIBLE, code_of
from processors.digest import hash_of
from processors.engine import Engine
from processors.inprocess import OFFICE_FILES, Answers
from processors.store.growing import Growing
from schemas.events import TOKYO
from schemas.ordinance import TownFacts
from schemas.programmes import HOUSEHOLD, PROGRAMMES
from workshop.truth import Truth, read_truth
from workshop.truth_right import RightOnes

Slot = tuple[str, str]
"""(lane, programme)."""
_TAIL = 65_536
"""Bytes at the end of a file in which its last line is looked for."""


@dataclass(frozen=True)
class Habits:
    """How the assessor works: days until an answer; wrong and right candidates stopped, in thousandths; and what follows
    (`workshop.follow_up`): days until a response and until the connection, and how many stop there. ValueError: out of range."""

    days: int
    wrong_stopped_permille: int
    right_stopped_permille: int
    response_days: int = 0
    response_not_needed_permille: int = 0
    response_none_permille: int = 0
    connection_days: int = 0
    connection_declined_permille: int = 0
    connection_not_reached_permille: int = 0

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            most = 3650 if name.endswith("days") else 1000
            if not 0 <= value <= most:
                raise ValueError(f"{name} of the written assessor is {value}. It may be from 0 to {most}.")

    @classmethod
    def shipped(cls) -> Habits:
        """Those of assessor.toml, which are assumptions."""
        raw = tomllib.loads((Path(__file__).parent / "assessor.toml").read_text(encoding="utf-8"))
        return cls(**{name: entry["value"] for name, entry in raw.items()})


@dataclass
class Candidates:
    """Candidates of one lane and programme: rows of households, keys of units (0: the household), and the `since` of
    each. [n]"""

    rows: np.ndarray
    units: np.ndarray
    since: np.ndarray

    @classmethod
    def none(cls) -> Candidates:
        """No candidate."""
        return cls(*(np.empty(0, dtype=np.int64) for _ in range(3)))

    def of(self, which: np.ndarray) -> Candidates:
        """Some of them (bool [n] or places)."""
        return Candidates(self.rows[which], self.units[which], self.since[which])

    def plus(self, other: Candidates) -> Candidates:
        """These and the others."""
        return Candidates(*(np.concatenate(pair) for pair in zip(self._all(), other._all(), strict=True)))

    def distinct(self) -> Candidates:
        """Each unit once."""
        if not len(self):
            return self
        return self.of(np.unique(np.stack([self.rows, self.units]), axis=1, return_index=True)[1])

    def _all(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.rows, self.units, self.since

    def __len__(self) -> int:
        return len(self.rows)


@dataclass
class WrittenAssessor:
    """Answers candidates of the lanes that ask people. `day`: the day as of which the truth is judged."""

    truth: Truth
    day: int
    habits: Habits = field(default_factory=Habits.shipped)

    def __post_init__(self) -> None:
        self._right = RightOnes(self.truth, self.day)
        self.town = self._right.town
        """Who is truly owed what, as far as it was asked."""
        self._queue: dict[int, dict[Slot, Candidates]] = {}
        self._refused: dict[Slot, Candidates] = {}

    def heard(self, engine: Engine, told: Sequence[Told]) -> None:
        """Notes the units that became candidates."""
        for t in told:
            if engine.assess.lanes[t.lane].asks_people:
                new = (code_of(t.words) == ELIGIBLE) & ~t.noticed
                rows = engine.assess.units.index.find(t.homes[new])
                self._wait(engine, (t.lane, t.programme), rows, t.units[new])

    def answers(self, engine: Engine, day: int) -> Iterator[Answers]:
        """What is due up to a day. A candidate that was overtaken by a newer record waits again."""
        for slot in list(self._refused):
            self._watch_refused(engine, slot)
        for due in sorted(d for d in self._queue if d <= day):
            for slot, candidates in self._queue.pop(due).items():
                yield from self._answer(engine, day, slot, candidates.distinct())

    def follow_up(self, engine: Engine) -> None:
        """Says what followed the assessments up to the engine's day; the state of the run is to be whole."""
        from workshop.follow_up import FollowUp

        FollowUp(engine, self.habits).say()

    def _wait(self, engine: Engine, slot: Slot, rows: np.ndarray, units: np.ndarray) -> None:
        """Puts units into the queue by the day on which each is due."""
        since = engine.assess.units.home_words[slot]["since"][rows].astype(np.int64)
        waiting = Candidates(rows, units, since)
        for day in np.unique(since).tolist():
            bucket = self._queue.setdefault(day + self.habits.days, {})
            bucket[slot] = bucket.get(slot, Candidates.none()).plus(waiting.of(since == day))

    def _watch_refused(self, engine: Engine, slot: Slot) -> None:
        """Who was refused is a candidate again once there is a newer record: nobody tells of it, so it is looked up."""
        refused = self._refused[slot]
        moved = engine.assess.units.home_words[slot]["since"][refused.rows] != refused.since
        if moved.any():
            self._refused[slot] = refused.of(~moved)
            again = refused.of(moved)
            self._wait(engine, slot, again.rows, again.units)

    def _answer(self, engine: Engine, day: int, slot: Slot, due: Candidates) -> Iterator[Answers]:
        due = due.of(self._still(engine, slot, due))
        since = engine.assess.units.home_words[slot]["since"][due.rows].astype(np.int64)
        later = since + self.habits.days > day
        self._wait(engine, slot, due.rows[later], due.units[later])
        now = Candidates(due.rows, due.units, since).of(~later)
        open_, given = self._unanswered(engine, slot, now)
        self._refuse(slot, now.of(~open_ & ~given))
        now = now.of(open_)
        if len(now):
            yield self._decided(engine, slot, now)

    @staticmethod
    def _still(engine: Engine, slot: Slot, due: Candidates) -> np.ndarray:
        """Who is still a candidate (eligible, and no notice in force): bool [n]."""
        units = engine.assess.units
        if PROGRAMMES[slot[1]].unit == HOUSEHOLD:
            return _open(units.home_words[slot], due.rows)
        places = units.places_of(due.rows)
        owner = np.repeat(np.arange(len(due)), units.blocks["count"][due.rows])
        mine = units.members["key"][places] == due.units[owner]
        still = np.zeros(len(due), dtype=bool)
        still[owner[mine]] = _open(units.words[slot], places[mine])
        return still

    @staticmethod
    def _unanswered(engine: Engine, slot: Slot, now: Candidates) -> tuple[np.ndarray, np.ndarray]:
        """Who has no answer yet, by anybody; and who was accepted: bool [n] each."""
        homes = engine.assess.units.key_of(now.rows)
        said = engine.assess.lanes[slot[0]].answers[slot[1]].said(homes, now.units, now.since)
        return said == NONE, said == ACCEPTED

    def _decided(self, engine: Engine, slot: Slot, now: Candidates) -> Answers:
        lane, programme = slot
        homes = engine.assess.units.key_of(now.rows)
        accepted = self.accepts(slot, homes, now, engine.assess.lanes[lane].ordinance.facts)
        self._refuse(slot, now.of(~accepted))
        return Answers(lane, programme, homes, now.units, now.since, accepted, now.since + self.habits.days)

    def _refuse(self, slot: Slot, refused: Candidates) -> None:
        if len(refused):
            self._refused[slot] = self._refused.get(slot, Candidates.none()).plus(refused)

    def accepts(self, slot: Slot, homes: np.ndarray, now: Candidates, facts: TownFacts) -> np.ndarray:
        """Yes or no to each candidate: drawn from its id, with the share for right and for wrong ones. bool [n]"""
        right = self._right.of(slot[1], homes, now.units, facts)
        stopped = np.where(right, self.habits.right_stopped_permille, self.habits.wrong_stopped_permille)
        accepted: np.ndarray = drawn("/".join(slot), homes, now.units, now.since) >= stopped
        return accepted


def drawn(what: str, homes: np.ndarray, units: np.ndarray, since: np.ndarray) -> np.ndarray:
    """A number from 0 to 999 for each candidate, drawn from its id: int64 [n]. `what` is drawn for sets draws apart."""
    name = int.from_bytes(hashlib.blake2b(what.encode(), digest_size=7).digest(), "little")
    return (hash_of(name, homes, units, since) % np.uint64(1000)).astype(np.int64)


def _open(words: Growing, at: np.ndarray) -> np.ndarray:
    """Which units are candidates: eligible, without a notice in force."""
    open_: np.ndarray = (code_of(words["word"][at]) == ELIGIBLE) & ~words["noticed"][at]
    return open_


def written_assessor(folder: Path, habits: Habits | None = None) -> WrittenAssessor:
    """The written assessor of a town in a folder. FileNotFoundError: there is no truth in it."""
    return WrittenAssessor(
        read_truth(folder), last_day(folder / name for name in OFFICE_FILES), habits or Habits.shipped()
    )


def last_day(files: Iterable[Path]) -> int:
    """The day (ordinal) of the newest event that stands last in one of some offices' files; 1 if there is none."""
    return max((day for path in files if path.is_file() for day in _days_at_the_end(path)), default=1)


def _days_at_the_end(path: Path) -> Iterator[int]:
    """The day of the last line that is whole; nothing if there is none near the end."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL, 0))
        lines = file.read().splitlines()
    for line in reversed(lines):
        try:
            yield datetime.fromisoformat(json.loads(line)["time"]).astimezone(TOKYO).toordinal()
            return
        except (ValueError, KeyError, TypeError):
            continue
