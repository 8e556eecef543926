"""Cases (事案): what of a household is open on a day, for each duty. A function of facts and the day, so order cannot matter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from processors.facts import BIT, SPARSE, Facts
from schemas.facts import APPLICATION
from schemas.vocabulary.declare import DUTIES

LIFE_EVENT_DAYS = 90
"""How long a life event keeps a case open, in days from the day on which it was recorded."""
_OPEN = APPLICATION[0].code("open")
_APPLICATIONS = tuple(fact for fact in SPARSE if fact.name == "application")


@dataclass
class Applications:
    """The open applications for one duty: the day of the newest by household (0: none), who applied, and whether tax data may be used."""

    applied: np.ndarray
    applicant: np.ndarray
    consent: np.ndarray


@dataclass
class Cases:
    """The cases of some households (n) with their members (m)."""

    applications: dict[str, Applications]
    life_event: np.ndarray
    """Day of the newest life event within LIFE_EVENT_DAYS, by household; 0: none."""


def cases_of(facts: Facts, members: np.ndarray, place: np.ndarray, n: int, day: int) -> Cases:
    """The open cases on `day` of households 0..n-1; `members` are rows of `facts`, `place` their household."""
    return Cases(_applications(facts, members, place, n), _life_events(facts, members, place, n, day))


def _applications(facts: Facts, members: np.ndarray, place: np.ndarray, n: int) -> dict[str, Applications]:
    made: dict[str, Applications] = {}
    for fact in _APPLICATIONS:
        mine = np.flatnonzero((facts.dense["has"][members] & BIT[fact.id]) != 0)
        if not len(mine):
            continue
        who, duty, columns = facts.series[fact.id].rows_of(members[mine])
        still = columns["application"] == _OPEN
        who, duty, applied, consent = mine[who[still]], duty[still], columns["applied_on"][still], columns["tax_consent"][still]
        for code in np.unique(duty).tolist():
            of = duty == code
            _add(made.setdefault(DUTIES[code], _none(n, len(members))), place, who[of], applied[of], consent[of])
    return made


def _none(n: int, m: int) -> Applications:
    return Applications(np.zeros(n, dtype=np.int32), np.zeros(m, dtype=bool), np.zeros(n, dtype=bool))


def _add(applications: Applications, place: np.ndarray, who: np.ndarray, applied: np.ndarray, consent: np.ndarray) -> None:
    np.maximum.at(applications.applied, place[who], applied)
    applications.applicant[who] = True
    applications.consent[place[who[consent]]] = True


def _life_events(facts: Facts, members: np.ndarray, place: np.ndarray, n: int, day: int) -> np.ndarray:
    newest = np.zeros(n, dtype=np.int32)
    mine = np.flatnonzero((facts.dense["has"][members] & BIT["register.life_event"]) != 0)
    if len(mine):
        _, columns = facts.series["register.life_event"].get(members[mine] << 32, ("life_event", "life_event_on"))
        on = columns["life_event_on"]
        fresh = (columns["life_event"] > 0) & (on > day - LIFE_EVENT_DAYS) & (on <= day)
        np.maximum.at(newest, place[mine[fresh]], on[fresh])
    return newest
