"""What people do on the page: assess a candidate, object, apply, ask for a correction. Each is an event that an office records at the clock's day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from starlette.routing import Route

from processors.assess.answers import candidate_of, name_of
from processors.assess.phases import candidates
from processors.duties import ASSESSED
from schemas.catalogue import catalogue
from schemas.events import TOKYO
from schemas.facts import FACTS
from schemas.number import holds_number, sandbox_number
from schemas.programmes import PROGRAMMES
from schemas.vocabulary import ASSESSMENT_DECIDED, EVENT_TYPES, RELINKED
from workshop.household.events import enveloped, line_of
from workshop.letters import Letter
from workshop.one_resident import OneResident, find_key
from workshop.page.playing.town import Standing, Town
from workshop.page.requests.rights import RightsOf
from workshop.page.screens.asking import Asked, post
from workshop.page.screens.days import iso
from workshop.page.screens.verdicts import Case
from workshop.page.texts import L, named, worded
from workshop.why.kept import Event, recorded_on

NOBODYS = 99_999_999_990
"""The body of a sandbox number under which nobody is registered: where a record goes that is not the resident's."""
DECISIONS = ("accept", "reject")
ADULT = 18


def routes(town: Town, rights_of: RightsOf) -> list[Route]:
    """The routes of the acts."""
    lane = "/api/lanes/{lane}"
    return [post(town, f"{lane}/{name}", act, rights_of) for name, act in (("assess", assess), ("object", object_), ("apply", apply), ("correct", correct))]


def possible(one: OneResident, standing: Standing) -> dict[str, Any]:
    """What can be done about a resident now: programmes to assess, to object to and to apply for, and records to correct."""
    called = {id_: {"programme": id_, **named(duty)} for id_, duty in catalogue().duties.items()}
    judged = [id_ for id_ in ASSESSED if (standing.name, id_) in one.engine.assess.units.words]
    return {
        "assess": [called[id_] for id_ in judged if _candidate(one, standing, id_) is not None],
        "object": [called[id_] for id_ in judged],
        "apply": [called[id_] for id_ in judged if _applied_for(id_)],
        "correct": [{"what": what, **said} for what, said in _correctable(one).items()],
    }


def people_said(acted: Iterable[Event], home: int | None = None) -> list[dict[str, Any]]:
    """What people said of candidates in a lane, the newest first: day, programme, decision and reason; of one household's where its key is given."""
    told = [event for event in acted if event["type"] == ASSESSMENT_DECIDED.type and (home is None or (candidate_of(event["data"]["unit"]) or (0,))[0] == home)]
    return [
        {
            "at": recorded_on(event).isoformat(), "who": worded("screens.person"), "whose": event["data"]["unit"].split("-")[0], "programme": event["data"]["programme"],
            "duty": named(catalogue().duties[event["data"]["programme"]]), "decision": event["data"]["decision"],
            "said": worded(f"phase.said.{event['type']}.{event['data']['decision']}"), "reason": event["data"]["reason"],
        }
        for event in reversed(told)
    ]  # fmt: skip


def _applied_for(programme: str) -> bool:
    """Nobody applies to be watched or screened, nor where the office takes no applications."""
    return PROGRAMMES[programme].nature == "support" and f"{catalogue().duties[programme].office}.application-received" in EVENT_TYPES


def _correctable(one: OneResident) -> dict[str, L]:
    """The records that can be put right: another's record under the resident's number, and the income of each year on file."""
    known = catalogue().offices
    joined = [office for office in ("tax", "welfare", "child") if one.engine.link.records[f"record:{office}"][one.row]]
    _, years, _, _ = one.engine.link.facts.slots(one.row, FACTS["tax.income"])
    links = {f"link:{office}": worded("screens.correct.link", office=named(known[office])) for office in joined}
    return links | {f"income:{year}": worded("screens.correct.income", year=year) for year in sorted(years.tolist())}


