"""The in-process runner: streams of events through the engine, cut by cut, with nothing but this process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from processors.assess.answers import candidate_of
from processors.assess.stage import Told
from processors.assess.units import ELIGIBLE, NOT_ELIGIBLE, UNTOLD, code_of, payload_of
from processors.decoding.letters import Rejection
from processors.decoding.stream import Cut, FileStream, Merged
from processors.decoding.workers import Workers
from processors.digest import digest
from processors.engine import Engine
from processors.store.heap import keep_freed
from processors.store.texts import TextPool
from schemas.causes import causes
from schemas.ordinance import Ordinance
from schemas.programmes import PROGRAMMES
from schemas.vocabulary import FOLLOWING, outcomes

OFFICE_FILES = ("register.jsonl", "tax.jsonl", "welfare.jsonl", "child.jsonl")


@dataclass(frozen=True)
class Answers:
    """Answers to candidates of one lane and programme: keys of household and unit, `since` of the candidate, yes or no, and the day of it. All [n]."""

    lane: str
    programme: str
    homes: np.ndarray
    units: np.ndarray
    since: np.ndarray
    accepted: np.ndarray
    days: np.ndarray


class Assessor(Protocol):
    """Somebody who answers candidates."""

    def heard(self, engine: Engine, told: Sequence[Told]) -> None:
        """Takes note of verdicts that changed."""

    def answers(self, engine: Engine, day: int) -> Iterable[Answers]:
        """The answers that are due on a day."""


@dataclass
class Tally:
    """What one programme did in one lane so far."""

    notices: int = 0
    withdrawals: int = 0


@dataclass
class Progress:
    """What a run has done after a cut."""

    day: int
    events: int
    told: list[Told]


@dataclass
class Runner:
    """Streams events through the engine and keeps count."""

    ordinances: Mapping[str, Ordinance]
    assessor: Assessor | None = None
    texts: TextPool = field(default_factory=TextPool)
    engine: Engine | None = None
    events: int = 0
    check: bool = False
    """Whether each disclosure is held against the schemas of its lane's joins; then Leak is raised where one does not fit."""
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    _open: bool = False

    def run(self, cuts: Iterable[Cut]) -> Iterator[Progress]:
        """Takes cut after cut, telling what each one changed."""
        for cut in cuts:
            if not cut.whole:
                self.fold(cut)
                continue
            if not self._open:
                self.start(cut.day)
            yield self.take(cut)

    def start(self, day: int) -> None:
        """Opens the lanes as of the first day."""
        self.engine = self.engine or self._made(day)
        self.engine.run_start, self._open = day, True
        for name, ordinance in self.ordinances.items():
            self.engine.adopt(name, ordinance)

    def _made(self, day: int) -> Engine:
        people = self.assessor is not None
        if not self.check:
            return Engine(day, people)
        from processors.checked import CheckedEngine  # jsonschema is loaded for it alone

        return CheckedEngine(day, self.texts, people)

    def fold(self, cut: Cut) -> None:
        """Takes a part of a cut, of which nothing is judged before the rest."""
        self.engine = self.engine or self._made(cut.day)
        self.engine.fold(cut.batch)
        self.events += cut.events

    def take(self, cut: Cut) -> Progress:
        """Takes one cut, or the rest of one."""
        assert self.engine is not None
        told = self.engine.process(cut.batch, cut.day)
        self.events += cut.events
        for decision in cut.decisions:
            told += self._decided(decision)
        if self.assessor is not None:
            self.assessor.heard(self.engine, told)
            told += self._answered(self.engine.day)
        self._count(told)
        return Progress(self.engine.day, self.events, told)

    def adopt(self, name: str, ordinance: Ordinance) -> list[Told]:
        """Puts another ordinance in force while the stream runs."""
        assert self.engine is not None
        told = self.engine.adopt(name, ordinance)
        if self.assessor is not None:
            self.assessor.heard(self.engine, told)
            told += self._answered(self.engine.day)
        self._count(told)
        return told

    def _answered(self, day: int) -> list[Told]:
        assert self.engine is not None and self.assessor is not None
        told: list[Told] = []
        for a in self.assessor.answers(self.engine, day):
            told += self.engine.assess.answer(a.lane, a.programme, day, a.homes, a.units, a.since, a.accepted, days=a.days)
        return told

    def _decided(self, decision: Mapping[str, Any]) -> list[Told]:
        """What a person said of a candidate: `unit` is household-unit-since, as candidates are shown."""
        assert self.engine is not None
        if decision["lane"] not in self.engine.assess.lanes or decision["programme"] not in PROGRAMMES:
            return []
        candidate = candidate_of(decision["unit"])
        if candidate is None:
            return []
        home, unit, since = (np.array([value], dtype=np.int64) for value in candidate)
        moment = int(decision["time"] * 1000)
        if decision["type"] in FOLLOWING:
            code = np.array([outcomes(decision["type"]).index(decision["outcome"])])
            self.engine.assess.follow(decision["lane"], decision["programme"], decision["type"], home, unit, since, code, moment)
            return []
        accepted = np.array([decision["decision"] == "accept"])
        return self.engine.assess.answer(decision["lane"], decision["programme"], self.engine.day, home, unit, since, accepted, moment)

    def _count(self, told: Sequence[Told]) -> None:
        for t in told:
            tally = self.tallies.setdefault((t.lane, t.programme), Tally())
            tally.notices += int(t.notices.sum())
            tally.withdrawals += int(t.withdrawals.sum())

    def counts(self, lane: str, programme: str) -> dict[str, Any]:
        """How many units of a programme are eligible, not eligible, cannot be told and why; notices and withdrawals so far."""
        assert self.engine is not None
        units = self.engine.assess.units
        tables = [t[lane, programme] for t in (units.words, units.home_words) if (lane, programme) in t]
        words = np.concatenate([t["word"] for t in tables]) if tables else np.empty(0, dtype=np.uint32)
        code = code_of(words)
        why: Counter[str] = Counter()
        numbers, times = np.unique(payload_of(words[code == UNTOLD]), return_counts=True)
        for number, n in zip(numbers.tolist(), times.tolist()):
            for cause in causes(self.engine.assess.causes.sets[number]):
                why[f"{cause.kind}:{cause.state}"] += n
        tally = self.tallies.get((lane, programme), Tally())
        return {
            "eligible": int((code == ELIGIBLE).sum()), "not_eligible": int((code == NOT_ELIGIBLE).sum()),
            "cannot_be_told": int((code == UNTOLD).sum()), "causes": dict(sorted(why.items())),
            "notices": tally.notices, "withdrawals": tally.withdrawals,
        }  # fmt: skip

    def digest(self, lane: str) -> str:
        """The digest of a lane's state."""
        assert self.engine is not None
        return digest(self.engine.gate, self.engine.assess, lane, self.texts)


