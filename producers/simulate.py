"""One run: a town, its months, and the files of its offices."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterator
from pathlib import Path

from producers import incomes, latent, truth
from producers.days import date
from producers.draws import Draws
from producers.errors import Errors
from producers.life import arriving, births, deaths, leaving, moving, paper, partnerships, protection, work
from producers.log import OFFICES
from producers.offices import (
    allowance,
    assistance,
    attendance,
    benefit,
    cases,
    collection,
    disability_aid,
    fee_waivers,
    handbooks,
    infants,
    insurance,
    medical_aid,
    newcomers,
    numbers,
    premiums,
    rearing,
    register,
    school_aid,
    schools,
    special_allowance,
    tax,
)  # fmt: skip
from producers.population import populate
from producers.town import Town
from producers.writing import OfficeWriter
from schemas.programmes import PROGRAMMES

START = datetime.date(2024, 11, 1)
LATEST = datetime.date(2100, 1, 1)
"""No run goes beyond it: the calendar that towns are made with ends."""
LEAST_RESIDENTS = 50


class Run:
    """What a simulation made: the town on its last day, and all events."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def counts(self) -> dict[str, int]:
        """How many events of each type were recorded."""
        return self.town.log.counts(self.town.end)

    def lines(self, office: str) -> Iterator[str]:
        """The events of an office as JSON lines, in the order in which it recorded them."""
        return (line for _, line in OfficeWriter(self.town, office).lines())

    def merged(self) -> Iterator[tuple[str, str]]:
        """(office, line) of all offices, by the time recorded."""

        def told(office: str) -> Iterator[tuple[str, str, str]]:
            return ((time, office, line) for time, line in OfficeWriter(self.town, office).lines())

        return ((office, line) for _, office, line in heapq.merge(*map(told, OFFICES), key=lambda event: event[0]))


def simulate(
    residents: int, months: int = 12, seed: int = 1, start: datetime.date = START, errors: Errors | None = None
) -> Run:
    """Makes a town and lets it live for some months."""
    *_, (town, _, _) = played(residents, months, seed, start, errors)
    return Run(town)


def played(
    residents: int, months: int, seed: int, start: datetime.date, errors: Errors | None = None
) -> Iterator[tuple[Town, int, int]]:
    """The town on the morning of its first day (twice its number), then after each month (that of its first day, and of the one after its last).
    It is one and the same town that lives on. ValueError: it cannot be made."""
    _check(residents, months, start)
    town = first_day(residents, months, seed, start, errors or Errors())
    yield town, town.start, town.start
    for index, (first, after) in enumerate(town.calendar):
        _live(town, index, first, after)
        yield town, first, after


def _check(residents: int, months: int, start: datetime.date) -> None:
    """Says in a letter what cannot be made."""
    if residents < LEAST_RESIDENTS or months < 0:
        raise ValueError(
            f"A town of {residents} residents and {months} months cannot be made. "
            f"Ask for at least {LEAST_RESIDENTS} residents and for 0 months or more."
        )
    programme = lacks_law(start)
    if programme:
        raise ValueError(
            f"The run cannot start on {start}: "
            f"the law of the programme {programme} is not in the parameters for that day. "
            f"Start on {START} or later, or add the older law under schemas/programmes/parameters."
        )
    if is_too_late(start, months):
        raise ValueError(f"{months} months from {start} go beyond {LATEST}. Start earlier.")
    if start.day != 1:
        raise ValueError(
            f"The run cannot start on {start}: months are counted from their first day. "
            f"Start on {start.replace(day=1)}."
        )


def lacks_law(start: datetime.date) -> str:
    """The programme whose law of that day is not in the parameters; or nothing."""
    needed = ("child-allowance", "child-rearing-allowance")
    return next((id_ for id_ in needed if not PROGRAMMES[id_].covers(start.toordinal())), "")


def is_too_late(start: datetime.date, months: int) -> bool:
    """Whether a run of so many months goes beyond the calendar."""
    return start.year * 12 + start.month - 1 + months > LATEST.year * 12


def first_day(residents: int, months: int, seed: int, start: datetime.date, errors: Errors) -> Town:
    """The town on the morning of the first day, with what its offices have on file."""
    town = Town(Draws(seed), start.toordinal(), months, errors, residents)
    populate(town)
    handbooks.give(town)
    incomes.earn(town)
    assistance.give(town)
    latent.difficulty(town)
    paper.entangle(town)
    _load(town)
    return town


def _load(town: Town) -> None:
    """What the offices have on file on the first morning."""
    town.log.loading = True
    register.load(town)
    protection.load(town)
    tax.load(town)
    collection.load(town)
    for office in (handbooks, assistance, allowance, rearing, medical_aid, insurance, special_allowance, disability_aid):
        office.load(town)
    for office in (schools, attendance, cases, infants, fee_waivers, school_aid):
        office.load(town)
    premiums.load(town)
    numbers.mislink(town)
    town.log.loading = False


def _live(town: Town, index: int, first: int, after: int) -> None:
    """One month: first what happens to people, then what the offices make of it."""
    town.gone.clear()
    arrived = _happens(town, index, first)
    numbers.month(town, index, first)
    newcomers.month(town, arrived)
    _tax(town, index, first)
    for office in (handbooks, assistance, allowance, rearing, medical_aid, insurance, special_allowance, disability_aid):
        office.month(town, index, first)
    for office in (benefit, schools, cases, school_aid):
        office.month(town, index, first)
    rearing.yearly_reports(town, index, first)
    premiums.month(town, index, first)
    attendance.month(town, index, first, after)
    infants.month(town, index, first, after)
    fee_waivers.month(town, index, first)
    if date(after).month == 1:
        work.turn_of_the_year(town, date(first).year)
        tax.close_year(town, date(first).year)


def _happens(town: Town, index: int, first: int) -> list[int]:
    """Life within a month; gives who arrived."""
    deaths.month(town, index, first)
    births.month(town, index, first)
    births.recognitions(town, index, first)
    partnerships.month(town, index, first)
    leaving.month(town, index, first)
    arrived = arriving.month(town, index, first)
    moving.month(town, index, first)
    protection.month(town, index, first, arrived)
    work.month(town, index, first)
    return arrived


def _tax(town: Town, index: int, first: int) -> None:
    today = date(first)
    tax.reports(town, today.year, today.month, first)
    tax.corrections(town, index, first)
    collection.month(town, index, first)
    if today.month == 6:
        tax.june(town, today.year)
    if today.month == 9:
        tax.found_non_filers(town, index, first, today.year - 1)


def write(run: Run, folder: Path) -> None:
    """Writes one file for each office and the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    for office in OFFICES:
        with (folder / f"{office}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(run.lines(office))
    with (folder / "truth.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(truth.lines(run.town))
