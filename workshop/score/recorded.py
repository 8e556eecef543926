"""What the offices recorded, by rows of the truth: whom each of the engine's rows is about, and the values on file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from processors.duties import ASSESSED
from processors.engine import Engine
from processors.gate.town import Households
from processors.gate.values import ABSENT, KNOWN, Values
from processors.store.facts import OFFICES
from schemas.attributes import ATTRIBUTES
from schemas.facts import RELATIONS
from workshop.truth import NOWHERE, Truth
from workshop.truth_town import Grouping

_HEAD = RELATIONS.index("head")
Known = tuple[np.ndarray, np.ndarray]
"""Values and states of some residents."""


class OtherTruth(ValueError):
    """The truth is of another town than the records: it does not know somebody who is registered."""


@dataclass(frozen=True)
class Linked:
    """Where the residents' own records of an office are joined. `rows` (int64 [n]): the engine's row that holds it, or
    what the resident's number gives where that is right too. `shadowed` (bool [n]): whose record is joined nowhere
    because another's stands under their number."""

    rows: np.ndarray
    shadowed: np.ndarray


@dataclass
class Recorded:
    """The engine's facts as of its day. A resident is the one whose register record stands under the number."""

    engine: Engine
    truth: Truth

    @property
    def day(self) -> int:
        """The day as of which everything is judged."""
        return self.engine.day

    def _rows_by_record(self, office: str) -> np.ndarray:
        """The engine's row in which each resident's own record of an office is joined, or NOWHERE: int64 [n]."""
        held = self.engine.link.records[f"record:{office}"].astype(np.int64)
        own = self.truth.records[office]
        order = np.argsort(held, kind="stable")
        at = np.minimum(np.searchsorted(held[order], own), max(len(held) - 1, 0))
        if not len(held):
            return np.full(self.truth.n, NOWHERE, dtype=np.int64)
        return np.where((held[order][at] == own) & (own > 0), order[at], NOWHERE)

    @cached_property
    def rows(self) -> np.ndarray:
        """The engine's row of each resident, or NOWHERE: int64 [n]."""
        return self._rows_by_record("register")

    @cached_property
    def linked(self) -> dict[str, Linked]:
        """By office, where each resident's own record is joined."""
        return {office: self._linked(office) for office in OFFICES}

    def _linked(self, office: str) -> Linked:
        own, mine = self._rows_by_record(office), self.truth.records[office]
        known = self.rows != NOWHERE
        joined = np.zeros(self.truth.n, dtype=np.int64)
        joined[known] = self.engine.link.records[f"record:{office}"][self.rows[known]]
        wrong = known & (((joined > 0) & (joined != mine)) | ((own != NOWHERE) & (own != self.rows)))
        return Linked(np.where(wrong, own, self.rows), wrong & (own == NOWHERE))

    @cached_property
    def grouping(self) -> Grouping:
        """The registered households; their codes are rows of the gate's homes. OtherTruth: it is another town's."""
        homes = self.engine.gate.homes
        rows, place = homes.members(np.arange(homes.size))
        who = self._who(rows)
        if (who == NOWHERE).any():
            raise OtherTruth(
                f"{int((who == NOWHERE).sum())} registered residents are not in the truth. "
                "Score the events with the truth that the same run of `nayose simulate` wrote."
            )
        return Grouping.of(who, place)

    def _who(self, rows: np.ndarray) -> np.ndarray:
        back = np.full(self.engine.link.facts.size, NOWHERE, dtype=np.int64)
        known = self.rows != NOWHERE
        back[self.rows[known]] = np.flatnonzero(known)
        who: np.ndarray = back[rows]
        return who

    @cached_property
    def addressees(self) -> np.ndarray:
        """Who opens a letter to each registered household: the registered head, else the eldest; of those who truly
        live. int64 [h] or NOWHERE."""
        grouping, facts = self.grouping, self.engine.link.facts.dense
        rows = self.rows[grouping.who]
        not_head = facts["relation"][rows] != _HEAD
        order = np.lexsort(
            (grouping.who, facts["birth"][rows], not_head, ~self.truth.here[grouping.who], grouping.place)
        )
        first = order[np.searchsorted(grouping.place[order], np.arange(len(grouping.homes)))]
        return np.where(self.truth.here[grouping.who[first]], grouping.who[first], NOWHERE)

    def households(self, grouping: Grouping) -> Households:
        """A grouping's registered members as the gate looks at them, so that it can say which cases are open."""
        rows = self.rows[grouping.who]
        known = rows != NOWHERE
        gate = self.engine.gate
        changed = np.zeros(int(known.sum()), dtype=np.uint64)
        return Households(
            gate.facts,
            self.day,
            grouping.homes,
            grouping.counts,
            rows[known],
            grouping.place[known],
            changed,
            gate.keys(rows[known]),
        )

    @cached_property
    def objected(self) -> dict[str, np.ndarray]:
        """By duty with a formula, who objected to it: bool [n]."""
        found, households = {}, self.households(self.grouping)
        for duty in ASSESSED:
            found[duty] = np.zeros(self.truth.n, dtype=bool)
            found[duty][self.grouping.who[households.objectors(duty)]] = True
        return found

    def about(self, who: np.ndarray) -> OnFile:
        """What is on file about some residents (rows of the truth)."""
        return OnFile(self, who)


