"""A town being played: lanes that people change, a clock, and where each lane stands on the clock's day.

Each lane is an ordinance played alone over the same kept cuts (`History`), so lanes with the same ordinance have the same numbers, and no
lane touches another. A change is answered at once, decided anew in place (`exact` false: what was learned stays learned); then the ordinance is
played from the first day, and the answer is exact.
"""

from __future__ import annotations

import asyncio
import datetime
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from processors.decoding.stream import Cut
from processors.store.texts import TextPool
from schemas.ordinance import Ordinance
from workshop.letters import Letter
from workshop.page.clock import FASTEST, Clock
from workshop.page.history import Act, Ground, History, Standing
from workshop.page.lane import Lane, Step, made
from workshop.page.picture import Picture, difference
from workshop.page.play import Cuts, kept
from workshop.page.work import Worker
from workshop.scoring import assessor, has_truth
from workshop.truth import Truth, read_truth

MOST_MARKS = 1000
MOST_HISTORIES = 16
"""Ordinances that are kept played although no lane has them."""
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


class Town:
    """A folder's town under some ordinances, standing at its end. `months`: makes (or finds) the folder with the truths of its months' ends.
    Letter: it has no truth, so that nobody can say who is reached."""

    def __init__(self, folder: Path, ordinances: Mapping[str, Ordinance], about: About | None = None, at: datetime.date | None = None, months: Callable[[], Path] | None = None) -> None:
        if not has_truth(folder):
            raise Letter("page.no_truth", folder=folder)
        someone = assessor(folder)
        assert someone is not None
        self.about = about or About()
        self.folder = folder
        self.cuts: Cuts = kept(folder)
        self.clock = Clock(self.cuts.first_day, self.cuts.last_day)
        if at is not None:
            self.clock.start_at(datetime.datetime.combine(at, datetime.time(23, 59)))
        self._last_truth, self._months = someone.truth, months
        self._truths: dict[int, Truth] = {}
        self.ground = Ground(self.cuts, someone, lambda day: self.truth_of(day)[0])
        self._histories: dict[tuple[str, tuple[Act, ...]], History] = {}
        self.viewed: Counter[str] = Counter()
        self.marks: list[Mark] = []
        self.seq = 1
        """Counts what was published: whoever saw it knows whether there is something new."""
        self.lanes: dict[str, Played] = {}
        self._wanted: dict[str, Ordinance] = {}
        for name, ordinance in ordinances.items():
            self.open(name, ordinance)
        self.worker = Worker(self._spare)

    @property
    def texts(self) -> TextPool:
        """The texts of the events."""
        return self.cuts.texts

    @property
    def waiting(self) -> int:
        """Events that came in and are not played yet: none, they are all here."""
        return 0

    def runner_told(self) -> dict[str, Any]:
        """What plays the town."""
        return {"kind": "built-in", "workers": 1, "waiting": self.waiting}

    @property
    def residents(self) -> int:
        """Who truly lives here on the last day."""
        return int(self._last_truth.here.sum())

    @property
    def end(self) -> int:
        """The last day (ordinal) that the town was made for; without knowing it that of its newest event."""
        about = self.about
        if not about.start or not about.months:
            return self.cuts.last_day
        start = datetime.date.fromisoformat(about.start)
        months = start.year * 12 + start.month - 1 + about.months
        return datetime.date(months // 12, months % 12 + 1, 1).toordinal() - 1

    def truth_day(self, day: int) -> int:
        """The day (ordinal) of whose truth a day is scored with: the last one of its month, where truths of months are at hand; else the town's end,
        and that too on the day of the newest event, with which a replay ends."""
        if self._months is None or day >= self.cuts.last_day:
            return self.end
        first = datetime.date.fromordinal(day).replace(day=1)
        return min((first + datetime.timedelta(days=31)).replace(day=1).toordinal() - 1, self.end)

    def truth_of(self, day: int) -> tuple[Truth, int]:
        """The truth that a day is scored with, and the day of which it is. It may have to be made first."""
        of = self.truth_day(day)
        if self._months is None or of == self.end:
            return self._last_truth, of
        if of not in self._truths:
            self._truths[of] = read_truth(self._months() / f"{datetime.date.fromordinal(of).isoformat()}.jsonl")
        return self._truths[of], of

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

    def open(self, name: str, ordinance: Ordinance, owner: str | None = None) -> None:
        """Opens a lane, or opens it anew, and plays it to the clock's day."""
        lane = Lane(ordinance, owner=owner)
        self.lanes[name] = Played(lane, self._history(lane.ordinance).at(self.clock.day))
        self.seq += 1

    def copy(self, source: str, name: str, owner: str | None = None) -> None:
        """Opens a lane with the ordinance of another one, and what people did in that. NoLane."""
        played = self.played(source)
        lane = Lane(played.lane.base, played.lane.switches, owner=owner)
        self.lanes[name] = replace(played, lane=lane, before=None, told=None)
        self.seq += 1

    def close(self, name: str) -> None:
        """Closes a lane. NoLane."""
        self.played(name)
        del self.lanes[name]
        self.seq += 1

    def change(self, name: str, change: Callable[[Lane], None]) -> Changed:
        """Changes a lane, and tells what that did. NoLane, or whatever the change raises: then all is as it was."""
        return self.worker.do(lambda: self._changed(name, change)).result()

    def act(self, name: str, office: str, line: str) -> None:
        """Puts one more event of an office (its JSON) into a lane's stream, on the clock's day. NoLane. ValueError: it is no event."""
        self.worker.do(lambda: self._acted(name, office, line)).result()

    def acted(self, name: str) -> tuple[dict[str, Any], ...]:
        """The events that `act` put into a lane's stream. NoLane."""
        return tuple(json.loads(act.line) for act in self.played(name).acts)

    def of_ordinance(self, ordinance: Ordinance) -> Standing | None:
        """Where an ordinance stands that no lane needs to have; None until it was played, which begins with the question."""
        self._wanted[ordinance.content_hash] = ordinance
        standing = self._history(ordinance).standing
        self.worker.start()
        return standing if standing and standing.day == self.clock.day else None

    async def work(self, work: Callable[[], T]) -> T:
        """Has something heavy done in the thread that does it; who waits holds nobody up."""
        return await asyncio.wrap_future(self.worker.do(work))

    def moved(self) -> None:
        """The clock was moved: it is played there."""
        self.seq += 1
        self.worker.start()

    def settle(self) -> None:
        """Comes back when everything is exact and of the clock's day."""
        while self.worker.do(self._spare).result():
            pass

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

    def ready(self, name: str) -> bool:
        """Whether a lane is exact and of the clock's day. NoLane."""
        shown = self.standing(name)
        return shown.exact and shown.day == self.clock.day

    def _changed(self, name: str, change: Callable[[Lane], None]) -> Changed:
        played = self.played(name)
        lane, before = played.lane, played.shown
        revision = lane.revision
        change(lane)
        if lane.revision != revision and lane.last is not None:
            day = self.clock.day
            known = self._history(lane.ordinance, played.acts).standing
            played.shown = known if known and known.day == day else self._at_once(before, lane.ordinance, bool(played.acts))
            played.before = before
            self.marks = [*self.marks[1 - MOST_MARKS :], Mark(day, name, lane.revision, lane.last)]
            self.seq += 1
        return Changed(before.picture, played.shown.picture)

    def _acted(self, name: str, office: str, line: str) -> None:
        played = self.played(name)
        act = Act.of(self.clock.day, office, line, self.texts)
        runner = self.ground.fork(played.shown.runner)
        runner.take(Cut(played.shown.day, act.batch, list(act.decisions)))
        played.acts = (*played.acts, act)
        played.shown, played.before = self.ground.standing(runner, played.shown.day, exact=False, own=True), None
        self.seq += 1

    def _at_once(self, before: Standing, ordinance: Ordinance, own: bool) -> Standing:
        """Decided anew in place: who is reached is as had the ordinance been so all the time, what was learned stays learned."""
        runner = self.ground.fork(before.runner)
        runner.ordinances = {before.name: ordinance}
        runner.adopt(before.name, ordinance)
        return self.ground.standing(runner, before.day, False, own)

    def _history(self, ordinance: Ordinance, acts: tuple[Act, ...] = ()) -> History:
        key = (f"{ordinance.name}/{ordinance.content_hash}", acts)
        if key not in self._histories:
            self._histories[key] = History(self.ground, ordinance, acts)
        return self._histories[key]

    def _forget(self) -> None:
        """Lets go of what was played longest ago and nobody has, beyond so many."""
        had = [self._history(state, p.acts) for p in self.lanes.values() for state in (p.lane.ordinance, *([made(p.lane.last.source)] if p.lane.last else []))]
        free = [key for key, history in self._histories.items() if history not in had]
        for key in free[: max(len(free) - MOST_HISTORIES, 0)]:
            del self._histories[key]

    def _spare(self) -> bool:
        """One step towards the clock's day: first of the lanes that are looked at, then of what they are compared with, then of the others."""
        day = self.clock.day
        for history, arrived in self._needed(day):
            if not history.stands_at(day):
                history.step(day)
            if history.standing is not None and history.stands_at(day):
                arrived(history.standing)
                self._forget()
                self.seq += 1
            return True
        if self.clock.playing and self.clock.speed == FASTEST:
            weeks = self.cuts.weeks
            self.clock.forward(weeks[min(self.cuts.whole(day), len(weeks) - 1)][-1].day)
            return self.clock.day != day
        return False

    def _needed(self, day: int) -> Iterator[tuple[History, Callable[[Standing], None]]]:
        """What is not exact, or not of a day, by how soon somebody wants it."""
        looked_at = [name for name in self.lanes if self.viewed[name]]
        others = [name for name in self.lanes if not self.viewed[name]]
        yield from self._lacking(looked_at, day)
        if not (self.clock.playing and looked_at):
            yield from self._lacking(others, day)
            yield from ((history, _seen) for history in map(self._history, self._wanted.values()) if not history.stands_at(day))

    def _lacking(self, names: list[str], day: int) -> Iterator[tuple[History, Callable[[Standing], None]]]:
        some = [self.lanes[name] for name in names]
        for played in some:
            if not _there(played.shown, day):
                yield self._history(played.lane.ordinance, played.acts), played.stands
        for played in some:
            if played.before is not None and played.lane.last is not None and not _there(played.before, day):
                yield self._history(made(played.lane.last.source), played.acts), played.stood


def _there(standing: Standing, day: int) -> bool:
    return standing.exact and standing.day == day


def _seen(_: Standing) -> None:
    """Nobody has it as a lane: it is asked for again."""
