"""What a part enters into the ledgers, as messages: blocks of entries, each with the hash of the one before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from pydantic_core import to_json

from processors.gate.lane import KINDS
from processors.gate.table import CODES
from processors.ledger import ACTS, Ledger
from processors.messages.words import iso
from processors.parts.log import LEDGER, Out
from schemas.keys import shown
from schemas.vocabulary.declare import DUTIES

if TYPE_CHECKING:
    from processors.parts.gate import GatePart

MOST_ENTRIES = 1500


def blocks(part: GatePart, live: bool) -> Iterator[Out]:
    """The entries since the last call; none are kept. (What a rebuild enters was sent before.)"""
    for lane, gate in part.gate.lanes.items():
        ledger, gate.ledger = gate.ledger, Ledger()
        gate.ledger.begin(part.gate.day, gate.ordinance.content_hash[:12])
        for at in range(0, ledger.size, MOST_ENTRIES) if live else ():
            change = part.adopted[lane].change
            yield Out(LEDGER, part.number, lane.encode(), _block(lane, change, ledger, ledger.entries()[at : at + MOST_ENTRIES]))


def _block(lane: str, change: int, ledger: Ledger, entries: np.ndarray) -> bytes:
    said = {
        "lane": lane, "change": change, "day": iso(ledger.headers[int(entries["batch"][0])].day), "revision": ledger.headers[-1].revision,
        "subjects": [shown(key) for key in entries["subject"].tolist()], "duties": [DUTIES[code] for code in entries["duty"].tolist()],
        "kinds": [KINDS[code] for code in entries["kind"].tolist()], "codes": [CODES[code] for code in entries["code"].tolist()],
        "acts": [ACTS[code] for code in entries["act"].tolist()], "hash": hashlib.blake2b(entries.tobytes(), digest_size=16).hexdigest(),
    }  # fmt: skip
    return to_json(said)
