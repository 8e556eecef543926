"""The ledger: entries by filters and pages, denied attempts, office by data, the chain of hashes, and tampering with a copy."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from starlette.routing import Route

from processors.gate.entries import DENIED, DISCLOSED, KINDS
from processors.gate.ledger import ACTS, BLOCK, Ledger
from processors.gate.table import CODES
from schemas.catalogue import catalogue
from schemas.vocabulary.declare import DUTIES
from workshop.chain import checked, first_difference, tampered
from workshop.letters import Letter
from workshop.page.playing.town import Town
from workshop.page.screens.acts import people_said
from workshop.page.screens.asking import Asked, get, post
from workshop.page.screens.csv import Table
from workshop.page.screens.entries import DECISIONS, entry_of, group
from workshop.page.texts import named, worded

PAGE = 50
MOST_ROWS = 100_000
"""So many entries a file to keep holds at most."""
GROUPS = ("no-row", "prohibited", "safeguard")
_OFFICE_OF = np.array([list(catalogue().offices).index(catalogue().duties[duty].office) for duty in DUTIES])


def routes(town: Town) -> list[Route]:
    """The routes of the screen."""
    path = "/api/lanes/{lane}/ledger"
    return [
        get(town, path, shown, table_of), get(town, f"{path}/denied", denied, table_of), get(town, f"{path}/matrix", matrix, table_of_matrix),
        get(town, f"{path}/verify", verified), post(town, f"{path}/tamper", tamper),
    ]  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """The entries of a lane's ledger that some filters leave."""

    ledger: Ledger
    query: Mapping[str, str]

    @cached_property
    def entries(self) -> np.ndarray:
        """All entries."""
        return self.ledger.entries()

    @cached_property
    def places(self) -> np.ndarray:
        """The places of those chosen, the newest first: int64 [k]. Letter: a filter of an unknown name."""
        query, entries, known = self.query, self.entries, catalogue()
        chosen = np.ones(len(entries), dtype=bool)
        if office := _one_of(query, "office", list(known.offices)):
            chosen &= _OFFICE_OF[entries["duty"]] == list(known.offices).index(office)
        if kind := _one_of(query, "kind", KINDS):
            chosen &= entries["kind"] == KINDS.index(kind)
        if programme := _one_of(query, "programme", DUTIES):
            chosen &= entries["duty"] == DUTIES.index(programme)
        if decision := _one_of(query, "decision", list(DECISIONS.values())):
            chosen &= entries["act"] == list(DECISIONS.values()).index(decision)
        if why := _one_of(query, "group", GROUPS):
            chosen &= (entries["act"] == DENIED) & np.isin(entries["code"], [n for n, code in enumerate(CODES) if group(code) == why])
        return np.flatnonzero(chosen & self._within())[::-1]

    def _within(self) -> np.ndarray:
        days = np.array([header.day for header in self.ledger.headers], dtype=np.int64)
        first, last = _day(self.query, "from", 0), _day(self.query, "to", 1 << 30)
        within: np.ndarray = ((days >= first) & (days <= last))[self.entries["batch"]] if len(days) else np.zeros(0, dtype=bool)
        return within

    def page(self, first: int, last: int) -> list[dict[str, Any]]:
        """Some of those chosen, in words."""
        return [entry_of(at, self.ledger.headers[int(self.entries[at]["batch"])], self.entries[at]) for at in self.places[first:last].tolist()]

    def totals(self) -> dict[str, int]:
        """How many of those chosen were allowed, denied (by group too), taken back; and of how many residents."""
        some = self.entries[self.places]
        acts = np.bincount(some["act"], minlength=len(ACTS)).tolist()
        codes = np.bincount(some["code"][some["act"] == DENIED], minlength=len(CODES)).tolist()
        groups = {name: sum(n for n, code in zip(codes, CODES) if group(code) == name) for name in GROUPS}
        return {**dict(zip(DECISIONS.values(), acts)), **groups, "residents": len(np.unique(some["subject"]))}


def _one_of(query: Mapping[str, str], name: str, allowed: Any) -> str:
    found = query.get(name, "")
    if found and found not in allowed:
        raise Letter("screens.not_said", name=name, found=found[:40], allowed=", ".join(allowed))
    return found


def _day(query: Mapping[str, str], name: str, usual: int) -> int:
    found = query.get(name, "")
    try:
        return datetime.date.fromisoformat(found).toordinal() if found else usual
    except ValueError:
        raise Letter("screens.not_said", name=name, found=found[:40], allowed="2025-04-01") from None


def _number(query: Mapping[str, str], name: str, most: int) -> int:
    found = query.get(name, "1")
    if not (found.isascii() and found.isdigit() and len(found) < 10 and 1 <= int(found) <= max(most, 1)):
        raise Letter("screens.not_said", name=name, found=found[:40], allowed=f"1-{max(most, 1)}")
    return int(found)


def _ledger(asked: Asked) -> Ledger:
    return asked.engine.gate.lanes[asked.standing.name].ledger


def shown(asked: Asked) -> dict[str, Any]:
    """The entries that the filters leave, the newest first, a page of PAGE of them (all of them for a file to keep), and the totals."""
    return _shown(asked, asked.query)


