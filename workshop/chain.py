"""Whether a ledger's chain of hashes holds; and what happens to it when somebody changes an entry, tried on a copy."""

from __future__ import annotations

from typing import Any

from processors.gate.ledger import ACTS, BLOCK, Ledger
from workshop.letters import Letter


def checked(ledger: Ledger) -> dict[str, Any]:
    """`entries`, the newest hash of the chain (`head`), and the first entry of the first block that does not fit (`broken_at`)."""
    return {
        "entries": ledger.size,
        "head": ledger.heads[-1].hex() if ledger.heads else "",
        "broken_at": ledger.broken(),
    }


def tampered(ledger: Ledger) -> tuple[Ledger, int]:
    """A copy in which a denial was made a disclosure (or the other way round), and the place of that entry: in the middle of the whole blocks.
    Letter: there is no whole block yet, so nothing is hashed."""
    if ledger.size < BLOCK:
        raise Letter("screens.no_block", entries=ledger.size, block=BLOCK)
    place = ledger.size // BLOCK * BLOCK // 2
    made = ledger.copy()
    at = place
    for piece in made.pieces():
        if at < len(piece):
            piece["act"][at] = ACTS.index("denied" if piece["act"][at] == ACTS.index("disclosed") else "disclosed")
            break
        at -= len(piece)
    return made, place


def first_difference(one: Ledger, other: Ledger) -> int | None:
    """The place of the first entry in which two ledgers of one length differ; None: they are the same."""
    differ = (one.entries() != other.entries()).nonzero()[0]
    return int(differ[0]) if len(differ) else None
