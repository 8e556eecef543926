"""A round of a lesson as it was played: what its figures are read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workshop.page.lessons.flags import Flags
from workshop.page.lessons.habits import Habits
from workshop.page.playing.history import Standing


@dataclass(frozen=True)
class Trial:
    """The arrangements of a round, played, by the names that the round gives them."""

    arranged: Mapping[str, Standing]
    habits: Habits
    flags: Flags
