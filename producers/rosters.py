"""Who lives in a household of a given kind and size: relations to the head, ages, sexes (domain facts 6.1, 6.2).

Relations are unambiguous: grandchildren only where the head has exactly one adult child, who is their parent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from producers.draws import Draws, below, pick
from schemas.facts import RELATIONS

YEAR = 365
HEAD, SPOUSE, CHILD, CHILD_SPOUSE, GRANDCHILD, PARENT = (RELATIONS.index(word) for word in RELATIONS[:6])
SIBLING, NEPHEW, CO_RESIDENT = (RELATIONS.index(word) for word in ("sibling", "nephew-niece", "co-resident"))
SPOUSE_PARENT, SPOUSE_CHILD = (RELATIONS.index(word) for word in ("spouse-parent", "spouse-child"))
FEMALE, MALE = 0, 1

BANDS = tuple(range(15, 95, 5))
"""Youngest age of the head in each band of five years."""


@dataclass(frozen=True)
class Roster:
    """A kind of household: its census type and, for each size, the relations of its members."""

    type: str
    members: tuple[int, ...]
    mothers: int
    """How many heads in a thousand are women (for kinds with one head of any sex)."""


def _family(kids: int) -> tuple[int, ...]:
    return (HEAD, SPOUSE, *[CHILD] * kids)


ROSTERS: dict[str, Roster] = {
    "single": Roster("single", (HEAD,), 500),
    "couple": Roster("couple", (HEAD, SPOUSE), 60),
    **{f"family-{n}": Roster("family", _family(n), 60) for n in (1, 2, 3, 4)},
    "family-heir": Roster("family", (HEAD, PARENT, PARENT), 300),
    **{f"lone-{n}": Roster("lone", (HEAD, *[CHILD] * n), 860) for n in (1, 2, 3)},
    "lone-heir": Roster("lone", (HEAD, PARENT), 350),
    "three-heir-1": Roster("other", (HEAD, SPOUSE, CHILD, PARENT), 60),
    "three-heir-2": Roster("other", (HEAD, SPOUSE, CHILD, CHILD, PARENT), 60),
    "three-heir-3": Roster("other", (HEAD, SPOUSE, CHILD, CHILD, PARENT, PARENT), 60),
    "three-elder": Roster("other", (HEAD, SPOUSE, CHILD, CHILD_SPOUSE, GRANDCHILD, GRANDCHILD), 60),
    "lone-elder": Roster("other", (HEAD, SPOUSE, CHILD, GRANDCHILD), 60),
    "couple-parent": Roster("other", (HEAD, SPOUSE, PARENT), 60),
    "siblings": Roster("other", (HEAD, SIBLING), 450),
    "co-residents": Roster("other", (HEAD, CO_RESIDENT), 400),
}
"""All kinds, in the order of the table of weights."""

_SPOUSE_GAP = (2, 4, 8, 14, 20, 18, 12, 8, 5, 4, 3, 2)
"""Weights of the wife being -3..8 years younger."""
_ELDEST_GAP = (3, 5, 7, 9, 11, 13, 15, 15, 14, 12, 10, 8, 6, 5, 4, 3, 2, 1)
"""Weights of a parent being 22..39 years older than the eldest child."""
_SIBLING_GAP = (20, 35, 25, 12, 5, 3)
"""Weights of 1..6 years between brothers and sisters."""


class Ages:
    """Ages in days of the members of many households of one roster, drawn one member after another."""

    def __init__(self, draws: Draws, households: np.ndarray, head: np.ndarray) -> None:
        self.draws, self.households, self.head = draws, households, head

    def _years(self, what: str, weights: tuple[int, ...], first: int) -> np.ndarray:
        bits = self.draws.bits(f"gap {what}", self.households)
        return (pick(bits, weights) + first) * YEAR + below(self.draws.bits(f"days {what}", self.households), YEAR)

    def spouse(self) -> np.ndarray:
        """Of the head's spouse, an adult."""
        return np.maximum(self.head - self._years("spouse", _SPOUSE_GAP, -3), 18 * YEAR + 100)

    def children(self, parent: np.ndarray, kids: int) -> list[np.ndarray]:
        """Of a parent's children, the eldest first, each at least ten months apart."""
        youngest = below(self.draws.bits("newest", self.households), 330) + 3
        eldest = np.maximum(parent - self._years("eldest", _ELDEST_GAP, 22), youngest + (kids - 1) * 420)
        ages = [np.minimum(eldest, parent - 18 * YEAR)]
        for kid in range(1, kids):
            least = youngest + (kids - 1 - kid) * 420
            ages.append(
                np.maximum(ages[-1] - self._years(f"sibling {kid}", _SIBLING_GAP, 1), np.minimum(least, ages[-1] - 320))
            )
        return ages

    def parent(self, place: int) -> np.ndarray:
        """Of the head's parent; the second one is a few years younger."""
        elder = np.minimum(self.head + self._years("eldest", _ELDEST_GAP, 22), 99 * YEAR)
        return (
            elder
            if place == 0
            else np.maximum(
                elder - below(self.draws.bits("second parent", self.households), 6 * YEAR), self.head + 20 * YEAR
            )
        )

    def near(self, years: int) -> np.ndarray:
        """Of somebody about as old as the head, an adult."""
        span = 2 * years * YEAR
        return np.maximum(
            self.head - years * YEAR + below(self.draws.bits("near", self.households), span), 18 * YEAR + 30
        )


