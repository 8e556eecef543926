"""What is wrong with a written household: every mistake with its place, told together in one letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from schemas.number import mask
from workshop.letters import NOTHING_READ, Letter, listing, nearest
from workshop.words import Words

Place = tuple[str | int, ...]
"""How to get to a value: keys, and places in lists."""
LONGEST = 60


@dataclass(frozen=True)
class Problem:
    """One mistake: the string `form.<code>` with its placeholders, and where it is."""

    code: str
    place: Place
    values: dict[str, object] = field(default_factory=dict)
    line: int | None = None


class FormError(Letter):
    """All mistakes of one file."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        super().__init__("form", NOTHING_READ)
        self.file, self.problems = file, tuple(problems)

    def text(self, words: Words) -> str:
        """One line a mistake."""
        return "\n".join(self._line(words, problem) for problem in self.problems)

    def _line(self, words: Words, problem: Problem) -> str:
        told = words(f"form.{problem.code}", **problem.values)
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in problem.place)
        at = {"file": self.file, "line": problem.line, "place": place}
        return words("form.at_line" if problem.line else "form.at" if place else "form.in_file", **at) + told


class Notes:
    """Collects mistakes while a form is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, code: str, place: Place, **values: object) -> None:
        """Notes a mistake."""
        self.problems.append(Problem(code, place, values))

    def unknown(self, place: Place, name: object, allowed: Iterable[str]) -> None:
        """Notes a name that means nothing here, with the allowed ones and the nearest."""
        names = list(allowed)
        near = nearest(name, names)
        self.add("unknown_near" if near else "unknown", place, found=shown(name), allowed=listing(names), nearest=near)

    def wrong(self, place: Place, found: object, allowed: str) -> None:
        """Notes a value that is not allowed."""
        self.add("value", place, found=shown(found), allowed=allowed)


def shown(value: Any) -> str:
    """A found value as a letter repeats it: short, and without a My Number."""
    text = mask(str(value))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
