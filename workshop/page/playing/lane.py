"""A lane that people change: an ordinance and the workshop's switches on it, with undo and redo."""

from __future__ import annotations

from dataclasses import dataclass, field

from schemas.ordinance import Ordinance
from workshop.lanes import worked_on

MOST_UNDONE = 100
"""So many changes can be taken back."""
Switches = tuple[str, ...]
State = tuple[Ordinance, Switches]
"""What is in force: an ordinance after some switches."""


class Stale(ValueError):
    """A change was made to a revision that is no longer the newest one; `newest` is."""

    def __init__(self, newest: int) -> None:
        super().__init__(f"the newest revision is {newest}")
        self.newest = newest


class Locked(ValueError):
    """The facilitator holds the lane's ordinance fast."""


@dataclass(frozen=True)
class Step:
    """A change: from one state to another."""

    source: State
    target: State

    @property
    def switch(self) -> str:
        """The one switch that was turned; nothing where another ordinance was put in force."""
        turned = set(self.source[1]) ^ set(self.target[1])
        return turned.pop() if self.source[0] == self.target[0] and len(turned) == 1 else ""


@dataclass
class Lane:
    """`revision` counts the changes, those taken back too; the ordinance in force is `base` after `switches`. `owner`: the table whose lane it is."""

    base: Ordinance
    switches: Switches = ()
    revision: int = 1
    owner: str | None = None
    locked: bool = False
    last: Step | None = None
    """The last change, be it taken back or made again."""
    _before: list[State] = field(default_factory=list)
    _after: list[State] = field(default_factory=list)

    @property
    def ordinance(self) -> Ordinance:
        """What is in force."""
        return made(self.state)

    @property
    def state(self) -> State:
        """What is in force, as it came about."""
        return self.base, self.switches

    @property
    def undone(self) -> Step | None:
        """What undo would take back."""
        return Step(self._before[-1], self.state) if self._before else None

    @property
    def redone(self) -> Step | None:
        """What redo would make again."""
        return Step(self.state, self._after[-1]) if self._after else None

    def switch(self, of_revision: int, switch: str) -> None:
        """Turns a switch (schemas.ordinance.switch) on, or off where it is on. Stale, Locked; OrdinanceError: it cannot be."""
        others = tuple(kept for kept in self.switches if kept != switch)
        self._change(of_revision, (self.base, others if others != self.switches else (*self.switches, switch)))

    def take(self, of_revision: int, ordinance: Ordinance, switches: Switches = ()) -> None:
        """Puts another ordinance in force, after some switches. Stale, Locked; OrdinanceError: no such switch."""
        self._change(of_revision, (ordinance, switches))

    def undo(self, of_revision: int) -> None:
        """Takes the last change back; nothing where there is none. Stale, Locked."""
        self._step(of_revision, self._before, self._after)

    def redo(self, of_revision: int) -> None:
        """Makes again what was taken back last; nothing where there is nothing. Stale, Locked."""
        self._step(of_revision, self._after, self._before)

    def _change(self, of_revision: int, state: State) -> None:
        self._still(of_revision)
        made(state)
        self._before = [*self._before, self.state][-MOST_UNDONE:]
        self._after = []
        self._enter(state)

    def _step(self, of_revision: int, source: list[State], target: list[State]) -> None:
        self._still(of_revision)
        if source:
            target.append(self.state)
            self._enter(source.pop())

    def _still(self, of_revision: int) -> None:
        if of_revision != self.revision:
            raise Stale(self.revision)
        if self.locked:
            raise Locked

    def _enter(self, state: State) -> None:
        self.last = Step(self.state, state)
        self.base, self.switches = state
        self.revision += 1


def made(state: State) -> Ordinance:
    """The ordinance of a state. OrdinanceError: no such switch."""
    return worked_on(*state)
