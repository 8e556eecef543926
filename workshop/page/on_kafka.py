"""The town of the page on the Kafka runner: the workers decide and judge, the page reads their topics.

A change of a lane is its ordinance on the topic `ordinances`; what is shown is scored from the newest verdicts, notices and entries of the
ledger that were read. Nobody goes back in time here, and what was learned stays learned: the topics hold one history, the one that was.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from processors.inprocess import Runner
from processors.kafka.settings import PARTITIONS, Settings
from processors.messages.ordinances import write_ordinance
from processors.parts.gate import Adopted
from processors.parts.log import ORDINANCES
from producers.kafka_sender import CannotSend, Sender
from schemas.ordinance import Ordinance
from workshop.kafka.answering import answers, send
from workshop.kafka.following import Following
from workshop.kafka.mirror import Mirror
from workshop.letters import Letter
from workshop.ordinances.toml import as_toml
from workshop.page.clock import Clock
from workshop.page.histories import Due
from workshop.page.history import Standing
from workshop.page.labels import both
from workshop.page.lane import Lane
from workshop.page.played import Played
from workshop.page.town import About, Changed, Town
from workshop.page.work import THREAD
from workshop.score import Scorer
from workshop.score.recorded import OtherTruth
from workshop.scoring import followed_up

LONGEST = 10.0
"""Seconds for which a change waits for the workers; what is there then is answered, as not exact."""
FIRST = 60.0
"""Seconds for which it waits for the first lane to be read."""
_CALM, _SOON = 4.0, 2.0
"""While the topics run it is scored for a part of the time only (1 of so many and one), and not sooner than so many seconds after they began to."""


class RunningDay(Clock):
    """The clock of the topics: the workers' running day. Nobody moves it."""

    def stands_on(self, day: int) -> None:
        """The workers have come to a day (ordinal)."""
        self._hours = self._front = min(max(day - self.first, 0) * 24 + 24 - 1 / 60, self._end)

    def told(self) -> dict[str, Any]:
        """As the page reads it."""
        return super().told() | {"live": True}

    def play(self) -> None:
        """Letter: not here."""
        raise Letter("page.no_clock")

    pause = now = play

    def run_at(self, speed: int | str) -> None:
        """Letter: not here."""
        raise Letter("page.no_clock")

    def to(self, moment: datetime.datetime) -> None:
        """Letter: not here."""
        raise Letter("page.no_going_back")


