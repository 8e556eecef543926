"""The town of the page on the Kafka runner: the workers decide and judge, the page reads their topics.

A change of a lane is its ordinance on the topic `ordinances`, an act of a person is an event on the topic where the workers read it. What is shown
of the running day is scored from the newest verdicts, notices and entries of the ledger that were read. A day in the past, and the arrangements
that no lane has, are played in the page from the same records, with what people did.
"""

from __future__ import annotations

import bisect
import datetime
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from processors.inprocess import Runner
from processors.kafka.settings import PARTITIONS, Settings
from processors.parts.gate import Adopted
from schemas.ordinance import Ordinance
from workshop.kafka.answering import answers
from workshop.kafka.beyond import Beyond
from workshop.kafka.following import Following
from workshop.kafka.mirror import Mirror
from workshop.kafka.ordinances import next_change
from workshop.kafka.sending import Sending
from workshop.letters import Letter
from workshop.page.playing.histories import Due
from workshop.page.playing.history import Act, Standing
from workshop.page.playing.lane import Lane
from workshop.page.playing.played import Played
from workshop.page.playing.running_day import RunningDay
from workshop.page.playing.town import About, Changed, Town
from workshop.page.playing.work import THREAD
from workshop.page.texts import L, both, worded
from workshop.score.recorded import OtherTruth
from workshop.why.kept import moment, recorded_on

LONGEST = 10.0
"""Seconds for which a change waits for the workers; what is there then is answered, as not exact."""
FLOWING = 1.0
"""Seconds for which it waits while records come, for then nothing is exact before they end."""
FIRST = 60.0
"""Seconds for which it waits for the first lane to be read."""
_CALM, _SOON = 4.0, 2.0
"""While the topics run it is scored for a part of the time only (1 of so many and one), and not sooner than so many seconds after they began to."""


@dataclass
class Newest:
    """What the topics say of a lane: where it stands now, and where it stood before its last change."""

    shown: Standing
    before: Standing | None = None


