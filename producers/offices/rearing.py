"""Child-rearing allowance (児童扶養手当) of lone parents, child support, the yearly report."""

from __future__ import annotations

import numpy as np

from producers.days import date, ordinal
from producers.draws import smallest
from producers.families import HEAD, with_spouse
from producers.life.seasons import told_of
from producers.offices.applications import close, decide, receive
from producers.offices.notices import recorded_one
from producers.people import codes
from producers.rights import frame_of, judge, with_children
from producers.town import Town
from schemas.programmes import PROGRAMMES, parameters_on
from schemas.programmes.child_rearing_allowance import child_support_counted, counted_income, own_limit
from schemas.vocabulary.declare import DUTIES

STATUS = codes("welfare.child_rearing_allowance", "rearing_allowance_status")
DUTY = "child-rearing-allowance"
NONE, FULL, PART, SUSPENDED, ENDED = (STATUS[word] for word in ("none", "full", "part", "suspended", "ended"))
_CLAIM, _SOON, _VAIN = 820_000, 400_000, 12_000
_SUPPORT, _DECLARES = 290_000, 800_000
"""Of a million lone parents: who get child support, and who of them declare it."""
_REPORTS, _REPORTS_UNLIKE = 920_000, 600_000


class Rights:
    """What the allowance's formula says on a day, by row: on paper where the papers say it, else as it is."""

    def __init__(self, town: Town, day: int) -> None:
        n = town.people.n
        papers = judge(town, DUTY, with_children(town, day), day, paper=True)
        truth = judge(town, DUTY, with_children(town, day, paper=False), day, paper=False)
        self.eligible, self.amount = truth.of(n)
        known = papers.rows[papers.known]
        on_paper, amount = papers.of(n)
        self.eligible[known], self.amount[known] = on_paper[known], amount[known]
        self.claimant = np.zeros(n, dtype=bool)
        self.claimant[papers.rows] = papers.unit
        self.full = _full(town, day)


def _full(town: Town, day: int) -> np.ndarray:
    """Who would get it in full, by the papers: bool [people]."""
    frame, members = frame_of(town, with_children(town, day), day, paper=True)
    p = parameters_on(day, frame.facts)
    view = frame.view(PROGRAMMES[DUTY].tax_year(day))
    income = (counted_income(view, p) + child_support_counted(view, p)).at_least(0)
    full = np.zeros(town.people.n, dtype=bool)
    full[members] = (income < own_limit(view, p, p.rearing_full_limit)).hi
    return full


def lone_parents(town: Town, rows: np.ndarray) -> np.ndarray:
    """Heads without a spouse, by the register."""
    people = town.people
    return rows[(people.relation[rows] == HEAD) & ~with_spouse(town)[people.household[rows]]]


def give_support(town: Town, rows: np.ndarray) -> None:
    """Child support that lone parents get in a year."""
    people = town.people
    rows = rows[(people.child_support[rows] == 0) & town.draws.chance("gets child support", rows, _SUPPORT)]
    people.child_support[rows] = 120_000 + town.draws.below("child support", rows, 60) * 10_000


def _declare(town: Town, rows: np.ndarray, day: int, told: int) -> None:
    people = town.people
    rows = rows[(people.child_support[rows] > 0) & ~people.support_declared[rows]]
    if town.errors.misdeclared:
        keeps = ~town.draws.chance("declares child support", rows, _DECLARES)
        for row in rows[keeps].tolist():
            town.flaw(row, "support-undeclared")
        rows = rows[~keeps]
    people.support_declared[rows] = True
    town.log.many("welfare.child-support-declared", rows, day, day, told, people.child_support[rows])


def load(town: Town) -> None:
    """Those in payment on the first day."""
    rows = lone_parents(town, with_children(town, town.start))
    give_support(town, rows)
    _declare(town, rows, town.start - 90, town.start)
    rights = Rights(town, town.start)
    rows = np.flatnonzero(rights.eligible)
    for row in rows[_claims_ever(town, rows)].tolist():
        since = town.start - 30 - town.draws.below_one("allowance since", row, 1_200)
        since = max(since, int(town.people.since[row]))
        receive(town, "welfare", row, DUTY, min(since, town.start - 1))
        _grant(town, row, rights, min(since, town.start - 1), town.start)
    _earlier_reports(town)


def _earlier_reports(town: Town) -> None:
    """The earnings that came with the last yearly report before the first day."""
    people, start = town.people, date(town.start)
    august = ordinal(start.year - (start.month < 9), 8)
    rows = np.flatnonzero(np.isin(people.rearing[: people.n], (FULL, PART)) & (people.rearing_since[: people.n] < august))
    for row in rows[_sends(town, rows, date(august).year)].tolist():
        _report_earnings(town, row, date(august).year, august, town.start)


def _claims_ever(town: Town, rows: np.ndarray) -> np.ndarray:
    return town.draws.chance("claims rearing allowance", rows, _CLAIM)


def _grant(town: Town, row: int, rights: Rights, day: int, told: int) -> None:
    _pay(town, row, rights, "welfare.rearing-allowance-granted", day, told)
    decide(town, row, DUTY, "granted", day)


def _pay(town: Town, row: int, rights: Rights, type_: str, day: int, told: int) -> None:
    people = town.people
    people.rearing[row] = FULL if rights.full[row] else PART
    people.rearing_yen[row], people.rearing_since[row] = rights.amount[row], day
    town.log.one(type_, row, day, day, told, int(people.rearing[row]), int(rights.amount[row]))


