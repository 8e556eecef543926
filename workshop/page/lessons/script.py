"""Lessons as data: `workshop/lessons/*.toml`, read and checked. What is wrong in one is a ValueError that names file, step and key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from schemas.ordinance import Ordinance, load
from workshop.page.lessons.guesses import Question
from workshop.words import LANGS

FOLDER = Path(__file__).parents[2] / "lessons"
Both = Mapping[str, str]
"""A text by language."""
OPTIONS = {"agree": ("agree", "disagree", "not-sure")}
KINDS = ("agree", "number", "percent", "choice", "place")
"""Of a question: agree or not; a number; 0 to 100; one of some words; a place in the picture of Compare."""


@dataclass(frozen=True)
class Arrangement:
    """An ordinance at hand, and switches on it. `links`: so many times as often a record stands under a wrong number, in a town of its own."""

    base: str
    switches: tuple[str, ...] = ()
    links: int = 1

    @property
    def ordinance(self) -> Ordinance:
        """The ordinance. OrdinanceError: it cannot be."""
        from workshop.lanes import worked_on

        return worked_on(load(self.base), self.switches)


@dataclass(frozen=True)
class Round:
    """A prediction, a trial, and what really happens. `figures`: by placeholder, where it is read (see `Trial.value`)."""

    id: str
    kind: str
    question: Both
    trial: Both
    reveal: Both
    claims: tuple[str, ...]
    figures: Mapping[str, str]
    arrangements: Mapping[str, Arrangement]
    answer: str = ""
    """The figure that answers the question, or the word that does."""
    options: tuple[str, ...] = ()
    card: bool = False
    """Whether the trial is that nobody carries the card."""

    def asked(self, keeps: bool) -> Question:
        """The question, unanswered."""
        return Question(self.options, 0, 100 if self.kind == "percent" else 1_000_000, self.kind == "place", keeps)


@dataclass(frozen=True)
class Step:
    """A step of a lesson. `moment`: month and day of the run on which it is played; none: its last day."""

    id: str
    minutes: int
    title: Both
    say: Both
    rounds: tuple[Round, ...]
    talk: Both
    facilitator: Both
    benefit: Both
    cost: Both
    moment: str = ""
    warning: Both | None = None
    source: Both | None = None


@dataclass(frozen=True)
class Lesson:
    """A lesson. `alone`: whether it needs no facilitator."""

    id: str
    title: Both
    minutes: int
    alone: bool
    steps: tuple[Step, ...]


def lessons() -> dict[str, Lesson]:
    """All lessons by id, the shortest first."""
    found = [read(path) for path in sorted(FOLDER.glob("*.toml"))]
    return {lesson.id: lesson for lesson in sorted(found, key=lambda lesson: lesson.minutes)}


@cache
def read(path: Path) -> Lesson:
    """A lesson of a file. ValueError: it is none."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    steps = tuple(_step(path.name, one) for one in raw["step"])
    lesson = Lesson(path.stem, _both(path.name, raw, "title"), raw["minutes"], raw.get("alone", False), steps)
    if sum(step.minutes for step in steps) != lesson.minutes:
        raise ValueError(f"{path.name}: the steps take {sum(step.minutes for step in steps)} minutes, and the lesson says {lesson.minutes}.")
    return lesson


def _step(file: str, raw: Mapping[str, Any]) -> Step:
    where = f"{file}, step {raw.get('id')}"
    texts = {key: _both(where, raw, key) for key in ("title", "say", "talk", "facilitator", "benefit", "cost")}
    more = {key: _both(where, raw, key) for key in ("warning", "source") if key in raw}
    common = {name: _arrangement(one) for name, one in raw.get("arrangements", {}).items()}
    rounds = tuple(_round(where, one, common) for one in raw["round"])
    return Step(id=raw["id"], minutes=raw["minutes"], rounds=rounds, moment=raw.get("moment", ""), **texts, **more)


def _round(where: str, raw: Mapping[str, Any], common: Mapping[str, Arrangement]) -> Round:
    where = f"{where}, round {raw.get('id')}"
    texts = {key: _both(where, raw, key) for key in ("question", "trial", "reveal")}
    arrangements = {**common, **{name: _arrangement(one) for name, one in raw.get("arrangements", {}).items()}}
    if raw["kind"] not in KINDS:
        raise ValueError(f"{where}: {raw['kind']} is no kind of question. Use {', '.join(KINDS)}.")
    figures: Mapping[str, str] = raw.get("figures", {})
    answer, options = raw.get("answer", ""), tuple(raw.get("options", OPTIONS.get(raw["kind"], ())))
    if answer and answer not in (*figures, *options):
        raise ValueError(f"{where}: the answer {answer} is no figure and no option of it.")
    claims = tuple(raw.get("claims", ()))
    return Round(id=raw["id"], kind=raw["kind"], claims=claims, figures=figures, arrangements=arrangements, answer=answer, options=options, card=raw.get("card", False), **texts)


def _arrangement(raw: Mapping[str, Any]) -> Arrangement:
    return Arrangement(raw["base"], tuple(raw.get("switches", ())), raw.get("links", 1))


def _both(where: str, raw: Mapping[str, Any], key: str) -> Both:
    found = raw.get(key)
    if not isinstance(found, dict) or set(found) != set(LANGS) or not all(isinstance(text, str) and text for text in found.values()):
        raise ValueError(f"{where}: {key} needs a text in each of {', '.join(LANGS)}.")
    return found
