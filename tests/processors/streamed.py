"""The scenario files as one stream: each with numbers, records and households of its own, all over the same days."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from processors.gate.table import CODES
from processors.messages.newest import Newest
from processors.parts.log import DISCLOSURES, NOTICES, VERDICTS
from schemas.keys import HOUSEHOLD, RESIDENT, opaque, shown
from schemas.number import sandbox_number
from schemas.ordinance import Ordinance
from schemas.programmes import PROGRAMMES
from tests.processors.engines import Fed
from workshop.commands.scenario import files
from workshop.household.events import Desks, enveloped, events_of
from workshop.household.expected import Expected
from workshop.household.playing import Play
from workshop.household.results import HOUSEHOLD_UNIT
from workshop.household.scenario import OF_PHASES, read_scenario

FOLDER = Path(__file__).parents[1] / "scenarios"
FIRST_BODY = 40_000_000_000
APART = 100_000
"""Between the records, and the households, of one scenario and of the next."""


class Runner(Protocol):
    """Something that a stream runs on."""

    def send(self, office: str, lines: list[bytes]) -> None:
        """Sends events."""

    def end_day(self, day: datetime.date) -> None:
        """Says that a day has ended in all offices."""

    def newest(self) -> Newest:
        """What the topics say when everything has been worked on."""


@dataclass
class Streamed:
    """One scenario. `place` sets it apart from the others."""

    path: Path
    place: int
    numbers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.play = Play(read_scenario(self.path), self.path.parent)
        assert not self.play.scenario.written.facts, "a town of its own needs a lane of its own"

    @property
    def own(self) -> bool:
        """Whether the workshop switched something in the ordinance, so that it takes a lane of its own."""
        return bool(self.ordinance.switches)

    @property
    def ordinance(self) -> Ordinance:
        """The ordinance that it is played under."""
        return self.play.run.ordinance

    @property
    def lane(self) -> str:
        """The lane of that ordinance."""
        return f"{self.ordinance.name}-{self.path.stem}" if self.own else self.ordinance.name

    def events(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """(day, event): what is known on its first day, then what happens."""
        written, happenings = self.play.scenario.written, self.play.scenario.happenings
        for event in events_of(written, Desks()):
            yield written.date.toordinal(), self._own(event)
        for happening in sorted(happenings, key=lambda h: h.day):
            if happening.type not in OF_PHASES:
                yield happening.day, self._own(self.play._event(happening))

    def _own(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The event with the scenario's own numbers."""
        data = dict(event["data"])
        for name in ("record", "household"):
            if name in data:
                data[name] += APART * (self.place + 1)
        if "other_number" in data:
            data["other_number"] = self._number(data["other_number"])
        office = event["source"].rpartition("/")[2]
        time = datetime.datetime.fromisoformat(event["time"])
        return enveloped(event["type"], office, {"subject": self._number(event["subject"])}, time, data)

    def _number(self, number: str) -> str:
        known = self.numbers
        return known.setdefault(number, sandbox_number(FIRST_BODY + 1000 * self.place + len(known)))

    def home(self, member: str) -> str:
        """The opaque key of somebody's household."""
        desks = self.play.run.desks
        number = desks.home(self.play.home_of.get(member, "1")) + APART * (self.place + 1)
        return shown(int(opaque(np.array([number]), HOUSEHOLD)[0]))

    def key(self, member: str) -> str:
        """The opaque key of somebody; none for the household itself."""
        if member == HOUSEHOLD_UNIT:
            return ""
        number = self.play.run.desks.record(member, "register") + APART * (self.place + 1)
        return shown(int(opaque(np.array([number]), RESIDENT)[0]))


def scenarios() -> list[Streamed]:
    """All but those in which a person answers, for that is asked of a whole worker, and those of a town of another size."""
    made = [Streamed(path, place) for place, path in enumerate(files([str(FOLDER)]))]
    return [one for one in made if not one.play.scenario.people and not one.play.scenario.written.file_size]


