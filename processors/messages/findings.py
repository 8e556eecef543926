"""What a formula found on the holders' side (see processors.answering), as a part of a disclosure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from processors.assess.units import ELIGIBLE, NONE, UNTOLD
from processors.disclosures import Found, Said
from processors.messages.verdicts import VERDICTS, outcome
from schemas.causes import causes

Document = dict[str, Any]


def written(found: Found, home: int, members: np.ndarray) -> Document:
    """What was found of a household: `household`, and by member `members`; null of who is no unit. `members`: their places, in order."""
    each = None if found.members is None else [_unit(found.members, place) for place in members.tolist()]
    return {"household": _unit(found.homes, home), "members": each}


def _unit(said: Said, at: int) -> Document | None:
    code = int(said.codes[at])
    if code == NONE:
        return None
    unit: Document = {"verdict": VERDICTS[code]}
    if code == ELIGIBLE:
        unit["yen"] = int(said.yen[at])
    elif code == UNTOLD:
        unit["causes"] = [f"{cause.kind}:{cause.state}" for cause in causes(said.why[at])]
    return unit


def read(said: Sequence[tuple[Document | None, int]], order: np.ndarray) -> Found | None:
    """What `written` wrote of some households (None: nothing) of so many members each, who stand in the batch in this order."""
    if not any(document for document, _ in said):
        return None
    homes = [document["household"] if document else None for document, _ in said]
    by_member = any(document and document["members"] is not None for document, _ in said)
    members = [unit for document, size in said for unit in ((document["members"] if document else None) or [None] * size)]
    answered = np.array([document is not None for document, _ in said], dtype=bool)
    return Found(answered, _said(homes), _said([members[at] for at in order.tolist()]) if by_member else None)


def _said(units: Sequence[Document | None]) -> Said:
    found = [(NONE, 0) if unit is None else outcome(unit) for unit in units]
    codes = np.array([code for code, _ in found], dtype=np.uint8)
    what = np.array([value for _, value in found], dtype=np.uint64)
    return Said(codes, np.where(codes == ELIGIBLE, what, 0).astype(np.int64), np.where(codes == UNTOLD, what, 0).astype(np.uint64))