@dataclass
class Replay:
    """A folder of the offices' files, streamed through some ordinances."""

    folder: Path
    ordinances: Mapping[str, Ordinance]
    assessor: Assessor | None = None
    as_of: int | None = None
    days: int = 7
    """Whole days in a cut: history (notices, withdrawals, the ledger) is counted at the end of each; the final state is the same."""
    workers: int = 0
    """Processes that decode; 0: this one does it all."""
    check: bool = False
    """See Runner."""
    rejections: list[Rejection] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.runner = Runner(self.ordinances, self.assessor, check=self.check)
        self.missing = [name for name in OFFICE_FILES if not (self.folder / name).is_file()]

    def run(self, watch: Callable[[Progress], None] | None = None) -> Runner:
        """Streams everything. FileNotFoundError if the folder has none of the files."""
        paths = [self.folder / name for name in OFFICE_FILES if name not in self.missing]
        if not paths:
            raise FileNotFoundError(f"{self.folder} holds none of {', '.join(OFFICE_FILES)}. Name a folder that `nayose simulate` wrote.")
        keep_freed()
        with Workers(self.workers) if self.workers else nullcontext() as workers:
            streams = [FileStream(path, self.runner.texts, workers) for path in paths]
            for progress in self.runner.run(Merged(streams, self.as_of, self.days, parts=True).cuts()):
                if watch is not None:
                    watch(progress)
        self.rejections = sorted((r for s in streams for r in s.rejections), key=lambda r: (r.file, r.line))
        return self.runner
