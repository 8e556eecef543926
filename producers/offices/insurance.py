"""National health insurance (国民健康保険): who is insured there, who joins and leaves, and whose premium is relieved
(法定軽減). The relief is given unasked to whoever's tax is known; who filed no return does not get it.
"""

from __future__ import annotations

import numpy as np

from producers.days import ages
from producers.incomes import FULL_TIME
from producers.offices import standing
from producers.offices.assistance import IN_FORCE
from producers.offices.notices import recorded_one
from producers.offices.standing import Aid
from producers.people import REGISTERED, codes
from producers.town import Town

STATUS = codes("welfare.insurance", "insurance")
INSURED, LEFT = STATUS["national-health"], STATUS["left"]
_UNTIL = 75
"""後期高齢者医療 from that age on (高齢者の医療の確保に関する法律50条)."""
_OLD, _EMPLOYED, _OTHERS = 700_000, 60_000, 450_000
"""Of a million: insured there among who is 65 to 74; among younger ones in households with and without somebody in
full-time work. D, so that about a fifth of all residents is (国民健康保険実態調査, G:h)."""
_JOINS, _LEAVES = 700, 500
"""A year, of 100,000 residents."""


def concerned(town: Town, day: int, paper: bool = True) -> np.ndarray:
    """All members of households with somebody insured there: rows."""
    people, rows = town.people, town.people.here()
    homes = (people.household if paper else people.home)[rows]
    insured = np.zeros(town.households.n, dtype=bool)
    insured[homes[people.insurance[rows] == INSURED]] = True
    return rows[insured[homes]]


AID = Aid(
    duty="insurance-premium-relief", office="welfare", fact="welfare.premium_relief", field="premium_relief",
    state="premium_relief", yen="premium_relief_yen", event="welfare.premium-relief", concerned=concerned,
    takes=980_000, soon=700_000, vain=8, asks=False,
)  # fmt: skip


def _may_be_insured(town: Town, rows: np.ndarray, day: int) -> np.ndarray:
    """Below 75 and not on public assistance (国民健康保険法6条): bool [rows]."""
    people = town.people
    return (ages(people.birth[rows], day) < _UNTIL) & (people.assistance[rows] != IN_FORCE)


def load(town: Town) -> None:
    """Who is insured on the first day, and whose premium is relieved."""
    people, rows = town.people, town.people.here()
    rows = rows[_may_be_insured(town, rows, town.start)]
    employed = np.zeros(town.households.n, dtype=bool)
    employed[people.household[rows[people.work[rows] == FULL_TIME]]] = True
    homes = people.household[rows]
    chance = np.where(employed[homes], _EMPLOYED, _OTHERS)
    old = ages(people.birth[rows], town.start) >= 65
    insured = town.draws.chance("national health insurance", homes, chance)
    insured |= old & town.draws.chance("national health insurance after work", rows, _OLD)
    rows = rows[insured]
    people.insurance[rows] = INSURED
    since = np.maximum(np.maximum(town.start - 400, people.since[rows]), people.birth[rows])
    since = np.minimum(since, town.start - 1)
    town.log.many("welfare.insurance-joined", rows, since, since, town.start)
    standing.load(town, AID)


def month(town: Town, index: int, first: int) -> None:
    """Who joins and leaves in a month, and the relief of it."""
    _leave(town, index, first)
    _join(town, index, first)
    standing.month(town, AID, index, first)


def _leave(town: Town, index: int, first: int) -> None:
    """At 75, on public assistance, away or dead; or into other insurance with a job."""
    people = town.people
    held = np.flatnonzero(people.insurance[: people.n] == INSURED)
    must = ~_may_be_insured(town, held, first) | (people.residency[held] != REGISTERED)
    staying = held[~must]
    employed = staying[(people.work[staying] == FULL_TIME) & (ages(people.birth[staying], first) < 65)]
    found_work = town.schedule.take("leaves national health insurance", _LEAVES, index, employed)
    for resident in [*held[must].tolist(), *found_work]:
        _set(town, resident, "left", LEFT, recorded_one(town, first + 24))


def _join(town: Town, index: int, first: int) -> None:
    """Out of work, or of a household that is insured there."""
    people, rows = town.people, town.people.here()
    near = np.isin(rows, concerned(town, first)) & (people.work[rows] != FULL_TIME)
    rows = rows[(near | people.out_of_work[rows]) & (people.insurance[rows] != INSURED)]
    rows = rows[_may_be_insured(town, rows, first)]
    for resident in town.schedule.take("joins national health insurance", _JOINS, index, rows):
        day = first + town.draws.below_one("joins insurance on", resident, 20, index)
        _set(town, resident, "joined", INSURED, max(day, int(people.birth[resident])))


def _set(town: Town, resident: int, word: str, status: int, day: int) -> None:
    town.people.insurance[resident] = status
    town.log.one(f"welfare.insurance-{word}", resident, day, day, recorded_one(town, day))
