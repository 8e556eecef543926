"""The resident register (住民記録): what it loads at the start, and how it tells of people and households."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from producers.families import HEAD, after, relate, take_out
from producers.offices.notices import notified_one, recorded_one
from producers.town import Town

TWO_WEEKS = 14
"""Notices of moves and of changed households are due within 14 days (住民基本台帳法22条, 23条, 25条)."""


class Notice:
    """One change as the register gets it: when it took effect, when it was notified and recorded."""

    def __init__(
        self, town: Town, stream: str, resident: int, effective: int, within: int = TWO_WEEKS, later: int = 20
    ) -> None:
        self.town, self.effective = town, effective
        self.notified = notified_one(town, stream, resident, effective, within, later)
        wait = town.draws.below_one(f"desk of {stream}", resident, 3, effective)
        self.recorded = recorded_one(town, self.notified, wait)

    def tell(self, type_: str, resident: int, *values: int) -> None:
        """One event of this change."""
        self.town.log.one(type_, resident, self.effective, self.notified, self.recorded, *values)

    def residence(self, type_: str, resident: int) -> None:
        """An event that says in which household somebody is now, and as what."""
        self.tell(type_, resident, *residence(self.town, resident))

    def quiet(self, *households: int) -> None:
        """No other change of these households before this one is recorded."""
        for household in households:
            self.town.households.quiet_until[household] = max(
                self.recorded, int(self.town.households.quiet_until[household])
            )


def residence(town: Town, resident: int) -> tuple[int, int]:
    """(household, relation)."""
    return int(town.people.household[resident]), int(town.people.relation[resident])


def address(town: Town, resident: int) -> tuple[int, int]:
    """(district, lot) of somebody's household."""
    household = int(town.people.household[resident])
    return int(town.households.district[household]), int(town.households.lot[household])


def person(town: Town, resident: int) -> tuple[int, int, int, int, int]:
    """(birth, sex, nationality, family name, given name)."""
    people = town.people
    return (int(people.birth[resident]), int(people.sex[resident]), int(people.foreign[resident]),
            int(people.family_name[resident]), int(people.given_name[resident]))  # fmt: skip


def enter(town: Town, type_: str, resident: int, notice: Notice) -> None:
    """Somebody new on the register: birth, moving in, entry ex officio."""
    notice.tell(type_, resident, *person(town, resident), *residence(town, resident), *address(town, resident))


def remain(
    town: Town, staying: Iterable[int], relations: dict[int, int], notice: Notice, told: Iterable[int] = ()
) -> None:
    """Tells all who stay that their household changed: new relations where the head is gone; `told` have an event
    of their own."""
    told = set(told)
    for member in staying:
        if member in relations:
            relate(town, member, relations[member])
        if member not in told:
            new_head = relations.get(member) == HEAD
            notice.residence("resident.head-changed" if new_head else "resident.household-changed", member)


def leave(town: Town, leaving: list[int], day: int) -> tuple[list[int], dict[int, int]] | None:
    """Who stays, and as what, when these leave a household; None if that leaves a household without a head (then
    nothing is changed)."""
    household = int(town.people.household[leaving[0]])
    staying = [m for m in town.members(household) if m not in leaving]
    relations = after(town, staying, day)
    if relations is None:
        return None
    for resident in leaving:
        take_out(town, resident)
    return staying, relations


def settled(town: Town, first: int) -> np.ndarray:
    """Households of whom nothing is still to be recorded, and that are what they seem: bool [households]."""
    homes = town.households
    return (homes.quiet_until[: homes.n] < first) & ~homes.entangled[: homes.n]


def free(town: Town, first: int) -> np.ndarray:
    """Residents whose household is settled: numbers of rows."""
    rows = town.people.here()
    return rows[settled(town, first)[town.people.household[rows]]]


def load(town: Town) -> None:
    """Tells all residents of the first day."""
    people, homes = town.people, town.households
    rows = people.here()
    household = people.household[rows]
    town.log.many(
        "resident.registered", rows, people.since[rows], people.since[rows], town.start,
        people.birth[rows], people.sex[rows], people.foreign[rows], people.family_name[rows], people.given_name[rows],
        household, people.relation[rows], homes.district[household], homes.lot[household], people.since[rows],
    )  # fmt: skip
