"""Moving into the town: whole households from elsewhere in Japan and from abroad, entries ex officio."""

from __future__ import annotations

import numpy as np

from producers.draws import below
from producers.families import HEAD
from producers.incomes import arrive
from producers.names import LOTS
from producers.offices.register import Notice, enter
from producers.people import DELETED
from producers.population import given_names
from producers.rosters import BANDS, ROSTERS, YEAR, ages_of, sexes_of
from producers.town import Town

_A_MONTH = 1_950
"""Households that move in within a month, of a million residents of the first day."""
_KINDS = {"single": 700, "couple": 95, "family-1": 85, "family-2": 70, "lone-1": 30, "lone-2": 20}
_HEADS = {"single": (60, 320, 220, 110, 80, 60, 40, 30, 25, 20, 15, 10, 5, 5, 0, 0), "other": (0, 40, 180, 260, 220, 120, 70, 40, 25, 20, 15, 10, 0, 0, 0, 0)}
"""Weights of bands of the head's age."""


def month(town: Town, index: int, first: int) -> list[int]:
    """Who moves in within one month: rows of new residents."""
    counter = town.arrivals + np.arange(_count(town, index))
    kinds = list(_KINDS)
    arrived: list[int] = []
    for place, kind in zip(counter.tolist(), town.draws.pick("kind of arrival", counter, list(_KINDS.values())).tolist(), strict=True):
        abroad = town.draws.chance_one("from abroad", place, 60_000)
        day = first + town.draws.below_one("arrives on", place, 28)
        arrived += settle(town, kinds[kind], place, day, "resident.moved-in-from-abroad" if abroad else "resident.moved-in", abroad)
    town.arrivals += len(counter)
    for _ in range(town.schedule.due("entered ex officio", 12, index)):
        arrived += settle(town, "single", town.arrivals, first + 8, "resident.entered-ex-officio", False)
        town.arrivals += 1
    return arrived


def _count(town: Town, index: int) -> int:
    expected = town.residents * _A_MONTH
    return expected // 1_000_000 + town.draws.chance_one("one more arrival", index, expected % 1_000_000)


def settle(town: Town, kind: str, place: int, day: int, type_: str, abroad: bool) -> list[int]:
    """One household of a kind that comes to live here on a day: its members, told to the register."""
    household = _found(town, place, day)
    members = _members(town, kind, household, day, abroad)
    notice = Notice(town, "arrival", members[0], day, 14, 40)
    for member in members:
        town.members(household).append(member)
        enter(town, type_, member, notice)
    notice.quiet(household)
    arrive(town, np.array(members), day)
    return members


def _found(town: Town, place: int, day: int) -> int:
    draws, texts = town.draws, town.texts
    district = texts.districts[0] + draws.below_one("district of arrival", place, len(texts.districts))
    lot = texts.lots[0] + draws.below_one("lot of arrival", place, len(LOTS))
    return int(town.households.found(1, district=district, lot=lot, kind=-1, quiet_until=day)[0])


def _members(town: Town, kind: str, household: int, day: int, abroad: bool) -> list[int]:
    draws, people, texts = town.draws, town.people, town.texts
    at = np.array([household])
    band = int(draws.pick("band of arrival", at, _HEADS["single" if kind == "single" else "other"])[0])
    head = np.array([max(BANDS[band] * YEAR + band, 18 * YEAR + 60)]) + below(draws.bits("head's age", at), 5 * YEAR)
    foreign = draws.chance_one("foreign arrival", household, 850_000 if abroad else 20_000)
    family = (texts.foreign_family if foreign else texts.family)[draws.below_one("family name", household, len(texts.foreign_family if foreign else texts.family))]
    relations = np.array(ROSTERS[kind].members)
    rows = people.add(
        len(relations), birth=day - ages_of(kind, draws, at, head)[0], sex=sexes_of(kind, draws, at, head)[0], relation=relations, home_relation=relations,
        household=household, home=household, desk=household, since=day, foreign=int(foreign), family_name=family,
    )  # fmt: skip
    people.given_name[rows] = given_names(town, rows)
    people.card_held[rows] = draws.chance("card held", rows, 750_000)
    people.number_on_forms[rows] = draws.chance("number on forms", rows, 600_000)
    assert relations[0] == HEAD and not (people.residency[rows] == DELETED).any()
    return rows.tolist()
