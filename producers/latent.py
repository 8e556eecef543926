"""What no office records and no formula reads: who is in difficulty, who gets more than they should or what they have no
right to, who could pay what they owe, who has hardly any savings."""

from __future__ import annotations

import numpy as np

from producers.days import ages
from producers.offices.assistance import IN_FORCE
from producers.offices.insurance import INSURED
from producers.offices.rearing import DUTY, FULL, PART
from producers.people import REGISTERED
from producers.rights import judge, with_children
from producers.town import Town
from schemas.programmes import PROGRAMMES

_LOW, _OTHERS = 90_000, 9_000
"""Of a million households with somebody under 18: in difficulty on the first day, with little income and without."""

_ABLE_LOW, _ABLE = 150_000, 650_000
"""Of a million heads who owe premiums and are in no difficulty, who could pay: with little income, and others
(assumptions)."""

_LITTLE, _LITTLE_OTHERS = 480_000, 120_000
"""Of a million households, with savings of less than a month's living cost: of those made to have little income, and of
the others. D, from the take-up of 生活保護 by income alone and with assets, 15.3 % and 32.1 % (domain facts 6.3)."""


def difficulty(town: Town) -> None:
    """Households with children that are in difficulty on the first day: poverty makes it likelier, and is not the
    same."""
    people, n = town.people, town.people.n
    low = town.households.low[people.household[:n]]
    homes = people.household[:n]
    hard = town.draws.chance("in difficulty", homes, np.where(low, _LOW, _OTHERS))
    people.in_difficulty[:n] |= hard & (ages(people.birth[:n], town.start) < 18)


def overpaid(town: Town) -> np.ndarray:
    """Who gets the child-rearing allowance on the last day and would not, or would get less, if all were known:
    bool [people]."""
    paid, eligible, amount = _rearing(town)
    return paid & (~eligible | (amount < town.people.rearing_yen[: town.people.n]))


def not_entitled(town: Town) -> np.ndarray:
    """Who gets the child-rearing allowance on the last day and has no right to any: bool [people]."""
    paid, eligible, _ = _rearing(town)
    return paid & ~eligible


def _rearing(town: Town) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who is paid the child-rearing allowance on the last day, who has a right to it in truth, and to how much.
    [people]"""
    n = town.people.n
    paid = np.isin(town.people.rearing[:n], (FULL, PART))
    if not PROGRAMMES[DUTY].covers(town.end) or not paid.any():
        nobody = np.zeros(n, dtype=bool)
        return nobody, nobody, np.zeros(n, dtype=np.int64)
    return paid, *judge(town, DUTY, with_children(town, town.end, paper=False), town.end, paper=False).of(n)


def withholds_premium(town: Town) -> np.ndarray:
    """The insured of whose household the head owes premiums of the national health insurance on the last day and could
    pay them: bool [people]. Who is in difficulty cannot; of the others the poor can less often."""
    people, n = town.people, town.people.n
    owing = np.flatnonzero((people.premium_arrears[:n] > 0) & (people.residency[:n] == REGISTERED))
    low = town.households.low[people.household[owing]]
    able = town.draws.chance("could pay the premium", owing, np.where(low, _ABLE_LOW, _ABLE)) & ~people.in_difficulty[owing]
    homes = np.zeros(town.households.n + 1, dtype=bool)
    homes[people.household[owing[able]]] = True
    return (people.insurance[:n] == INSURED) & homes[people.household[:n]] & (people.residency[:n] == REGISTERED)


def little_assets(town: Town) -> np.ndarray:
    """Who lives in a household with hardly any savings on the last day; whoever is on public assistance does: bool
    [people]."""
    people, n = town.people, town.people.n
    homes = people.home[:n]
    low = town.households.low[np.maximum(homes, 0)]
    little = town.draws.chance("little savings", np.maximum(homes, 0), np.where(low, _LITTLE, _LITTLE_OTHERS))
    return (people.assistance[:n] == IN_FORCE) | (little & (homes >= 0))
