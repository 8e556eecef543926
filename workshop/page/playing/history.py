"""One ordinance played over a town's kept cuts from the first day on, to any day: exact, and as `nayose replay` has it."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from processors.decoding.decode import Batch, Decoder
from processors.gate.lane import DISCLOSED, KINDS
from processors.inprocess import Runner
from processors.store.texts import TextPool
from schemas.catalogue import catalogue
from schemas.ordinance import Ordinance, TownFacts
from schemas.vocabulary.declare import DUTIES
from workshop.assessor import WrittenAssessor
from workshop.page.playing.cuts import Cuts, Week, with_event
from workshop.page.playing.picture import Picture, picture_of
from workshop.score import LaneScore, Scorer
from workshop.score.stages import Stages
from workshop.scoring import followed_up
from workshop.truth import Truth
from workshop.truth_town import TrueTown

MOST_DAYS = 3
"""The truth is kept judged as of so many days."""
WEEKS = 13
"""A state is kept every so many weeks, to go on from."""
Passing = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Act:
    """One more event of a lane, by a person at the page: its day, its line, and either the event or the answer to a candidate."""

    day: int
    line: str
    batch: Batch = field(compare=False)
    decisions: tuple[dict[str, Any], ...] = field(compare=False)

    @classmethod
    def of(cls, day: int, office: str, line: str, texts: TextPool) -> Act:
        """An event of an office (its JSON), taken in on a day. ValueError: it is no event."""
        decoded = Decoder(f"{office}.jsonl", texts).decode([line.encode()])
        if decoded.rejections:
            raise ValueError(f"{line[:200]} is no event of {office}: {decoded.rejections[0].reason_in('en')}")
        return cls(day, line, decoded.batch, tuple(decoded.decisions))

    def under(self, name: str) -> Act:
        """The same where the lane is played under that name: an answer to a candidate is one of its own lane."""
        return replace(self, decisions=tuple({**decision, "lane": name} for decision in self.decisions))


@dataclass(frozen=True)
class Standing:
    """Where a lane stands at the end of a day. Nothing in it is changed afterwards. `name`: the lane's in the runner's engine.

    Not `exact`: what was learned is not yet as had the ordinance been so from the first day.
    """

    runner: Runner
    name: str
    day: int
    score: LaneScore
    exact: bool = True

    @cached_property
    def picture(self) -> Picture:
        """As the page shows it."""
        return picture_of(self.score)

    @cached_property
    def passed(self) -> Passing:
        """Disclosures so far, by the office that holds what passed and the row by which it did."""
        engine = self.runner.engine
        assert engine is not None
        ledger, found, first = engine.gate.lanes[self.name].ledger, Counter[tuple[str, str]](), dict[int, int]()
        alike = np.array([first.setdefault(id(header.tables), number) for number, header in enumerate(ledger.headers)], dtype=np.int64)
        for entries in ledger.pieces():
            some = entries[entries["act"] == DISCLOSED]
            code = (alike[some["batch"]] << 40) | (some["context"].astype(np.int64) << 16) | (some["duty"].astype(np.int64) << 8) | some["kind"]
            for one, times in zip(*(a.tolist() for a in np.unique(code, return_counts=True))):
                duty, kind = DUTIES[one >> 8 & 0xFF], KINDS[one & 0xFF]
                row = ledger.headers[one >> 40].tables[duty].row_of(one >> 16 & 0xFFFF, kind)
                found[catalogue().kinds[kind].office, row] += times
        return dict(found)


@dataclass(frozen=True)
class Ground:
    """What all histories of a town share: cuts, a written assessor that has heard nothing yet, and the truth of a day.
    Not `asks`: nobody answers candidates, each is told at once."""

    cuts: Cuts
    someone: WrittenAssessor
    truth_of: Callable[[int], Truth]
    asks: bool = True
    _days: dict[int, tuple[TrueTown, dict[TownFacts, Stages]]] = field(default_factory=dict)

    def fresh(self, ordinance: Ordinance) -> Runner:
        """A runner that has taken nothing yet."""
        return self.fork(Runner({ordinance.name: ordinance}, self.someone if self.asks else None, self.cuts.texts))

    def fork(self, runner: Runner) -> Runner:
        """A runner that goes its own way from here; what never changes is shared."""
        right = self.someone._right
        shared = (self.cuts.texts, self.someone.truth, right, right.town, *runner.ordinances.values())
        return copy.deepcopy(runner, {id(one): one for one in shared})

    def standing(self, runner: Runner, day: int, exact: bool = True, own: bool = False) -> Standing:
        """Where the only lane of a runner stands. The runner is not to be changed afterwards. `own`: its events are not those of the other lanes."""
        coming = self.coming_to_stand(runner, day, exact, own)
        while True:
            try:
                next(coming)
            except StopIteration as done:
                standing: Standing = done.value
                return standing

    def coming_to_stand(self, runner: Runner, day: int, exact: bool = True, own: bool = False) -> Generator[None, None, Standing]:
        """The same in steps; the standing is what it returns."""
        (name,) = runner.ordinances
        followed_up(runner)
        town, stages = self._judged(day)
        scorer = Scorer(runner, town.truth, town) if own else Scorer(runner, town.truth, town, stages)
        yield from scorer.judging(name)
        standing = Standing(runner, name, day, scorer.score(name), exact)
        standing.passed  # noqa: B018  (counted here, where nobody waits for a frame)
        return standing

    def _judged(self, day: int) -> tuple[TrueTown, dict[TownFacts, Stages]]:
        """The truth's town on a day, and what is on file of it with one repair after another: the same for every lane over the same events."""
        truth, last = self.truth_of(day), self.someone.town
        if day not in self._days or self._days[day][0].truth is not truth:
            while len(self._days) >= MOST_DAYS:
                del self._days[next(iter(self._days))]
            self._days[day] = (last if last.truth is truth and last.day == day else TrueTown(truth, day), {})
        return self._days[day]


