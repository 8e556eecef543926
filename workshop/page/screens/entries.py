"""An entry of the ledger in words: who looked at whose data, what for, on what ground, and whether Mynaportal would show it."""

from __future__ import annotations

from typing import Any

import numpy as np

from processors.gate.decide import Decision, decide
from processors.gate.entries import KINDS, RETRACTED
from processors.gate.ledger import ACTS, Header
from processors.gate.table import ALLOWING, CODES
from schemas.catalogue import catalogue
from schemas.keys import shown
from schemas.ordinance import Ordinance, Row
from schemas.vocabulary.declare import DUTIES
from workshop.page.screens.days import iso
from workshop.page.texts import L, both, named, worded
from workshop.why.rows import row_name

DECISIONS = {"disclosed": "allowed", "denied": "denied", "retracted": "retracted"}
"""What the page calls the acts of the ledger."""
SAFEGUARDS = ("network-first", "tax-secrecy", "objected", "retention-over", "file-beyond-need")
"""Codes of what a safeguard stopped."""


def entry_of(place: int, header: Header, entry: np.void) -> dict[str, Any]:
    """An entry by its place in the ledger (from 0), as the page shows it: it holds no value of anybody's data."""
    duty, kind, act = DUTIES[entry["duty"]], KINDS[entry["kind"]], ACTS[entry["act"]]
    decided = _decided(header, entry)
    ordinance = header.tables[duty].question.ordinance
    shown_on_portal, why = portal(act, duty, kind, decided)
    return {
        "entry": place + 1, "at": iso(header.day), "who": who(duty), "whose": shown(int(entry["subject"])), "what": named(catalogue().kinds[kind]),
        "duty": named(catalogue().duties[duty]), "basis": _basis(ordinance, decided), "decision": DECISIONS[act], "reason": _reason(act, int(entry["code"])),
        "group": group(CODES[entry["code"]]) if act == "denied" else None, "portal": shown_on_portal, "portal_why": why,
        "row": decided.row if decided else None, "revision": header.revision,
    }  # fmt: skip


def who(duty: str) -> L:
    """Who looks when a duty does: the organ, and the office in it."""
    known = catalogue()
    one = known.duties[duty]
    return worded("screens.who", organ=named(known.organs[one.organ]), office=named(known.offices[one.office]))


def group(code: str) -> str:
    """Why something was denied, roughly: `prohibited`, `safeguard` or `no-row`."""
    return "prohibited" if code == "prohibited" else "safeguard" if code in SAFEGUARDS else "no-row"


def portal(act: str, duty: str, kind: str, decided: Decision | None) -> tuple[bool, L]:
    """Whether Mynaportal would show an entry, and why, as we read art. 23 of the My Number Act: it is about what passes through the national
    network, and nothing here does."""
    if act != "disclosed" or decided is None or decided.code not in ALLOWING:
        return False, worded("screens.portal.nothing_passed")
    if "number-19" in decided.fallen:
        return False, worded("screens.portal.without_number")
    known = catalogue()
    if known.kinds[kind].holder != known.duties[duty].organ:
        return False, worded("screens.portal.provision")
    return False, worded("screens.portal.own" if known.kinds[kind].office == known.duties[duty].office else "screens.portal.use")


def _decided(header: Header, entry: np.void) -> Decision | None:
    """The gate's answer behind an entry; None for what was taken back."""
    if entry["act"] == RETRACTED:
        return None
    table = header.tables[DUTIES[entry["duty"]]]
    return decide(table.request(table.contexts[int(entry["context"])], KINDS[entry["kind"]]), table.question.ordinance)


def _basis(ordinance: Ordinance, decided: Decision | None) -> L:
    """The row by its name, and the article that it cites; what barred it gives no article but its reason."""
    if decided is None:
        return worded("screens.none")
    called = named(row_name(ordinance, decided.row)) if decided.row else None
    article = {"ja": decided.article_ja, "en": decided.article_en}
    parts = [part for part in (called, article) if part and part["ja"]]
    return both(lambda words: words("screens.of").join(part[words.lang] for part in parts))


def _reason(act: str, code: int) -> L:
    return worded("screens.retracted") if act == "retracted" else worded(f"code.{CODES[code]}")


def row_text(ordinance: Ordinance, row: str) -> L:
    """A row's name where people read, with what it lets pass to whom."""
    found = ordinance.find_row(row)
    called = named(row_name(ordinance, row))
    return worded("screens.row", row=called, duty=named(catalogue().duties[found.duty])) if isinstance(found, Row) else called
