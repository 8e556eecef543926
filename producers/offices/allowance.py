"""Child allowance (児童手当): nearly every family with a child to the March after 18."""

from __future__ import annotations

import numpy as np

from producers.offices.applications import close, decide, receive
from producers.offices.notices import recorded_one
from producers.people import codes
from producers.rights import judge, with_children
from producers.town import Town

STATUS = codes("welfare.child_allowance", "child_allowance_status")
DUTY = "child-allowance"
GRANTED, ENDED = STATUS["granted"], STATUS["ended"]
_CLAIM, _SOON = 975_000, 700_000
"""Of a million families, who ever claim; and who claim within a month of being able to."""


def _rights(town: Town, day: int) -> tuple[np.ndarray, np.ndarray]:
    return judge(town, DUTY, with_children(town, day), day, paper=True).of(town.people.n)


def _claims(town: Town, rows: np.ndarray) -> np.ndarray:
    return town.draws.chance("claims child allowance", rows, _CLAIM)


def load(town: Town) -> None:
    """Those in payment on the first day, each with the application on file."""
    people = town.people
    eligible, amounts = _rights(town, town.start)
    rows = np.flatnonzero(eligible)
    for row in rows[_claims(town, rows)].tolist():
        children = [
            int(people.birth[m])
            for m in town.members(int(people.household[row]))
            if people.birth[m] > people.birth[row]
        ]
        since = min(max([*children, int(people.since[row])]) + 15, town.start - 1)
        receive(town, "welfare", row, DUTY, since)
        _grant(town, row, int(amounts[row]), since, town.start)


def _grant(town: Town, row: int, amount: int, day: int, told: int) -> None:
    town.people.allowance[row], town.people.allowance_yen[row] = GRANTED, amount
    town.log.one("welfare.child-allowance-granted", row, day, day, told, amount)
    decide(town, row, DUTY, "granted", day)


def month(town: Town, index: int, first: int) -> None:
    """New claims, other amounts, ends of a month."""
    people, n = town.people, town.people.n
    eligible, amounts = _rights(town, first)
    paid = people.allowance[:n] == GRANTED
    new = np.flatnonzero(eligible & ~paid)
    for row in new[_claims(town, new) & town.draws.chance("claims soon", new, _SOON, index)].tolist():
        day = receive(town, "welfare", row, DUTY, first + town.draws.below_one("claims on", row, 14, index))
        _grant(town, row, int(amounts[row]), day, recorded_one(town, day, 5))
    changed = np.flatnonzero(eligible & paid & (amounts != people.allowance_yen[:n]))
    days = first + town.draws.below("allowance changed on", changed, 18, index)
    for row, day in zip(changed.tolist(), days.tolist(), strict=True):
        people.allowance_yen[row] = amounts[row]
        town.log.one("welfare.child-allowance-changed", row, first, day, recorded_one(town, day), int(amounts[row]))
    for row in np.flatnonzero(paid & ~eligible).tolist():
        _end(town, row, recorded_one(town, first + 12))


def _end(town: Town, row: int, day: int) -> None:
    town.people.allowance[row], town.people.allowance_yen[row] = ENDED, 0
    town.log.one("welfare.child-allowance-ended", row, day, day, day)
    close(town, "welfare", row, DUTY, "ended", day)
