"""Applications: received, decided, closed; each is also noted as what the resident applied for."""

from __future__ import annotations

from producers.offices.notices import recorded_one
from producers.town import Application, Town
from schemas.vocabulary.declare import DUTIES

_CONSENTS = 930_000
"""Of a million applicants, who agree to the use of their tax data."""
_WORDS = {"denied": "rejected", "withdrawn": "withdrawn", "ended": "ended"}


def receive(town: Town, office: str, applicant: int, duty: str, day: int, of: list[int] | None = None) -> int:
    """Receives an application of a day; gives the day recorded. `of`: for whom it is, where not for the applicant."""
    code = DUTIES.index(duty)
    told = max(recorded_one(town, day), town.start)
    consent = int(town.draws.chance_one("consents", applicant, _CONSENTS, code))
    town.log.one(f"{office}.application-received", applicant, day, day, told, code, consent)
    for resident in of or [applicant]:
        town.apply(resident, Application(duty, day))
    return told


def decide(town: Town, resident: int, duty: str, result: str, day: int) -> None:
    """Notes how the newest application for a duty was decided."""
    for application in reversed(town.applications.get(resident, [])):
        if application.duty == duty:
            application.result, application.decided_on = result, day
            return


def close(
    town: Town, office: str, applicant: int, duty: str, result: str, day: int, of: list[int] | None = None
) -> None:
    """Closes the case: `denied`, `withdrawn` or `ended`."""
    town.log.one(f"{office}.application-{_WORDS[result]}", applicant, day, day, day, DUTIES.index(duty))
    for resident in of or [applicant]:
        decide(town, resident, duty, result, day)
