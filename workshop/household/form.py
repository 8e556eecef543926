"""A written household: its date, ordinance, facts of the town, members and cases, checked and ready to become events."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schemas.ages import OLDEST
from schemas.facts import FACTS
from schemas.number import holds_number
from schemas.ordinance.model import TownFacts
from schemas.programmes import PROGRAMMES
from workshop.household.cases import CASE_KEYS, read_case
from workshop.household.names import OFFICES, of_office
from workshop.household.plain import BAD, date_of, plain
from workshop.household.problems import Notes, Place, shown
from workshop.household.slots import OfficeReader, Slots

TOP = ("title", "date", "ordinance", "switches", "without", "file_size", "facts", "members", "cases", "applications", "programmes")
IN_SCENARIO = ("given", "events", "then", "until", "people", "mechanism")
MEMBER = ("id", "birth", "relation", "household", *OFFICES)
ONE_HOUSEHOLD = "1"
LONG_BEFORE = 5
"""A record whose beginning is not said began on 1 January so many years before."""
MOST_MEMBERS = 200
MOST_PERSONS = 10_000_000
ONE_OF_A_HOUSEHOLD = ("head", "spouse")
"""Relations that a household's register has once at most (世帯主; 民法732条)."""


@dataclass
class Person:
    """One member: the slots of all offices, and the household's name."""

    id: str
    household: str
    slots: Slots


@dataclass
class Written:
    """A household (or a few) as of a day. `facts`: what is said of the town, beside what the ordinance says."""

    title: str
    date: datetime.date
    ordinance: str
    facts: dict[str, Any]
    people: list[Person]
    programmes: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()
    """Changes of the workshop to the ordinance; see schemas.ordinance.switch."""
    without: str = ""
    """The layer that is taken away from it."""
    file_size: int = 0
    """How many persons are in a duty's files at least, beside those of the form."""
    scenario: dict[str, Any] = field(default_factory=dict)
    """The parts that only a scenario has, as they were written."""

    def person(self, id_: str) -> Person | None:
        """The member of that id."""
        return next((person for person in self.people if person.id == id_), None)


def read_form(raw: Mapping[str, Any], notes: Notes) -> Written | None:
    """The household of a file's content. Mistakes are noted; None if there is no going on."""
    whole = {**raw, **_table(raw, "given", notes)}
    for key in whole:
        if key not in TOP + IN_SCENARIO:
            notes.unknown((key,), key, TOP)
    day = _date(whole, notes)
    members = whole.get("members")
    if not isinstance(members, list) or not members or len(members) > MOST_MEMBERS:
        notes.wrong(("members",), "" if members is None else members, "[[members]] ...")
        return None
    if day is None:
        return None
    people = [p for at, member in enumerate(members) if (p := _member(member, ("members", at), day, notes)) is not None]
    _check_ids(people, notes)
    _check_relations(people, notes)
    _cases(whole, people, day, notes)
    return Written(
        _text(whole, "title", notes), day, _text(whole, "ordinance", notes), _facts(whole, notes), people,
        _programmes(whole, notes), _switches(whole, notes), _text(whole, "without", notes), _file_size(whole, notes),
        {key: whole[key] for key in IN_SCENARIO[1:] if key in whole},
    )  # fmt: skip


def _date(raw: Mapping[str, Any], notes: Notes) -> datetime.date | None:
    made = date_of(raw.get("date"))
    if made is BAD or not 1971 <= made.year <= 2199:
        notes.wrong(("date",), raw.get("date", ""), "1971-01-01 ~ 2199-12-31")
        return None
    day: datetime.date = made
    return day


def _text(raw: Mapping[str, Any], key: str, notes: Notes) -> str:
    value = raw.get(key, "")
    if not isinstance(value, str):
        notes.wrong((key,), value, '"..."')
        return ""
    if holds_number(value):
        notes.add("number", (key,))
    return value


