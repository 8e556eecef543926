"""A lane of a town, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from schemas.ordinance import Ordinance
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
    called: str = ""
    """What its ordinances are called where they are played; nothing: by their own names."""

    def named(self, ordinance: Ordinance) -> Ordinance:
        """An ordinance as it is played here."""
        return replace(ordinance, name=self.called) if self.called else ordinance

    def stands(self, shown: Standing) -> None:
        """It stands there."""
        self.shown = shown

    def stood(self, before: Standing) -> None:
        """Before the last change it would stand there."""
        self.before = before