class KafkaTown(Town):
    """`folder`: the same town as the offices send, for its truth. `people`: candidates wait for answers, and the written assessor gives them.
    Letter: it has no truth, or nothing can be shown of the topics."""

    most_lanes = 7
    """Two that are usual, one for each of four tables, and that of a lesson."""

    def __init__(self, settings: Settings, folder: Path, about: About | None = None, people: bool = False, months: Callable[[], Path] | None = None) -> None:
        super().__init__(folder, about, months, asks=people)
        self.people = people
        self.beyond = Beyond(folder)
        self.mirror = Mirror(PARTITIONS, people, self.beyond)
        self.clock = self._running = RunningDay(self.cuts.first_day, self.cuts.last_day)
        self._newest: dict[str, Newest] = {}
        self._heard = 0
        """How many of those beyond the town's records became acts."""
        self._acts: list[tuple[datetime.datetime, str, Act]] = []
        """What people did, by the moment, each with the lane for which it counts; no name: for all."""
        self._asked, self._done = 1, 0
        """How often something new was read, and as of which time everything was last published."""
        self._quiet_until = 0.0
        self.trouble: Letter | None = None
        """Why nothing more can be shown."""
        self._unanswered = 0
        self._settings, self._sending = settings, Sending(settings)
        self.following = Following(settings, self.mirror, self._read)
        self.following.start()
        self.worker.start()
        if not self._wait(lambda: bool(self.trouble or (self.lanes and self.lanes.keys() >= {adopted.lane for adopted in self.mirror.in_force()})), FIRST) or self.trouble:
            self.closing()
            raise self.trouble or Letter("page.no_ordinance_there")

    @property
    def waiting(self) -> int:
        """What is on the topics and not in what is shown."""
        return self.following.behind.waiting + self._unanswered

    def runner_told(self) -> dict[str, Any]:
        """What plays the town: the runner, its workers, what waits for them, and where the figures come from."""
        return {"kind": "kafka", "workers": self.following.behind.workers, "waiting": self.waiting, "note": worded("page.kafka_note")}

    @property
    def note(self) -> L | None:
        """That the past is played in the page; or why nothing newer is shown."""
        return both(self.trouble.text) if self.trouble else worded("page.kafka_past") if self._running.back else None

    @property
    def shipped_note(self) -> L | None:
        """That they are played in the page."""
        return worded("page.kafka_shipped")

    def open(self, name: str, ordinance: Ordinance, owner: str | None = None) -> None:
        """Opens a lane: the workers decide the whole town in it. Letter: there are as many as there can be."""
        self._has_place(name)
        self._put_in_force(name, ordinance)
        self._wait(lambda: name in self.lanes and self._newest[name].shown.exact)
        if name not in self.lanes:
            raise Letter("page.not_yet")
        self.lanes[name].lane.owner = owner

    def copy(self, source: str, name: str, owner: str | None = None) -> None:
        """Opens a lane with the ordinance of another one, and the answers that people gave in that. NoLane."""
        played = self.played(source)
        self.open(name, played.lane.ordinance, owner)
        self._sending.answers([act.line for act in played.acts if act.decisions], name)

    def close(self, name: str) -> None:
        """Closes a lane: the workers take back all that was said in it. NoLane."""
        self.played(name)
        self._put_in_force(name, self.played(name).lane.ordinance, closed=True)
        self._wait(lambda: name not in self.lanes)

    def act(self, name: str, office: str, line: str) -> None:
        """Sends one more event of an office (its JSON), or an answer to a candidate, and waits until it is judged. NoLane.
        ValueError: it is no event. Letter: the clock stands in the past, or nobody has judged it yet."""
        self.worker.do(lambda: self._acted(name, office, line)).result()

    def of_ordinance(self, ordinance: Ordinance) -> Standing | None:
        """Where an ordinance stands that no lane needs to have, played in the page; None until it was played."""
        standing = self.histories.wanted(ordinance, self.clock.day, self._acts_of(None))
        self.worker.start()
        return standing

    def settle(self) -> None:
        """Comes back when nothing is waiting. Letter: that takes too long."""
        began = time.monotonic()
        calm = self._wait(lambda: self.following.looked > began and self._calm(), 120)
        if self.trouble or not calm:
            raise self.trouble or Letter("page.not_yet")
        while self.worker.do(self._spare).result():
            pass

    def _calm(self) -> bool:
        """Whether all that was read is shown, and nothing is waiting."""
        shown = self._done == self._asked and self.following.behind.settled
        return bool(self.trouble) or (shown and bool(self.lanes) and all(newest.shown.exact for newest in self._newest.values()))

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
        shown, state, revision, newest = played.shown, replace(played.lane), played.lane.revision, self._newest[name]
        change(played.lane)
        if played.lane.revision != revision:
            before, longest = newest.shown, LONGEST if self.following.behind.settled else FLOWING
            newest.shown, played.shown = replace(before, exact=False), replace(shown, exact=False)
            try:
                self._put_in_force(name, played.lane.ordinance)
            except Exception:
                played.lane, played.shown, newest.shown = state, shown, before
                raise
            newest.before, played.before = before, shown
            self._wait(lambda: newest.shown.runner is not before.runner and newest.shown.exact, longest)
            played.shown = self._then(played, shown) if self._running.back else newest.shown
            self._mark(name, played.lane)
        return Changed(shown.picture, played.shown.picture)

    def _then(self, played: Played, before: Standing) -> Standing:
        """A lane on a day in the past under its new ordinance: as it was played, or decided anew in place until it is."""
        ordinance = played.lane.ordinance
        return self.histories.stands(ordinance, played.acts, self.clock.day) or self._at_once(before, ordinance, bool(played.acts))

    def _acted(self, name: str, office: str, line: str) -> None:
        self.played(name)
        if self._running.back:
            raise Letter("page.acts_are_of_today")
        Act.of(self.clock.day, office, line, self.cuts.texts)
        self._sending.event(office, line)
        if not self._wait(lambda: self._has_read(line) and self._calm()):
            raise Letter("page.not_judged_yet")

    def _has_read(self, line: str) -> bool:
        """Whether an event came back by the topics. What it brings is waited for from then on, so it is asked while nothing is being taken."""
        with self.following.lock:
            return self.beyond.has(line)

    def _put_in_force(self, name: str, ordinance: Ordinance, closed: bool = False) -> None:
        with self.following.lock:
            held, some = self.mirror.lanes[name].newest if name in self.mirror.lanes else None, self.mirror.in_force()
        if not some:
            raise Letter("page.not_yet")
        change, opened = next_change(held)
        self._sending.ordinance(Adopted(name, change, ordinance, some[0].run_start, some[0].file_size, opened, closed))
        self._wait(lambda: self.mirror.revisions().get(name) == change)

    def _wait(self, good: Callable[[], bool], seconds: float = LONGEST) -> bool:
        """Goes on publishing until something is so; False: it was not, within the time. In the thread that does heavy work, or any other."""
        end = time.monotonic() + seconds
        while not good():
            if time.monotonic() > end:
                return False
            if threading.current_thread().name != THREAD or not self._read_on():
                time.sleep(0.02)
        return True

    def _read(self) -> None:
        self._asked += 1
        self.seq += 1

    def _spare(self) -> bool:
        return self._read_on() or self._back_now() or self._play()

    def _needed(self, day: int) -> Iterator[Due]:
        """The past whole; of the running day what is on no topic, once the topics are quiet."""
        if self._running.back:
            yield from self._needed_by_lanes(day)
        elif self.following.behind.settled:
            yield from self.histories.asked(day)

    def _back_now(self) -> bool:
        """Shows what the topics say again, where the clock has come back to the running day."""
        late = [name for name, played in self.lanes.items() if played.shown is not self._newest[name].shown]
        if self._running.back or not late:
            return False
        for name in late:
            self._show(name)
        self.seq += 1
        return True

    def _show(self, name: str) -> None:
        played, newest = self.lanes[name], self._newest[name]
        played.shown, played.before = newest.shown, newest.before

    def _read_on(self) -> bool:
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
            self._closed([name for name in self.lanes if not mirror.lanes[name].adopted])
            some = {name: (adopted, runner) for name, lane in mirror.lanes.items() if name in touched and (adopted := lane.adopted) and (runner := mirror.runner(name))}
            self._running.stands_on(self._day)
            self.truths.newest = self._day
            self._hear_people()
            due = {name: events for name, (_, runner) in some.items() if (events := self._due(name, runner))}
            exact = behind.settled and not due
            for adopted, runner in some.values():
                self._stands(adopted, self._standing(runner, exact))
        for name, newest in self._newest.items():
            if newest.shown.exact != exact:
                newest.shown = replace(newest.shown, exact=exact)
            self.lanes[name].acts = self._acts_of(name)
        self._unanswered = sum(map(len, due.values()))
        self._answer(due)
        self._back_now()
        self.seq += 1

    def _closed(self, names: list[str]) -> None:
        for name in names:
            del self.lanes[name], self._newest[name]

    @property
    def _day(self) -> int:
        """The workers' running day (ordinal)."""
        return max(self.mirror.day, self.cuts.first_day)

    def _hear_people(self) -> None:
        """Takes note of what is on the topics beside the town's records. What is no event the workers refuse too."""
        said, self._heard = self.beyond.said[self._heard :], len(self.beyond.said)
        for one in said:
            with suppress(ValueError):
                event = json.loads(one.line)
                act = Act.of(recorded_on(event).toordinal(), one.office, one.line, self.cuts.texts)
                bisect.insort(self._acts, (moment(event), one.lane, act), key=lambda known: (known[0], known[2].line))

    def _acts_of(self, name: str | None) -> tuple[Act, ...]:
        """What counts in a lane; without one, for all."""
        return tuple(act for _, lane, act in self._acts if lane in ("", name))

    def _answer(self, due: Mapping[str, list[bytes]]) -> None:
        """Sends answers to candidates by lane; where no broker takes them, they are worked out again."""
        try:
            if due:
                self._sending.assessments(event for events in due.values() for event in events)
        except Letter:
            with self.following.lock:
                self.mirror.touched |= set(due)
            self._asked += 1

    def _due(self, name: str, runner: Runner) -> list[bytes]:
        assert runner.engine is not None
        return list(answers(self.someone, runner.engine, name)) if self.people else []

    def _standing(self, runner: Runner, exact: bool) -> Standing:
        runner.assessor = self.someone if self.people else None
        return self.ground.standing(runner, self._day, exact, own=True)

    def _stands(self, adopted: Adopted, standing: Standing) -> None:
        """A lane stands there; where somebody else put another ordinance in force, it is that one's now."""
        name, base = adopted.lane, adopted.ordinance.base or adopted.ordinance
        played = self.lanes.get(name)
        if played is None:
            self._newest[name] = Newest(standing)
            self.lanes[name] = Played(Lane(base, adopted.ordinance.switches), standing)
            return
        if played.lane.ordinance != adopted.ordinance and self.mirror.lanes[name].adopted is adopted:
            played.lane.take(played.lane.revision, base, adopted.ordinance.switches)
        self._newest[name].shown = standing

