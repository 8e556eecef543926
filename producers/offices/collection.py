"""Collecting the tax: overdue, demanded, seized, suspended, cleared; reductions and certificates."""

from __future__ import annotations

import numpy as np

from producers.offices.notices import recorded_one
from producers.offices.tax_records import record_of
from producers.people import codes
from producers.tax_year import LEVY
from producers.town import Town

STATUS = codes("tax.arrears", "arrears")
_NEXT = {
    "none": ("fell-overdue", "overdue", 900),
    "overdue": ("demanded", "demanded", 110),
    "demanded": ("seized", "seized", 90),
    "seized": ("seizure-suspended", "suspended", 40),
}
"""From each state: the event, the state after it, and how often in a year among 100,000."""
_CLEARED, _REDUCED, _CERTIFICATES = 600, 100, 1_200


def load(town: Town) -> None:
    """Who owes tax on the first day."""
    rows = _taxed(town)
    for row in town.schedule.take("owes from before", 300, 0, rows):
        _set(town, row, "overdue", "fell-overdue", town.start - 40, town.start)


def _taxed(town: Town) -> np.ndarray:
    years = [year for year in town.tax_records if town.tax_records[year].n]
    book = record_of(town, max(years))
    rows = town.people.here()
    return rows[book.levy[rows] == LEVY["taxed"]]


def _set(town: Town, row: int, word: str, event: str, day: int, told: int) -> None:
    town.people.arrears[row] = STATUS[word]
    town.log.one(f"tax.{event}", row, day, day, told)


def month(town: Town, index: int, first: int) -> None:
    """One month of collecting."""
    people, taxed = town.people, _taxed(town)
    moved: set[int] = set()
    for before, (event, state, often) in _NEXT.items():
        rows = taxed[people.arrears[taxed] == STATUS[before]]
        for row in town.schedule.take(event, often, index, rows[~np.isin(rows, list(moved))]):
            day = recorded_one(town, first + town.draws.below_one(event, row, 22, index))
            _set(town, row, state, event, day, day)
            moved.add(row)
    here = town.people.here()
    owing = here[(people.arrears[here] != STATUS["none"]) & ~np.isin(here, list(moved))]
    for row in town.schedule.take("arrears cleared", _CLEARED, index, owing):
        day = recorded_one(town, first + town.draws.below_one("cleared on", row, 22, index))
        _set(town, row, "none", "arrears-cleared", day, day)
    _papers(town, index, first, taxed)


def _papers(town: Town, index: int, first: int, taxed: np.ndarray) -> None:
    year = max(town.tax_records)
    for row in town.schedule.take("tax reduced", _REDUCED, index, taxed):
        day = recorded_one(town, first + 12)
        town.reduced.setdefault(row, []).append(year)
        town.log.one("tax.reduced", row, day, day, day, year)
    for row in town.schedule.take("certificate", _CERTIFICATES, index, town.people.here()):
        day = recorded_one(town, first + town.draws.below_one("certificate on", row, 25, index))
        town.log.one("tax.certificate-issued", row, day, day, day)
