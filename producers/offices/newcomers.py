"""The tax office and those who moved in: their true facts of the years before, and whether the town has any record
of them."""

from __future__ import annotations

import numpy as np

from producers.offices.tax import assess_year, note_elsewhere
from producers.offices.tax_records import elsewhere, of_age, record
from producers.town import Town


def month(town: Town, arrived: list[int]) -> None:
    """For who arrived in a month: noted as taxed by another town, or, where that error is off, recorded at once."""
    if not arrived:
        return
    rows = np.array([row for row in arrived if town.alive(row)], dtype=np.int64)
    recorded = town.households.quiet_until[town.people.household[rows]].astype(np.int64)
    for year in sorted(town.tax):
        assess_year(town, year, rows)
        _record(town, year, rows, recorded)


def _record(town: Town, year: int, rows: np.ndarray, days: np.ndarray) -> None:
    if year not in town.tax_records:
        return
    grown = np.isin(rows, of_age(town, year, rows))
    rows, days = rows[grown], days[grown]
    away = elsewhere(town, year, rows)
    if year == max(town.tax_records):
        note_elsewhere(town, year, rows[away], days[away])
    record(town, year, rows[~away], int(days.min()) if len(days) else town.start, days[~away])
