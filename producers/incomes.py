"""True incomes on the first day: who works at what, what that gives, and which households are below the limits of
the tax."""

from __future__ import annotations

import numpy as np

from producers.days import ages, date, grades, ordinal, school_year
from producers.offices.tax_facts import SELF_EMPLOYED, assess, exempt_limit, law
from producers.population import KINDS
from producers.rosters import HEAD, MALE, ROSTERS
from producers.tables import read, yearly
from producers.tax_year import LEVY, TaxYear
from producers.town import Town

NONE, FULL_TIME, PART_TIME, _, PENSION, PENSION_AND_PAY = range(6)
WORKS = {FULL_TIME: "full-time", PART_TIME: "part-time", SELF_EMPLOYED: "self-employed"}
_AGES = (0, 30, 40, 50, 60, 70, 80)
_TYPES = ("single", "couple", "family", "lone-parent", "lone", "other")

# Weights of no work, full time, part time, self-employed, pension, pension and pay.
_MEN = {
    18: (45, 40, 15, 0, 0, 0),
    23: (7, 82, 5, 6, 0, 0),
    30: (5, 82, 3, 10, 0, 0),
    60: (14, 62, 4, 12, 8, 0),
    65: (0, 12, 0, 9, 52, 27),
    75: (0, 2, 0, 4, 84, 10),
}
_WOMEN = {
    18: (45, 35, 20, 0, 0, 0),
    23: (14, 66, 17, 3, 0, 0),
    30: (22, 40, 33, 5, 0, 0),
    60: (30, 22, 32, 5, 11, 0),
    65: (0, 4, 0, 3, 81, 12),
    75: (0, 0, 0, 2, 95, 3),
}


def work_of(town: Town, rows: np.ndarray) -> np.ndarray:
    """What each resident works at: int64 [n]; nobody who still goes to high school does."""
    people, made = town.people, np.zeros(len(rows), dtype=np.int64)
    age = ages(people.birth[rows], town.start)
    for sex, table in ((1, _MEN), (0, _WOMEN)):
        for least, weights in table.items():
            here = (people.sex[rows] == sex) & (age >= least)
            made[here] = town.draws.pick("work", rows[here], weights)
    return np.where(grades(people.birth[rows], school_year(town.start)) <= 12, NONE, made)


