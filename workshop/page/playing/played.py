"""A lane of a town, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workshop.page.playing.history import Act, Standing
from workshop.page.playing.lane import Lane


@dataclass
class Played:
    """A lane, where it stands, and where it would stand under the ordinance before its last change."""

    lane: Lane
    shown: Standing
    before: Standing | None = None
    acts: tuple[Act, ...] = ()
    told: tuple[tuple[Any, ...], str] | None = None
    """What was last told of it, and of what state."""

    def stands(self, shown: Standing) -> None:
        """It stands there."""
        self.shown = shown

    def stood(self, before: Standing) -> None:
        """Before the last change it would stand there."""
        self.before = before
