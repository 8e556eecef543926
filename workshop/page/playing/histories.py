"""The ordinances that are played over one ground: those of lanes, what these are compared with, and those that are only asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from schemas.ordinance import Ordinance
from workshop.page.playing.history import Act, Ground, History, Standing
from workshop.page.playing.lane import made
from workshop.page.playing.played import Played

MOST_HISTORIES = 16
"""Ordinances that are kept played although no lane has them."""
Due = tuple[History, Callable[[Standing], None]]
"""What is to be played, and who takes where it stands then."""


class Histories:
    """Each ordinance is played once, whoever has it, together with what people did under it."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._kept: dict[tuple[str, tuple[Act, ...]], History] = {}
        self._wanted: dict[str, History] = {}

    def of(self, ordinance: Ordinance, acts: tuple[Act, ...] = ()) -> History:
        """The history of an ordinance."""
        key = (f"{ordinance.name}/{ordinance.content_hash}", acts)
        if key not in self._kept:
            self._kept[key] = History(self.ground, ordinance, acts)
        return self._kept[key]

    def stands(self, ordinance: Ordinance, acts: tuple[Act, ...], day: int) -> Standing | None:
        """Where an ordinance stands at the end of a day, if it was played there."""
        standing = self.of(ordinance, acts).standing
        return standing if standing and standing.day == day else None

    def wanted(self, ordinance: Ordinance, day: int, acts: tuple[Act, ...] = ()) -> Standing | None:
        """The same of one that no lane needs to have; it is played from the first question on."""
        self._wanted[ordinance.content_hash] = self.of(ordinance, acts)
        return self.stands(ordinance, acts, day)

    def due(self, lanes: Iterable[Played], day: int) -> Iterator[Due]:
        """What is not exact, or not of a day: first of some lanes, then of what they are compared with."""
        some = list(lanes)
        for played in some:
            if not _there(played.shown, day):
                yield self.of(played.lane.ordinance, played.acts), played.stands
        for played in some:
            if played.before is not None and played.lane.last is not None and not _there(played.before, day):
                yield self.of(made(played.lane.last.source), played.acts), played.stood

    def asked(self, day: int) -> Iterator[Due]:
        """What is only asked for, and not played to a day."""
        yield from ((history, _seen) for history in self._wanted.values() if not history.stands_at(day))

    def forget(self, lanes: Iterable[Played]) -> None:
        """Lets go of what was played longest ago and nobody has, beyond so many."""
        had = [self.of(state, p.acts) for p in lanes for state in (p.lane.ordinance, *([made(p.lane.last.source)] if p.lane.last else []))]
        had += self._wanted.values()
        free = [key for key, history in self._kept.items() if history not in had]
        for key in free[: max(len(free) - MOST_HISTORIES, 0)]:
            del self._kept[key]


def _there(standing: Standing, day: int) -> bool:
    return standing.exact and standing.day == day


def _seen(_: Standing) -> None:
    """Nobody has it as a lane: it is asked for again."""
