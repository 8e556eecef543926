"""The national health insurance (国民健康保険): who is insured, and the collecting of its premiums from heads of households."""

from __future__ import annotations

import numpy as np

from producers.days import ages
from producers.draws import smallest
from producers.families import HEAD
from producers.offices.assistance import IN_FORCE
from producers.offices.notices import recorded_one
from producers.people import codes
from producers.town import Town

STATUS = codes("welfare.premium", "premium_arrears")
FULL_TIME = 1
_OLD = 75
"""From this age on the medical insurance of the old (後期高齢者医療) insures."""
_NEXT = {
    "none": ("premium-fell-overdue", "overdue", 500),
    "overdue": ("premium-demanded", "demanded", 450),
    "demanded": ("premium-talk-offered", "talk-offered", 300),
}
"""From each state: the event, the state after it, and how often in a year among 100,000 residents (assumptions)."""
_CLEARED, _FROM_BEFORE = 450, 700
"""A year, among 100,000 residents: who pays what they owe; and who owes on the first day (assumptions)."""
_STATES = {"overdue": 300, "demanded": 300, "talk-offered": 400}
"""Who owed on the first day, of a thousand: how far the collection had come."""


def insured_now(town: Town) -> np.ndarray:
    """Who should be insured: nobody of 75 or more, on public assistance (国保法6条), or in a household with an employee,
    whose insurance takes the family in (simplified). bool [people]"""
    people, n, rows = town.people, town.people.n, town.people.here()
    home = people.household[rows]
    employed = np.zeros(town.households.n, dtype=bool)
    employed[home[people.work[rows] == FULL_TIME]] = True
    made = np.zeros(n, dtype=bool)
    young = ages(people.birth[rows], town.start) < _OLD
    made[rows] = young & (people.assistance[rows] != IN_FORCE) & ~employed[home]
    return made


def load(town: Town) -> None:
    """Who is insured on the first day, and who owes from before."""
    rows = np.flatnonzero(insured_now(town))
    town.people.insured[rows] = True
    town.log.many("welfare.insurance-joined", rows, town.start - 400, town.start - 400, town.start)
    heads = _heads(town)
    owing = smallest(town.draws.bits("owes premiums from before", heads), town.residents * _FROM_BEFORE // 100_000)
    for head in heads[owing].tolist():
        _owe_from_before(town, head)


def _owe_from_before(town: Town, head: int) -> None:
    reached = list(_STATES)[town.draws.pick_one("owes premiums since", head, tuple(_STATES.values()))]
    for days, (event, state, _) in zip((400, 300, 200), _NEXT.values(), strict=True):
        _set(town, head, state, event, town.start - days, town.start)
        if state == reached:
            return


def _heads(town: Town) -> np.ndarray:
    """Heads of households with somebody insured: they owe the premium (国保法76条), insured or not."""
    people, rows = town.people, town.people.here()
    homes = np.zeros(town.households.n, dtype=bool)
    homes[people.household[rows[people.insured[rows]]]] = True
    return rows[(people.relation[rows] == HEAD) & homes[people.household[rows]]]


def _set(town: Town, head: int, state: str, event: str, day: int, told: int) -> None:
    town.people.premium_arrears[head] = STATUS[state]
    town.log.one(f"welfare.{event}", head, day, day, told)


def month(town: Town, index: int, first: int) -> None:
    """Who joins and who leaves in a month, and a month of collecting."""
    people, now = town.people, insured_now(town)
    here = people.here()
    day = recorded_one(town, first + 2)
    for event, rows in (
        ("joined", here[now[here] & ~people.insured[here]]),
        ("left", here[~now[here] & people.insured[here]]),
    ):
        people.insured[rows] = event == "joined"
        town.log.many(f"welfare.insurance-{event}", rows, first, first, day)
    _collect(town, index, first)


def _collect(town: Town, index: int, first: int) -> None:
    people, heads = town.people, _heads(town)
    moved: set[int] = set()
    for before, (event, state, often) in _NEXT.items():
        rows = heads[(people.premium_arrears[heads] == STATUS[before]) & ~np.isin(heads, list(moved))]
        for head in town.schedule.take(event, often, index, rows):
            day = recorded_one(town, first + town.draws.below_one(event, head, 22, index))
            _set(town, head, state, event, day, day)
            moved.add(head)
    here = people.here()
    owing = here[(people.premium_arrears[here] != STATUS["none"]) & ~np.isin(here, list(moved))]
    for head in town.schedule.take("premiums cleared", _CLEARED, index, owing):
        day = recorded_one(town, first + town.draws.below_one("premiums cleared on", head, 22, index))
        _set(town, head, "none", "premium-cleared", day, day)