def ages_of(kind: str, draws: Draws, households: np.ndarray, head: np.ndarray) -> np.ndarray:
    """Ages in days of all members of households of one kind: int64 [n, members]."""
    roster, ages = ROSTERS[kind].members, Ages(draws, households, head)
    columns = [head]
    kids = roster.count(CHILD) if GRANDCHILD not in roster else 0
    own = iter(ages.children(head, kids)) if kids else iter(())
    parents = 0
    middle = np.maximum(ages.children(head, 1)[0], 22 * YEAR) if GRANDCHILD in roster else head
    grand = iter(ages.children(middle, roster.count(GRANDCHILD))) if GRANDCHILD in roster else iter(())
    for relation in roster[1:]:
        if relation == SPOUSE:
            columns.append(ages.spouse())
        elif relation == CHILD:
            columns.append(next(own) if kids else middle)
        elif relation == CHILD_SPOUSE:
            columns.append(np.maximum(middle - 400, 20 * YEAR))
        elif relation == GRANDCHILD:
            columns.append(next(grand))
        elif relation == PARENT:
            columns.append(ages.parent(parents))
            parents += 1
        else:
            columns.append(ages.near(6))
    return np.stack(columns, axis=1)


_OLD = 65 * YEAR


def _head_is_woman(kind: str, draws: Draws, households: np.ndarray, head: np.ndarray) -> np.ndarray:
    share: int | np.ndarray = ROSTERS[kind].mothers
    if kind == "single":
        share = np.where(head < _OLD, 420, 690)
    return draws.below("head's sex", households, 1000) < share


def sexes_of(kind: str, draws: Draws, households: np.ndarray, head: np.ndarray) -> np.ndarray:
    """Sexes of all members: int64 [n, members]; partners differ, one parent of two is the mother."""
    roster = ROSTERS[kind].members
    woman = _head_is_woman(kind, draws, households, head)
    sexes = np.stack(
        [draws.below(f"sex {place}", households, 1000) >= 488 for place in range(len(roster))], axis=1
    ).astype(np.int64)
    sexes[:, 0] = np.where(woman, FEMALE, MALE)
    for place, relation in enumerate(roster):
        if relation == SPOUSE:
            sexes[:, place] = 1 - sexes[:, 0]
        elif relation == CHILD_SPOUSE:
            sexes[:, place] = 1 - sexes[:, place - 1]
        elif relation == PARENT:
            second = place and roster[place - 1] == PARENT
            alone = draws.below("parent's sex", households, 1000) >= 800
            sexes[:, place] = 1 - sexes[:, place - 1] if second else MALE if roster.count(PARENT) == 2 else alone
    return sexes