def usual_income(town: Town, rows: np.ndarray, work: np.ndarray) -> np.ndarray:
    """What such work usually gives in a year, in yen: int64 [n]."""
    people, bits = town.people, town.draws.bits("income", rows)
    age, men = ages(people.birth[rows], town.start), people.sex[rows] == MALE
    made = np.zeros(len(rows), dtype=np.int64)
    for code, name in WORKS.items():
        here = work == code
        made[here] = yearly(name, bits[here], age[here])
    made = np.where((work == FULL_TIME) & ~men, made * 720 // 1000, made)
    pension = np.where(men, yearly("pension-men", bits, age), yearly("pension-women", bits, age))
    made = np.where(work >= PENSION, pension, made)
    return made + np.where(work == PENSION_AND_PAY, town.draws.below("pay beside a pension", rows, 1_600_000), 0)


def _types(town: Town) -> np.ndarray:
    """The place in `_TYPES` of each household's type, lone parents of a minor apart: int64 [households]."""
    people, homes = town.people, town.households
    by_kind = np.array([_TYPES.index(ROSTERS[kind].type) for kind in KINDS])
    kinds = by_kind[homes.kind[: homes.n]]
    minor = ages(people.birth[: people.n], town.start) < 18
    with_minor = np.bincount(people.household[: people.n], weights=minor, minlength=homes.n) > 0
    return np.where((kinds == _TYPES.index("lone")) & with_minor, _TYPES.index("lone-parent"), kinds)


def choose_low(town: Town) -> None:
    """Says which households are to be exempt: each type and age of head has its share, met exactly within each."""
    people, homes = town.people, town.households
    heads = np.flatnonzero(people.relation[: people.n] == HEAD)
    band = np.zeros(homes.n, dtype=np.int64)
    band[people.household[heads]] = np.searchsorted(_AGES, ages(people.birth[heads], town.start), side="right") - 1
    cell = _types(town) * len(_AGES) + band
    bits = town.draws.bits("low income", np.arange(homes.n))
    order = np.lexsort((bits, cell))
    _, first, count = np.unique(cell[order], return_index=True, return_counts=True)
    place = np.arange(homes.n) - np.repeat(first, count)
    shares = np.array([read("incomes.toml")["exempt"][name] for name in _TYPES]).ravel()
    chosen = (2 * place + 1) * 1000 < 2 * shares[cell[order]] * np.repeat(count, count)
    homes.low[order] = chosen


def _lowered(town: Town, rows: np.ndarray, income: np.ndarray) -> np.ndarray:
    """Incomes of people in households that are to be exempt: main earners up to their limit, others up to that of
    one person."""
    people, bits = town.people, town.draws.bits("low income of one", rows)
    alone = int(exempt_limit(np.zeros(1, dtype=np.int64))[0])
    share = yearly("below", bits, ages(people.birth[rows], town.start)) // 1000
    sizes = np.bincount(people.household[: people.n], minlength=town.households.n)[people.household[rows]]
    main = people.relation[rows] == HEAD
    limit = np.where(main, exempt_limit(sizes - 1), alone)
    return np.where((share == 0) & (income == 0), 0, np.where(main | (income > 0), limit * share // 1000, 0))


def _raise_main(town: Town, income: np.ndarray) -> None:
    """Lifts the main earner of each household that is not to be exempt above every limit, if nobody in it is yet."""
    people, n = town.people, town.people.n
    rows, book, year = np.arange(n), TaxYear(), town.latest_assessed
    town.income_of(year)[:n] = income
    assess(town, book, year, rows, np.zeros(n, dtype=bool))
    over = (book.levy[:n] != LEVY["exempt"]) & (ages(people.birth[:n], town.start) >= 18)
    taxed = np.bincount(people.household[:n], weights=over, minlength=town.households.n) > 0
    needy = (people.relation[:n] == HEAD) & ~(taxed | town.households.low[: town.households.n])[people.household[:n]]
    special = book.disabled[:n] | book.widow_or_lone_parent[:n]
    least = np.maximum(exempt_limit(book.dependants[:n].astype(np.int64)), np.where(special, law()["special_limit"], 0))
    more = (
        20_000
        + town.draws.below("above the limit", rows, 900_000)
        + town.draws.below("far above the limit", rows, 800_000)
    )
    income[needy] = (least + more)[needy]


def earn(town: Town) -> None:
    """Gives everybody work and a yearly income, so that the shares of exempt households come out."""
    people, n = town.people, town.people.n
    rows = np.arange(n)
    choose_low(town)
    work = work_of(town, rows)
    income = usual_income(town, rows, work)
    low = town.households.low[people.household[:n]]
    income = np.where(low, _lowered(town, rows, income), income)
    drop_widows = people.widowed[:n] & ~low & (income <= law()["special_limit"])
    people.widowed[:n] &= ~drop_widows
    people.work[:n] = work
    _raise_main(town, income)
    people.work[:n] = np.where(
        (income > 0) & (work == NONE), np.where(ages(people.birth[:n], town.start) >= 65, PENSION, FULL_TIME), work
    )
    people.rate[:n] = income
    people.non_filer[:n] = np.isin(work, (NONE, SELF_EMPLOYED)) & town.draws.chance("never files", rows, 25_000)
    spread(town, rows)


def spread(town: Town, rows: np.ndarray) -> None:
    """From what they earn now: the incomes of the years before, and of this year and the last twelve months so far."""
    people, today, latest = town.people, date(town.start), town.latest_assessed
    rate = people.rate[rows]
    changed = town.draws.chance("changed before the run", rows, 50_000) & np.isin(
        people.work[rows], (FULL_TIME, PART_TIME, SELF_EMPLOYED)
    )
    shock = np.where(changed, yearly("shock", town.draws.bits("shock", rows), np.full(len(rows), 18)) // 1000, 1000)
    for year in range(latest - 1, today.year):
        drift = (
            1000
            - 8 * (today.year - 1 - year)
            - town.draws.below("drift", rows, 12, year) * (people.work[rows] != PENSION)
        )
        known = rate * np.where(year < latest, drift, 1000) // 1000
        town.income_of(year)[rows] = np.where(ages(people.birth[rows], ordinal(year + 1)) >= 16, known, 0)
    people.rate[rows] = rate * shock // 1000
    people.so_far[rows] = people.rate[rows] * (town.start - ordinal(today.year)) // 365
    people.recent[rows] = people.rate[rows] * max(town.start - town.recent_from, 0) // 365
    people.rate_since[rows] = town.start


def arrive(town: Town, rows: np.ndarray, days: np.ndarray) -> None:
    """Gives those who move in within a month work and an income, now and before; one household in five is below the
    limits."""
    people = town.people
    low = town.draws.chance("low income", people.household[rows], 200_000)
    people.work[rows] = work_of(town, rows)
    income = usual_income(town, rows, people.work[rows])
    people.rate[rows] = np.where(low, np.minimum(income, town.draws.below("low income of one", rows, 400_000)), income)
    people.rate_since[rows] = days
    this = date(int(days[0])).year
    people.so_far[rows] = people.rate[rows] * (days - ordinal(this)) // 365
    people.recent[rows] = people.rate[rows] * np.maximum(days - town.recent_from, 0) // 365
    for year in range(town.latest_assessed - 1, this):
        town.income_of(year)[rows] = np.where(
            ages(people.birth[rows], ordinal(year + 1)) >= 16, people.rate[rows] * (990 - 7 * (this - year)) // 1000, 0
        )
