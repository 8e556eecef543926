"""Cases (事案): what of a household is open on a day, for each duty. A function of facts and the day, so order cannot matter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from processors.store.facts import BIT, SPARSE, Facts
from schemas.facts import APPLICATION
from schemas.vocabulary.declare import DUTIES

LIFE_EVENT_DAYS = 90
"""How long a life event keeps a case open, in days from the day on which it was recorded."""
_OPEN = APPLICATION[0].code("open")
_APPLICATIONS = tuple(fact for fact in SPARSE if fact.name == "application")


@dataclass(frozen=True)
class Applications:
    """The open applications for one duty, by household that has any: int64 [a], ascending."""

    homes: np.ndarray
    applied: np.ndarray
    """Day of the newest, int32 [a]."""
    consent: np.ndarray
    """Whether tax data may be used, bool [a]."""
    applicants: np.ndarray
    """Who applied: places of members, int64 [b]."""


@dataclass(frozen=True)
class Cases:
    """The cases of some households (n)."""

    applications: dict[str, Applications]
    life_event: np.ndarray
    """Day of the newest life event within LIFE_EVENT_DAYS, by household; 0: none."""


def cases_of(facts: Facts, has: np.ndarray, members: np.ndarray, at: np.ndarray, place: np.ndarray, n: int, day: int) -> Cases:
    """The open cases on `day` of households 0..n-1. `members` (rows of `facts`, with the facts that they have) stand `at` these
    places among all members, and live in the household `place`."""
    return Cases(_applications(facts, has, members, at, place), _life_events(facts, has, members, place, n, day))


def _applications(facts: Facts, has: np.ndarray, members: np.ndarray, at: np.ndarray, place: np.ndarray) -> dict[str, Applications]:
    parts = []
    for fact in _APPLICATIONS:
        mine = np.flatnonzero(has & BIT[fact.id])
        if len(mine):
            who, duty, columns = facts.series[fact.id].rows_of(members[mine])
            still = np.flatnonzero(columns["application"] == _OPEN)
            parts.append((mine[who[still]], duty[still], columns["applied_on"][still], columns["tax_consent"][still]))
    if not parts:
        return {}
    who, duty, applied, consent = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    of_duty = {code: np.flatnonzero(duty == code) for code in set(duty.tolist())}
    return {DUTIES[code]: _by_home(place[who[of]], applied[of], consent[of], at[who[of]]) for code, of in of_duty.items()}


def _by_home(homes: np.ndarray, applied: np.ndarray, consent: np.ndarray, applicants: np.ndarray) -> Applications:
    order = np.argsort(homes, kind="stable")
    homes, applied, consent = homes[order], applied[order], consent[order]
    starts = np.flatnonzero(np.append(True, homes[1:] != homes[:-1]))
    return Applications(homes[starts], np.maximum.reduceat(applied, starts), np.logical_or.reduceat(consent, starts), applicants)


def _life_events(facts: Facts, has: np.ndarray, members: np.ndarray, place: np.ndarray, n: int, day: int) -> np.ndarray:
    newest = np.zeros(n, dtype=np.int32)
    mine = np.flatnonzero(has & BIT["register.life_event"])
    if len(mine):
        _, columns = facts.series["register.life_event"].get(members[mine] << 32, ("life_event", "life_event_on"))
        on = columns["life_event_on"]
        fresh = np.flatnonzero((columns["life_event"] > 0) & (on > day - LIFE_EVENT_DAYS) & (on <= day))
        np.maximum.at(newest, place[mine[fresh]], on[fresh])
    return newest
