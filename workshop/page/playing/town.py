"""A town on the page: lanes that people change, a clock, and where each lane stands on the clock's day.

What screens, rooms, lessons and requests ask of a town is here, whatever runner plays it: `TownInProcess` or `KafkaTown`.
"""

from __future__ import annotations

import asyncio
import datetime
import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from schemas.ordinance import Ordinance
from workshop.assessor import WrittenAssessor
from workshop.letters import Letter
from workshop.page.playing.clock import FASTEST, Clock
from workshop.page.playing.cuts import Cuts, kept
from workshop.page.playing.histories import Due, Histories
from workshop.page.playing.history import Ground, Standing
from workshop.page.playing.lane import Lane, Step
from workshop.page.playing.picture import Picture, difference
from workshop.page.playing.played import Played
from workshop.page.playing.truths import Truths
from workshop.page.playing.work import Worker
from workshop.page.texts import L
from workshop.scoring import assessor, has_truth

MOST_MARKS = 1000
T = TypeVar("T")


class NoLane(KeyError):
    """There is no lane of that name; `names` are there."""

    def __init__(self, asked: str, names: tuple[str, ...]) -> None:
        super().__init__(asked)
        self.asked, self.names = asked, names


@dataclass(frozen=True)
class Changed:
    """What a change of a lane's ordinance did: the same events at the same moment, under the ordinance before and now."""

    before: Picture
    after: Picture

    @property
    def difference(self) -> Picture:
        """After less before."""
        made: Picture = difference(self.before, self.after)
        return made


@dataclass(frozen=True)
class Mark:
    """A change, for the track of time: the day on which the clock stood, the lane, its revision, and what was changed."""

    day: int
    lane: str
    revision: int
    step: Step


