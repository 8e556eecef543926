"""Numbers: changed ones, records linked to the wrong number and set right, and objections to a duty."""

from __future__ import annotations

import numpy as np

from producers.days import ages
from producers.links import WrongLink
from producers.log import OFFICES
from producers.offices.register import free
from producers.people import NOBODY
from producers.town import Town
from schemas.vocabulary.declare import DUTIES

_CHANGED, _OBJECTIONS, _WITHDRAWN = 12, 40, 12
_PER_RECORDS = 10_000
"""One record in so many is linked to the wrong number (domain facts 6.4)."""
_MIX = (
    "household",
    "household",
    "household",
    "household",
    "household",
    "household",
    "household",
    "household",
    "same-name",
    "same-name",
    "same-name",
    "session",
)
"""Eighty in a hundred within the household, fifteen to somebody of the same name, five to whoever was next at the
desk, roughly."""
_FROM, _TO = 0, 1
_FOUND_OUT = 750_000
_LATER_DAYS = 15
_ATTEMPTS = 200


def mislink(town: Town) -> None:
    """Chooses whose records stand under a wrong number from the first day on."""
    if not town.errors.wrong_links:
        return
    for office in OFFICES[1:]:
        rows = town.log.residents(office)
        for place in range(max(len(rows) * int(town.errors.wrong_links) // _PER_RECORDS, 1 if town.residents >= 1000 else 0)):
            _mislink_one(town, office, rows, place)


def _mislink_one(town: Town, office: str, rows: np.ndarray, place: int) -> None:
    how = _MIX[town.draws.below_one(f"how mislinked at {office}", place, len(_MIX))]
    for attempt in range(_ATTEMPTS):
        resident = int(rows[town.draws.below_one(f"mislinked at {office}", place, len(rows), attempt)])
        other = _other(town, resident, how)
        if other != NOBODY and (office, resident) not in town.links.wrong:
            town.links.wrong[office, resident] = WrongLink(office, resident, other, how)
            town.flaw(resident, f"linked-to-another:{office}")
            town.flaw(other, f"has-anothers-record:{office}")
            return


def _other(town: Town, resident: int, how: str) -> int:
    """Whose number it is: a member of the household, somebody of the same name, the one before at the desk."""
    people, n = town.people, town.people.n
    if how == "household":
        return next((m for m in town.members(int(people.household[resident])) if m != resident), NOBODY)
    if how == "session":
        return (resident + 1) % n
    same = (people.family_name[:n] == people.family_name[resident]) & (
        people.given_name[:n] == people.given_name[resident]
    )
    same &= people.household[:n] != people.household[resident]
    return int(np.flatnonzero(same)[0]) if same.any() else NOBODY


def month(town: Town, index: int, first: int) -> None:
    """What changes about numbers within a month."""
    _repair(town, index, first)
    _change(town, index, first)
    _object(town, index, first)


def _repair(town: Town, index: int, first: int) -> None:
    """A wrong link is found (three in four within the year) and set right: under the wrong number and under the
    right one."""
    for place, ((office, resident), link) in enumerate(town.links.wrong.items()):
        when = 1 + town.draws.below_one(f"found out at {office}", resident, max(town.months * 3 // 4, 1))
        found_out = place == 0 or town.draws.chance_one("found out at all", resident, _FOUND_OUT)
        if when % town.months != index or not found_out or not town.alive(resident):
            continue
        day = first + 17
        mine, others = town.links.numbers_of(resident)[0], town.links.numbers_of(link.other)[0]
        code = OFFICES.index(office)
        town.log.one("record.relinked", resident, day, day, day, code, _FROM, mine, office=office)
        town.log.one("record.relinked", resident, day, day, day, code, _TO, others, office=office)
        town.flaw(resident, f"relinked:{office}")


def _change(town: Town, index: int, first: int) -> None:
    """A new number (番号法7条2項); other offices go on with the old one for up to two weeks."""
    linked = [resident for key, link in town.links.wrong.items() for resident in (key[1], link.other)]
    rows = free(town, first)
    rows = rows[~np.isin(rows, linked + list(town.links.changed)) & (ages(town.people.birth[rows], first) >= 18)]
    for resident in town.schedule.take("number changed", _CHANGED, index, rows):
        day = first + 11
        old, new = town.links.numbers_of(resident)
        waits = {
            office: day
            + (town.draws.below_one(f"old number at {office}", resident, _LATER_DAYS) if town.errors.lag else 0)
            for office in OFFICES[1:]
        }
        town.links.changed[resident] = {"register": day, **waits}
        town.log.one("resident.number-changed", resident, day, day, day, _FROM, new)
        town.log.one("resident.number-changed", resident, day, day, day, _TO, old)


def _object(town: Town, index: int, first: int) -> None:
    """Objections to a duty, and some taken back."""
    rows = free(town, first)
    rows = rows[ages(town.people.birth[rows], first) >= 18]
    for resident in town.schedule.take("objection", _OBJECTIONS, index, rows):
        duty = DUTIES.index(
            ("child-watch", "exempt-household-benefit", "school-aid")[town.draws.below_one("objects to", resident, 3)]
        )
        if (resident, duty) not in town.objections:
            town.objections[resident, duty] = first + 13
            town.log.one("objection.made", resident, first + 13, first + 13, first + 13, duty)
    standing = np.array(
        [resident for (resident, _), day in town.objections.items() if day < first and town.alive(resident)],
        dtype=np.int64,
    )
    for resident in town.schedule.take("objection withdrawn", _WITHDRAWN, index, standing):
        duty = next(d for (r, d), day in town.objections.items() if r == resident and day < first)
        del town.objections[resident, duty]
        town.log.one("objection.withdrawn", resident, first + 16, first + 16, first + 16, duty)