def _candidate(one: OneResident, standing: Standing, programme: str) -> str | None:
    """The name of the resident (or the household) as a candidate of a programme; None: is none, or nobody is asked."""
    if not one.engine.people or not one.home:
        return None
    some = candidates(one.engine.assess, standing.name, programme)
    at = np.flatnonzero((some.homes == one.home) & np.isin(some.units, (0, one.key)))
    return name_of(int(some.homes[at[0]]), int(some.units[at[0]]), int(some.since[at[0]])) if len(at) else None


@dataclass(frozen=True)
class Act:
    """Somebody's act about a resident of a lane."""

    asked: Asked

    @property
    def one(self) -> OneResident:
        """The resident called in the body. Letter: nobody has that id."""
        asked = self.asked
        return OneResident(asked.engine, asked.standing.runner.texts, find_key(asked.engine, asked.said("resident")))

    @property
    def case(self) -> Case:
        """The resident as the lane stands now."""
        asked = self.asked
        return Case(self.one, asked.standing, asked.ordinance, asked.town.folder, asked.town.acted(asked.lane))

    def programme(self, allowed: list[dict[str, Any]]) -> str:
        """The programme called in the body. Letter: it is not one of those possible."""
        return self.asked.said("programme", [one["programme"] for one in allowed])

    @property
    def time(self) -> datetime.datetime:
        """Noon of the clock's day, and a minute later for each act before: of two answers the later one counts."""
        noon = datetime.datetime.combine(datetime.date.fromordinal(self.asked.standing.day), datetime.time(12), TOKYO)
        return noon + datetime.timedelta(minutes=len(self.asked.town.acted(self.asked.lane)))

    def tells(self, case: Case, key: int, type_: str, office: str, data: Mapping[str, Any]) -> Event:
        """An event about a member of the household, the next one of the office's record of them. Letter: the office has no record."""
        world = case.world
        record, day = world.record(key, office) or _new_record(world.row(key), office), iso(self.asked.standing.day)
        counted = [event["data"]["sequence"] for event in world.kept.events if event["data"].get("record") == record]
        head = {"record": record, "sequence": max(counted, default=0) + 1, "effective": day, "notified": day}
        return enveloped(type_, office, {"subject": world.number(key)}, self.time, {**head, **data})

    def done(self, event: Event, office: str, programme: str, said: L) -> dict[str, Any]:
        """Lets the lane take an event; says what was recorded, what the safeguards make of it, and the verdict before and after."""
        before = self._verdict(programme)
        self.asked.town.act(self.asked.lane, office, line_of(event).decode().rstrip())
        return {"event": {**named(EVENT_TYPES[event["type"]]), "type": event["type"], "day": iso(self.asked.standing.day)}, "said": said,
                "before": before, "after": self._verdict(programme)}  # fmt: skip

    def _verdict(self, programme: str) -> dict[str, Any] | None:
        """The verdict on the resident (or the household) with whether a notice is in force; None where there is none."""
        case = self.case
        found = next((one for one in case.results if one["programme"] == programme), None)
        if found is None:
            return None
        return {"verdict": found["verdict"], **worded(f"verdict.{found['verdict']}"), "notified": case.notified(programme)}


def _new_record(row: int, office: str) -> int:
    """A number for the first record of an office about somebody: beyond those that the town's offices give."""
    return 2_000_000_000 + len(catalogue().offices) * row + list(catalogue().offices).index(office)


def assess(asked: Asked) -> dict[str, Any]:
    """A person's answer to a candidate (`decision`: accept or reject, with a `reason`): it goes before the written assessor's."""
    act = Act(asked)
    one, decision, reason = act.one, asked.said("decision", DECISIONS), _reason(asked)
    programme = act.programme(possible(one, asked.standing)["assess"])
    said = {"lane": asked.standing.name, "programme": programme, "unit": _candidate(one, asked.standing, programme), "decision": decision, "reason": reason}
    office = catalogue().duties[programme].office
    event = enveloped(ASSESSMENT_DECIDED.type, office, {}, act.time, said)
    asks = asked.ordinance.safeguards.human_assessment
    return act.done(event, office, programme, worded(f"screens.act.{decision}" if asks else "screens.act.not_asked"))


