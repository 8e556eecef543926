"""The tax office (税): what it loads at the start, the reports of the new year, the assessment in June, corrections."""

from __future__ import annotations

import numpy as np

from producers.days import date, open_day, ordinal
from producers.incomes import FULL_TIME, PART_TIME, PENSION
from producers.offices.notices import recorded, recorded_one
from producers.offices.register import free
from producers.offices.tax_facts import SELF_EMPLOYED, assess
from producers.offices.tax_records import correct, elsewhere, non_filers, of_age, record, record_of
from producers.people import codes
from producers.tax_year import LEVY, TaxYear
from producers.town import Town

_IN_FORCE = codes("welfare.public_assistance", "assistance_status")["in-force"]
_JUNE = (6, 10)


def assess_year(town: Town, year: int, rows: np.ndarray) -> None:
    """Makes the true tax facts of a year of all residents of some homes."""
    people = town.people
    book = town.tax.setdefault(year, TaxYear())
    on_aid = (people.assistance[: people.n] == _IN_FORCE) & (people.assistance_since[: people.n] <= ordinal(year + 1))
    assess(town, book, year, rows, on_aid)


def load(town: Town) -> None:
    """Tells what is on file: the newest year assessed of all who are taxed here, the year before where it still
    matters."""
    rows, latest = town.people.here(), town.latest_assessed
    last = latest if town.errors.lag else date(town.start).year - 1
    for year in range(latest - 1, date(town.start).year):
        assess_year(town, year, rows)
    told = np.zeros(town.people.n, dtype=bool)
    for year in range(last, latest - 1, -1):
        told[_load_year(town, year, rows)] = True
    _load_year(town, latest - 1, rows[~told[rows] | _still_collected(town, rows)])


def _still_collected(town: Town, rows: np.ndarray) -> np.ndarray:
    """Whose account of the year before last is still kept: of those who pay by themselves, one in twenty."""
    return town.draws.chance("older account", rows, 50_000)


def _load_year(town: Town, year: int, rows: np.ndarray) -> np.ndarray:
    rows = of_age(town, year, rows)
    away = elsewhere(town, year, rows)
    if year == town.latest_assessed:
        note_elsewhere(town, year, rows[away], town.start)
    assessed_on = min(ordinal(year + 1, *_JUNE), town.start)
    kept = record(town, year, rows[~away], assessed_on, np.full((~away).sum(), town.start))
    if year >= town.latest_assessed or not town.errors.lag:
        _note_assistance(town, year, town.people.here(), np.full(town.people.n, town.start))
    return kept


def _note_assistance(town: Town, year: int, rows: np.ndarray, days: np.ndarray) -> None:
    """Who was on livelihood aid on 1 January after the year; `days` of recording by resident."""
    rows = rows[town.tax[year].on_assistance[rows] & ~elsewhere(town, year, rows)]
    record_of(town, year).on_assistance[rows] = True
    town.log.many("tax.assistance-noted", rows, ordinal(year + 1), ordinal(year + 1), days[rows], year, 1)


def note_elsewhere(town: Town, year: int, rows: np.ndarray, day: int | np.ndarray) -> None:
    """Notes that another town taxes these residents for a year."""
    town.log.many("tax.taxed-elsewhere-noted", rows, day, day, recorded(town, day), year, 1)
    for row in rows.tolist():
        town.flaw(row, f"taxed-elsewhere:{year}")


def close_year(town: Town, year: int) -> None:
    """On New Year's Eve: everybody's true income of the year is known, and so are the facts; without lag they are
    recorded at once."""
    rows = town.people.here()
    assess_year(town, year, rows)
    if not town.errors.lag:
        _record_all(town, year, np.full(town.people.n, ordinal(year + 1)))


def _record_all(town: Town, year: int, days: np.ndarray) -> None:
    """Records a year of all who were here on 1 January after it and still are; `days` by resident."""
    rows = town.people.here()
    rows = of_age(town, year, rows[town.tax[year].known[rows]])
    rows = rows[~elsewhere(town, year, rows)]
    record(town, year, rows, int(days.min()) if len(days) else town.start, days[rows])
    _note_assistance(town, year, town.people.here(), days)


def june(town: Town, year: int) -> None:
    """The assessment (当初賦課) of the year before, over the first half of June."""
    if not town.errors.lag:
        return
    rows = np.arange(town.people.n)
    _record_all(town, year - 1, open_day(ordinal(year, 6, 4) + town.draws.below("day of assessment", rows, 10, year)))


def reports(town: Town, year: int, month: int, first: int) -> None:
    """From January to March: reports of pay and pensions that come one by one, and returns that people file."""
    people, draws = town.people, town.draws
    rows = of_age(town, year - 1, people.here())
    filed = rows[~non_filers(town, year - 1, rows)] if year - 1 in town.tax else rows[:0]
    work = people.work[filed]
    for type_, kinds, of_month, share in (
        ("tax.pay-report-received", (FULL_TIME, PART_TIME), 1, 35_000),
        ("tax.pension-report-received", (PENSION,), 2, 35_000),
        ("tax.return-filed", (SELF_EMPLOYED,), 3, 300_000),
    ):
        if month != of_month:
            continue
        here = filed[np.isin(work, kinds) & draws.chance(f"sends {type_}", filed, share, year)]
        told = (
            open_day(first + draws.below(f"day of {type_}", here, 26, year))
            if town.errors.lag
            else first + draws.below(f"day of {type_}", here, 26, year)
        )
        town.log.many(type_, here, told, told, told, year - 1)


def corrections(town: Town, index: int, first: int) -> None:
    """Some of what was declared wrong is found: six in ten of the last two years' errors within a year."""
    for year, book in town.tax_records.items():
        rows = np.flatnonzero(book.known[: book.n])
        true = town.tax[year]
        wrong = rows[
            (book.total_income[rows] != true.total_income[rows]) | (book.dependants[rows] != true.dependants[rows])
        ]
        wrong = np.intersect1d(wrong, free(town, first))
        for row in wrong[town.draws.chance("found out", wrong, 60_000, index * 10_000 + year)].tolist():
            day = recorded_one(town, first + town.draws.below_one("found on", row, 27, index))
            correct(town, year, row, day, day)


def found_non_filers(town: Town, index: int, first: int, year: int) -> None:
    """In autumn the office notes who has no record of the year (未申告把握)."""
    rows = of_age(town, year, town.people.here())
    book = record_of(town, year)
    rows = rows[~book.known[rows] & ~elsewhere(town, year, rows) & (town.tax[year].levy[rows] != LEVY["undecided"])]
    rows = rows[town.draws.chance("found not to have filed", rows, 400_000, index)]
    days = recorded(town, first + town.draws.below("day found", rows, 25, index))
    town.log.many("tax.non-filer-found", rows, days, days, days, year)
