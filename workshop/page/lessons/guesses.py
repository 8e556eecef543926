"""Guesses about what a change will do: taken until they are closed, and then numbers without names."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MOST_X, MOST_Y = 1000, 1_000_000


class Point(NamedTuple):
    """A place in the picture of Compare: residents profiled for each benefit reached (0 to MOST_X), and benefits reached (0 to MOST_Y)."""

    x: float
    y: float

    def told(self) -> dict[str, float]:
        """As JSON."""
        return self._asdict()


Guess = float | str | Point
"""A number, the word of a choice, or a place."""
GUESS, CLOSED, REVEALED = PHASES = ("guess", "closed", "revealed")


class Closed(ValueError):
    """No guess is taken any more."""


@dataclass
class Question:
    """One question to the room. `options`: the words of a choice; none where a number between `least` and `most`, or a `place`, is asked for."""

    options: tuple[str, ...] = ()
    least: float = 0
    most: float = 1_000_000
    place: bool = False
    keeps: bool = False
    """Whether who guessed is kept after it closes: for somebody alone, whose guess is nobody else's."""
    phase: str = GUESS
    _by: dict[str, Guess] = field(default_factory=dict)
    """By who guessed, while it may still be changed; forgotten when it closes."""
    _all: tuple[Guess, ...] = ()

    def guess(self, who: str, value: object) -> None:
        """Takes a guess (JSON; of a place `{"x", "y"}`), or another one of the same. Closed; ValueError: it is no answer to this question."""
        if self.phase != GUESS:
            raise Closed
        self._by[who] = self._read(value)

    def mine(self, who: str) -> Guess | None:
        """What somebody guessed, while they may still change it (or for good, where that is kept)."""
        return self._by.get(who)

    def close(self) -> None:
        """Takes no more; who guessed what is forgotten."""
        if self.phase == GUESS:
            self._all, self.phase = tuple(sorted(self._by.values(), key=str)), CLOSED
            self._by = self._by if self.keeps else {}

    def reveal(self) -> None:
        """Shows what really happens; closes first."""
        self.close()
        self.phase = REVEALED

    def kept(self) -> dict[str, Any]:
        """As it is kept over a restart: what was guessed only once it is closed, and without names."""
        return {"phase": self.phase, "guesses": [told(guess) for guess in self._all]}

    def resume(self, phase: str, guesses: Sequence[object]) -> None:
        """Goes on from what was kept. ValueError: no phase, or no answers to this question."""
        if phase not in PHASES:
            raise ValueError(phase)
        self._all, self.phase = tuple(map(self._read, guesses)), phase

    def told(self, of: int) -> dict[str, Any]:
        """As everybody may see it. `of`: how many could guess. What was guessed is told only when it is closed."""
        open_ = self.phase == GUESS
        return {"phase": self.phase, "guesses": len(self._by if open_ else self._all), "of": of, "tally": None if open_ else tally(self._all)}

    def _read(self, value: object) -> Guess:
        if self.place:
            if not isinstance(value, dict) or set(value) != {"x", "y"}:
                raise ValueError(value)
            return Point(_number(value["x"], 0, MOST_X), _number(value["y"], 0, MOST_Y))
        if self.options:
            if not isinstance(value, str) or value not in self.options:
                raise ValueError(value)
            return value
        return _number(value, self.least, self.most)


def _number(value: object, least: float, most: float) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(value)
    return value


def told(guess: Guess | None) -> Any:
    """A guess as JSON."""
    return guess.told() if isinstance(guess, Point) else guess


def tally(guesses: Sequence[Guess]) -> dict[str, Any] | None:
    """Numbers: count, median and range; words: how many of each; places: all of them, in an order that says nothing. None: nobody guessed."""
    points = [guess.told() for guess in guesses if isinstance(guess, Point)]
    if points:
        return {"count": len(points), "points": points}
    numbers = [guess for guess in guesses if isinstance(guess, (int, float))]
    if numbers:
        return {"count": len(numbers), "median": statistics.median(numbers), "least": min(numbers), "most": max(numbers)}
    return {"count": len(guesses), "of": dict(sorted(Counter(map(str, guesses)).items()))} if guesses else None
