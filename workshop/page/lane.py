"""A lane that people change: a shipped ordinance and the workshop's switches on it, with undo and redo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.ordinance import Ordinance
from schemas.ordinance.switch import switched

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
        return switched(self.base, self.switches)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to be taken back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether a change that was taken back can be made again."""
        return bool(self._after)

    def switch(self, of_revision: int, switch: str) -> None:
        """Adds a switch, or takes away the one that it is the opposite of. Stale; OrdinanceError: there is no such switch."""
        self._put(of_revision, _with(self.switches, switch.strip()))

    def _put(self, of_revision: int, switches: Switches) -> None:
        self._still(of_revision)
        switched(self.base, switches)
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


def _with(switches: Switches, switch: str) -> Switches:
    """`+row:3-1` puts back a row that `-row:3-1` took out; a key that is set again (`safeguards.objection=on`) is set once."""
    if switch.startswith("+row:"):
        return _without(switches, (f"-row:{switch.removeprefix('+row:')}",))
    key = switch.partition("=")[0] + "=" if "=" in switch and not switch.startswith("+") else switch
    return (*(kept for kept in switches if kept != switch and not (key.endswith("=") and kept.startswith(key))), switch)


def _without(switches: Switches, gone: Sequence[str]) -> Switches:
    return tuple(kept for kept in switches if kept not in gone)
