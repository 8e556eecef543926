"""The tables of an ordinance in the law's own shape: 別表第1・第2・第3, designations, purposes, prohibitions; row by row with its switch and citation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from schemas.catalogue import catalogue
from schemas.law import law
from schemas.ordinance import Ordinance, Prohibition, Row, load, names
from schemas.ordinance.shape import TABLES
from schemas.wording import WORDS
from workshop.ordinances.names import Names
from workshop.ordinances.show import days_text, safeguard_text
from workshop.page.telling.labels import row_said
from workshop.page.telling.rules import FIXED
from workshop.page.texts import L, both, worded
from workshop.words import Words

Cell = Callable[[Names, Any], str]


def _whom(names: Names, row: Prohibition) -> str:
    return names.duty(row.duty) if row.duty else names.words("show.everybody")


def _basis(names: Names, row: Row) -> str:
    return names.article(law().bases[row.basis].article) if row.basis else ""


CELLS: Mapping[str, Cell] = {
    "row": lambda _, row: row.row, "organ": lambda names, row: names.organ(row.organ), "duty": lambda names, row: names.duty(row.duty),
    "holder": lambda names, row: names.organ(row.holder), "kinds": lambda names, row: names.kinds(row.kinds), "subjects": lambda names, row: names.subjects(row.subjects),
    "triggers": lambda names, row: names.triggers(row.triggers), "sweep_on": lambda names, row: names.of_year(row.sweep_on), "valid": lambda names, row: days_text(row, names),
    "basis": _basis, "whom": _whom, "reason": lambda _, row: row.reason,
}  # fmt: skip
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "table1": ("row", "organ", "duty"), "table2": ("row", "organ", "duty", "kinds", "subjects", "triggers"),
    "table3": ("row", "organ", "duty", "holder", "kinds", "subjects", "triggers", "valid"), "designation": ("row", "organ", "duty", "kinds", "subjects", "triggers", "sweep_on"),
    "purpose": ("row", "organ", "duty", "holder", "kinds", "subjects", "triggers", "basis", "valid"), "prohibit": ("row", "kinds", "whom", "reason", "valid"),
}  # fmt: skip
"""The columns of each table, by the names of the cells."""


@dataclass(frozen=True)
class Shown:
    """An ordinance as it is, over the one it comes from; `passed`: residents by row."""

    base: Ordinance
    now: Ordinance
    passed: Mapping[str, int]

    def tables(self) -> list[dict[str, Any]]:
        """All tables that have rows, and 別表第1 to 第3 also where they have none."""
        made = [self._table(table) for table in TABLES]
        return [table for table in made if table["rows"] or table["id"].startswith("table")]

    def _table(self, table: str) -> dict[str, Any]:
        columns = [{"id": name, **worded(f"screens.table.{name}")} for name in COLUMNS[table]]
        return {"id": table, "caption": worded(f"show.{table}"), "columns": columns, "rows": [self._row(table, row) for row in self._rows(table)]}

    def _rows(self, table: str) -> list[Row | Prohibition]:
        """The rows of what the lane began with, and those that were put in."""
        new = {row.row: row for row in _of_table(self.now, table)}
        return [new.pop(row.row, row) for row in _of_table(self.base, table)] + list(new.values())

    def _row(self, table: str, row: Row | Prohibition) -> dict[str, Any]:
        on = self.now.find_row(row.row) is not None
        citation, source, confidence = _cited(row)
        return {
            "row": row.row, "on": on, "fixed": table in FIXED, "switch": f"-row:{row.row}",
            "cells": [both(lambda words, name=name: CELLS[name](Names(words), row)) for name in COLUMNS[table]],  # type: ignore[misc]
            "said": _said(row), "triggers": _triggers(row) if isinstance(row, Row) and table != "table1" else [],
            "citation": citation, "text": source, "confidence": confidence, "passed": self.passed.get(row.row, 0) if table != "prohibit" else None,
        }  # fmt: skip


def _said(row: Row | Prohibition) -> L:
    """What a row says, in one plain sentence."""
    if isinstance(row, Row) and row.table != "table1":
        return row_said(row)
    if isinstance(row, Row):
        return both(lambda words: Names(words).duty(row.duty))
    return both(lambda words: words("show.prohibition", row=row.row, kinds=Names(words).kinds(row.kinds), duty=_whom(Names(words), row)).strip())


def _of_table(one: Ordinance, table: str) -> list[Row | Prohibition]:
    return list(one.prohibitions) if table == "prohibit" else [row for row in one.rows if row.table == table]


def _triggers(row: Row) -> list[dict[str, Any]]:
    """Each trigger that an ordinance may name, whether the row does, and the switch that turns it over; none where it is the last one. A sweep comes and
    goes with its dates."""
    found = []
    for id_, trigger in catalogue().triggers.items():
        there = id_ in row.triggers
        others = [one for one in catalogue().triggers if (one in row.triggers) is not (one == id_)]
        dates = () if id_ != "sweep" else row.sweep_on or sweeps_of(row.duty)
        with_dates = f";sweep_on={'none' if there else ','.join(dates)}" if dates else ""
        found.append({"id": id_, **both(lambda words, trigger=trigger, dates=dates: _on(words, words.label(trigger), dates)), "on": there,  # type: ignore[misc]
                      "switch": f"row:{row.row}.triggers={','.join(others)}{with_dates}" if others else None})  # fmt: skip
    return [one for one in found if one["id"] != "standing" or one["on"]]


def _on(words: Words, name: str, dates: tuple[str, ...]) -> str:
    return words("screens.sweep", name=name, days=Names(words).of_year(dates)) if dates else name


@cache
def sweeps_of(duty: str) -> tuple[str, ...]:
    """The days (`MM-DD`) on which a shipped ordinance sweeps for a duty; for one without, those of the first that sweeps at all."""
    swept = [row for name in names() for row in load(name).rows if row.sweep_on]
    return next((row.sweep_on for row in swept if row.duty == duty), swept[0].sweep_on)


def _cited(row: Row | Prohibition) -> tuple[L, L, L]:
    """What a row rests on, where that was read, and how sure it is."""
    if isinstance(row, Prohibition):
        return both(lambda _: row.reason), worded("screens.none"), sure("D")
    article = law().articles[article_of(row)]
    return both(lambda words: words.label(article)), both(lambda _: article.source), sure(article.confidence)


def article_of(row: Row) -> str:
    """The article that a row rests on, by its id."""
    return law().bases[row.basis].article if row.basis else "number-9-2" if row.table == "table1" else law().permits[row.table].article


def sure(confidence: str) -> L:
    """How sure a source is."""
    return both(lambda words: WORDS[words.lang].confidence[confidence])


def safeguards_of(now: Ordinance) -> list[dict[str, Any]]:
    """The safeguards: value in words, who sets each, on which article, and the switches that change it."""
    return [
        {
            "id": rule.id, **both(lambda words, rule=rule: words.label(rule)), "on": getattr(now.safeguards, rule.id) not in (False, None, "none"),  # type: ignore[misc]
            "value": both(lambda words, id_=rule.id: safeguard_text(words, id_, getattr(now.safeguards, id_))),  # type: ignore[misc]
            "fixed": rule.set_by == "national-law", "by": worded(f"show.by_{rule.set_by}"), "article": both(lambda words, rule=rule: words.label(law().articles[rule.article])),  # type: ignore[misc]
            "text": both(lambda _, rule=rule: law().articles[rule.article].source), "confidence": sure(law().articles[rule.article].confidence),  # type: ignore[misc]
            "choices": [
                {"value": safeguard_words(rule.id, value), "switch": f"safeguards.{rule.id}={value}", "chosen": _value(value) == getattr(now.safeguards, rule.id)}
                for value in CHOICES.get(rule.id, ("on", "off"))
            ],
        }
        for rule in law().safeguards.values()
    ]  # fmt: skip


CHOICES: Mapping[str, tuple[str, ...]] = {"retention_months": ("3", "6", "12", "24", "60", "off"), "pia_level": ("none", "basic", "focused", "full")}


def _value(word: str) -> bool | int | str | None:
    return {"on": True, "off": False}.get(word, int(word) if word.isdigit() else word)


def safeguard_words(name: str, value: str) -> L:
    """A choice of a safeguard in words."""
    meant = None if name == "retention_months" and value == "off" else _value(value)
    return both(lambda words: safeguard_text(words, name, meant))
