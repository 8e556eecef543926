"""A town that was streamed once and is held: its lanes' ordinances are changed in place, and every change tells what it did."""

from __future__ import annotations

import asyncio
import datetime
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processors.decoding.decode import Decoder
from processors.decoding.stream import Cut
from processors.inprocess import Replay, Runner
from schemas.ordinance import Ordinance
from workshop.letters import Letter
from workshop.page.lane import Lane
from workshop.page.picture import Picture, difference, picture_of
from workshop.score import LaneScore, Scorer
from workshop.scoring import assessor, followed_up, has_truth
from workshop.truth import Truth
from workshop.why.kept import Event


@dataclass(frozen=True)
class Standing:
    """What a lane has come to: the run that played it, the lane's name inside that run, the day, and its score."""

    runner: Runner
    name: str
    day: int
    picture: Picture
    score: LaneScore
    exact: bool = True


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


class Town:
    """A folder's town under some ordinances, streamed to its end. Letter: it has no truth, so that nobody can say who is reached."""

    def __init__(self, folder: Path, ordinances: Mapping[str, Ordinance]) -> None:
        if not has_truth(folder):
            raise Letter("page.no_truth", folder=folder)
        self.folder = folder
        self.turn = threading.RLock()
        """Held while the engine is changed, and while what several threads may ask for is read from it."""
        self._acted: dict[str, list[Event]] = {}
        someone = assessor(folder)
        assert someone is not None
        self.runner = Replay(folder, ordinances, someone).run()
        followed_up(self.runner)
        self.lanes = {name: Lane(ordinance) for name, ordinance in ordinances.items()}
        self._truth = someone.town
        self._rescore()

    def _rescore(self) -> None:
        """All lanes anew: the facts changed."""
        self.scorer = Scorer(self.runner, self._truth.truth, self._truth)
        self._scores = {name: self.scorer.score(name) for name in self.lanes}

    async def work(self, made: Callable[[], Any]) -> Any:
        """Does something heavy in a thread, one after another."""

        def whole() -> Any:
            with self.turn:
                return made()

        return await asyncio.to_thread(whole)

    def standing(self, name: str) -> Standing:
        """What a lane has come to. NoLane."""
        score, engine = self.score(name), self.runner.engine
        assert engine is not None
        return Standing(self.runner, name, engine.day, picture_of(score), score)

    def of_ordinance(self, ordinance: Ordinance) -> Standing | None:
        """What an ordinance came to over the same events; None where nobody played it yet."""
        name = next((name for name, lane in self.lanes.items() if lane.ordinance.content_hash == ordinance.content_hash), None)
        return self.standing(name) if name else None

    def truth_of(self, day: int) -> tuple[Truth, int]:
        """The truth that a day is scored with, and of which day (ordinal) it is."""
        return self._truth.truth, day

    def acted(self, lane: str) -> tuple[Event, ...]:
        """The events that people on the page made in a lane."""
        return tuple(self._acted.get(lane, ()))

    def act(self, lane: str, office: str, line: str) -> None:
        """Takes an event (a JSON line) that somebody on the page made, at the day of the clock."""
        self.lane(lane)
        engine = self.runner.engine
        assert engine is not None
        with self.turn:
            decoded = Decoder(office, self.runner.texts).decode([line.encode()])
            self.runner.take(Cut(engine.day, decoded.batch, decoded.decisions))
            self._acted.setdefault(lane, []).append(json.loads(line))
            followed_up(self.runner)
            self._rescore()

    def told(self) -> dict[str, Any]:
        """What the town is: residents, events, the day of its end, and the lanes."""
        engine = self.runner.engine
        assert engine is not None
        day = datetime.date.fromordinal(engine.day).isoformat()
        return {"residents": int(self.scorer.truth.here.sum()), "events": self.runner.events, "day": day, "lanes": list(self.lanes)}

    def lane(self, name: str) -> Lane:
        """A lane. NoLane."""
        if name not in self.lanes:
            raise NoLane(name, tuple(self.lanes))
        return self.lanes[name]

    def picture(self, name: str) -> Picture:
        """What a lane has come to. NoLane."""
        return picture_of(self.score(name))

    def score(self, name: str) -> LaneScore:
        """The score of a lane, which its picture shows. NoLane."""
        self.lane(name)
        return self._scores[name]

    def change(self, name: str, change: Callable[[Lane], None]) -> Changed:
        """Changes a lane, and tells what that did. NoLane, or whatever the change raises: then all is as it was."""
        with self.turn:
            lane, before = self.lane(name), self.picture(name)
            revision = lane.revision
            change(lane)
            if lane.revision != revision:
                self.runner.adopt(name, lane.ordinance)
                followed_up(self.runner)
                self._scores[name] = self.scorer.score(name)
            return Changed(before, self.picture(name))
