"""Homes that are not what the register says on the first day: parents split off on paper, partners never
registered, victims who fled."""

from __future__ import annotations

import numpy as np

from producers.days import ages
from producers.families import CHILD, HEAD, PARENT, SPOUSE, made_of, minors, sizes, spouse_of, with_spouse
from producers.rosters import FEMALE
from producers.town import Town

_SPLIT, _PARTNERS, _FLED = 200, 30, 12
"""Homes among 100,000 residents."""


def entangle(town: Town) -> None:
    """Lets paper and life differ for some homes."""
    if town.errors.false_household:
        _split_parents(town)
        _partners(town)
        _fled(town)


def _chosen(town: Town, what: str, per_100_000: int, heads: list[int]) -> list[int]:
    rows = np.array(heads, dtype=np.int64)
    wanted = max((town.residents * per_100_000 + 50_000) // 100_000, 1)
    return rows[np.argsort(town.draws.bits(what, rows), kind="stable")[:wanted]].tolist()


def _heads(town: Town, fit: np.ndarray, ages_: range) -> list[int]:
    """Heads of these ages of untouched households that fit (bool [households])."""
    people, homes = town.people, town.households
    rows = town.people.here()
    rows = rows[(people.relation[rows] == HEAD) & ~homes.entangled[people.household[rows]]]
    age = ages(people.birth[rows], town.start)
    rows = rows[(age >= ages_.start) & (age < ages_.stop)]
    return rows[fit[people.household[rows]]].tolist()


def _tie(town: Town, resident: int, host: int, relation: int, flaw: str) -> None:
    """`resident`, a household of one on paper, really lives with `host`."""
    people, homes = town.people, town.households
    own, home = int(people.household[resident]), int(people.household[host])
    homes.entangled[[own, home]] = True
    people.home[resident], people.home_relation[resident] = home, relation
    town.flaw(resident, flaw)


def _split_parents(town: Town) -> None:
    families = _heads(town, made_of(town, HEAD, SPOUSE, CHILD) & (sizes(town) >= 2) & (sizes(town) <= 4), range(40, 62))
    parents = _chosen(town, "split on paper", _SPLIT, _heads(town, sizes(town) == 1, range(72, 96)))
    for parent, host in zip(parents, _chosen(town, "host of a parent", _SPLIT, families), strict=False):
        _tie(town, parent, host, PARENT, "split-on-paper")
        town.people.family_name[parent] = town.people.family_name[host]
        town.households.district[town.people.household[parent]] = town.households.district[town.people.household[host]]
        town.households.lot[town.people.household[parent]] = town.households.lot[town.people.household[host]]


def _partners(town: Town) -> None:
    people = town.people
    fit = ~with_spouse(town) & made_of(town, HEAD, CHILD) & (sizes(town) >= 2)
    heads = [h for h in _heads(town, fit, range(20, 50)) if minors(town, int(people.household[h]), town.start)]
    lone = _chosen(town, "partner not registered", _PARTNERS, heads)
    single = _chosen(town, "who is the partner", 4 * _PARTNERS, _heads(town, sizes(town) == 1, range(25, 50)))
    for mother in lone:
        partner = next((s for s in single if people.sex[s] != people.sex[mother]), None)
        if partner is not None:
            single.remove(partner)
            _tie(town, partner, mother, SPOUSE, "partner-not-registered")
            town.flaw(mother, "partner-not-registered")


def _fled(town: Town) -> None:
    """A wife who left with the children before the first day and is still registered with him."""
    people, homes = town.people, town.households
    heads = _heads(town, made_of(town, HEAD, SPOUSE, CHILD) & (sizes(town) >= 3), range(25, 55))
    for head in _chosen(town, "fled", _FLED, heads):
        household = int(people.household[head])
        wife = spouse_of(town, household)
        if wife is None or people.sex[wife] != FEMALE:
            continue
        refuge = int(homes.found(1, kind=-1, entangled=1)[0])
        homes.entangled[household] = True
        for resident in [wife, *(m for m in minors(town, household, town.start) if m != head)]:
            people.home[resident], people.home_relation[resident] = refuge, HEAD if resident == wife else CHILD
            people.in_difficulty[resident] = True
            town.flaw(resident, "lives-elsewhere")