@dataclass(frozen=True)
class About:
    """What is said of a town beside its numbers."""

    seed: int | None = None
    months: int | None = None
    start: str = ""
    residents: int | None = None
    version: str = ""
    """Of all that makes a town: another one gives other numbers."""

    @property
    def end(self) -> int | None:
        """The last day (ordinal) that the town was made for; None: nobody knows."""
        if not self.start or not self.months:
            return None
        start = datetime.date.fromisoformat(self.start)
        months = start.year * 12 + start.month - 1 + self.months
        return datetime.date(months // 12, months % 12 + 1, 1).toordinal() - 1


class Town(ABC):
    """A folder's town. `months`: makes (or finds) the folder with the truths of its months' ends; `asks`: candidates wait for answers.
    Letter: it has no truth, so that nobody can say who is reached."""

    most_lanes: int
    clock: Clock
    """Whatever is shown is of its day."""

    def __init__(self, folder: Path, about: About | None = None, months: Callable[[], Path] | None = None, asks: bool = True) -> None:
        self.about, self.folder = about or About(), folder
        self.someone: WrittenAssessor = _someone(folder)
        self.cuts: Cuts = kept(folder)
        self.truths = Truths(self.someone.truth, self.cuts.last_day, self.about.end or self.cuts.last_day, months)
        self.ground = Ground(self.cuts, self.someone, lambda day: self.truths.of(day)[0])
        self.histories = Histories(replace(self.ground, asks=asks))
        self.lanes: dict[str, Played] = {}
        self.viewed: Counter[str] = Counter()
        self.marks: list[Mark] = []
        self.seq = 1
        """Counts what was published: whoever saw it knows whether there is something new."""
        self.worker = Worker(self._spare)

    @property
    @abstractmethod
    def waiting(self) -> int:
        """Events that came in and are not in what is shown."""

    @abstractmethod
    def runner_told(self) -> dict[str, Any]:
        """What plays the town: `kind`, `workers`, `waiting`."""

    @property
    def note(self) -> L | None:
        """What whoever looks must know of the figures that are shown."""
        return None

    @property
    def shipped_note(self) -> L | None:
        """How the figures of arrangements that no lane has came about, where those of lanes came about otherwise."""
        return None

    @abstractmethod
    def open(self, name: str, ordinance: Ordinance, owner: str | None = None) -> None:
        """Opens a lane, or opens it anew. Letter: there are as many as there can be."""

    @abstractmethod
    def copy(self, source: str, name: str, owner: str | None = None) -> None:
        """Opens a lane with the ordinance of another one, and what people did in that. NoLane. Letter: there are as many as there can be."""

    @abstractmethod
    def close(self, name: str) -> None:
        """Closes a lane. NoLane."""

    @abstractmethod
    def act(self, name: str, office: str, line: str) -> None:
        """Puts one more event of an office (its JSON) into a lane's stream, on the clock's day. NoLane. ValueError: it is no event."""

    @abstractmethod
    def of_ordinance(self, ordinance: Ordinance) -> Standing | None:
        """Where an ordinance stands that no lane needs to have; None until it was played, which begins with the question."""

    @abstractmethod
    def settle(self) -> None:
        """Comes back when everything is exact and of the clock's day."""

    @abstractmethod
    def _changed(self, name: str, change: Callable[[Lane], None]) -> Changed:
        """Changes a lane, in the worker's thread."""

    @abstractmethod
    def _spare(self) -> bool:
        """One step of what can wait; False: there is none."""

    @abstractmethod
    def _needed(self, day: int) -> Iterator[Due]:
        """What is to be played to a day, by how soon somebody wants it."""

    def lane(self, name: str) -> Lane:
        """A lane. NoLane."""
        return self.played(name).lane

    def played(self, name: str) -> Played:
        """A lane, and where it stands. NoLane."""
        if name not in self.lanes:
            raise NoLane(name, tuple(self.lanes))
        return self.lanes[name]

    def standing(self, name: str) -> Standing:
        """Where a lane stands, as far as it was played. NoLane."""
        return self.played(name).shown

    def picture(self, name: str) -> Picture:
        """What a lane has come to. NoLane."""
        return self.standing(name).picture

    def ready(self, name: str) -> bool:
        """Whether a lane is exact and of the clock's day. NoLane."""
        shown = self.standing(name)
        return shown.exact and shown.day == self.clock.day

    def _has_place(self, name: str) -> None:
        """Letter: a lane of that name would be one too many."""
        if name not in self.lanes and len(self.lanes) >= self.most_lanes:
            raise Letter("page.many_lanes", most=self.most_lanes)

    def change(self, name: str, change: Callable[[Lane], None]) -> Changed:
        """Changes a lane, and tells what that did. NoLane, or whatever the change raises: then all is as it was."""
        return self.worker.do(lambda: self._changed(name, change)).result()

    def acted(self, name: str) -> tuple[dict[str, Any], ...]:
        """The events that people put into a lane's stream up to its day. NoLane."""
        played = self.played(name)
        return tuple(json.loads(act.line) for act in played.acts if act.day <= played.shown.day)

    def moved(self) -> None:
        """The clock was moved: it is played there."""
        self.seq += 1
        self.worker.start()

    async def work(self, work: Callable[[], T]) -> T:
        """Has something heavy done in the thread that does it; who waits holds nobody up."""
        return await asyncio.wrap_future(self.worker.do(work))

    @contextmanager
    def viewing(self, name: str) -> Iterator[None]:
        """While somebody looks at a lane it is played first. NoLane."""
        self.played(name)
        self.viewed[name] += 1
        self.worker.start()
        try:
            yield
        finally:
            self.viewed[name] -= 1

    def closing(self) -> None:
        """Ends its threads."""
        self.worker.close()

    def _mark(self, name: str, lane: Lane) -> None:
        """Takes note of a lane's last change."""
        assert lane.last is not None
        self.marks = [*self.marks[1 - MOST_MARKS :], Mark(self.clock.day, name, lane.revision, lane.last)]
        self.seq += 1

    def _play(self) -> bool:
        """One step towards the clock's day; False: everything is there, or the truth of that day is not yet."""
        day = self.clock.day
        if not self.truths.at_hand(day):
            return False
        for history, arrived in self._needed(day):
            if not history.stands_at(day):
                history.step(day)
            if history.standing is not None and history.stands_at(day):
                arrived(history.standing)
                self.histories.forget(self.lanes.values())
                self.seq += 1
            return True
        if self.clock.playing and self.clock.speed == FASTEST:
            weeks = self.cuts.weeks
            self.clock.forward(weeks[min(self.cuts.whole(day), len(weeks) - 1)][-1].day)
            return self.clock.day != day
        return False

    def _needed_by_lanes(self, day: int) -> Iterator[Due]:
        """Of the lanes: those looked at first; the others wait while those are played."""
        looked_at = [played for name, played in self.lanes.items() if self.viewed[name]]
        yield from self.histories.due(looked_at, day)
        if not (self.clock.playing and looked_at):
            yield from self.histories.due([played for name, played in self.lanes.items() if not self.viewed[name]], day)
            yield from self.histories.asked(day)

    def _at_once(self, before: Standing, ordinance: Ordinance, own: bool) -> Standing:
        """Decided anew in place: who is reached is as had the ordinance been so all the time, what was learned stays learned."""
        runner = self.ground.fork(before.runner)
        runner.ordinances = {before.name: ordinance}
        runner.adopt(before.name, ordinance)
        return self.ground.standing(runner, before.day, False, own)


def _someone(folder: Path) -> WrittenAssessor:
    someone = assessor(folder)
    if not has_truth(folder) or someone is None:
        raise Letter("page.no_truth", folder=folder)
    return someone
