"""A lesson that is being held: where it stands, what is guessed, how much time is left."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from workshop.page.lessons.guesses import REVEALED, Question, told
from workshop.page.lessons.script import Both, Lesson, Round, Step
from workshop.page.lessons.stage import Stage, outline, sides

MINUTE = 60.0
Place = tuple[int, int]
"""Numbers of step and round."""


@dataclass
class Sitting:
    """`alone`: somebody by themselves, whose own guesses are kept so that they can be held against each other at the end."""

    lesson: Lesson
    stage: Stage
    alone: bool = False
    clock: Callable[[], float] = time.monotonic
    _at: Place = (0, 0)
    _questions: dict[Place, Question] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rounds = [self.stage.rounds(step) for step in self.lesson.steps]
        self._go((0, 0))

    @property
    def step(self) -> Step:
        """The step that is held."""
        return self.lesson.steps[self._at[0]]

    @property
    def round(self) -> Round:
        """The round that is held."""
        return self.rounds[self._at[0]][self._at[1]]

    @property
    def question(self) -> Question:
        """Its question."""
        if self._at not in self._questions:
            self._questions[self._at] = self.round.asked(self.alone)
        return self._questions[self._at]

    @property
    def revealed(self) -> bool:
        """Whether it was shown what really happens."""
        return self.question.phase == REVEALED

    def prepare(self) -> None:
        """Plays what the round needs; takes seconds."""
        self.stage.values(self.lesson, self.step, self.round)

    def next(self) -> None:
        """The next round, or the next step; stays at the last one."""
        places = self._places()
        self._go(places[min(places.index(self._at) + 1, len(places) - 1)])

    def back(self) -> None:
        """The round before."""
        places = self._places()
        self._go(places[max(places.index(self._at) - 1, 0)])

    def skip(self) -> None:
        """Leaves the step out: the first round of the next one."""
        self._go((min(self._at[0] + 1, len(self.rounds) - 1), 0))

    def restart(self) -> None:
        """Begins the step anew: what was guessed in it is forgotten."""
        self._questions = {place: question for place, question in self._questions.items() if place[0] != self._at[0]}
        self._ends = -1.0
        self._go((self._at[0], 0), anew=True)

    def kept(self) -> dict[str, Any]:
        """As it is kept over a restart: the lesson, where it stands, and the question at hand."""
        return {"lesson": self.lesson.id, "place": self._at, **self.question.kept()}

    def resume(self, place: Sequence[int], phase: str, guesses: Sequence[object]) -> None:
        """Goes on from there, with the step's whole time. ValueError: no such place."""
        step, number = place
        if (step, number) not in self._places():
            raise ValueError(place)
        self._go((step, number))
        self.question.resume(phase, guesses)

    def extend(self) -> None:
        """A minute more."""
        self._ends = max(self._ends, self.clock()) + MINUTE

    def guess(self, who: str, value: object) -> None:
        """Somebody's guess. Closed, ValueError."""
        self.question.guess(who, value)

    def told(self, of: int, who: str = "", leads: bool = False) -> dict[str, Any]:
        """As somebody may see it. `of`: how many could guess. What really happens is told only when it is revealed."""
        step, number = self.step, self._at
        said = {
            "number": number[0] + 1, "title": step.title, "minutes": step.minutes, "say": step.say, "talk": self._talk(), "warning": step.warning, "source": step.source,
            "sides": sides(self.lesson, step), "rounds": len(self.rounds[number[0]]), **({"facilitator": step.facilitator} if leads else {}),
        }  # fmt: skip
        places = self._places()
        return {
            "lesson": outline(self.lesson), "step": said, "round": self._round(of, who), "left_s": max(round(self._ends - self.clock()), 0), "alone": self.alone,
            "first": number == places[0], "last": number == places[-1], "errors": self._errors(who),
        }  # fmt: skip

    def _talk(self) -> Both | None:
        """What to talk about, with the figures of the step's last round; before that is revealed, nothing."""
        last = len(self.rounds[self._at[0]]) - 1
        if self._at[1] != last or not self.revealed:
            return None
        return self.stage.filled(self.step.talk, self.lesson, self.step, self.round)

    def _round(self, of: int, who: str) -> dict[str, Any]:
        key = self.lesson, self.step, self.round
        revealed = self.stage.reveal(*key) if self.revealed else None
        return {
            "number": self._at[1] + 1, "id": self.round.id, "kind": self.round.kind, "options": list(self.round.options), "question": self.stage.filled(self.round.question, *key),
            "exaggerated": max(arrangement.links for arrangement in self.round.arrangements.values()),
            "trial": self.stage.filled(self.round.trial, *key), **self.question.told(of), "mine": told(self.question.mine(who)), "reveal": revealed,
        }  # fmt: skip

    def _errors(self, who: str) -> list[dict[str, Any]]:
        """Guesses at numbers beside what they really are, of somebody alone."""
        if not self.alone:
            return []
        return [found for place, question in sorted(self._questions.items()) if (found := self._error(place, question, who)) is not None]

    def _error(self, place: Place, question: Question, who: str) -> dict[str, Any] | None:
        step, one, mine = self.lesson.steps[place[0]], self.rounds[place[0]][place[1]], question.mine(who)
        if question.phase != REVEALED or one.kind != "number" or not isinstance(mine, (int, float)):
            return None
        actual = self.stage.values(self.lesson, step, one)[one.answer]
        assert not isinstance(actual, str)
        return {"question": self.stage.filled(one.question, self.lesson, step, one), "guess": mine, "actual": actual, "off": round(mine - actual, 1)}

    def _places(self) -> list[Place]:
        return [(number, place) for number, some in enumerate(self.rounds) for place in range(len(some))]

    def _go(self, place: Place, anew: bool = False) -> None:
        if anew or place[0] != self._at[0] or not hasattr(self, "_ends"):
            self._ends = self.clock() + self.lesson.steps[place[0]].minutes * MINUTE
        self._at = place
