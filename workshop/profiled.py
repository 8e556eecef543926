"""Who was profiled in a lane: residents of whom an attribute passed to an office other than the one that holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from processors.ledger import ACTS
from schemas.attributes import attributes_of
from schemas.catalogue import catalogue
from schemas.vocabulary.declare import DUTIES

if TYPE_CHECKING:
    from processors.gate.lane import LaneGate

KINDS = tuple(catalogue().kinds)
_DISCLOSED = ACTS.index("disclosed")


def profiled(lane: LaneGate) -> dict[str, int]:
    """`people`, `disclosures` and `items` (attributes in those disclosures) of a lane's whole ledger, seen by other offices."""
    entries = lane.ledger.entries()
    passed = entries[(entries["act"] == _DISCLOSED) & _elsewhere()[entries["duty"], entries["kind"]]]
    items = np.array([len(attributes_of(kind)) for kind in KINDS])
    return {"people": len(np.unique(passed["subject"])), "disclosures": len(passed), "items": int(items[passed["kind"]].sum())}


def _elsewhere() -> np.ndarray:
    """Whether a duty's office is not the one that holds a kind: bool [duties, kinds]."""
    known = catalogue()
    return np.array([[known.duties[duty].office != known.kinds[kind].office for kind in KINDS] for duty in DUTIES])
