"""The town of the page in one process.

Each lane is an ordinance played alone over the same kept cuts (`History`), so lanes with the same ordinance have the same numbers, and no
lane touches another. A change is answered at once, decided anew in place (`exact` false: what was learned stays learned); then the ordinance is
played from the first day, and the answer is exact.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from processors.decoding.stream import Cut
from schemas.ordinance import Ordinance
from workshop.page.playing.clock import Clock
from workshop.page.playing.histories import Due
from workshop.page.playing.history import Act, Standing
from workshop.page.playing.lane import Lane
from workshop.page.playing.played import Played
from workshop.page.playing.town import About, Changed, Town


class TownInProcess(Town):
    """A folder's town under some ordinances, standing at its end, or at `at`."""

    most_lanes = 40

    def __init__(self, folder: Path, ordinances: Mapping[str, Ordinance], about: About | None = None, at: datetime.date | None = None, months: Callable[[], Path] | None = None) -> None:
        super().__init__(folder, about, months)
        self.clock = Clock(self.cuts.first_day, self.cuts.last_day)
        if at is not None:
            self.clock.start_at(datetime.datetime.combine(at, datetime.time(23, 59)))
        for name, ordinance in ordinances.items():
            self.lanes[name] = Played(Lane(ordinance), self.histories.of(ordinance).at(self.clock.day))

    @property
    def waiting(self) -> int:
        """None: all events are here."""
        return 0

    def runner_told(self) -> dict[str, Any]:
        """What plays the town."""
        return {"kind": "built-in", "workers": 1, "waiting": self.waiting}

    def open(self, name: str, ordinance: Ordinance, owner: str | None = None) -> None:
        """Opens a lane, or opens it anew: like a change of another lane, decided in place at once, and then played from the first day."""
        self._has_place(name)
        others = [played.shown for played in self.lanes.values() if not played.acts]
        known = self.histories.stands(ordinance, (), self.clock.day)
        shown = known or (self._at_once(others[0], ordinance, False) if others else self.histories.of(ordinance).at(self.clock.day))
        self.lanes[name] = Played(Lane(ordinance, owner=owner), shown)
        self.seq += 1

    def copy(self, source: str, name: str, owner: str | None = None) -> None:
        """Opens a lane with the ordinance of another one, and what people did in that. NoLane."""
        played = self.played(source)
        self._has_place(name)
        lane = Lane(played.lane.base, played.lane.switches, owner=owner)
        self.lanes[name] = replace(played, lane=lane, before=None, told=None)
        self.seq += 1

    def close(self, name: str) -> None:
        """Closes a lane. NoLane."""
        self.played(name)
        del self.lanes[name]
        self.seq += 1

    def act(self, name: str, office: str, line: str) -> None:
        """Puts one more event of an office (its JSON) into a lane's stream, on the clock's day. NoLane. ValueError: it is no event."""
        self.worker.do(lambda: self._acted(name, office, line)).result()

    def of_ordinance(self, ordinance: Ordinance) -> Standing | None:
        """Where an ordinance stands that no lane needs to have; None until it was played, which begins with the question."""
        standing = self.histories.wanted(ordinance, self.clock.day)
        self.worker.start()
        return standing

    def settle(self) -> None:
        """Comes back when everything is exact and of the clock's day."""
        self.truths.of(self.clock.day)
        while self.worker.do(self._spare).result():
            pass

    def _changed(self, name: str, change: Callable[[Lane], None]) -> Changed:
        played = self.played(name)
        lane, before = played.lane, played.shown
        revision = lane.revision
        change(lane)
        if lane.revision != revision and lane.last is not None:
            known = self.histories.stands(lane.ordinance, played.acts, self.clock.day)
            played.shown = known or self._at_once(before, lane.ordinance, bool(played.acts))
            played.before = before
            self._mark(name, lane)
        return Changed(before.picture, played.shown.picture)

    def _acted(self, name: str, office: str, line: str) -> None:
        played = self.played(name)
        act = Act.of(self.clock.day, office, line, self.cuts.texts)
        runner = self.ground.fork(played.shown.runner)
        runner.take(Cut(played.shown.day, act.batch, list(act.decisions)))
        played.acts = (*played.acts, act)
        played.shown, played.before = self.ground.standing(runner, played.shown.day, exact=False, own=True), None
        self.seq += 1

    def _spare(self) -> bool:
        return self._play()

    def _needed(self, day: int) -> Iterator[Due]:
        return self._needed_by_lanes(day)