def _reason(asked: Asked) -> str:
    """Why, in a few words of the person's own. Letter: there is none, or it holds what could be a My Number."""
    reason = asked.said("reason").strip()
    if not reason:
        raise Letter("screens.not_said", name="reason", found="", allowed="1-200")
    if holds_number(reason):
        raise Letter("screens.number_in_text")
    return reason


def object_(asked: Asked) -> dict[str, Any]:
    """An objection of the resident to a duty."""
    act = Act(asked)
    case = act.case
    programme = act.programme(possible(case.one, asked.standing)["object"])
    event = act.tells(case, case.one.key, "objection.made", "register", {"duty": programme})
    return act.done(event, "register", programme, worded(f"screens.act.{'objected' if asked.ordinance.safeguards.objection else 'not_heard'}"))


def apply(asked: Asked) -> dict[str, Any]:
    """An application of the resident, or of the head of the household for a child; `consent`: to the use of tax data."""
    act = Act(asked)
    case = act.case
    programme = act.programme(possible(case.one, asked.standing)["apply"])
    office, consent = catalogue().duties[programme].office, asked.body.get("consent") is not False
    event = act.tells(case, _applicant(case), f"{office}.application-received", office, {"duty": programme, "tax_consent": consent})
    return act.done(event, office, programme, worded(f"screens.act.applied_{'consenting' if consent else 'without_consent'}"))


def _applicant(case: Case) -> int:
    """Who applies: the resident, or the head of the household for who is under ADULT."""
    members, facts = case.world.results().view.households, case.world.base.link.facts.dense
    birth = datetime.date.fromordinal(int(facts["birth"][case.world.row(case.one.key)]))
    day = datetime.date.fromordinal(case.world.day)
    if (day.year - birth.year) - ((day.month, day.day) < (birth.month, birth.day)) >= ADULT:
        return case.one.key
    heads = members.keys[members.relation == 0]
    return int(heads[0]) if len(heads) else case.one.key


def correct(asked: Asked) -> dict[str, Any]:
    """A correction that the resident asks for: `what` is `link:OFFICE` (the record under my number is somebody else's) or `income:YEAR`, with the right
    total income in yen as `value`. `programme`: of which the verdict is told."""
    act = Act(asked)
    case = act.case
    allowed = possible(case.one, asked.standing)
    what, programme = asked.said("what", [one["what"] for one in allowed["correct"]]), act.programme(allowed["object"])
    name, _, which = what.partition(":")
    if name == "link":
        data = {"office": which, "role": "from", "other_number": sandbox_number(NOBODYS)}
        return act.done(act.tells(case, case.one.key, RELINKED.type, which, data), which, programme, worded("screens.act.relinked"))
    event = act.tells(case, case.one.key, "tax.corrected", "tax", _income(case, int(which), asked.body.get("value")))
    return act.done(event, "tax", programme, worded("screens.act.corrected"))


def _income(case: Case, year: int, value: Any) -> dict[str, Any]:
    """What the tax office records anew of a year: what it held, with another total income. Letter: that is no income."""
    field = next(field for field in FACTS["tax.income"].fields if field.name == "total_income")
    if type(value) is not int or not 0 <= value <= 100_000_000:
        raise Letter("screens.not_said", name="value", found=str(value)[:20], allowed=f"0-100000000 ({field.label_en})")
    held = case.world.kept.of(case.world.record(case.one.key, "tax"), "tax.income")[year]
    return {"year": year, **{name: kept for name, kept in held.values.items() if kept is not None}, "total_income": value}
