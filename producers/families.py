"""Who belongs to which household: moving people between households, and who becomes the head when a head is gone."""

from __future__ import annotations

import numpy as np

from producers.days import age
from producers.people import NOBODY
from producers.town import Town
from schemas.facts import RELATIONS

HEAD, SPOUSE, CHILD, CHILD_SPOUSE, GRANDCHILD, PARENT, GRANDPARENT, SIBLING, SIBLING_SPOUSE, NEPHEW = range(10)
SPOUSE_PARENT, SPOUSE_CHILD, RELATIVE, CO_RESIDENT = range(10, len(RELATIONS))

ADULT = 18

_TO_SPOUSE = {
    CHILD: CHILD, SPOUSE_CHILD: CHILD, CHILD_SPOUSE: CHILD_SPOUSE, GRANDCHILD: GRANDCHILD,
    PARENT: SPOUSE_PARENT, SPOUSE_PARENT: PARENT, SIBLING: RELATIVE, CO_RESIDENT: CO_RESIDENT,
}  # fmt: skip
_TO_CHILD = {
    CHILD: SIBLING, CHILD_SPOUSE: SPOUSE, GRANDCHILD: CHILD, PARENT: GRANDPARENT,
    SIBLING: RELATIVE, CO_RESIDENT: CO_RESIDENT,
}  # fmt: skip
_TO_PARENT = {PARENT: SPOUSE, SIBLING: CHILD, CO_RESIDENT: CO_RESIDENT}
_TO_SIBLING = {SIBLING: SIBLING, CO_RESIDENT: CO_RESIDENT}
_TO_OTHER = {CO_RESIDENT: CO_RESIDENT, RELATIVE: RELATIVE, GRANDPARENT: GRANDPARENT, SPOUSE_PARENT: SPOUSE_PARENT}
"""Relations to the old head -> to the new one, by who the new one is."""


def put(town: Town, resident: int, household: int, relation: int) -> None:
    """Puts somebody into a household, on paper and in life; takes them out of the one before."""
    take_out(town, resident)
    people = town.people
    people.household[resident] = people.home[resident] = household
    people.relation[resident] = people.home_relation[resident] = relation
    town.households.members[household].append(resident)


def take_out(town: Town, resident: int) -> None:
    """Takes somebody out of their household."""
    people = town.people
    if people.household[resident] != NOBODY:
        town.households.members[people.household[resident]].remove(resident)
    people.household[resident] = people.home[resident] = NOBODY


def relate(town: Town, resident: int, relation: int) -> None:
    """Sets somebody's relation to the head, on paper and in life."""
    town.people.relation[resident] = town.people.home_relation[resident] = relation


def after(town: Town, staying: list[int], day: int) -> dict[int, int] | None:
    """The relations of those who stay, the old head being gone: {} if the head stays, None if nobody could be the
    head."""
    relation = {member: int(town.people.relation[member]) for member in staying}
    if not staying or HEAD in relation.values():
        return {} if _children_have_parents(relation, {}) else None
    for heirs, table in (
        (SPOUSE, _TO_SPOUSE),
        (CHILD, _TO_CHILD),
        (PARENT, _TO_PARENT),
        (SIBLING, _TO_SIBLING),
        (CO_RESIDENT, _TO_OTHER),
    ):
        adults = [m for m in staying if relation[m] == heirs and age(int(town.people.birth[m]), day) >= ADULT]
        if adults:
            heir = min(adults, key=lambda m: (int(town.people.birth[m]), m))
            return _related(town, relation, heir, table, day)
    return None


def _related(town: Town, relation: dict[int, int], heir: int, table: dict[int, int], day: int) -> dict[int, int] | None:
    new = {heir: HEAD}
    for member, old in relation.items():
        if member == heir:
            continue
        if old not in table:
            return None
        new[member] = table[old]
    return new if list(new.values()).count(SPOUSE) <= 1 and _children_have_parents(relation, new) else None


def _children_have_parents(old: dict[int, int], new: dict[int, int]) -> bool:
    """Whether there is still one child of the head for grandchildren, where there are any."""
    relations = list({**old, **new}.values())
    return GRANDCHILD not in relations or CHILD in relations or CHILD_SPOUSE in relations


def spouse_of(town: Town, household: int) -> int | None:
    """The head's spouse."""
    return next((m for m in town.members(household) if town.people.relation[m] == SPOUSE), None)


def minors(town: Town, household: int, day: int) -> list[int]:
    """Members under 18."""
    return [m for m in town.members(household) if age(int(town.people.birth[m]), day) < ADULT]


def made_of(town: Town, *allowed: int) -> np.ndarray:
    """Households all of whose members have relations out of these: bool [households]; empty ones too."""
    rows = town.people.here()
    other = rows[~np.isin(town.people.relation[rows], allowed)]
    plain = np.ones(town.households.n, dtype=bool)
    plain[town.people.household[other]] = False
    return plain


def with_spouse(town: Town) -> np.ndarray:
    """Households in which the head's spouse lives: bool [households]."""
    rows = town.people.here()
    married = np.zeros(town.households.n, dtype=bool)
    married[town.people.household[rows[town.people.relation[rows] == SPOUSE]]] = True
    return married


def sizes(town: Town) -> np.ndarray:
    """How many are registered in each household: int64 [households]."""
    return np.bincount(town.people.household[town.people.here()], minlength=town.households.n)
