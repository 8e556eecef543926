"""Plays a scenario on the real engine, day by day, and holds what came out against what was expected."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from processors.assess.phases import STANDS, Candidates, candidates, stands
from processors.gate.ledger import ACTS
from schemas.catalogue import catalogue
from schemas.vocabulary import EVENT_TYPES, FOLLOWING, outcomes
from schemas.vocabulary.declare import DUTIES
from workshop.household.engine import HomeRun
from workshop.household.expected import Expected
from workshop.household.form import ONE_HOUSEHOLD
from workshop.household.names import OFFICES
from workshop.household.results import HOUSEHOLD_UNIT, HomeResults
from workshop.household.scenario import OF_PHASES, Happening, Scenario
from workshop.letters import Letter

KINDS = tuple(catalogue().kinds)
OF_REGISTER = (
    "birth",
    "sex",
    "nationality",
    "family_name",
    "given_name",
    "relation",
    "district",
    "lot",
    "registered_on",
)


@dataclass(frozen=True)
class Difference:
    """One expectation that was not met: what was expected, and what came."""

    on: str
    what: str
    key: str
    expected: Any
    found: Any


@dataclass
class Play:
    """A scenario being played. `differences` holds what did not come as expected."""

    scenario: Scenario
    beside: Path | None = None
    differences: list[Difference] = field(default_factory=list)

    def __post_init__(self) -> None:
        written = self.scenario.written
        self.run = HomeRun.of(written, self.beside, self.scenario.people)
        self.home_of = {person.id: person.household for person in written.people}
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self._known = {p.id: _of_register(p.slots) for p in written.people}
        self._count(self.run.told)

    def play(self) -> list[Difference]:
        """Plays to the end."""
        happenings, expected = defaultdict(list), defaultdict(list)
        for happening in self.scenario.happenings:
            happenings[happening.day].append(happening)
        for one in self.scenario.expected:
            expected[one.on or self.scenario.until].append(one)
        start = self.run.day
        for day in range(start, self.scenario.until + 1):
            if day > start or happenings[day]:
                self._day(day, happenings[day])
            for one in expected[day]:
                self._check(one, datetime.date.fromordinal(day).isoformat())
        if self.run.rejections and not any("rejected" in one.values for one in self.scenario.expected):
            raise Letter("form.refused", file=self.scenario.written.title, reason=self.run.rejections[0])
        return self.differences

    def _day(self, day: int, happenings: list[Happening]) -> None:
        events = [self._event(h) for h in happenings if h.type not in OF_PHASES]
        self._count(self.run.take(events, day))
        for happening in happenings:
            if happening.type in OF_PHASES:
                self._said(happening, day)

    def _count(self, told: Any) -> None:
        """Counts by unit. Of households only the form's own: what is told to another one is no notice of this."""
        own = self.run.home_key(ONE_HOUSEHOLD)
        for t in told:
            for home, unit, *sent in zip(
                t.homes.tolist(), t.units.tolist(), t.notices.tolist(), t.withdrawals.tolist()
            ):
                if unit or home == own:
                    name = next((n for n in self.run.desks.numbers if self.run.key(n) == unit), HOUSEHOLD_UNIT)
                    for key, count in zip(("notices", "withdrawals"), sent):
                        self.counts[t.programme, name, key] += count

    def _event(self, happening: Happening) -> dict[str, Any]:
        """The event with what may be left out filled in, and names turned into numbers."""
        desks, type_ = self.run.desks, EVENT_TYPES[happening.type]
        data = dict(happening.data)
        office = str(data.get("office", "register")) if type_.office == "any" else type_.office
        fields = {f.name for f in type_.fields}
        if "household" in data or "household" in fields:
            self.home_of[happening.subject] = str(data.get("household", self.home_of.get(happening.subject, ONE_HOUSEHOLD)))
            data["household"] = desks.home(self.home_of[happening.subject])
        known = self._known.setdefault(happening.subject, _of_register({}))
        known.update({key: value for key, value in data.items() if key in OF_REGISTER})
        data = {key: known[key] for key in OF_REGISTER if key in fields and key in known} | data
        if "other_number" in data:
            data["other_number"] = desks.number(str(data["other_number"]))
        if isinstance(data.get("record"), str):
            data["record"] = desks.record(data["record"], office)
        return desks.event(
            happening.type, office if office in OFFICES else "register", happening.subject, happening.time, data
        )

    def _said(self, happening: Happening, day: int) -> None:
        """What a person says of a candidate: an answer, or what followed it."""
        data, assess, lane = happening.data, self.run.engine.assess, self.run.lane
        programme, moment = str(data["programme"]), int(happening.time.timestamp() * 1000)
        mine = self._candidates(programme, str(data.get("unit", HOUSEHOLD_UNIT)))
        if happening.type in FOLLOWING:
            codes = np.full(len(mine.homes), outcomes(happening.type).index(str(data["outcome"])))
            assess.follow(lane, programme, happening.type, *mine.columns, codes, moment)
            return
        accepted = np.full(len(mine.homes), data.get("decision", "accept") == "accept")
        self._count(assess.answer(lane, programme, day, *mine.columns, accepted, moment))

    def _candidates(self, programme: str, unit: str) -> Candidates:
        """The candidates that a name stands for: a member, or the household of the form (of several, the first member's)."""
        key = 0 if unit == HOUSEHOLD_UNIT else self.run.key(unit)
        some = candidates(self.run.engine.assess, self.run.lane, programme)
        return some.of((some.units == key) & (some.homes == self.run.home_key(self.home_of.get(unit, "1"))))

    def _phase(self, programme: str, unit: str) -> str:
        """Where a candidate stands; `none` where there is no candidate."""
        mine = self._candidates(programme, unit) if self.scenario.people else None
        if mine is None or not len(mine.homes):
            return "none"
        return STANDS[int(stands(self.run.engine.assess, self.run.lane, programme, mine)[0])]

    def _check(self, one: Expected, on: str) -> None:
        found = self._found(one)
        for key, expected in one.values.items():
            if key in found and not _same(expected, found[key]):
                self.differences.append(Difference(on, _about(one.values), key, expected, found[key]))

    def _found(self, one: Expected) -> dict[str, Any]:
        if "rejected" in one.values:
            return {"rejected": len(self.run.rejections)}
        return self._of_gate(one.values) if one.of_gate else self._of_verdict(one.values)

    def _of_verdict(self, values: Mapping[str, Any]) -> dict[str, Any]:
        programme, unit = str(values["programme"]), str(values.get("unit", HOUSEHOLD_UNIT))
        results = [r for r in self._results(programme, unit) if r["unit"] in (unit, HOUSEHOLD_UNIT)]
        mine = next((r for r in results if r["unit"] == unit), results[0] if results else None)
        found = {
            "verdict": mine["verdict"] if mine else "none", "amount_yen": mine["amount_yen"] if mine else None,
            "causes": mine["causes"] if mine else [],
        }  # fmt: skip
        sent = {key: self.counts[programme, unit, key] for key in ("notices", "withdrawals")}
        if "phase" in values:
            found["phase"] = self._phase(programme, unit)
        return found | sent | {"notice": sent["notices"] > sent["withdrawals"]}

    def _results(self, programme: str, unit: str) -> list[dict[str, Any]]:
        home = self.home_of.get(unit, ONE_HOUSEHOLD)
        results = HomeResults.of_run(self.run, home)
        if not results.names:
            return []
        return list(results.status()) if programme == "resident-tax-exempt" else results.of(programme)

    def _of_gate(self, values: Mapping[str, Any]) -> dict[str, Any]:
        duty, kind, member = str(values["duty"]), str(values["kind"]), str(values["member"])
        results = HomeResults.of_run(self.run, self.home_of.get(member, ONE_HOUSEHOLD))
        rows = [results.names[a["member"]] == member and a["kind"] == kind for a in results.view.answers(duty)]
        answer = next(
            (a for a, mine in zip(results.view.answers(duty), rows) if mine), {"code": "not-asked", "row": None}
        )
        return {"code": answer["code"], "row": answer["row"] or "", "ledger": self._ledger(duty, kind, member)}

    def _ledger(self, duty: str, kind: str, member: str) -> list[str]:
        entries = [entry for *_, entry in self.run.engine.gate.lanes[self.run.lane].ledger.of(self.run.key(member))]
        wanted = DUTIES.index(duty), KINDS.index(kind)
        return [ACTS[entry["act"]] for entry in entries if (entry["duty"], entry["kind"]) == wanted]


def _of_register(slots: Mapping[Any, Mapping[str, Any]]) -> dict[str, Any]:
    """What the register knows of somebody, for events that say it again."""
    known = {
        key: value
        for slot in ("person", "residence", "address", "status")
        for key, value in slots.get((f"register.{slot}", 0), {}).items()
    }
    usual = {"sex": "female", "nationality": "japanese", "family_name": "", "given_name": "", "district": "", "lot": ""}
    return usual | {key: value for key, value in known.items() if key in OF_REGISTER}


def _same(expected: Any, found: Any) -> bool:
    if isinstance(found, list):
        return (expected if isinstance(expected, list) else [expected]) == found
    return bool(expected == found)


def _about(values: Mapping[str, Any]) -> str:
    names = ("programme", "duty", "kind", "unit", "member")
    return " ".join(str(values[name]) for name in names if name in values) or "rejected"
