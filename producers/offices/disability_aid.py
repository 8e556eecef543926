"""Medical aid for the severely disabled (重度心身障害者医療費助成): offered at the counter where the handbook is given, so that
most ask for it (take-up: D). The head of the household is on file for it."""

from __future__ import annotations

import numpy as np

from producers.offices import standing
from producers.offices.standing import Aid
from producers.town import Town


def concerned(town: Town, day: int, paper: bool = True) -> np.ndarray:
    """All members of households with a handbook: rows."""
    people, rows = town.people, town.people.here()
    homes = (people.household if paper else people.home)[rows]
    has_handbook = np.zeros(town.households.n, dtype=bool)
    has_handbook[homes[people.handbook[rows] > 0]] = True
    return rows[has_handbook[homes]]


AID = Aid(
    duty="disability-medical-aid", office="welfare", fact="welfare.disability_aid", field="disability_aid",
    state="disability_aid", event="welfare.disability-aid", concerned=concerned, takes=800_000, soon=350_000, vain=10,
)  # fmt: skip


def load(town: Town) -> None:
    """Those who have it on the first day."""
    standing.load(town, AID)


def month(town: Town, index: int, first: int) -> None:
    """What happens to it in a month."""
    standing.month(town, AID, index, first)
