"""Of how many residents something passed by each row, as a lane's ledger says."""

from __future__ import annotations

import numpy as np

from processors.gate.entries import DISCLOSED, KINDS
from processors.gate.ledger import Ledger
from schemas.ordinance import Ordinance
from schemas.vocabulary.declare import DUTIES

_CONTEXTS, _FEW = 1 << 16, 1 << 8


def passed(ledger: Ledger) -> dict[str, int]:
    """Residents by the row (or the pair of the law) by which something of them was disclosed, whatever was taken back since."""
    return {row: len(np.unique(subjects)) for row, subjects in _subjects(ledger).items()}


def passed_by_number(ledger: Ledger, ordinance: Ordinance) -> dict[str, int]:
    """Residents by row of table 1: of whom something passed to its duty by a row whose key is the number."""
    subjects, found = _subjects(ledger), {}
    for permission in (row for row in ordinance.rows if row.table == "table1"):
        rows = [row.row for row in ordinance.rows_of(permission.duty) if not row.unlinkable]
        some = [subjects[row] for row in rows if row in subjects]
        found[permission.row] = len(np.unique(np.concatenate(some))) if some else 0
    return found


def _subjects(ledger: Ledger) -> dict[str, np.ndarray]:
    """The subjects of the disclosures by each row, int64 [k]. What was decided alike (batch, duty, kind, context) is asked about once."""
    entries = ledger.entries()
    entries = entries[entries["act"] == DISCLOSED]
    alike = ((entries["batch"].astype(np.int64) * _FEW + entries["duty"]) * _FEW + entries["kind"]) * _CONTEXTS + entries["context"]
    _, first, which = np.unique(alike, return_index=True, return_inverse=True)
    rows = [_row(ledger, entries[at]) for at in first.tolist()]
    names = sorted(set(rows))
    of = np.array([names.index(row) for row in rows], dtype=np.int64)[which] if rows else np.empty(0, dtype=np.int64)
    return {row: entries["subject"][of == number] for number, row in enumerate(names)}


def _row(ledger: Ledger, entry: np.void) -> str:
    tables = ledger.headers[int(entry["batch"])].tables
    return tables[DUTIES[entry["duty"]]].row_of(int(entry["context"]), KINDS[entry["kind"]])
