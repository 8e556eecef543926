"""The join as a Bytewax dataflow, one worker: 1,000 parsed events at a time, state by resident and household."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bytewax import operators as op
from bytewax.dataflow import Dataflow
from bytewax.inputs import DynamicSource, StatelessSourcePartition
from bytewax.operators import StatefulBatchLogic
from bytewax.outputs import DynamicSink, StatelessSinkPartition
from bytewax.testing import run_main

from benchmarks.reading import Phases, parsed
from benchmarks.work import ALLOWANCE, HOME, INCOME, LOW_BITS, LOW_INCOME, PUPIL, Answer, Run, slot_of

Event = dict[str, Any]
Shares = tuple[int, int, int, int]
"""Members, income, allowances, pupils: what a resident adds to a household, or takes away."""
Verdict = tuple[int, bool, bool, int]
"""Members, low income, an allowance in payment, pupils of a household with either."""


class Source(DynamicSource[Event]):
    """The log, in chunks; counts the events."""

    def __init__(self, folder: Path, phases: Phases) -> None:
        self.chunks, self.count = parsed(folder, phases), 0

    def build(self, step_id: str, worker_index: int, worker_count: int) -> Partition:
        """The only partition: there is one worker."""
        return Partition(self)


class Partition(StatelessSourcePartition[Event]):
    """Hands out one chunk a call."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def next_batch(self) -> list[Event]:
        """The next chunk. StopIteration at the end of the log."""
        events = next(self.source.chunks)
        self.source.count += len(events)
        return events


class Person(StatefulBatchLogic[tuple[int, int], tuple[str, Shares], list[int]]):
    """The four slots of a resident; tells households what changed."""

    def __init__(self, slots: list[int] | None) -> None:
        self.slots = slots or [0, 0, 0, 0]

    def on_batch(self, batch: list[tuple[int, int]]) -> tuple[Iterable[tuple[str, Shares]], bool]:
        """Takes packed values of slots; gives what to take away from the old household, and to add to the new one."""
        before = tuple(self.slots)
        for slot, value in batch:
            self.slots[slot] = max(self.slots[slot], value)
        return ([*_shares(before, -1), *_shares(self.slots, 1)] if tuple(self.slots) != before else ()), False

    def snapshot(self) -> list[int]:
        """For a recovery, which is off here."""
        return list(self.slots)


def _shares(slots: tuple[int, ...] | list[int], sign: int) -> Iterator[tuple[str, Shares]]:
    if home := slots[HOME] & LOW_BITS:
        income, allowance, pupil = slots[INCOME] & LOW_BITS, slots[ALLOWANCE] & 1, slots[PUPIL] & 1
        yield str(home), (sign, sign * income, sign * allowance, sign * pupil)


class Household(StatefulBatchLogic[Shares, Verdict, list[int]]):
    """The sums of a household, and its verdict."""

    def __init__(self, sums: list[int] | None) -> None:
        self.sums, self.verdict = sums or [0, 0, 0, 0], (0, False, False, 0)

    def on_batch(self, batch: list[Shares]) -> tuple[Iterable[Verdict], bool]:
        """Takes shares; gives the verdict if it is another."""
        for shares in batch:
            self.sums = [total + share for total, share in zip(self.sums, shares)]
        members, income, allowances, pupils = self.sums
        low, allowance = members > 0 and income < LOW_INCOME, allowances > 0
        before, self.verdict = self.verdict, (members, low, allowance, pupils if low or allowance else 0)
        return ((self.verdict,) if self.verdict != before else ()), False

    def snapshot(self) -> list[int]:
        """For a recovery, which is off here."""
        return list(self.sums)


class Sink(DynamicSink[tuple[str, Verdict]], StatelessSinkPartition[tuple[str, Verdict]]):
    """Keeps the newest verdict of each household."""

    def __init__(self) -> None:
        self.verdicts: dict[str, Verdict] = {}

    def build(self, step_id: str, worker_index: int, worker_count: int) -> Sink:
        """The only partition: there is one worker."""
        return self

    def write_batch(self, items: list[tuple[str, Verdict]]) -> None:
        """Takes what came out."""
        self.verdicts.update(items)


def _by_number(events: list[Event]) -> list[tuple[str, tuple[int, int]]]:
    return [(event["subject"], found) for event in events if (found := slot_of(event)) is not None]


def _by_home(shares: list[tuple[str, tuple[str, Shares]]]) -> list[tuple[str, Shares]]:
    return [share for _, share in shares]


def flow(source: Source, sink: Sink) -> Dataflow:
    """Events -> slots by number -> shares by household -> verdicts."""
    made = Dataflow("four-way-join")
    slots = op.flat_map_batch("slots", op.input("log", made, source), _by_number)
    people = op.stateful_batch("people", slots, Person)
    homes = op.stateful_batch("homes", op.flat_map_batch("shares", people, _by_home), Household)
    op.output("verdicts", homes, sink)
    return made


def run(folder: Path) -> Run:
    """Reads and parses the four files of a folder inside the source, and joins them in the dataflow."""
    phases, sink = Phases(), Sink()
    source = Source(folder, phases)
    start = time.perf_counter()
    run_main(flow(source, sink))
    answer = _answer(sink.verdicts)
    phases.seconds["work"] = time.perf_counter() - start - sum(phases.seconds.values())
    return Run(source.count, phases.seconds, answer)


def _answer(verdicts: dict[str, Verdict]) -> Answer:
    homes = [verdict for verdict in verdicts.values() if verdict[0]]
    members, low, allowance, pupils = (sum(column) for column in zip(*homes)) if homes else (0, 0, 0, 0)
    return Answer(members, len(homes), low, allowance, pupils)
