"""The core alone: a log as columns, and how long the engine takes over them, batch by batch."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.ordinances import measured
from processors.decoding.decode import Batch, day_of
from processors.decoding.stream import Cut, FileStream, Merged
from processors.engine import Engine
from processors.inprocess import OFFICE_FILES
from processors.store.texts import TextPool


def cuts_of(folder: Path, texts: TextPool | None = None) -> tuple[list[Cut], list[float]]:
    """The whole log as columns, week by week; and the seconds that each week took to read and check."""
    texts = TextPool() if texts is None else texts
    cuts, seconds, began = [], [], time.perf_counter()
    for cut in Merged([FileStream(folder / name, texts) for name in OFFICE_FILES], days=7).cuts():
        seconds.append(time.perf_counter() - began)
        cuts.append(cut)
        began = time.perf_counter()
    return cuts, seconds


def batches(cuts: list[Cut], size: int) -> Iterator[tuple[Batch, int]]:
    """The whole log in the order of time, `size` events at a time whatever their days, each batch as of its newest day.

    Events at one turn stay together, so a batch may be a few more or less; none is lost.
    """
    whole: Batch = {}
    for cut in cuts:
        for type_, columns in cut.batch.items():
            whole[type_] = whole[type_].join(columns) if type_ in whole else columns
    whole = {type_: columns.where(columns.turn.argsort(kind="stable")) for type_, columns in whole.items()}  # offices share a type
    turns = np.sort(np.concatenate([columns.turn for columns in whole.values()]))
    ends = [*turns[size::size].tolist(), int(turns[-1]) + 1]
    for low, high in pairwise(dict.fromkeys([int(turns[0]), *ends])):
        yield _between(whole, low, high), int(day_of(turns[turns.searchsorted(high) - 1 :][:1] // 1000)[0])


def _between(batch: Batch, low: int, high: int) -> Batch:
    cut = {type_: columns.slice(*columns.turn.searchsorted((low, high))) for type_, columns in batch.items()}
    return {type_: columns for type_, columns in cut.items() if len(columns)}


def core(cuts: list[Cut], lanes: tuple[str, ...], size: int | None) -> tuple[Engine, int, list[float]]:
    """Seconds of the core from columns on, batch by batch, under some ordinances; `size` None: week by week as they are."""
    engine = Engine(cuts[0].day)
    for name in lanes:
        engine.adopt(name, measured(name))
    parts = [(cut.batch, cut.day) for cut in cuts] if size is None else list(batches(cuts, size))
    events = sum(len(columns) for batch, _ in parts for columns in batch.values())
    seconds = []
    for batch, day in parts:
        began = time.perf_counter()
        engine.process(batch, day)
        seconds.append(time.perf_counter() - began)
    return engine, events, seconds


def least(rounds: Iterable[list[float]]) -> float:
    """The seconds of a run without what else the machine did: of each batch the least of several rounds."""
    return sum(min(batch) for batch in zip(*rounds, strict=True))
