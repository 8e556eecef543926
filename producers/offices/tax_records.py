"""What the tax office records of a year: whose income it knows, and what it takes it to be."""

from __future__ import annotations

import numpy as np

from producers.days import ages, ordinal
from producers.incomes import NONE
from producers.offices.tax_facts import SELF_EMPLOYED, levy
from producers.tax_year import LEVY, TaxYear
from producers.town import Town
from schemas.facts import FACTS

_FACTS = tuple(f.name for f in FACTS["tax.income"].fields if f.name not in ("levy", "levy_yen"))
_ADULT = 16


def record_of(town: Town, year: int) -> TaxYear:
    """The office's book of an income year."""
    book = town.tax_records.setdefault(year, TaxYear())
    book.reach(town.people.n)
    return book


def of_age(town: Town, year: int, rows: np.ndarray) -> np.ndarray:
    """Who is old enough to have a record: 16 at the year's end; without lag, all who reach 16 within two years more."""
    least = _ADULT if town.errors.lag else _ADULT - 2
    return rows[ages(town.people.birth[rows], ordinal(year + 1)) >= least]


def elsewhere(town: Town, year: int, rows: np.ndarray) -> np.ndarray:
    """Who was taxed by another town: moved in after 1 January of the year after: bool [n]."""
    people, basis = town.people, ordinal(year + 1)
    return (people.since[rows] > basis) & (people.birth[rows] <= basis) & town.errors.taxed_elsewhere


def non_filers(town: Town, year: int, rows: np.ndarray) -> np.ndarray:
    """Whose income of a year nobody told: bool [n]. Payers report pay and pensions, families name their dependants;
    the others should file."""
    if not town.errors.non_filing:
        return np.zeros(len(rows), dtype=bool)
    people, book = town.people, town.tax[year]
    share = np.full(len(rows), 3_000)
    work = people.work[rows]
    share[work == SELF_EMPLOYED] = 60_000
    share[book.supported[rows]] = 12_000
    share[(book.total_income[rows] == 0) & ~book.supported[rows] & (work == NONE)] = 450_000
    share[people.non_filer[rows]] = 900_000
    return town.draws.chance("files no return", rows, share, year)


def _misdeclared(town: Town, year: int, rows: np.ndarray) -> np.ndarray:
    """Who is recorded with less income than they had, or with a dependant too many: places in `rows`."""
    if not town.errors.misdeclared:
        return np.zeros(0, dtype=np.int64)
    taxed = town.tax[year].levy[rows] == LEVY["taxed"]
    return np.flatnonzero(town.draws.chance("misdeclares", rows, 12_000, year) & taxed)


def _misrecord(town: Town, year: int, rows: np.ndarray) -> None:
    """Writes the wrong values of those who misdeclared into the office's book."""
    book = record_of(town, year)
    too_many = town.draws.chance("a dependant too many", rows, 300_000, year)
    share = 400 + town.draws.below("share declared", rows, 550, year)
    book.total_income[rows] = np.where(
        too_many, book.total_income[rows], book.total_income[rows].astype(np.int64) * share // 1000
    )
    book.dependants[rows] += too_many
    levy(book, rows)
    for row, wrong in zip(rows.tolist(), too_many.tolist(), strict=True):
        town.flaw(row, f"{'dependants' if wrong else 'income'}-misdeclared:{year}")


def record(town: Town, year: int, rows: np.ndarray, effective: int, days: np.ndarray) -> np.ndarray:
    """Records the year of some residents as assessed, on these days; leaves out who never filed. Gives the rows
    recorded."""
    unfiled = non_filers(town, year, rows)
    for row in rows[unfiled].tolist():
        town.flaw(row, f"non-filer:{year}")
    rows, days = rows[~unfiled], np.broadcast_to(days, len(rows))[~unfiled]
    book = record_of(town, year)
    book.copy(rows, town.tax[year])
    _misrecord(town, year, rows[_misdeclared(town, year, rows)])
    tell(town, year, rows, effective, days)
    return rows


def tell(town: Town, year: int, rows: np.ndarray, effective: int, days: np.ndarray) -> None:
    """Emits the assessment of a year as the office's book has it: taxed, per-capita levy only, or exempt."""
    book = record_of(town, year)
    for word, type_ in (
        ("exempt", "tax.exempted"),
        ("per-capita", "tax.per-capita-assessed"),
        ("taxed", "tax.assessed"),
    ):
        here = book.levy[rows] == LEVY[word]
        values = [getattr(book, name)[rows[here]] for name in _FACTS]
        amount = [] if word == "exempt" else [book.levy_yen[rows[here]]]
        town.log.many(type_, rows[here], effective, effective, days[here], year, *values, *amount)


def correct(town: Town, year: int, row: int, effective: int, day: int) -> None:
    """Sets one resident's record right and emits the correction."""
    record_book, true_book = record_of(town, year), town.tax[year]
    type_ = "tax.corrected" if record_book.dependants[row] == true_book.dependants[row] else "tax.dependants-changed"
    record_book.copy(np.array([row]), true_book)
    values = [int(getattr(true_book, name)[row]) for name in (*_FACTS, "levy", "levy_yen")]
    town.log.one(type_, row, effective, effective, day, year, *values)
