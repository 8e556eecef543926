"""The explanation of one case, from the same formula that gives the verdict: a tree down to facts and thresholds.

Every step says its value (or its bounds, and why it is unknown); a fact its kind, income year and state; a threshold
its date, source and confidence. The tree is plain dicts, lists, numbers and texts, ready for JSON.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from schemas.asides import is_aside
from schemas.catalogue import catalogue
from schemas.causes import causes
from schemas.choice import Choice
from schemas.fields import FOREVER
from schemas.frame import Source
from schemas.labels import label_of, presumed_label
from schemas.ordinance.model import TownFacts
from schemas.programmes import PROGRAMMES, Outcome, Programme
from schemas.programmes.parameters import Book, LawTable, Threshold, parameters_on
from schemas.traced import PRESUMED, REDUCING, Node, TracedFrame, naming_steps
from schemas.values import INF, Bool, Column

VERDICTS = {(True, True): "eligible", (False, False): "not-eligible", (False, True): "cannot-be-told"}
Tree = dict[str, Any]


def explain(
    programme: str,
    source: Source,
    members: int,
    day: int,
    facts: TownFacts | None = None,
    member: int | None = None,
    book: Book | None = None,
) -> Tree:
    """Why a programme says what it says of one household (or of its member `member`, a row of the source) on a day
    (ordinal).

    Keys: `programme`, `label_ja`, `label_en`, `nature`, `unit`, `day`, `income_year`, `member`, `members` (their
    relations), `is_unit`, `verdict`, `causes`, `amount`, `per`, `tree`. ValueError: a member is needed, or is none
    of the household.
    """
    chosen = PROGRAMMES[programme]
    _check_member(chosen, member, members)
    frame = TracedFrame(np.array([members]), source, day, facts or TownFacts())
    outcome, year = _run(chosen, frame, book)
    row = member or 0
    writer = _Writer(members, row if chosen.unit != "household" else None)
    verdict = VERDICTS[bool(outcome.eligible.lo[row]), bool(outcome.eligible.hi[row])]
    parts = [column.node for column in outcome if column is not None and hasattr(column, "node")]
    return {
        "programme": chosen.id,
        "label_ja": chosen.label_ja,
        "label_en": chosen.label_en,
        "nature": chosen.nature,
        "unit": chosen.unit,
        "day": datetime.date.fromordinal(day).isoformat(),
        "income_year": year,
        "member": member,
        "members": _members(frame),
        "is_unit": _value(outcome.unit, row),
        "verdict": verdict,
        "causes": _causes(outcome.eligible, row),
        "amount": None if outcome.amount is None else _cell(outcome.amount, row),
        "per": chosen.per,
        "tree": [writer.step(node) for node in parts],
    }


def _run(programme: Programme, frame: TracedFrame, book: Book | None) -> tuple[Outcome, int | None]:
    parameters = parameters_on(frame.day, frame.facts, book)
    year = programme.tax_year(frame.day, book)
    with naming_steps():
        return programme.formula(frame.view(year), parameters.traced()), year


def _check_member(programme: Programme, member: int | None, members: int) -> None:
    if programme.unit == "household":
        return
    if member is None or not 0 <= member < members:
        raise ValueError(
            f"{programme.id} is judged for one {programme.unit}, and the member is {member!r}. "
            f"Name a member from 0 to {members - 1}."
        )


def _members(frame: TracedFrame) -> list[Tree]:
    relation: Choice = frame.view(None).members.relation
    named = catalogue().relations
    found = []
    for row in range(frame.size):
        code = int(relation.codes[row])
        word = named[relation.words[code]] if code >= 0 else None
        found.append(
            {
                "member": row,
                "relation": word and word.id,
                "label_ja": word and word.label_ja,
                "label_en": word and word.label_en,
            }
        )
    return found


class _Writer:
    """Writes steps as dicts. What is below a step that was written already is left out the second time (`seen`);
    what did not matter to the value above it is marked (`aside`).
    """

    def __init__(self, members: int, member: int | None) -> None:
        self.everyone = tuple(range(members))
        self.start = self.everyone if member is None else (member,)
        self.written: set[tuple[int, tuple[int, ...]]] = set()

    def step(self, node: Node, rows: tuple[int, ...] | None = None) -> Tree:
        """One named step, with the named steps, facts and thresholds below it."""
        rows = self.start if rows is None else rows
        if node.attribute is not None:
            return self._fact(node, rows)
        name = node.name or "result"
        ja, en, unit = _special_label(node) or label_of(name)
        found: Tree = {"step": name, "label_ja": ja, "label_en": en, "unit": unit, **self._cells(node, rows, unit)}
        key = (id(node), rows)
        if key in self.written:
            return {**found, "seen": True}
        self.written.add(key)
        return {**found, "parts": [self._part(*part) for part in _once(self._visible(node, rows, False, {}))]}

    def _part(self, part: Any, rows: tuple[int, ...], aside: bool) -> Tree:
        found = self.step(part, rows) if isinstance(part, Node) else _threshold(part)
        return {**found, "aside": True} if aside else found

    def _visible(
        self, node: Node, rows: tuple[int, ...], aside: bool, met: dict[int, bool]
    ) -> list[tuple[Any, tuple[int, ...], bool]]:
        """The nearest named steps, facts (each with the members that it is about) and thresholds below a step; one
        that did not matter in one place (`met`: whether it did not) comes again where it does matter.
        """
        rows = self.everyone if node.operation in REDUCING else rows
        found: list[tuple[Any, tuple[int, ...], bool]] = []
        for place, part in enumerate(node.parts):
            if part is None:
                continue
            hidden = aside or (isinstance(part, Node) and is_aside(node, place, rows))
            if id(part) in met and (hidden or not met[id(part)]):
                continue
            met[id(part)] = hidden
            if not isinstance(part, Node) or part.name is not None:
                found.append((part, rows, hidden))
            else:
                found.extend(self._visible(part, rows, hidden, met))
        return found

    def _cells(self, node: Node, rows: tuple[int, ...], unit: str) -> Tree:
        column = node.plain
        if column.group.above is None:
            return {"of": "household", "cells": [_cell(column, 0, unit)]}
        return {"of": "members", "cells": [{"member": row, **_cell(column, row, unit)} for row in rows]}

    def _fact(self, node: Node, rows: tuple[int, ...]) -> Tree:
        attribute = node.attribute
        assert attribute is not None
        kind = catalogue().kinds[attribute.kind]
        return {
            "fact": attribute.name,
            "label_ja": attribute.field.label_ja,
            "label_en": attribute.field.label_en,
            "unit": attribute.field.type,
            "kind": kind.id,
            "kind_ja": kind.label_ja,
            "kind_en": kind.label_en,
            "income_year": node.year,
            **self._cells(node, rows, attribute.field.type),
        }


def _once(parts: list[tuple[Any, tuple[int, ...], bool]]) -> list[tuple[Any, tuple[int, ...], bool]]:
    """Each part in the place where it first stands; it did not matter if it nowhere did."""
    hidden = {id(part): aside for part, _, aside in parts}
    first = {id(part): (part, rows) for part, rows, _ in reversed(parts)}
    return [(*first[id_], hidden[id_]) for id_ in dict.fromkeys(id(part) for part, _, _ in parts)]


def _special_label(node: Node) -> tuple[str, str, str] | None:
    if node.operation == PRESUMED:
        return presumed_label(node.parts[0].attribute.field)
    table = next((part.dated for part in node.parts if isinstance(part, LawTable)), None)
    return None if table is None else (table.label_ja, table.label_en, table.unit)


def _threshold(part: Threshold | LawTable) -> Tree:
    dated = part.dated
    value = {str(key): value for key, value in part.steps.items()} if isinstance(part, LawTable) else int(part)
    return {
        "threshold": dated.name,
        "label_ja": dated.label_ja,
        "label_en": dated.label_en,
        "unit": dated.unit,
        "value": value,
        "since": dated.since.isoformat(),
        "source": dated.source,
        "confidence": dated.confidence,
    }


def _value(column: Column, row: int) -> Any:
    lo, hi = column.lo[row].item(), column.hi[row].item()
    return lo if lo == hi else None


def _cell(column: Column | Choice, row: int, unit: str = "") -> Tree:
    """`value` (days as ISO dates); or, where it is unknown, None with `least` and `most` (None: no bound) and
    `causes`.
    """
    if isinstance(column, Choice):
        code = int(column.codes[row])
        return {"value": column.words[code]} if code >= 0 else {"value": None, "causes": _causes(column, row)}
    value = _value(column, row)
    if value is not None:
        return {"value": _date(value) if unit == "date" else value}
    cell: Tree = {"value": None, "causes": _causes(column, row)}
    if not isinstance(column, Bool) and unit != "date":
        least, most = column.lo[row].item(), column.hi[row].item()
        cell |= {"least": None if least <= -INF // 2 else least, "most": None if most >= INF // 2 else most}
    return cell


def _date(day: int) -> str | None:
    return datetime.date.fromordinal(day).isoformat() if 0 < day <= FOREVER else None


def _causes(column: Column | Choice, row: int) -> list[Tree]:
    return [] if column.why is None else [cause._asdict() for cause in causes(int(column.why[row]))]


def facts_in(tree: Tree) -> set[str]:
    """The attributes that an explanation rests on."""
    return {step["fact"] for step in walk(tree) if "fact" in step}


def walk(tree: Tree) -> list[Tree]:
    """All steps, facts and thresholds of an explanation, from the top down."""
    found, waiting = [], list(tree["tree"])
    while waiting:
        step = waiting.pop(0)
        found.append(step)
        waiting[:0] = step.get("parts", [])
    return found
