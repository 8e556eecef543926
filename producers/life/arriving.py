"""Moving into the town: whole households from elsewhere in Japan and from abroad, entries ex officio."""

from __future__ import annotations

import numpy as np

from producers.incomes import arrive
from producers.names import LOTS
from producers.offices.register import Notice, enter
from producers.population import family_names, given_names
from producers.rosters import BANDS, ROSTERS, YEAR, ages_of, sexes_of
from producers.town import Town

_A_MONTH = 1_950
"""Households that move in within a month, of a million residents of the first day."""
_KINDS = {"single": 700, "couple": 95, "family-1": 85, "family-2": 70, "lone-1": 30, "lone-2": 20}
_HEADS = {
    "single": (60, 320, 220, 110, 80, 60, 40, 30, 25, 20, 15, 10, 5, 5, 0, 0),
    "other": (0, 40, 180, 260, 220, 120, 70, 40, 25, 20, 15, 10, 0, 0, 0, 0),
}
"""Weights of bands of the head's age."""


def month(town: Town, index: int, first: int) -> list[int]:
    """Who moves in within one month: rows of new residents."""
    places = town.arrivals + np.arange(_count(town, index))
    town.arrivals += len(places)
    kinds = town.draws.pick("kind of arrival", places, list(_KINDS.values()))
    arrived: list[int] = []
    for number, kind in enumerate(_KINDS):
        arrived += settle(town, kind, places[kinds == number], first)
    for _ in range(town.schedule.due("entered ex officio", 12, index)):
        arrived += settle(town, "single", np.array([town.arrivals]), first, "resident.entered-ex-officio")
        town.arrivals += 1
    return arrived


def _count(town: Town, index: int) -> int:
    expected = town.residents * _A_MONTH
    return expected // 1_000_000 + town.draws.chance_one("one more arrival", index, expected % 1_000_000)


def settle(town: Town, kind: str, places: np.ndarray, first: int, type_: str = "") -> list[int]:
    """Households of one kind that come to live here within a month, told to the register: their members."""
    if not len(places):
        return []
    draws = town.draws
    days = first + draws.below("arrives on", places, 28)
    abroad = draws.chance("from abroad", places, 60_000) & (not type_)
    households = _found(town, places, days)
    rows = _members(town, kind, households, days, abroad)
    for household, members, from_abroad, day in zip(
        households.tolist(), rows.tolist(), abroad.tolist(), days.tolist(), strict=True
    ):
        town.members(household).extend(members)
        notice = Notice(town, "arrival", members[0], day, 14, 40)
        for member in members:
            enter(
                town, type_ or ("resident.moved-in-from-abroad" if from_abroad else "resident.moved-in"), member, notice
            )
        notice.quiet(household)
    arrive(town, rows.ravel(), np.repeat(days, rows.shape[1]))
    return rows.ravel().tolist()


def _found(town: Town, places: np.ndarray, days: np.ndarray) -> np.ndarray:
    draws, texts = town.draws, town.texts
    districts = texts.districts[0] + draws.below("district of arrival", places, len(texts.districts))
    lots = texts.lots[0] + draws.below("lot of arrival", places, len(LOTS))
    return town.households.found(len(places), district=districts, lot=lots, kind=-1, quiet_until=days)


def _members(town: Town, kind: str, households: np.ndarray, days: np.ndarray, abroad: np.ndarray) -> np.ndarray:
    """New residents: int64 [households, members]."""
    draws, people = town.draws, town.people
    bands = np.array(BANDS)[
        draws.pick("band of arrival", households, _HEADS["single" if kind == "single" else "other"])
    ]
    head = np.maximum(bands * YEAR + bands // 4, 18 * YEAR + 60) + draws.below("head's age", households, 5 * YEAR)
    foreign = draws.chance("foreign arrival", households, np.where(abroad, 850_000, 20_000))
    relations = np.array(ROSTERS[kind].members)
    shape = (len(households), len(relations))
    each = {
        "birth": days[:, None] - ages_of(kind, draws, households, head),
        "sex": sexes_of(kind, draws, households, head),
        "family_name": family_names(town, households, foreign)[:, None],
        "foreign": foreign[:, None],
        **dict.fromkeys(("relation", "home_relation"), relations),
        **dict.fromkeys(("household", "home", "desk"), households[:, None]),
        **dict.fromkeys(("since", "rate_since"), days[:, None]),
    }
    rows = people.add(
        shape[0] * shape[1], **{name: np.broadcast_to(values, shape).ravel() for name, values in each.items()}
    )
    people.given_name[rows] = given_names(town, rows)
    people.card_held[rows] = draws.chance("card held", rows, 750_000)
    people.number_on_forms[rows] = draws.chance("number on forms", rows, 600_000)
    return rows.reshape(shape)