def play(some: list[Streamed], runner: Runner, engine: Fed) -> list[str]:
    """Plays all of them on both; the differences, at the end of each day on which something is expected. The digests of the lanes of which
    it is expected are compared as well, and in the end those of all."""
    events: dict[int, dict[str, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    expected: dict[int, list[tuple[Streamed, Expected]]] = defaultdict(list)
    for one in some:
        for day, event in one.events():
            events[day][event["source"].rpartition("/")[2]].append(json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode())
        for then in one.play.scenario.expected:
            expected[then.on or one.play.scenario.until].append((one, then))
    differences: list[str] = []
    days = sorted(events.keys() | expected.keys())
    for day in range(days[0], days[-1] + 1):
        runner.end_day(datetime.date.fromordinal(day - 1))
        for office, lines in events[day].items():
            runner.send(office, lines)
        engine.feed([line for lines in events[day].values() for line in lines], day)
        if expected[day]:
            lanes = list(engine.engine.gate.lanes) if day == days[-1] else sorted({one.lane for one, _ in expected[day]})
            differences += _compared(expected[day], lanes, runner.newest(), engine, day)
    assert not engine.rejections
    return differences


def _compared(expected: list[tuple[Streamed, Expected]], lanes: list[str], newest: Newest, engine: Fed, day: int) -> Iterator[str]:
    on = datetime.date.fromordinal(day).isoformat()
    for lane in lanes:
        if newest.digest(lane) != engine.digest(lane):
            yield f"{on} {lane}: not the digest of one process"
    for one, then in expected:
        for key, value in _found(one, then, newest).items():
            if key in then.values and then.values[key] != value:
                yield f"{on} {one.path.name} {dict(then.values)}: {key} is {value}"


def _found(one: Streamed, then: Expected, newest: Newest) -> dict[str, Any]:
    if then.of_gate:
        return {"code": _code(one, then.values, newest)}
    programme, unit = str(then.values["programme"]), str(then.values.get("unit", HOUSEHOLD_UNIT))
    return {} if programme not in ASSESSED else _verdict(one, programme, unit, then.values, newest)


ASSESSED = frozenset(name for name, programme in PROGRAMMES.items() if programme.nature != "status")
"""The exemption from the resident tax is the tax office's own: it passes no gate, and is on no topic."""


def _verdict(one: Streamed, programme: str, unit: str, expected: Mapping[str, Any], newest: Newest) -> dict[str, Any]:
    """A verdict as a reader of the topics knows it. Silence means that nobody may ask, or that there is nobody."""
    mine = [d for d in newest.of(VERDICTS, one.lane) if d["programme"] == programme and d["household"] == one.home(unit) and d["verdict"] != "none"]
    said = {d["unit"]: d for d in mine}
    document = said.get(one.key(unit), said.get("", {"verdict": expected.get("verdict")}))
    silence = document.get("verdict") in ("none", "cannot-be-told")
    notices = [d for d in newest.of(NOTICES, one.lane) if (d["programme"], d["household"], d["unit"]) == (programme, one.home(unit), one.key(unit))]
    found = {"verdict": document["verdict"], "notice": any(d["in_force"] for d in notices), "amount_yen": document.get("yen")}
    assert document in mine or silence or "verdict" not in expected, f"{one.path.name}: no verdict on {programme} {unit}"
    return found | ({"causes": document["causes"]} if "causes" in document else {})


def _code(one: Streamed, values: Mapping[str, Any], newest: Newest) -> str:
    duty, kind, member = str(values["duty"]), str(values["kind"]), str(values["member"])
    for document in newest.of(DISCLOSURES, one.lane):
        if document["household"] == one.home(member) and one.key(member) in document["members"] and duty in document["duties"]:
            place = document["members"].index(one.key(member))
            answers = [a["kinds"].get(kind, CODES[0]) for a in document["duties"][duty]["answers"] if place in a["members"]]
            return answers[0] if answers else CODES[0]
    return CODES[0]
