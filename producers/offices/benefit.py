"""The benefit for exempt households (非課税世帯給付金), as it comes to those who ask: nobody is told of it unasked."""

from __future__ import annotations

import numpy as np

from producers.families import HEAD
from producers.offices.applications import close, decide, receive
from producers.offices.notices import recorded_one
from producers.people import codes
from producers.rights import judge
from producers.town import Town
from schemas.programmes import PROGRAMMES

STATUS = codes("welfare.benefit", "benefit")
DUTY = "exempt-household-benefit"
_ASK, _VAIN = 9_000, 200
"""In a month, of a million: heads of exempt households who ask; heads of others who do."""


def month(town: Town, index: int, first: int) -> None:
    """Who asks in a month, is told, confirms, declines, is paid."""
    if not PROGRAMMES[DUTY].covers(first):
        return
    people, rows = town.people, town.people.here()
    eligible, _ = judge(town, DUTY, rows, first, paper=True).of(people.n)
    heads = rows[(people.relation[rows] == HEAD) & (people.benefit[rows] == STATUS["none"])]
    chance = np.where(eligible[heads], _ASK, _VAIN)
    for head in heads[town.draws.chance("asks for the benefit", heads, chance, index)].tolist():
        _ask(town, head, bool(eligible[head]), first + town.draws.below_one("asks on", head, 6, index), index)


def _ask(town: Town, head: int, eligible: bool, day: int, index: int) -> None:
    day = receive(town, "welfare", head, DUTY, day)
    if not eligible:
        close(town, "welfare", head, DUTY, "denied", recorded_one(town, day, 5))
        return
    told = _step(town, head, "informed", recorded_one(town, day, 3))
    declines = town.draws.chance_one("declines", head, 40_000) or not town.declined
    town.declined += declines
    told = _step(town, head, "declined" if declines else "confirmed", recorded_one(town, told, 5))
    if not declines:
        told = _step(town, head, "paid", recorded_one(town, told, 7))
    decide(town, head, DUTY, "withdrawn" if declines else "granted", told)


def _step(town: Town, head: int, word: str, day: int) -> int:
    town.people.benefit[head] = STATUS[word]
    town.log.one(f"welfare.benefit-{word}", head, day, day, day)
    return day
