"""The simpler join in two stages, as a stream processor with keyed state does it: by number, then by household.

Both stages are plain functions of one key's state and one message, so that every peer does the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic_core import from_json

from benchmarks.work import ALLOWANCE, HOME, INCOME, LOW_BITS, LOW_INCOME, PUPIL, Answer, slot_of

Shares = list[int]
"""Household number, and what is added to its members, incomes, allowances and pupils (or taken away)."""
Verdict = list[int]
"""Members; 1 for a low income; 1 for an allowance in payment; pupils of a household with either."""


def change_of(event: bytes) -> tuple[int, int] | None:
    """The slot that an event sets and its packed value; None for all other events."""
    return slot_of(from_json(event))


def link(slots: Sequence[int] | None, slot: int, value: int) -> tuple[list[int], list[Shares]] | None:
    """First stage, one number: its four slots after a change, and what households are told. None if there is a newer one already."""
    before = slots or (0, 0, 0, 0)
    if value <= before[slot]:
        return None
    after = [*before]
    after[slot] = value
    return after, _told(_share(before), _share(after))


def _share(slots: Sequence[int]) -> Shares:
    home = slots[HOME] & LOW_BITS
    return [home, 1, slots[INCOME] & LOW_BITS, slots[ALLOWANCE] & 1, slots[PUPIL] & 1] if home else [0] * 5


def _told(before: Shares, after: Shares) -> list[Shares]:
    if before[0] == after[0]:
        more = [a - b for a, b in zip(after[1:], before[1:])]
        return [[after[0], *more]] if after[0] and any(more) else []
    left = [[before[0], *(-share for share in before[1:])]] if before[0] else []
    return [*left, after] if after[0] else left


def judge(sums: Sequence[int] | None, shares: Shares) -> list[int]:
    """Second stage, one household: its four sums after some shares."""
    return [total + share for total, share in zip(sums or (0, 0, 0, 0), shares[1:])]


def verdict_of(sums: Sequence[int] | None) -> Verdict:
    """The three rules."""
    members, income, allowances, pupils = sums or (0, 0, 0, 0)
    low, allowance = members > 0 and income < LOW_INCOME, allowances > 0
    return [members, int(low), int(allowance), pupils if low or allowance else 0]


def answer_of(verdicts: Iterable[Verdict]) -> Answer:
    """What the newest verdict of each household says together."""
    there = [verdict for verdict in verdicts if verdict[0]]
    columns: list[Any] = [sum(column) for column in zip(*there)] if there else [0, 0, 0, 0]
    return Answer(columns[0], len(there), *columns[1:])