def _table(raw: Mapping[str, Any], key: str, notes: Notes) -> dict[str, Any]:
    table = raw.get(key, {})
    if not isinstance(table, dict):
        notes.wrong((key,), table, f"[{key}] ...")
        return {}
    return table


def _facts(raw: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    given = _table(raw, "facts", notes)
    known = tuple(TownFacts.__dataclass_fields__)
    for key in given:
        if key not in known:
            notes.unknown(("facts", key), key, known)
    return {key: value for key, value in given.items() if key in known}


def _switches(raw: Mapping[str, Any], notes: Notes) -> tuple[str, ...]:
    listed = raw.get("switches", [])
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        notes.wrong(("switches",), listed, '["safeguards.objection=off"]')
        return ()
    return tuple(listed)


def _file_size(raw: Mapping[str, Any], notes: Notes) -> int:
    size = raw.get("file_size", 0)
    if type(size) is not int or not 0 <= size <= MOST_PERSONS:
        notes.wrong(("file_size",), size, f"0 ~ {MOST_PERSONS}")
        return 0
    return size


def _programmes(raw: Mapping[str, Any], notes: Notes) -> tuple[str, ...]:
    asked = raw.get("programmes", [])
    listed = asked if isinstance(asked, list) else [asked]
    for name in listed:
        if name not in tuple(PROGRAMMES):
            notes.unknown(("programmes",), name, PROGRAMMES)
    return tuple(name for name in listed if name in tuple(PROGRAMMES))


def _member(raw: Any, place: Place, day: datetime.date, notes: Notes) -> Person | None:
    if not isinstance(raw, dict):
        notes.wrong(place, raw, '{ id = "...", birth = 1985-04-01, relation = "head" }')
        return None
    loose = {key: value for key, value in raw.items() if key not in MEMBER and key in of_office("register")}
    for key in raw:
        if key not in MEMBER and key not in loose:
            notes.unknown((*place, key), key, (*MEMBER, *of_office("register")))
    slots = _register(raw, loose, place, day, notes)
    for office in OFFICES[1:]:
        if office in raw:
            slots.update(OfficeReader(office, day, income_years(day), notes).read(raw[office], (*place, office)))
    _complete(slots, place, day, notes)
    household = _name(raw.get("household", ONE_HOUSEHOLD), (*place, "household"), '"B"', notes)
    return Person(_name(raw.get("id", ""), (*place, "id"), '"mother"', notes), household, slots)


def _name(value: Any, place: Place, example: str, notes: Notes) -> str:
    """A name of one's own: a text, or a whole number."""
    name = str(value) if isinstance(value, str) or type(value) is int else ""
    if not name or len(name) > 100 or shown(name) != name:
        notes.wrong(place, value, example)
    return name


def _register(
    raw: Mapping[str, Any], loose: Mapping[str, Any], place: Place, day: datetime.date, notes: Notes
) -> Slots:
    """The register's slots: birth and relation, and what stands beside them or in a table `register`."""
    table = raw.get("register", {})
    given = {**loose, **table} if isinstance(table, dict) else table
    named = {key: raw[key] for key in ("birth", "relation") if key in raw}
    if isinstance(given, dict):
        household = given.pop("household", None)
        if household is not None:
            notes.wrong((*place, "register", "household"), household, 'household = "..." (members)')
    slots = OfficeReader("register", day, (), notes).read(
        {**given, **named} if isinstance(given, dict) else given, place
    )
    for key, slot in (("birth", "register.person"), ("relation", "register.residence")):
        if key not in slots.get((slot, 0), {}) and not any(
            problem.place == (*place, key) for problem in notes.problems
        ):
            notes.add("missing", (*place, key), found=key)
    born = slots.get(("register.person", 0), {}).get("birth")
    if born is not None and born > day:
        notes.wrong((*place, "birth"), born, f"<= {day}")
    elif born is not None and born.year < day.year - OLDEST:
        notes.wrong((*place, "birth"), born, f">= {day.year - OLDEST}-01-01")
    return slots


def income_years(day: datetime.date) -> tuple[int, ...]:
    """The income years that some programme may look at on a day."""
    return tuple(range(day.year - 3, day.year))


NEEDED = {
    "tax.income": ("total_income",), "welfare.handbook": ("handbook", "handbook_grade"), "welfare.earnings": ("recognised_earnings",),
    "welfare.reported_earnings": ("reported_earnings",),
}  # fmt: skip
"""Fields without which their slot says nothing."""


def _complete(slots: Slots, place: Place, day: datetime.date, notes: Notes) -> None:
    """Fills in the fields that a form may leave out: false, 0, the first word, or a beginning long before."""
    if ("register.status", 0) in slots:
        slots["register.status", 0].setdefault("residency", "registered")
    for (fact_id, period), values in slots.items():
        fact = FACTS[fact_id]
        for name in NEEDED.get(fact_id, ()):
            if name not in values and values.get("handbook") != "none":
                notes.add("missing", (*place, fact.office, *([str(period)] if period else []), name), found=name)
        for of in fact.fields:
            if of.name not in values and not of.optional:
                values[of.name] = _usual(of.type, of.words, day)
    _note_assistance(slots, day)


def _usual(type_: str, words: tuple[str, ...], day: datetime.date) -> Any:
    return {
        "bool": False,
        "text": "",
        "date": datetime.date(day.year - LONG_BEFORE, 1, 1),
        "choice": words[0] if words else "",
    }.get(type_, 0)


def _note_assistance(slots: Slots, day: datetime.date) -> None:
    """Who is on public assistance on a 1 January is exempt for that year: the welfare office tells the tax office (地方税法295条1項1号)."""
    held = slots.get(("welfare.public_assistance", 0), {})
    if held.get("assistance_status") != "in-force":
        return
    since: datetime.date = held["assistance_since"]
    for year in range(since.year, day.year + 1):
        if since <= datetime.date(year, 1, 1) <= day:
            slots.setdefault(("tax.assistance", year - 1), {"on_assistance": True})


def _check_ids(people: list[Person], notes: Notes) -> None:
    met: set[str] = set()
    for at, person in enumerate(people):
        if person.id in met:
            notes.add("twice", ("members", at, "id"), found=person.id)
        met.add(person.id)


def _check_relations(people: list[Person], notes: Notes) -> None:
    met: set[tuple[str, str]] = set()
    for at, person in enumerate(people):
        relation = person.slots.get(("register.residence", 0), {}).get("relation", "")
        registered = person.slots.get(("register.status", 0), {}).get("residency", "registered") == "registered"
        if relation in ONE_OF_A_HOUSEHOLD and registered:
            if (person.household, relation) in met:
                notes.add("second", ("members", at, "relation"), found=person.id, relation=relation)
            met.add((person.household, relation))


def _cases(raw: Mapping[str, Any], people: list[Person], day: datetime.date, notes: Notes) -> None:
    """Adds the open cases to the slots of who applied, or to whom something happened."""
    for key in ("cases", "applications"):
        listed = raw.get(key, [])
        if not isinstance(listed, list):
            notes.wrong((key,), listed, f"[[{key}]] ...")
            continue
        for at, one in enumerate(listed):
            if isinstance(one, dict):
                read_case(one, (key, at), {p.id: p.slots for p in people}, _head(people), day, notes)
            else:
                notes.unknown((key, at), one, CASE_KEYS)


def _head(people: list[Person]) -> str:
    heads = [p.id for p in people if p.slots.get(("register.residence", 0), {}).get("relation") == "head"]
    return heads[0] if heads else people[0].id if people else ""


def checked(of: Any, value: Any, place: Place, notes: Notes) -> Any:
    """A plain value, or None where it was noted as wrong."""
    made = plain(of, value, place, notes)
    return None if made is BAD else made
