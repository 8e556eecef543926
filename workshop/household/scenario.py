"""A scenario: a written household, what then happens, and what is expected of it. Data files under tests/scenarios/."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.events import TOKYO
from schemas.programmes import PROGRAMMES
from schemas.vocabulary import ASSESSMENT_DECIDED, EVENT_TYPES, FOLLOWING, PHASE_EVENTS, outcomes
from schemas.vocabulary.declare import DUTIES
from workshop.household.expected import EXPECT_KEYS, GATE_KEYS, Expected, read_expected
from workshop.household.form import Written, read_form
from workshop.household.plain import BAD, date_of
from workshop.household.problems import Notes, Place
from workshop.household.reading import read_with

__all__ = ["EXPECT_KEYS", "GATE_KEYS", "MECHANISMS", "Happening", "Scenario", "read_scenario"]
HEAD = ("subject", "type", "time", "data")
MOST_DAYS = 1100
"""A scenario is played day by day, for about three years at most."""
MECHANISMS = (
    "wrong-link", "stale-tax-year", "averaging", "proxy", "bad-record-persists", "feedback-loop", "silence-is-guilt", "no-explanation",
    "purpose-creep", "chill",
)  # fmt: skip
"""How a join does harm; a scenario may say which of them it makes visible."""
DECISION = ("programme", "unit", "decision", "reason")
OUTCOME = ("programme", "unit", "outcome", "reason")
OF_PHASES = tuple(event.type for event in PHASE_EVENTS)
"""Types that are about a candidate, not about a resident."""


@dataclass(frozen=True)
class Happening:
    """One event of a scenario; `data` as it was written (names may stand for numbers)."""

    subject: str
    type: str
    time: datetime.datetime
    data: Mapping[str, Any]

    @property
    def day(self) -> int:
        """The day on which it was recorded (ordinal)."""
        return self.time.astimezone(TOKYO).date().toordinal()


@dataclass
class Scenario:
    """`until`: the last day (ordinal); `people`: somebody answers candidates; `mechanism`: one of MECHANISMS, or nothing."""

    written: Written
    happenings: list[Happening]
    expected: list[Expected]
    until: int
    people: bool
    mechanism: str = ""


def read_scenario(path: Path, expecting: bool = True) -> Scenario:
    """The scenario in a file; with `expecting` it must say what should come of it. Letter: something in it is wrong."""
    return read_with(path, lambda raw, notes: _read(raw, notes, expecting))


def _read(raw: dict[str, Any], notes: Notes, expecting: bool) -> Scenario | None:
    written = read_form(raw, notes)
    if written is None:
        return None
    if not written.title:
        notes.add("missing", ("title",), found="title")
    more, start = written.scenario, written.date
    happenings = list(_happenings(more.get("events", []), start, notes))
    expected = read_expected(more.get("then", []), start, notes) if expecting or "then" in more else []
    until = _until(more, start, happenings, expected, notes)
    people = bool(more.get("people", any(h.type in OF_PHASES for h in happenings)))
    return Scenario(written, happenings, expected, until, people, _mechanism(more, notes))


def _mechanism(more: Mapping[str, Any], notes: Notes) -> str:
    """The mechanism that it makes visible, if it says one."""
    said = more.get("mechanism", "")
    if said in ("", *MECHANISMS):
        return str(said)
    notes.unknown(("mechanism",), said, MECHANISMS)
    return ""


def _until(
    more: Mapping[str, Any], start: datetime.date, happenings: list[Happening], expected: list[Expected], notes: Notes
) -> int:
    """The last day: as written, else that of the last event or expectation."""
    made = date_of(more["until"]) if "until" in more else start
    if made is BAD or made < start:
        notes.wrong(("until",), more["until"], f">= {start}")
        return start.toordinal()
    last = max([made.toordinal(), *(h.day for h in happenings), *(e.on for e in expected if e.on)])
    if last - start.toordinal() > MOST_DAYS:
        notes.wrong(("until",), datetime.date.fromordinal(last), f"<= {start + datetime.timedelta(days=MOST_DAYS)}")
        return start.toordinal()
    return last


def _happenings(raw: Any, start: datetime.date, notes: Notes) -> Iterator[Happening]:
    if not isinstance(raw, list):
        notes.wrong(("events",), raw, "[[events]] ...")
        return
    for at, one in enumerate(raw):
        if not isinstance(one, dict):
            notes.wrong(("events", at), one, "{ type = ..., subject = ..., time = ... }")
            continue
        found = _happening(one, ("events", at), start, notes)
        if found is not None:
            yield found


def _happening(raw: Mapping[str, Any], place: Place, start: datetime.date, notes: Notes) -> Happening | None:
    type_, time = raw.get("type"), _moment(raw.get("time"))
    if not isinstance(type_, str) or type_ not in EVENT_TYPES:
        notes.unknown((*place, "type"), type_ if type_ is not None else "", EVENT_TYPES)
        return None
    if time is None or time.astimezone(TOKYO).date() < start:
        notes.wrong((*place, "time"), raw.get("time", ""), f"{start} ...")
        return None
    inside = raw.get("data", {})
    data = {**{k: v for k, v in raw.items() if k not in HEAD}, **(inside if isinstance(inside, dict) else {})}
    known = _fields(str(type_))
    for key in data:
        if key not in known:
            notes.unknown((*place, key), key, known)
    for key, kinds, example in (("record", (int, str), '"mother"'), ("sequence", (int,), "2")):
        if key in data and not isinstance(data[key], kinds):
            notes.wrong((*place, key), data[key], example)
            return None
    if type_ in FOLLOWING and data.get("outcome") not in outcomes(str(type_)):
        notes.unknown((*place, "outcome"), data.get("outcome", ""), outcomes(str(type_)))
    if type_ in OF_PHASES and data.get("programme") not in tuple(PROGRAMMES):
        notes.unknown((*place, "programme"), data.get("programme", ""), DUTIES)
    subject = str(raw.get("subject", ""))
    if not subject and type_ not in OF_PHASES:
        notes.add("missing", (*place, "subject"), found="subject")
    return Happening(subject, str(type_), time, data)


def _fields(type_: str) -> tuple[str, ...]:
    if type_ in OF_PHASES:
        return DECISION if type_ == ASSESSMENT_DECIDED.type else OUTCOME
    return tuple(f.name for f in EVENT_TYPES[type_].fields)


def _moment(value: Any) -> datetime.datetime | None:
    """A moment; a day alone means nine in the morning."""
    if isinstance(value, str):
        try:
            value = (
                datetime.datetime.fromisoformat(value)
                if "T" in value or " " in value.strip()
                else datetime.date.fromisoformat(value)
            )
        except ValueError:
            return None
    if isinstance(value, datetime.datetime):
        return value if value.tzinfo else value.replace(tzinfo=TOKYO)
    return datetime.datetime.combine(value, datetime.time(9), TOKYO) if isinstance(value, datetime.date) else None
