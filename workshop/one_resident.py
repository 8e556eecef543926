"""One resident of a run: found by number, record or opaque key; the facts that offices hold, and what each duty was given."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from processors.assess.phases import STANDS, Candidates, candidates, history, stands
from processors.duties import ASSESSED
from processors.engine import Engine
from processors.gate.entries import row_of
from processors.gate.ledger import ACTS
from processors.gate.table import CODES
from processors.store.facts import BIT
from processors.store.texts import TextPool
from schemas.catalogue import catalogue
from schemas.facts import FACTS, Fact
from schemas.fields import FOREVER, Field
from schemas.keys import read, shown
from schemas.number import holds_number, is_somebodys
from schemas.vocabulary.declare import DUTIES
from workshop.letters import Letter

KINDS = tuple(catalogue().kinds)
LEAST_OF_A_KEY = 6
"""Digits of an opaque key that name a resident, if no other begins like that."""


def find(engine: Engine, asked: str) -> int:
    """The row of a resident. Letter: nobody, several, or a number that may be somebody's."""
    plain = re.sub(r"[\s-]", "", asked).lower()
    rows = _by_number(engine, plain) if plain.isdigit() and len(plain) >= 11 else _by_name(engine, plain)
    if not len(rows):
        raise Letter("resident.nobody", found=asked)
    if len(rows) > 1:
        raise Letter("resident.several", found=asked, count=len(rows))
    return int(rows[0])


def find_key(engine: Engine, name: str) -> int:
    """The row of a resident of whom the register has a record, by the whole opaque key as it is shown. Letter: nobody has it."""
    if re.fullmatch(r"[0-9a-f]{16}", name):
        rows = np.flatnonzero((engine.gate.keys(np.arange(engine.link.facts.size)) == read(name)) & (engine.link.records["record:register"] > 0))
        if len(rows):
            return int(rows[0])
    raise Letter("screens.no_resident", found="…" if holds_number(name) else name[:40])


def _by_number(engine: Engine, digits: str) -> np.ndarray:
    if len(digits) != 12:
        raise Letter("resident.length", count=len(digits))
    number = np.array([int(digits)], dtype=np.int64)
    if is_somebodys(number)[0]:
        raise Letter("resident.somebodys")
    rows = engine.link.index.find(number)
    return rows[rows >= 0]


def _by_name(engine: Engine, name: str) -> np.ndarray:
    """By the register's record number, or by the first digits of the opaque key."""
    records = engine.link.records["record:register"]
    found = (
        np.flatnonzero(records == int(name))
        if name.isdigit() and int(name) < 2**31 and int(name)
        else np.empty(0, dtype=np.int64)
    )
    if len(found) or len(name) < LEAST_OF_A_KEY or not re.fullmatch(r"[0-9a-f]{1,16}", name):
        return found
    keys = engine.gate.keys(np.arange(engine.link.facts.size)).view(np.uint64)
    low = np.uint64(int(name.ljust(16, "0"), 16))
    high = np.uint64(int(name.ljust(16, "f"), 16))
    return np.flatnonzero((keys >= low) & (keys <= high) & (records > 0))


@dataclass(frozen=True)
class OneResident:
    """A resident by the row in the engine."""

    engine: Engine
    texts: TextPool
    row: int

    @property
    def key(self) -> int:
        """The opaque key."""
        return int(self.engine.gate.keys(np.array([self.row]))[0])

    @property
    def home(self) -> int:
        """The opaque key of the household; 0 where the resident belongs to none."""
        gate = self.engine.gate
        home = int(gate.homes.home(np.array([self.row]))[0])
        return int(gate.homes.keys()[home]) if home >= 0 else 0

    def facts(self) -> dict[str, list[dict[str, Any]]]:
        """By office, every slot: `fact`, `period` (None without one) and `values`."""
        return {
            office: [slot for fact in FACTS.values() if fact.office == office for slot in self._slots(fact)] for office in catalogue().offices
        }  # fmt: skip

    def _slots(self, fact: Fact) -> list[dict[str, Any]]:
        facts = self.engine.link.facts
        if not facts.dense["has"][self.row] & BIT[fact.id]:
            return []
        _, periods, _, columns = facts.slots(self.row, fact)
        order = np.argsort(periods, kind="stable").tolist()
        return [
            {"fact": fact.name, "period": self._period(fact, int(periods[i])),
             "values": {field.name: self._value(field, columns[field.name][i]) for field in fact.fields}}
            for i in order
        ]  # fmt: skip

    @staticmethod
    def _period(fact: Fact, period: int) -> Any:
        if fact.period == "duty":
            return DUTIES[period]
        return {"none": None, "day": datetime.date.fromordinal(max(period, 1)).isoformat()}.get(fact.period, period)

    def _value(self, field: Field, value: Any) -> Any:
        if field.name == "household":
            return shown(int(value))
        if field.type == "choice":
            return field.words[int(value)]
        if field.type == "date":
            return datetime.date.fromordinal(int(value)).isoformat() if 0 < int(value) <= FOREVER else None
        if field.type == "text":
            return self.texts[int(value)]
        return bool(value) if field.type == "bool" else int(value)

    def phases(self, lane: str) -> list[dict[str, Any]]:
        """The resident (or the household) as a candidate: each phase with its day, from the day since which it is one, and where it stands.
        Nothing where nobody answers candidates."""
        engine = self.engine
        found = ((id_, candidates(engine.assess, lane, id_)) for id_ in ASSESSED) if engine.people and self.home else ()
        mine = ((id_, some.of((some.homes == self.home) & np.isin(some.units, (0, self.key)))) for id_, some in found)
        return [self._phases(lane, id_, one.of(np.arange(len(one.homes)) == at)) for id_, one in mine for at in range(len(one.homes))]

    def _phases(self, lane: str, programme: str, one: Candidates) -> dict[str, Any]:
        assess, since = self.engine.assess, int(one.since[0])
        steps = [("verdict", since, "eligible"), *history(assess, lane, programme, one)]
        return {
            "programme": programme, "unit": shown(self.key) if one.units[0] else "household",
            "steps": [{"phase": phase, "day": datetime.date.fromordinal(day).isoformat() if day > 1 else None, "outcome": word} for phase, day, word in steps],
            "stands": STANDS[int(stands(assess, lane, programme, one)[0])],
        }  # fmt: skip

    def ledger(self, lane: str) -> list[dict[str, Any]]:
        """The entries about the resident, oldest first: `entry` counts those of the lane from 1. `reason` (the gate's code) and `row` are None for
        what was taken back, and `row` where no row speaks of it."""
        return [
            {"entry": place + 1, "day": datetime.date.fromordinal(header.day).isoformat(), "act": ACTS[entry["act"]], "duty": DUTIES[entry["duty"]],
             "kind": KINDS[entry["kind"]], "reason": CODES[entry["code"]] if entry["code"] else None,
             "row": row_of(header, entry) or None, "revision": header.revision}
            for place, header, entry in self.engine.gate.lanes[lane].ledger.of(self.key)
        ]  # fmt: skip
