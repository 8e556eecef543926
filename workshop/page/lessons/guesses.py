"""Guesses about what a change will do: taken until they are closed, and then numbers without names."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Guess = float | str
"""A number, or the word of a choice."""
GUESS, CLOSED, REVEALED = PHASES = ("guess", "closed", "revealed")


class Closed(ValueError):
    """No guess is taken any more."""


@dataclass
class Question:
    """One question to the room. `options`: the words of a choice; none where a number between `least` and `most` is asked for."""

    options: tuple[str, ...] = ()
    least: float = 0
    most: float = 1_000_000
    keeps: bool = False
    """Whether who guessed is kept after it closes: for somebody alone, whose guess is nobody else's."""
    phase: str = GUESS
    _by: dict[str, Guess] = field(default_factory=dict)
    """By who guessed, while it may still be changed; forgotten when it closes."""
    _all: tuple[Guess, ...] = ()

    def guess(self, who: str, value: Guess) -> None:
        """Takes a guess, or another one of the same. Closed; ValueError: it is no answer to this question."""
        if self.phase != GUESS:
            raise Closed
        if not self._fits(value):
            raise ValueError(value)
        self._by[who] = value

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

    def told(self, of: int) -> dict[str, Any]:
        """As everybody may see it. `of`: how many could guess. What was guessed is told only when it is closed."""
        open_ = self.phase == GUESS
        return {"phase": self.phase, "guesses": len(self._by if open_ else self._all), "of": of, "tally": None if open_ else tally(self._all)}

    def _fits(self, value: Guess) -> bool:
        if self.options:
            return value in self.options
        return isinstance(value, (int, float)) and not isinstance(value, bool) and self.least <= value <= self.most


def tally(guesses: Sequence[Guess]) -> dict[str, Any] | None:
    """Numbers: count, median and range; words: how many of each. None: nobody guessed."""
    numbers = [guess for guess in guesses if not isinstance(guess, str)]
    if numbers:
        return {"count": len(numbers), "median": statistics.median(numbers), "least": min(numbers), "most": max(numbers)}
    return {"count": len(guesses), "of": dict(sorted(Counter(map(str, guesses)).items()))} if guesses else None
