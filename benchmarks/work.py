"""The work that every peer does: a simpler four-way join by number, household sums, three rules.

Four slots a resident, one from each office: household, income of the newest year, child-rearing allowance in payment,
pupil. A slot is one packed integer; the greatest wins, in whatever order events arrive. Three rules a household:
low income, an allowance in payment, pupils of a household with either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.vocabulary import EVENT_TYPES

OFFICES = ("register", "tax", "welfare", "child")
LOW_INCOME = 3_000_000
"""A household whose incomes sum to less than this many yen has a low income."""

HOME, INCOME, ALLOWANCE, PUPIL = range(4)
"""The slots of a resident."""
BITS = 31
LOW_BITS = (1 << BITS) - 1
"""The value of a packed slot: household number or yen. Above it the sequence (less than 2**25), then the year."""
YEAR_BITS, FIRST_YEAR = 56, 1990


def _types_with(field: str) -> frozenset[str]:
    return frozenset(type_ for type_, event in EVENT_TYPES.items() if field in {f.name for f in event.fields})


HOME_TYPES, INCOME_TYPES = _types_with("household"), _types_with("total_income")
GONE_TYPES = frozenset({"resident.moved-out", "resident.moved-abroad", "resident.died", "resident.deleted-ex-officio"})
_PAYMENT = {"granted": 1, "changed": 1, "suspended": 0, "ended": 0}
ALLOWANCE_TYPES = {f"welfare.rearing-allowance-{word}": flag for word, flag in _PAYMENT.items()}
PUPIL_TYPES = {"child.enrolled": 1, "child.transferred": 1, "child.left-school": 0}

_SLOTS = (
    dict.fromkeys(HOME_TYPES, (HOME, 1))
    | dict.fromkeys(GONE_TYPES, (HOME, 0))
    | dict.fromkeys(INCOME_TYPES, (INCOME, 1))
    | {type_: (ALLOWANCE, flag) for type_, flag in ALLOWANCE_TYPES.items()}
    | {type_: (PUPIL, flag) for type_, flag in PUPIL_TYPES.items()}
)


def slot_of(event: dict[str, Any]) -> tuple[int, int] | None:
    """The slot that a parsed event sets and its packed value; None if it sets none of the four."""
    found = _SLOTS.get(event["type"])
    if found is None:
        return None
    slot, flag = found
    data = event["data"]
    if slot == HOME:
        return HOME, data["sequence"] << BITS | (data["household"] if flag else 0)
    if slot == INCOME:
        return INCOME, (data["year"] - FIRST_YEAR) << YEAR_BITS | data["sequence"] << BITS | data["total_income"]
    return slot, data["sequence"] << 1 | flag


@dataclass(frozen=True)
class Answer:
    """What all peers have to find: people, households, and whom the three rules meet."""

    residents: int
    households: int
    low_income: int
    with_allowance: int
    pupils: int


@dataclass(frozen=True)
class Run:
    """One run of one engine. `seconds` by phase; `work` is the join itself, on events already parsed.

    `answer` is None for an engine that does other work; `state_bytes` is what it keeps at the end, where it can tell.
    """

    events: int
    seconds: dict[str, float]
    answer: Answer | None = None
    state_bytes: int | None = None