def denied(asked: Asked) -> dict[str, Any]:
    """The same of what was denied; `group` chooses why."""
    return _shown(asked, {**asked.query, "decision": "denied"})


def _shown(asked: Asked, query: Mapping[str, str]) -> dict[str, Any]:
    chosen = Chosen(_ledger(asked), query)
    total = len(chosen.places)
    pages = -(-total // PAGE)
    page = _number(query, "page", pages)
    first, last = ((0, MOST_ROWS) if query.get("as") else ((page - 1) * PAGE, page * PAGE))
    return {
        "entries": chosen.page(first, last), "page": page, "pages": pages, "total": total, "totals": chosen.totals(), "filters": _filters(chosen),
        "people": people_said(asked.town.acted(asked.lane)), "explain": worded("screens.chain"),
    }  # fmt: skip


def _filters(chosen: Chosen) -> dict[str, Any]:
    """What can be chosen: what there is in the whole ledger."""
    known, entries = catalogue(), chosen.entries
    duties, kinds = (np.unique(entries[name]).tolist() for name in ("duty", "kind"))
    offices = dict.fromkeys(known.duties[DUTIES[duty]].office for duty in duties)
    return {
        "offices": [{"id": id_, **named(known.offices[id_])} for id_ in offices],
        "kinds": [{"id": KINDS[kind], **named(known.kinds[KINDS[kind]])} for kind in kinds],
        "programmes": [{"id": DUTIES[duty], **named(known.duties[DUTIES[duty]])} for duty in duties],
    }


def table_of(found: dict[str, Any]) -> Table:
    """The entries as a table."""
    columns = ("entry", "at", "who", "whose", "what", "duty", "basis", "decision", "reason", "portal", "portal_why")
    decisions = {decision: worded(f"screens.decision.{decision}") for decision in DECISIONS.values()}
    portal = {value: worded(f"screens.shown.{str(value).lower()}") for value in (True, False)}
    rows = ({**entry, "decision": decisions[entry["decision"]], "portal": portal[entry["portal"]]} for entry in found["entries"])
    return Table("ledger", tuple(worded(f"screens.column.{name}") for name in columns), tuple(tuple(row[name] for name in columns) for row in rows))


def matrix(asked: Asked) -> dict[str, Any]:
    """By office and kind of data: how often it passed, and of how many residents."""
    entries, known = _ledger(asked).entries(), catalogue()
    passed = entries[entries["act"] == DISCLOSED]
    offices, cells = _OFFICE_OF[passed["duty"]], []
    for place, office in enumerate(known.offices):
        for number, kind in enumerate(KINDS):
            some = passed["subject"][(offices == place) & (passed["kind"] == number)]
            if len(some):
                cells.append({"office": office, "kind": kind, "count": len(some), "residents": len(np.unique(some))})
    return {
        "offices": [{"id": id_, **named(office)} for id_, office in known.offices.items() if any(cell["office"] == id_ for cell in cells)],
        "kinds": [{"id": id_, "office": kind.office, **named(kind)} for id_, kind in known.kinds.items() if any(cell["kind"] == id_ for cell in cells)],
        "cells": cells,
    }


def table_of_matrix(found: dict[str, Any]) -> Table:
    """The matrix as a table: a row for each cell."""
    offices, kinds = ({one["id"]: one for one in found[name]} for name in ("offices", "kinds"))
    columns = tuple(worded(f"screens.column.{name}") for name in ("who", "what", "count", "residents"))
    return Table("matrix", columns, tuple((offices[c["office"]], kinds[c["kind"]], c["count"], c["residents"]) for c in found["cells"]))


def verified(asked: Asked) -> dict[str, Any]:
    """Whether the chain holds: `linked`, and else the first entry (from 1) of the block in which it breaks."""
    return _verdict(_ledger(asked))


def _verdict(ledger: Ledger) -> dict[str, Any]:
    found = checked(ledger)
    broken = found["broken_at"]
    return {
        "entries": found["entries"], "hashed": found["entries"] // BLOCK * BLOCK, "head": found["head"][:16], "linked": broken is None,
        "broken_at": None if broken is None else broken + 1, "block": None if broken is None else {"from": broken + 1, "to": broken + BLOCK},
    }  # fmt: skip


def tamper(asked: Asked) -> dict[str, Any]:
    """Changes one entry of a copy: which one, as it was and as it is now, and what the check of the copy says. `found`: the entry in the broken
    block that differs from the original. The lane's own ledger stays as it is."""
    ledger = _ledger(asked)
    copy, place = tampered(ledger)
    found = first_difference(ledger, copy)
    before, after = (_around(one, place) for one in (ledger, copy))
    return {"changed": place + 1, "found": None if found is None else found + 1, "before": before, "after": after, "verify": _verdict(copy), "original": _verdict(ledger)}


def _around(ledger: Ledger, place: int) -> list[dict[str, Any]]:
    entries = ledger.entries()
    places = range(max(place - 1, 0), min(place + 2, len(entries)))
    return [entry_of(at, ledger.headers[int(entries[at]["batch"])], entries[at]) for at in places]
