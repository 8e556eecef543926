"""The tax facts of a year (所得・扶養・控除・課税区分), as the law makes them from true incomes and who lives
together."""

from __future__ import annotations

import numpy as np

from producers.days import ages, ordinal
from producers.rosters import CHILD, GRANDCHILD, HEAD, SPOUSE
from producers.tables import read
from producers.tax_year import LEVY, TaxYear
from producers.town import Town


def law() -> dict[str, int]:
    """The amounts of the resident tax."""
    return read("offices/tax_law.toml")


def dependant_limit(year: int) -> int:
    """The greatest total income of a dependant in an income year."""
    return law()["dependant_limit" if year < 2025 else "dependant_limit_from_2025"]


class Families:
    """Who supports whom in some homes on the last day of a year. `rows` are all residents of these homes who were
    born by then."""

    def __init__(self, town: Town, year: int, rows: np.ndarray, income: np.ndarray) -> None:
        people = town.people
        rows = rows[people.birth[rows] < ordinal(year + 1)]
        self.rows, self.age = rows, ages(people.birth[rows], ordinal(year + 1))
        self.income = income[rows]
        self.relation = people.home_relation[rows].astype(np.int64)
        _, self.home = np.unique(people.home[rows], return_inverse=True)
        self.homes = int(self.home.max()) + 1 if len(rows) else 0
        self.limit = dependant_limit(year)
        self.claimant = self._claimants()
        self.dependent = (self.income <= self.limit) & (np.arange(len(rows)) != self.claimant[self.home])

    def _claimants(self) -> np.ndarray:
        """The place of each home's main earner: the greatest income, then the head, then the first of them."""
        adult = self.age >= 18
        order = np.lexsort((np.arange(len(self.rows)), self.relation != HEAD, -self.income, ~adult, self.home))
        first = np.ones(len(order), dtype=bool)
        first[1:] = self.home[order][1:] != self.home[order][:-1]
        return order[first]

    def count(self, which: np.ndarray) -> np.ndarray:
        """How many dependants of a sort each resident has: int64 [rows]; only main earners have any."""
        counts = np.bincount(self.home, weights=self.dependent & which, minlength=self.homes).astype(np.int64)
        mine = np.zeros(len(self.rows), dtype=np.int64)
        mine[self.claimant] = counts
        return mine

    def total(self, amounts: np.ndarray) -> np.ndarray:
        """Sums of dependants' amounts for main earners, and everybody's own: int64 [rows]."""
        sums = np.zeros(self.homes, dtype=np.int64)
        np.add.at(sums, self.home, np.where(self.dependent, amounts, 0))
        mine = amounts.copy()
        mine[self.claimant] += sums
        return mine

    def without_partner(self) -> np.ndarray:
        """Heads of homes without a spouse, and lone children of the head (single parents among them): bool [rows]."""
        married = np.bincount(self.home, weights=self.relation == SPOUSE, minlength=self.homes)[self.home] > 0
        return (self.relation == HEAD) & ~married

    def has_child(self) -> np.ndarray:
        """Main earners with a child of their own under 20 among the dependants: bool [rows]."""
        return self.count((self.age < 20) & np.isin(self.relation, (CHILD, GRANDCHILD))) > 0


def exempt_limit(dependants: np.ndarray) -> np.ndarray:
    """均等割の非課税限度額: int64 [n] of numbers of spouses and dependants -> yen."""
    amounts = law()
    return (
        amounts["exempt_base"] * (1 + dependants)
        + amounts["exempt_plus"]
        + np.where(dependants > 0, amounts["exempt_add_on"], 0)
    )


def levy(book: TaxYear, rows: np.ndarray) -> None:
    """Fills in 課税区分 and 年税額 of some rows from the other facts in them."""
    amounts, income, dependants = (
        law(),
        book.total_income[rows].astype(np.int64),
        book.dependants[rows].astype(np.int64),
    )
    special = book.disabled[rows] | book.widow_or_lone_parent[rows] | book.minor[rows]
    exempt = (
        book.on_assistance[rows]
        | (income <= exempt_limit(dependants))
        | (special & (income <= amounts["special_limit"]))
    )
    free = (
        amounts["income_levy_base"] * (1 + dependants)
        + amounts["income_levy_plus"]
        + np.where(dependants > 0, amounts["income_levy_add_on"], 0)
    )
    taxable = (
        income
        - amounts["basic_deduction"]
        - amounts["dependant_deduction"] * book.dependants_16[rows].astype(np.int64)
        - book.deductions[rows]
    )
    tax = np.maximum(taxable, 0) * amounts["rate_percent"] // 100 // 100 * 100 + amounts["per_capita_levy"]
    sort = np.where(exempt, LEVY["exempt"], np.where(income <= free, LEVY["per-capita"], LEVY["taxed"]))
    book.levy[rows] = sort
    book.levy_yen[rows] = np.where(
        sort == LEVY["taxed"], tax, np.where(sort == LEVY["per-capita"], amounts["per_capita_levy"], 0)
    )


def _facts(town: Town, family: Families, on_assistance: np.ndarray) -> dict[str, np.ndarray]:
    people, amounts, rows = town.people, law(), family.rows
    handbook, grade = people.handbook[rows] > 0, people.handbook_grade[rows]
    own = np.where(
        handbook, np.where(grade <= 2, amounts["severely_disabled_deduction"], amounts["disabled_deduction"]), 0
    )
    alone = family.without_partner() & (family.has_child() | people.widowed[rows])
    return {
        "total_income": family.income,
        "pay_or_pension": (family.income > 0) & (people.work[rows] != SELF_EMPLOYED) & (people.work[rows] != 0),
        "dependants": family.count(np.ones(len(rows), dtype=bool)),
        "dependants_16_22": family.count((family.age >= 16) & (family.age <= 22)),
        "dependants_70": family.count(family.age >= 70),
        "deductions": family.total(own.astype(np.int64)),
        "disabled": handbook,
        "widow_or_lone_parent": alone & (family.income <= amounts["lone_parent_income"]),
        "on_assistance": on_assistance[rows],
        "dependants_16": family.count(family.age >= 16),
        "supported": family.dependent,
        "minor": family.age < 18,
    }


SELF_EMPLOYED = 3
"""The code of work that gives neither pay nor pension."""


def assess(town: Town, book: TaxYear, year: int, rows: np.ndarray, on_assistance: np.ndarray) -> None:
    """Writes the true tax facts of a year of all residents of some homes into the book."""
    book.reach(town.people.n)
    family = Families(town, year, rows, town.income_of(year))
    for name, values in _facts(town, family, on_assistance).items():
        getattr(book, name)[family.rows] = values
    book.known[family.rows] = True
    levy(book, family.rows)
