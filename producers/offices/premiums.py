"""Collecting the premiums of the national health insurance (国民健康保険料) from heads of households: overdue, demanded, a
chance to talk given, cleared."""

from __future__ import annotations

import numpy as np

from producers.draws import smallest
from producers.families import HEAD
from producers.offices.insurance import INSURED
from producers.offices.notices import recorded_one
from producers.people import codes
from producers.town import Town

STATUS = codes("welfare.premium", "premium_arrears")
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


def load(town: Town) -> None:
    """Who owes premiums on the first day."""
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
    homes[people.household[rows[people.insurance[rows] == INSURED]]] = True
    return rows[(people.relation[rows] == HEAD) & homes[people.household[rows]]]


def _set(town: Town, head: int, state: str, event: str, day: int, told: int) -> None:
    town.people.premium_arrears[head] = STATUS[state]
    town.log.one(f"welfare.{event}", head, day, day, told)


def month(town: Town, index: int, first: int) -> None:
    """A month of collecting."""
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
