"""Public assistance (生活保護): who is on it, applications, inquiries, decisions, earnings, repayments, ends."""

from __future__ import annotations

import datetime

import numpy as np

from producers.days import ages, date
from producers.families import HEAD
from producers.life.seasons import told_of
from producers.offices.applications import close, decide, receive
from producers.offices.handbooks import KINDS as HANDBOOKS
from producers.offices.notices import recorded_one
from producers.people import NOBODY, codes
from producers.population import KINDS
from producers.rosters import ROSTERS
from producers.town import Town

STATUS = codes("welfare.public_assistance", "assistance_status")
DUTY = "public-assistance"
IN_FORCE, SUSPENDED, ENDED = STATUS["in-force"], STATUS["suspended"], STATUS["ended"]

# Households on assistance, of a million households of all: old, lone parents, ill or disabled, others (domain facts
# 6.3).
_SHARES = {"old": 16_300, "lone-parent": 1_060, "ill": 7_400, "other": 4_650}
_STARTS, _REFUSALS, _ENDS = 195, 27, 165
"""A year, among 100,000 residents: households that start, that are refused, that end."""
_HIDES = 150_000
"""Of a million with earnings on assistance, who tells less than was earned (an assumption)."""


def _sorts(town: Town, heads: np.ndarray) -> dict[str, np.ndarray]:
    """Heads of low households that could be on assistance, by the sort that statistics count."""
    people, homes = town.people, town.households
    household = people.household[heads]
    n = people.n
    age = ages(people.birth[:n], town.start)
    youngest = np.full(homes.n, 200)
    np.minimum.at(youngest, people.household[:n], age)
    ill = np.bincount(people.household[:n], weights=people.handbook[:n] > 0, minlength=homes.n) > 0
    types = np.array([ROSTERS[kind].type for kind in KINDS])[homes.kind[household]]
    size = np.bincount(people.household[:n], minlength=homes.n)[household]
    old, lone = (age[heads] >= 65) & (youngest[household] >= 65), (types == "lone") & (youngest[household] < 18)
    sick = ~old & ~lone & ill[household] & (size <= 2)
    alone = town.draws.chance("assistance of a single", household, np.where(size == 1, 1_000_000, 60_000))
    return {
        "old": heads[old & alone],
        "lone-parent": heads[lone],
        "ill": heads[sick],
        "other": heads[~old & ~lone & ~sick & (age[heads] < 65) & alone],
    }


def give(town: Town) -> None:
    """Puts the right number of low households of each sort on assistance, from before the first day."""
    people, homes = town.people, town.households
    heads = np.flatnonzero((people.relation[: people.n] == HEAD) & homes.low[people.household[: people.n]])
    sorts = _sorts(town, heads)
    for sort in sorts:
        rows, wanted = sorts[sort], (homes.n * _SHARES[sort] + 500_000) // 1_000_000
        order = np.argsort(town.draws.bits("on assistance", rows), kind="stable")
        chosen = rows[order[:wanted]]
        if sort == "ill":
            chosen = np.concatenate([chosen, _made_ill(town, sorts["other"], wanted - len(chosen))])
            sorts["other"] = sorts["other"][~np.isin(sorts["other"], chosen)]
        _put(town, np.isin(people.household[: people.n], people.household[chosen]))


def _made_ill(town: Town, others: np.ndarray, missing: int) -> np.ndarray:
    """Where too few of the ill are poor, some of the other poor are given a handbook (精神障害者保健福祉手帳)."""
    chosen = others[np.argsort(town.draws.bits("ill on assistance", others), kind="stable")[: max(missing, 0)]]
    town.people.handbook[chosen], town.people.handbook_grade[chosen] = HANDBOOKS["mental"], 2
    return chosen


def _put(town: Town, members: np.ndarray) -> None:
    people, rows = town.people, np.flatnonzero(members)
    since = town.start - 60 - town.draws.below("on assistance since", people.household[rows], 2_500)
    people.assistance[rows] = IN_FORCE
    people.assistance_since[rows] = np.maximum(since, people.birth[rows])
    people.in_difficulty[rows] = True


def load(town: Town) -> None:
    """Tells who is on assistance; the head's application is on file."""
    people, rows = town.people, town.people.here()
    rows = rows[people.assistance[rows] == IN_FORCE]
    for head in rows[people.relation[rows] == HEAD].tolist():
        since = int(people.assistance_since[head])
        receive(town, "welfare", head, DUTY, since - 14)
        decide(town, head, DUTY, "granted", since)
    since = people.assistance_since[rows]
    town.log.many("welfare.assistance-started", rows, since, since, town.start)


def _set(town: Town, members: list[int], status: int, type_: str, day: int) -> None:
    for member in members:
        town.people.assistance[member] = status
        town.people.assistance_since[member] = day
        town.log.one(type_, member, day, day, recorded_one(town, day))


def month(town: Town, index: int, first: int) -> None:
    """What happens around assistance in a month."""
    _leave_with_the_gone(town)
    _apply(town, index, first)
    _end(town, index, first)
    _earn(town, index, first)