def month(town: Town, index: int, first: int) -> None:
    """New claims, other amounts, suspensions and ends of a month."""
    people = town.people
    alone = lone_parents(town, with_children(town, first))
    give_support(town, alone)
    fresh = alone[people.rearing[alone] == NONE]
    _declare(town, fresh, recorded_one(town, first + 1), recorded_one(town, first + 1))
    rights = Rights(town, first)
    paid = np.isin(people.rearing[: people.n], (FULL, PART))
    _claims(town, rights, paid, index, first)
    _in_vain(town, rights, alone, index, first)
    changed = rights.eligible & (
        paid & (rights.amount != people.rearing_yen[: people.n]) | (people.rearing[: people.n] == SUSPENDED)
    )
    for row in np.flatnonzero(changed).tolist():
        _pay(
            town,
            row,
            rights,
            "welfare.rearing-allowance-changed",
            first,
            recorded_one(town, first + town.draws.below_one("amount changed", row, 12, index)),
        )
    _stops(town, rights, paid, alone, index, first)


def _claims(town: Town, rights: Rights, paid: np.ndarray, index: int, first: int) -> None:
    people = town.people
    rows = np.flatnonzero(rights.eligible & ~paid & (people.rearing[: people.n] != SUSPENDED))
    rows = rows[_claims_ever(town, rows) & town.draws.chance("claims it soon", rows, _SOON, index)]
    for row in rows.tolist():
        day = receive(town, "welfare", row, DUTY, first + town.draws.below_one("claims it on", row, 12, index))
        _grant(town, row, rights, day, recorded_one(town, day, 8))


def _in_vain(town: Town, rights: Rights, alone: np.ndarray, index: int, first: int) -> None:
    """Lone parents above the limit who ask all the same: refused, or they take it back."""
    rows = alone[rights.claimant[alone] & ~rights.eligible[alone] & (town.people.rearing[alone] == NONE)]
    tried = rows[town.draws.chance("asks in vain", rows, _VAIN, index)].tolist()
    for row in tried or town.schedule.take("refused allowance", 6, index, rows):
        day = receive(town, "welfare", row, DUTY, first + town.draws.below_one("claims it on", row, 12, index))
        withdrawn = town.draws.chance_one("takes the claim back", row, 250_000, index)
        close(town, "welfare", row, DUTY, "withdrawn" if withdrawn else "denied", recorded_one(town, day, 8))


def _stops(town: Town, rights: Rights, paid: np.ndarray, alone: np.ndarray, index: int, first: int) -> None:
    """No longer eligible: suspended where only the income is too high, else ended once the office notices."""
    people = town.people
    lone = np.zeros(people.n, dtype=bool)
    lone[alone] = True
    for row in np.flatnonzero(paid & ~rights.eligible).tolist():
        day = recorded_one(town, first + town.draws.below_one("stopped on", row, 18, index))
        if lone[row] and rights.claimant[row]:
            _suspend(town, row, day)
        elif not town.errors.lag or town.draws.chance_one("noticed", row, 600_000, index):
            _end(town, row, day)


def _suspend(town: Town, row: int, day: int) -> None:
    people = town.people
    if people.rearing[row] != SUSPENDED:
        people.rearing[row], people.rearing_yen[row], people.rearing_since[row] = SUSPENDED, 0, day
        town.log.one("welfare.rearing-allowance-suspended", row, day, day, day)


def _end(town: Town, row: int, day: int) -> None:
    people = town.people
    people.rearing[row], people.rearing_yen[row], people.rearing_since[row] = ENDED, 0, day
    town.log.one("welfare.rearing-allowance-ended", row, day, day, day)
    close(town, "welfare", row, DUTY, "ended", day)


def yearly_reports(town: Town, index: int, first: int) -> None:
    """現況届 in August (児童扶養手当法施行規則4条), with the earnings of the month; in September the office notes whose is
    missing. Of some it holds the payment back at once, and they send it; to the others it pays on, for holding back is
    for somebody to decide (法15条)."""
    people, today = town.people, date(first)
    rows = town.people.here()
    rows = rows[np.isin(people.rearing[rows], (FULL, PART, SUSPENDED))]
    sends = _sends(town, rows, today.year)
    if today.month == 8:
        for row in rows[sends].tolist():
            _report(town, row, recorded_one(town, first + town.draws.below_one("report on", row, 27, index)), today.year)
    if today.month == 9:
        missing = rows[~sends].tolist() or town.schedule.take("yearly report missing", 1, index, rows)
        for row in missing:
            day = recorded_one(town, first + 9)
            town.log.one("welfare.annual-report-missing", row, first, first, day, today.year)
        held = smallest(town.draws.bits("payment held back", np.array(missing, dtype=np.int64)), (len(missing) + 1) // 3)
        for row in (missing[place] for place in held.tolist()):
            _suspend(town, row, recorded_one(town, first + 20))
            _report(town, row, recorded_one(town, first + 25), today.year)


def _report(town: Town, row: int, day: int, year: int) -> None:
    consent = int(town.draws.chance_one("consents", row, 930_000, DUTIES.index(DUTY)))
    town.log.one("welfare.annual-report-received", row, day, day, day, year, consent)
    _report_earnings(town, row, year, day, day)


def _sends(town: Town, rows: np.ndarray, year: int) -> np.ndarray:
    """Who sends the yearly report; less often where life is not as registered. bool [n]"""
    unlike = town.households.entangled[town.people.household[rows]]
    return town.draws.chance("sends the yearly report", rows, np.where(unlike, _REPORTS_UNLIKE, _REPORTS), year)


def _report_earnings(town: Town, row: int, year: int, day: int, told: int) -> None:
    """What somebody who works earned in the August of the report."""
    earned, _ = told_of(town, np.array([row]), 8, 0)
    if earned[0]:
        town.log.one("welfare.earnings-reported", row, day, day, told, year * 100 + 8, int(earned[0]))
