"""The town: its people, its homes, what the offices recorded, and the yearly books of true income and tax."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from producers.days import add_months, date, months_of
from producers.draws import Draws
from producers.errors import Errors
from producers.links import Links
from producers.log import Log
from producers.names import Texts
from producers.people import REGISTERED, Households, People
from producers.schedule import Schedule
from producers.tax_year import TaxYear


@dataclass
class Application:
    """What somebody applied for: `result` is `open`, `granted`, `denied`, `withdrawn` or `ended`."""

    duty: str
    on: int
    result: str = "open"
    decided_on: int = 0


@dataclass
class Town:
    """One synthetic town, 青葉野市（架空）, during one run."""

    draws: Draws
    start: int
    months: int
    errors: Errors
    residents: int
    texts: Texts = field(default_factory=Texts)
    people: People = field(default_factory=People)
    households: Households = field(default_factory=Households)
    log: Log = field(default_factory=Log)
    incomes: dict[int, np.ndarray] = field(default_factory=dict)
    """True total income (合計所得金額) by year, one a resident."""
    tax: dict[int, TaxYear] = field(default_factory=dict)
    """True tax facts by income year."""
    tax_records: dict[int, TaxYear] = field(default_factory=dict)
    """What the tax office has, by income year."""
    applications: dict[int, list[Application]] = field(default_factory=dict)
    gone: list[tuple[int, int, list[int]]] = field(default_factory=list)
    """(who died, moved out or was deleted; day; who stayed behind), of this month."""
    restored: int = 0
    arrivals: int = 0
    declined: int = 0
    withdrawn: int = 0
    waiting: int = 0
    corrected_absences: int = 0
    absences: list[tuple[int, np.ndarray]] = field(default_factory=list)
    """(day, who was absent), true ones only."""
    objections: dict[tuple[int, int], int] = field(default_factory=dict)
    """(resident, duty) -> day on which they objected; those in force."""
    reduced: dict[int, list[int]] = field(default_factory=dict)
    pending: dict[int, list[int]] = field(default_factory=dict)
    """Guardians who applied for school aid, and for which children."""
    loaded_consultations: int = 0
    health_visits: list[tuple[int, np.ndarray]] = field(default_factory=list)
    case_numbers: dict[int, int] = field(default_factory=dict)
    flaws: dict[int, list[str]] = field(default_factory=dict)
    """Recording errors that hit a resident, in words."""

    def __post_init__(self) -> None:
        self.links = Links(self.draws)
        self.schedule = Schedule(self)
        self.end = max(add_months(self.start, self.months) - 1, self.start)
        """The last day of the run."""
        self.recent_from = add_months(self.end + 1, -12)
        """The first of the last twelve months of the run."""
        self.calendar = months_of(self.start, self.months)

    @property
    def latest_assessed(self) -> int:
        """The newest income year that is assessed when the run starts (the tax of a year is assessed in June)."""
        today = date(self.start)
        return today.year - (1 if today.month >= 6 else 2)

    def income_of(self, year: int) -> np.ndarray:
        """True total incomes of a year of all residents so far: int64 [people or more], to be written to as well."""
        book = self.incomes.get(year)
        if book is None or len(book) < self.people.n:
            new = np.zeros(self.people.n + self.people.n // 8 + 64, dtype=np.int64)
            new[: 0 if book is None else len(book)] = 0 if book is None else book
            self.incomes[year] = book = new
        return book

    def alive(self, resident: int) -> bool:
        """Whether somebody lives in the town and is on its register."""
        return bool(self.people.residency[resident] == REGISTERED)

    def members(self, household: int) -> list[int]:
        """Who is registered in a household."""
        return self.households.members[household]

    def flaw(self, resident: int, text: str) -> None:
        """Notes a recording error that hits a resident."""
        self.flaws.setdefault(resident, []).append(text)

    def apply(self, resident: int, application: Application) -> Application:
        """Notes what a resident applies for."""
        self.applications.setdefault(resident, []).append(application)
        return application