@dataclass
class OnFile:
    """What is on file about some residents (`who` [k], rows of the truth); each column is read once."""

    recorded: Recorded
    who: np.ndarray
    _columns: dict[tuple[str, int | None, bool], Known] = field(default_factory=dict)
    _values: dict[str, Values] = field(default_factory=dict)
    _elsewhere: dict[int, np.ndarray] = field(default_factory=dict)

    def column(self, name: str, year: int | None, linked: bool) -> Known:
        """One attribute as it is on file: values and states [k]. `linked`: each from their own records."""
        office = ATTRIBUTES[name].fact.office
        rows = self.recorded.rows[self.who]
        own = self.recorded.linked[office].rows[self.who] if linked else rows
        linked = linked and bool((own != rows).any())
        if (name, year, linked) not in self._columns:
            self._columns[name, year, linked] = self._read(name, year, own, office if linked else "")
        return self._columns[name, year, linked]

    def _read(self, name: str, year: int | None, rows: np.ndarray, of: str) -> Known:
        attribute, known = ATTRIBUTES[name], rows != NOWHERE
        if of not in self._values:
            self._values[of] = Values(self.recorded.engine.link.facts, rows[known], self.recorded.day)
        found, states = self._values[of].column(name, year)
        values = np.full(len(rows), attribute.field.default, dtype=found.dtype)
        values[known] = found
        made = np.full(len(rows), ABSENT if attribute.fact.absent == "unknown" else KNOWN, dtype=np.uint8)
        made[known] = KNOWN if states is None else states
        return values, made

    def shadowed(self, office: str) -> np.ndarray:
        """Whose own record of an office is joined nowhere: bool [k]."""
        return self.recorded.linked[office].shadowed[self.who]

    def elsewhere(self, year: int) -> np.ndarray:
        """Whose income of a year another town taxes: who came after 1 January of the next year, and has no record of it
        here. bool [k]"""
        if year not in self._elsewhere:
            self._elsewhere[year] = self._taxed_elsewhere(year)
        return self._elsewhere[year]

    def _taxed_elsewhere(self, year: int) -> np.ndarray:
        truth, taxed_on = self.recorded.truth, datetime.date(year + 1, 1, 1).toordinal()
        since, states = self.column("registered_on", None, False)
        came_later = ((states != KNOWN) | (since > taxed_on)) & (truth.values("birth")[self.who] <= taxed_on)
        no_record = self.column("total_income", year, True)[1] != KNOWN
        unfiled = truth.hit(f"non-filer:{year}")[self.who]
        elsewhere: np.ndarray = (came_later & no_record & ~unfiled) | truth.hit(f"taxed-elsewhere:{year}")[self.who]
        return elsewhere
