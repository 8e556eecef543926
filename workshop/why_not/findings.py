"""What the search found, in words: the smallest changes that turn a verdict, and what each would do besides."""

from __future__ import annotations

from typing import Any

from processors.engine import Engine
from schemas.ordinance import Ordinance
from workshop.why.world import World
from workshop.why_not.opened import opened
from workshop.why_not.search import Search
from workshop.why_not.step import Change, Step, edited
from workshop.words import Words

MOST_SHOWN = 6


def findings(words: Words, world: World, programme: str, unit: str, verdict: str, town: Engine | None = None, seen: bool = False) -> dict[str, Any]:
    """`programme`, `unit`, `verdict`, how many changes were `tried`, the `steps` of the smallest, the `changes` (at most MOST_SHOWN), and how many `more`.
    With a `town` (whose first lane is that of the world's ordinance; another one is opened in it), each change of the ordinance says what it does `besides`.
    `seen`: without changes that name a value which the duty would see only after another step of the same change."""
    search = Search(world, programme, unit)
    changes = [change for change in search.changes() if not (seen and _names_unseen(change))]
    return {
        "programme": programme, "unit": unit, "verdict": verdict, "tried": search.tried, "steps": len(changes[0]) if changes else None,
        "changes": [_change(words, world, town, change) for change in changes[:MOST_SHOWN]], "more": max(0, len(changes) - MOST_SHOWN),
    }  # fmt: skip


def _names_unseen(change: Change) -> bool:
    return 0 < sum(step.slot[0] == "item" for step in change) < len(change)


def _change(words: Words, world: World, town: Engine | None, change: Change) -> dict[str, Any]:
    changed = edited(world.ordinance, change)
    shown: dict[str, Any] = {"steps": [_step(words, step) for step in change], "besides": None}
    if town is not None and changed is not None and changed is not world.ordinance:
        shown["besides"] = _besides(words, town, changed)
    return shown


def _step(words: Words, step: Step) -> dict[str, Any]:
    return {"nature": step.nature, "kind": step.rank, "amount": step.amount, "text": step.about.text(words)}


def _besides(words: Words, town: Engine, changed: Ordinance) -> list[dict[str, Any]]:
    """By duty, what the ordinance as changed does over everybody who is there: the household itself is among them."""
    lane = next(iter(town.gate.lanes))
    return [
        {
            "duty": each.duty, "people": each.people, "people_no_longer": each.fewer, "eligible": each.eligible,
            "text": words("assess.and").join(said.text(words) for said in each.said()),
        }
        for each in opened(town, lane, changed)
    ]  # fmt: skip
