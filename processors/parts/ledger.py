"""What a part enters into the ledgers, as messages: blocks of entries, each with the hash of the one before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from pydantic_core import to_json

from processors.gate.entries import KINDS, row_of
from processors.gate.ledger import ACTS, Ledger
from processors.gate.table import CODES
from processors.messages.words import iso
from processors.parts.log import LEDGER, Out
from schemas.keys import shown
from schemas.vocabulary.declare import DUTIES

if TYPE_CHECKING:
    from processors.parts.gate import GatePart

MOST_ENTRIES = 1500


def blocks(part: GatePart, live: bool) -> Iterator[Out]:
    """The entries since the last call; none are kept. (What a rebuild enters was sent before; what is decided while a lane is closed is told to nobody.)"""
    for lane, gate in part.gate.lanes.items():
        ledger, gate.ledger = gate.ledger, Ledger()
        gate.ledger.begin(part.gate.day, gate.ordinance.content_hash[:12], gate.tables)
        entries, told = ledger.entries(), live and not part.adopted[lane].closed
        rows = _rows(ledger, entries) if told else []
        for at in range(0, ledger.size, MOST_ENTRIES) if told else ():
            some = slice(at, at + MOST_ENTRIES)
            yield Out(LEDGER, part.number, lane.encode(), _block(lane, part.adopted[lane].change, ledger, entries[some], rows[some]))


def _rows(ledger: Ledger, entries: np.ndarray) -> list[str]:
    """The row by which each entry was decided; entries that agree in all but the subject share it."""
    alike = np.zeros(len(entries), dtype=np.int64)
    for name, place in (("batch", 40), ("duty", 32), ("kind", 24), ("act", 16), ("context", 0)):
        alike |= entries[name].astype(np.int64) << place
    _, first, which = np.unique(alike, return_index=True, return_inverse=True)
    rows = [row_of(ledger.headers[int(entry["batch"])], entry) for entry in entries[first]]
    return [rows[i] for i in which.tolist()]


def _block(lane: str, change: int, ledger: Ledger, entries: np.ndarray, rows: list[str]) -> bytes:
    said = {
        "lane": lane, "change": change, "day": iso(ledger.headers[int(entries["batch"][0])].day), "revision": ledger.headers[-1].revision,
        "subjects": [shown(key) for key in entries["subject"].tolist()], "duties": [DUTIES[code] for code in entries["duty"].tolist()],
        "kinds": [KINDS[code] for code in entries["kind"].tolist()], "codes": [CODES[code] for code in entries["code"].tolist()], "rows": rows,
        "acts": [ACTS[code] for code in entries["act"].tolist()], "hash": hashlib.blake2b(entries.tobytes(), digest_size=16).hexdigest(),
    }  # fmt: skip
    return to_json(said)