class KafkaTown(Town):
    """`folder`: the same town as the offices send, for its truth. `people`: candidates wait for answers, and the written assessor gives them.
    Letter: it has no truth, or nothing can be shown of the topics."""

    most_lanes = 4

    def __init__(self, settings: Settings, folder: Path, about: About | None = None, people: bool = False) -> None:
        super().__init__(folder, about)
        self.people = people
        self.mirror = Mirror(PARTITIONS, people)
        self.clock = self._running = RunningDay(self.cuts.first_day, self.cuts.last_day)
        self._running.stands_on(0)
        self._asked, self._done = 1, 0
        """How often something new was read, and as of which time everything was last published."""
        self._quiet_until = 0.0
        self.trouble: Letter | None = None
        """Why nothing more can be shown."""
        self._unanswered = 0
        self._settings = settings
        self.following = Following(settings, self.mirror, self._read)
        self.following.start()
        self.worker.start()
        if not self._wait(lambda: bool(self.trouble or (self.lanes and self.lanes.keys() >= self.mirror.revisions().keys())), FIRST) or self.trouble:
            self.closing()
            raise self.trouble or Letter("page.no_ordinance_there")

    @property
    def waiting(self) -> int:
        """What is on the topics and not in what is shown."""
        return self.following.behind.waiting + self._unanswered

    def runner_told(self) -> dict[str, Any]:
        """What plays the town: the runner, its workers, and what waits for them."""
        note = self.trouble.text if self.trouble else lambda words: words("page.kafka_note")
        return {"kind": "kafka", "workers": self.following.behind.workers, "waiting": self.waiting, "note": both(note)}

    def open(self, name: str, ordinance: Ordinance, owner: str | None = None) -> None:
        """Opens a lane: the workers decide the whole town in it."""
        self._put_in_force(name, ordinance)
        self._wait(lambda: name in self.lanes and self.lanes[name].shown.exact)
        if name not in self.lanes:
            raise Letter("page.not_yet")
        self.lanes[name].lane.owner = owner

    def copy(self, source: str, name: str, owner: str | None = None) -> None:
        """Opens a lane with the ordinance of another one. NoLane."""
        self.open(name, self.lane(source).ordinance, owner)

    def close(self, name: str) -> None:
        """Letter: the topics forget no lane. NoLane."""
        self.played(name)
        raise Letter("page.no_closing")

    def act(self, name: str, office: str, line: str) -> None:
        """Letter: not on the topics yet. NoLane."""
        self.played(name)
        raise Letter("page.no_acts")

    def of_ordinance(self, ordinance: Ordinance) -> Standing | None:
        """Where an ordinance stands, if a lane has it."""
        found = (played.shown for played in self.lanes.values() if played.lane.ordinance == ordinance)
        return next(found, None)

    def moved(self) -> None:
        """Nobody moves the clock."""

    def settle(self) -> None:
        """Comes back when nothing is waiting. Letter: that takes too long."""
        began = time.monotonic()
        calm = self._wait(lambda: self.following.looked > began and self._calm(), 120)
        if self.trouble or not calm:
            raise self.trouble or Letter("page.not_yet")

    def _calm(self) -> bool:
        """Whether all that was read is shown, and nothing is waiting."""
        shown = self._done == self._asked and self.following.behind.settled
        return bool(self.trouble) or (shown and bool(self.lanes) and all(played.shown.exact for played in self.lanes.values()))

    @property
    def alive(self) -> bool:
        """Whether it reads, and shows what it reads."""
        return self.following.alive and self.worker.alive

    def closing(self) -> None:
        """Ends its threads."""
        self.following.close()
        super().closing()

    def _changed(self, name: str, change: Callable[[Lane], None]) -> Changed:
        played = self.played(name)
        before, state, revision = played.shown, replace(played.lane), played.lane.revision
        change(played.lane)
        if played.lane.revision != revision:
            try:
                self._put_in_force(name, played.lane.ordinance)
            except Exception:
                played.lane = state
                raise
            played.before = before
            self._mark(name, played.lane)
            self._wait(lambda: played.shown is not before and played.shown.exact)
        return Changed(before.picture, played.shown.picture)

    def _put_in_force(self, name: str, ordinance: Ordinance) -> None:
        with self.following.lock:
            held, some = self.mirror.lanes[name].adopted if name in self.mirror.lanes else None, self.mirror.in_force()
        if not some:
            raise Letter("page.not_yet")
        of = held or some[0]
        change = held.change + 1 if held else 1
        run_start = datetime.date.fromordinal(of.run_start)
        with Sender(self._settings.broker, self._settings.prefix) as sender:
            sender.put(ORDINANCES, *write_ordinance(name, change, as_toml(ordinance.base or ordinance), run_start, of.file_size, ordinance.switches))
        self._wait(lambda: self.mirror.revisions().get(name) == change)

    def _wait(self, good: Callable[[], bool], seconds: float = LONGEST) -> bool:
        """Goes on publishing until something is so; False: it was not, within the time. In the thread that does heavy work, or any other."""
        end = time.monotonic() + seconds
        while not good():
            if time.monotonic() > end:
                return False
            if threading.current_thread().name != THREAD or not self._spare():
                time.sleep(0.02)
        return True

    def _read(self) -> None:
        self._asked += 1
        self.seq += 1

    def _spare(self) -> bool:
        """Publishes what was read since the last time: at once where nothing is waiting any more, else now and then."""
        asked = self._asked
        if self.trouble or self._done == asked:
            return False
        if self.following.behind.settled:
            self._quiet_until = 0.0
        else:
            self._quiet_until = self._quiet_until or time.monotonic() + _SOON
            if self.lanes and time.monotonic() < self._quiet_until:
                return False
        began = time.monotonic()
        try:
            self._publish()
        except OtherTruth as other:
            self.trouble = Letter("page.other_town", why=other)
            self.seq += 1
        self._done = asked
        if self._quiet_until:
            self._quiet_until = time.monotonic() + max(_SOON, _CALM * (time.monotonic() - began))
        return True

    def _publish(self) -> None:
        following = self.following
        with following.lock:
            behind, mirror = following.behind, self.mirror
            touched, mirror.touched = mirror.touched, set()
            some = {name: (adopted, runner) for name in touched if (adopted := mirror.lanes[name].adopted) and (runner := mirror.runner(name))}
            self._running.stands_on(mirror.day)
            due = {name: events for name, (_, runner) in some.items() if (events := self._due(name, runner))}
            exact = behind.settled and not due
            for name, (adopted, runner) in some.items():
                self._stands(adopted, self._standing(name, runner, exact))
        for played in self.lanes.values():
            if played.shown.exact != exact:
                played.shown = replace(played.shown, exact=exact)
        self._unanswered = sum(map(len, due.values()))
        self._answer(due)
        self.seq += 1

    def _answer(self, due: Mapping[str, list[bytes]]) -> None:
        """Sends answers to candidates by lane; where no broker takes them, they are worked out again."""
        try:
            if due:
                send(self._settings.broker, self._settings.prefix, [event for events in due.values() for event in events])
        except CannotSend:
            with self.following.lock:
                self.mirror.touched |= set(due)
            self._asked += 1

    def _due(self, name: str, runner: Runner) -> list[bytes]:
        assert runner.engine is not None
        return list(answers(self.someone, runner.engine, name)) if self.people else []

    def _standing(self, name: str, runner: Runner, exact: bool) -> Standing:
        runner.assessor = self.someone if self.people else None
        followed_up(runner)
        day = self.mirror.day
        return Standing(runner, name, day, Scorer(runner, self.truths.of(day)[0], self.someone.town).score(name), exact)

    def _needed(self, day: int) -> Iterator[Due]:
        yield from ()

    def _stands(self, adopted: Adopted, standing: Standing) -> None:
        """A lane stands there; where somebody else put another ordinance in force, it is that one's now."""
        base = adopted.ordinance.base or adopted.ordinance
        played = self.lanes.get(adopted.lane)
        if played is None:
            self.lanes[adopted.lane] = Played(Lane(base, adopted.ordinance.switches), standing)
            return
        if played.lane.ordinance != adopted.ordinance and self.mirror.lanes[adopted.lane].adopted is adopted:
            played.lane.take(played.lane.revision, base, adopted.ordinance.switches)
        played.shown = standing