def _leave_with_the_gone(town: Town) -> None:
    people = town.people
    for resident, day, _ in town.gone:
        if people.assistance[resident] == IN_FORCE:
            _set(town, [resident], ENDED, "welfare.assistance-ended", day)


def _poor(town: Town) -> np.ndarray:
    """Heads of households that earn next to nothing now and are not on assistance."""
    people, rows = town.people, town.people.here()
    earned = np.bincount(people.household[rows], weights=people.rate[rows], minlength=town.households.n)
    size = np.bincount(people.household[rows], minlength=town.households.n)
    heads = rows[(people.relation[rows] == HEAD) & (people.assistance[rows] != IN_FORCE)]
    homes = people.household[heads]
    return heads[(earned[homes] < 800_000 * size[homes]) & ~town.households.entangled[homes] & (size[homes] <= 4)]


def _apply(town: Town, index: int, first: int) -> None:
    rows = _poor(town)
    for head in town.schedule.take("assistance applied for", _STARTS, index, rows):
        _granted(town, head, first + town.draws.below_one("asks for help", head, 9, index), index)
    rows = rows[town.people.assistance[rows] != IN_FORCE]
    for head in town.schedule.take("assistance refused", _REFUSALS, index, rows):
        day = first + town.draws.below_one("asks for help", head, 9, index)
        _inquire(town, head, receive(town, "welfare", head, DUTY, day), index)
        withdrawn = town.draws.chance_one("takes it back", head, 300_000, index) or not town.withdrawn
        town.withdrawn += withdrawn
        close(town, "welfare", head, DUTY, "withdrawn" if withdrawn else "denied", recorded_one(town, day + 13))


def _inquire(town: Town, head: int, day: int, index: int) -> None:
    """扶養照会 and 資産調査: asked, and mostly answered."""
    number = index * 10 + 1
    asked = recorded_one(town, day + 1)
    town.log.one("welfare.inquiry-made", head, asked, asked, asked, number)
    if town.draws.chance_one("answers", head, 850_000, index):
        answered = recorded_one(town, asked + 7)
        town.log.one("welfare.inquiry-answered", head, answered, answered, answered, number)


def _granted(town: Town, head: int, day: int, index: int) -> None:
    _inquire(town, head, receive(town, "welfare", head, DUTY, day), index)
    start = recorded_one(town, day + 13)
    _set(town, list(town.members(int(town.people.household[head]))), IN_FORCE, "welfare.assistance-started", start)
    decide(town, head, DUTY, "granted", start)
    town.people.in_difficulty[town.members(int(town.people.household[head]))] = True


def _end(town: Town, index: int, first: int) -> None:
    people, rows = town.people, town.people.here()
    heads = rows[
        (people.relation[rows] == HEAD)
        & (people.assistance[rows] == IN_FORCE)
        & (people.assistance_since[rows] < first - 60)
    ]
    for head in town.schedule.take("assistance ended", _ENDS, index, heads):
        day = recorded_one(town, first + town.draws.below_one("assistance ends", head, 20, index))
        members = [m for m in town.members(int(people.household[head])) if people.assistance[m] == IN_FORCE]
        _set(town, members, ENDED, "welfare.assistance-ended", day)
        close(town, "welfare", head, DUTY, "ended", day)
    heads = heads[people.assistance[heads] == IN_FORCE]
    for head in town.schedule.take("assistance suspended", 12, index, heads):
        members = [m for m in town.members(int(people.household[head])) if people.assistance[m] == IN_FORCE]
        _set(town, members, SUSPENDED, "welfare.assistance-suspended", recorded_one(town, first + 11))


def _earn(town: Town, index: int, first: int) -> None:
    """Earnings recognised (就労収入認定), and repayments (63条・78条)."""
    people, rows = town.people, town.people.here()
    rows = rows[(people.assistance[rows] == IN_FORCE) & (people.household[rows] != NOBODY)]
    working = rows[(people.rate[rows] > 300_000) & (ages(people.birth[rows], first) < 70)]
    for resident in town.schedule.take("earnings recognised", 600, index, working):
        _recognise(town, resident, date(first), recorded_one(town, first + 8))
    for resident in town.schedule.take("repayment ordered", 20, index, rows):
        day = recorded_one(town, first + 15)
        amount = 20_000 + town.draws.below_one("repayment", resident, 400) * 1_000
        people.overpaid[resident] = True
        town.log.one("welfare.repayment-ordered", resident, day, day, day, index + 1, amount)


def _recognise(town: Town, resident: int, today: datetime.date, day: int) -> None:
    """The earnings of the month, as they were told. Who tells less than was earned is paid too much."""
    told, hides = told_of(town, np.array([resident]), today.month, _HIDES)
    town.people.overpaid[resident] |= hides[0]
    town.log.one("welfare.earnings-recognised", resident, day, day, day, today.year * 100 + today.month, int(told[0]))
