"""A lane that people change: a shipped ordinance and the workshop's switches on it, with undo and redo."""

from __future__ import annotations

from dataclasses import dataclass, field

from schemas.ordinance import Ordinance
from workshop.lanes import worked_on

MOST_UNDONE = 100
"""So many changes can be taken back."""
Switches = tuple[str, ...]


class Stale(ValueError):
    """A change was made to a revision that is no longer the newest one; `newest` is."""

    def __init__(self, newest: int) -> None:
        super().__init__(f"the newest revision is {newest}")
        self.newest = newest


@dataclass
class Lane:
    """`revision` counts the changes, those taken back too; the ordinance in force is `base` after `switches`."""

    base: Ordinance
    switches: Switches = ()
    revision: int = 1
    _before: list[Switches] = field(default_factory=list)
    _after: list[Switches] = field(default_factory=list)

    @property
    def ordinance(self) -> Ordinance:
        """What is in force."""
        return _made(self.base, self.switches)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to be taken back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether a change that was taken back can be made again."""
        return bool(self._after)

    def switch(self, of_revision: int, switch: str) -> None:
        """Turns a switch (schemas.ordinance.switch) on, or off where it is on. Stale; OrdinanceError or Letter: it cannot be."""
        self._still(of_revision)
        others = tuple(kept for kept in self.switches if kept != switch)
        switches = others if others != self.switches else (*self.switches, switch)
        _made(self.base, switches)
        self._before = [*self._before, self.switches][-MOST_UNDONE:]
        self._after = []
        self._enter(switches)

    def undo(self, of_revision: int) -> None:
        """Takes the last change back; nothing where there is none. Stale."""
        self._step(of_revision, self._before, self._after)

    def redo(self, of_revision: int) -> None:
        """Makes again what was taken back last; nothing where there is nothing. Stale."""
        self._step(of_revision, self._after, self._before)

    def _step(self, of_revision: int, source: list[Switches], target: list[Switches]) -> None:
        self._still(of_revision)
        if source:
            target.append(self.switches)
            self._enter(source.pop())

    def _still(self, of_revision: int) -> None:
        if of_revision != self.revision:
            raise Stale(self.revision)

    def _enter(self, switches: Switches) -> None:
        self.switches = switches
        self.revision += 1


def _made(base: Ordinance, switches: Switches) -> Ordinance:
    return worked_on(base, switches)