class History:
    """One ordinance, and what people did at the page under it. `standing` is what was last played to."""

    def __init__(self, ground: Ground, ordinance: Ordinance, acts: tuple[Act, ...] = ()) -> None:
        self._ground, self._ordinance = ground, ordinance
        self._acts = tuple(act.under(ordinance.name) for act in acts)
        self._kept: dict[int, Runner] = {}
        """Runners that have taken so many weeks; never changed."""
        self._steps: Iterator[None] = iter(())
        self._goes_to = 0
        self.standing: Standing | None = None

    def stands_at(self, day: int) -> bool:
        """Whether it was played to the day."""
        return self.standing is not None and self.standing.day == day

    def step(self, day: int) -> None:
        """One step on the way to a day: `standing` is there when it is done. Of another day it begins anew."""
        if self._goes_to != day:
            self._goes_to, self._steps = day, self._way(day)
        if next(self._steps, self) is self:
            self._goes_to = 0

    def at(self, day: int) -> Standing:
        """Plays to a day, however long it takes."""
        while not self.stands_at(day):
            self.step(day)
        assert self.standing is not None
        return self.standing

    def _way(self, day: int) -> Iterator[None]:
        cuts, whole = self._ground.cuts, self._ground.cuts.whole(day)
        taken = max((weeks for weeks in self._kept if weeks <= whole), default=0)
        runner = self._kept.get(taken)
        runner = self._ground.fork(runner) if runner else self._ground.fresh(self._ordinance)
        for number in range(taken, whole):
            yield from _taken(runner, self._week(number, cuts.weeks[number]))
            if (number + 1) % WEEKS == 0 or number + 1 == whole:
                self._keep(number + 1, runner)
                runner = self._ground.fork(runner)
        yield from _taken(runner, self._rest(day, cuts.rest(day)))
        self.standing = yield from self._ground.coming_to_stand(runner, day, own=bool(self._acts))

    def _keep(self, weeks: int, runner: Runner) -> None:
        """Keeps a state; besides the regular ones only the newest."""
        self._kept = {number: kept for number, kept in self._kept.items() if number % WEEKS == 0} | {weeks: runner}

    def _week(self, number: int, week: Week) -> Week:
        before = self._ground.cuts.weeks[number - 1][-1].day if number else 0
        return _with(week, (act for act in self._acts if before < act.day <= week[-1].day))

    def _rest(self, day: int, rest: Week) -> Week:
        whole = self._ground.cuts.whole(day)
        before = self._ground.cuts.weeks[whole - 1][-1].day if whole else 0
        return _with(rest, (act for act in self._acts if before < act.day <= day)) if rest else rest


def _taken(runner: Runner, week: Week) -> Iterator[None]:
    """Takes a week, part by part."""
    for cut in week:
        for _ in runner.run([cut]):
            pass
        yield


def _with(week: Week, acts: Iterable[Act]) -> Week:
    for act in acts:
        week = with_event(week, act.day, act.batch, act.decisions)
    return week
