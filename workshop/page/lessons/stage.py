"""Lessons over a town: what each round's arrangements come to, its sentences with the figures filled in, and where a sitting stands."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from schemas.ordinance import Ordinance
from workshop.letters import Letter
from workshop.page.lessons.figures import Value, in_words, value_of
from workshop.page.lessons.flags import Flags
from workshop.page.lessons.habits import Habits
from workshop.page.lessons.script import Arrangement, Both, Lesson, Round, Step
from workshop.page.lessons.trial import Trial
from workshop.page.playing.history import Standing
from workshop.words import LANGS

Play = Callable[[Ordinance, int], Standing]
"""Where an ordinance stands at the end of a day (ordinal), played alone from the first day on."""
_CLAIM = re.compile(r"(\w+) ([<>=]) (\w+)")


def holds(claim: str, values: Mapping[str, Value]) -> bool:
    """Whether a claim (`a > 0`, `a = b`) holds of some figures. ValueError: it is no claim."""
    found = _CLAIM.fullmatch(claim)
    if found is None:
        raise ValueError(claim)
    left, right = (values[name] if not name.isdigit() else int(name) for name in (found[1], found[3]))
    assert not isinstance(left, str) and not isinstance(right, str)
    return {"<": left < right, ">": left > right, "=": left == right}[found[2]]


def streamed(one: Round) -> bool:
    """Whether the stream can do what the round's arrangements say."""
    try:
        return bool([arrangement.ordinance for arrangement in one.arrangements.values()])
    except Letter:
        return False


@dataclass
class Stage:
    """A town on which lessons are played. `first`, `last`: ordinals of its days."""

    play: Play
    first: int
    last: int
    read_habits: Callable[[], Habits]
    read_flags: Callable[[], Flags]
    exaggerate: Callable[[int], Play] | None = None
    """The same town with so many times as many wrong links; None: it cannot be made."""
    _others: dict[int, Play] = field(default_factory=dict)
    _played: dict[tuple[str, int, int], Standing] = field(default_factory=dict)
    _values: dict[tuple[str, str, str], dict[str, Value]] = field(default_factory=dict)

    @cached_property
    def habits(self) -> Habits:
        """What residents do that no office reads."""
        return self.read_habits()

    @cached_property
    def flags(self) -> Flags:
        """How late flags of protective measures were recorded."""
        return self.read_flags()

    def rounds(self, step: Step) -> list[Round]:
        """The rounds of a step that can be played."""
        can = self.exaggerate is not None
        return [one for one in step.rounds if streamed(one) and (can or all(a.links == 1 for a in one.arrangements.values()))]

    def day(self, step: Step) -> int:
        """The day on which a step is played: the first one of its month and day within the town's, else the last."""
        if step.moment:
            month, day = map(int, step.moment.split("-"))
            for year in range(datetime.date.fromordinal(self.first).year, datetime.date.fromordinal(self.last).year + 1):
                found = datetime.date(year, month, day).toordinal()
                if self.first <= found <= self.last:
                    return found
        return self.last

    def values(self, lesson: Lesson, step: Step, one: Round) -> Mapping[str, Value]:
        """The figures of a round, by placeholder."""
        key = lesson.id, step.id, one.id
        if key not in self._values:
            trial = Trial({name: self.standing(arrangement, self.day(step)) for name, arrangement in one.arrangements.items()}, self.habits, self.flags)
            self._values[key] = {name: value_of(trial, spec) for name, spec in one.figures.items()}
        return self._values[key]

    def standing(self, arrangement: Arrangement, day: int) -> Standing:
        """Where an arrangement stands at the end of a day."""
        ordinance = arrangement.ordinance
        key = ordinance.content_hash, arrangement.links, day
        if key not in self._played:
            self._played[key] = self._play_of(arrangement.links)(ordinance, day)
        return self._played[key]

    def _play_of(self, links: int) -> Play:
        if links == 1:
            return self.play
        assert self.exaggerate is not None
        if links not in self._others:
            self._others[links] = self.exaggerate(links)
        return self._others[links]

    def filled(self, text: Both, lesson: Lesson, step: Step, one: Round) -> Both:
        """A text of a round, with its figures."""
        values = self.values(lesson, step, one)
        return {lang: text[lang].format(**in_words(values, lang)) for lang in LANGS}

    def reveal(self, lesson: Lesson, step: Step, one: Round) -> dict[str, Any]:
        """What really happens: the sentence, the answer to the question, and the figures behind it."""
        values = self.values(lesson, step, one)
        answer = values.get(one.answer, one.answer or None)
        figures = [{"id": name, "value": value, "from": one.figures[name]} for name, value in values.items()]
        return {"text": self.filled(one.reveal, lesson, step, one), "answer": answer, "figures": figures}


def outline(lesson: Lesson) -> dict[str, Any]:
    """A lesson as it is chosen from: title, minutes, and its steps."""
    steps = [{"id": step.id, "title": step.title, "minutes": step.minutes, "warning": step.warning} for step in lesson.steps]
    return {"id": lesson.id, "title": lesson.title, "minutes": lesson.minutes, "alone": lesson.alone, "steps": steps}


def sides(lesson: Lesson, step: Step) -> list[dict[str, Any]]:
    """A benefit and a cost, one each; which of them comes first alternates by step."""
    both = [{"side": "benefit", "text": step.benefit}, {"side": "cost", "text": step.cost}]
    return both if lesson.steps.index(step) % 2 == 0 else both[::-1]
