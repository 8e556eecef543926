"""What the tests of the town share: runs made once, and a plain replay of events into slots."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from producers import truth
from producers.errors import Errors
from producers.log import OFFICES
from producers.simulate import Run, simulate
from schemas.truth import TrueResident
from schemas.vocabulary import EVENT_TYPES
from schemas.vocabulary.declare import EFFECTIVE, PERIOD_FIELDS, RECORDED, Sets

ALL_TYPES = [type_ for type_, event in EVENT_TYPES.items() if event.office != "control"]
Slot = tuple[str, str, Any]


@cache
def run_of(residents: int, seed: int = 1, months: int = 12, errors: Errors | None = None) -> Run:
    """A run, made once for all tests."""
    return simulate(residents, months, seed, errors=errors)


def events(run: Run, *offices: str) -> Iterator[dict[str, Any]]:
    """The events of some offices (all by default), each office's in order."""
    for office in offices or OFFICES:
        yield from map(json.loads, run.lines(office))


@cache
def truths(run: Run) -> list[TrueResident]:
    """The lines of the truth."""
    return [json.loads(line) for line in truth.lines(run.town)]


def default(field: Any) -> Any:
    """The value of a field that an event leaves out, as JSON holds it."""
    return {"choice": field.words[0] if field.words else "", "bool": False, "text": ""}.get(field.type, 0)


def _period(part: Sets, data: dict[str, Any]) -> Any:
    if part.fact.period == "none":
        return 0
    if part.period is None:
        return data[part.fact.period]
    return PERIOD_FIELDS["duty"].words[part.period] if part.fact.period == "duty" else part.period


def slots(run: Run, *offices: str) -> dict[Slot, dict[str, Any]]:
    """The last value of every slot, by (number, fact, period): written anew here, from the vocabulary alone."""
    found: dict[Slot, dict[str, Any]] = {}
    for event in events(run, *offices):
        data = event["data"]
        known = {EFFECTIVE: data["effective"], RECORDED: event["time"][:10]}
        for part in EVENT_TYPES[event["type"]].sets:
            values = {f.name: data.get(f.name, default(f)) for f in part.fact.fields}
            values |= {name: known.get(value, value) for name, value in part.fixed.items()}
            found[event["subject"], part.fact.id, _period(part, data)] = values
    return found
