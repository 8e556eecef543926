"""A step: one change of one fact, of one row (or clause) of the ordinance, or of national law."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from schemas.ordinance import Ordinance, OrdinanceError
from workshop.why.kept import Event
from workshop.words import Words

Nature = Literal["fact", "ordinance", "national-law"]
Edit = Callable[[Ordinance], Ordinance]
NATURES: tuple[Nature, ...] = ("fact", "ordinance", "national-law")
RANKS = (
    "consent", "application", "objection", "relink", "status", "amount", "count", "date",
    "triggers", "kinds", "subjects", "row-changed", "row-added", "row-removed", "clause", "safeguard", "law",
)  # fmt: skip
"""Of changes of one size those that come first are named first: what a person can do; what an office recorded, an entry put right before a
state of affairs, and that before an amount; then entries of rows, whole rows, and what holds for every row."""


@dataclass(frozen=True)
class Said:
    """What is to be said, in no language yet: a string's key, and values that may be labels or said themselves."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, words: Words) -> str:
        """The words."""
        return words(self.key, **{name: _text(words, value) for name, value in self.values.items()})


def _text(words: Words, value: Any) -> str:
    if isinstance(value, Said):
        return value.text(words)
    if isinstance(value, list | tuple):
        return words("assess.and").join(_text(words, each) for each in value)
    if hasattr(value, "label_ja"):
        return words.label(value)
    return f"{value:,}" if type(value) is int else str(value)


@dataclass(frozen=True)
class Step:
    """`slot`: what it changes (two steps of one change are never in one place); `amount`: by how much (yen, points or days), 0 where that
    means nothing; `events` or `edit`: how it is done."""

    about: Said
    nature: Nature
    rank: str
    slot: tuple[Any, ...]
    amount: int = 0
    events: tuple[Event, ...] = ()
    edit: Edit | None = None

    @property
    def place(self) -> tuple[Any, ...]:
        """The slot as a whole: two items that one event tells are in one place."""
        return self.slot[:3] if self.slot[0] == "item" else self.slot

    @property
    def order(self) -> tuple[int, int]:
        """Its place among steps, by nature and rank."""
        return NATURES.index(self.nature), RANKS.index(self.rank)


Change = tuple[Step, ...]
"""Some steps, each of another slot."""


def edited(ordinance: Ordinance, steps: Change) -> Ordinance | None:
    """The ordinance after some steps; None where they do not go together."""
    try:
        for step in steps:
            ordinance = step.edit(ordinance) if step.edit else ordinance
    except OrdinanceError:
        return None
    return ordinance


def size(change: Change) -> tuple[Any, ...]:
    """What makes one change smaller than another: fewer steps; none of national law; the order of RANKS, the hardest step first; the
    amounts, together."""
    orders = sorted((step.order for step in change), reverse=True)
    lawful = all(step.nature != "national-law" for step in change)
    return len(change), not lawful, orders, sum(step.amount for step in change), [str(step.slot) for step in change]
