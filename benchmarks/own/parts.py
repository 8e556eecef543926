"""What the parts of Nayose take on one log: the core alone, one more ordinance, a single event, a changed row, memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.ordinances import measured
from processors.decoding.decode import Batch, day_of
from processors.decoding.stream import Cut, FileStream, Merged
from processors.digest import digest
from processors.engine import Engine
from processors.inprocess import OFFICE_FILES
from processors.store.heap import keep_freed
from processors.store.texts import TextPool
from schemas.ordinance import with_row_removed, with_safeguard

BATCH = 5000
ROUNDS = 8
"""How often the core is measured, each time week by week, in batches and with one more ordinance in turn."""
ROW, DUTY_ROWS = "G-4", "child-rearing-allowance"
SINGLE = 300
SAFEGUARDS = ("tax_consent", "protected_address", "objection", "network_first", "human_assessment")


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    seen: str


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


def _digest(engine: Engine, texts: TextPool) -> str:
    return digest(engine.gate, engine.assess, "G", texts)


def changed(engine: Engine, lane: str, ordinance: object) -> float:
    """Seconds to decide the whole town anew under a changed ordinance, verdicts, notices and ledger entries included."""
    before = engine.gate.lanes[lane].ordinance
    seconds = []
    for now in (ordinance, before, ordinance, before):
        began = time.perf_counter()
        engine.adopt(lane, now)  # type: ignore[arg-type]
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def single(engine: Engine, cuts: list[Cut]) -> float:
    """Median seconds from one event's arrival (as columns) to its verdict; events that were seen already, with a newer stamp."""
    columns = max((c for cut in cuts for t, c in cut.batch.items() if t == "tax.assessed"), key=len)
    seconds = []
    for i in range(min(SINGLE, len(columns))):
        one = columns.slice(i, i + 1)
        one.stamp = one.stamp + (1 << 50)
        one.fields["total_income"] = one.fields["total_income"] + 1000
        began = time.perf_counter()
        engine.process({"tax.assessed": one}, engine.day)
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def _safeguards(engine: Engine) -> Iterator[float]:
    """Seconds for each safeguard that may be switched on or off."""
    ordinance = measured("G")
    for name in SAFEGUARDS:
        yield changed(engine, "G", with_safeguard(ordinance, name, not getattr(ordinance.safeguards, name)))


def figures(folder: Path) -> list[Figure]:
    """All figures of one log."""
    keep_freed()  # as the runner does
    texts = TextPool()
    cuts, reading = cuts_of(folder, texts)
    engine, events, _ = core(cuts, ("G",), None)
    cut_otherwise, again, _ = core(cuts, ("G",), BATCH)
    if again != events or _digest(cut_otherwise, texts) != _digest(engine, texts):
        raise RuntimeError("In batches the log came to something else than week by week.")
    del cut_otherwise
    two, _, _ = core(cuts, ("G", "C"), None)
    rounds = [
        (core(cuts, ("G",), None)[2], core(cuts, ("G",), BATCH)[2], core(cuts, ("G", "C"), None)[2], cuts_of(folder)[1]) for _ in range(ROUNDS)
    ]
    by_week, by_size, two_lanes, readings = zip(*rounds, strict=True)
    weekly, in_batches = (statistics.median(map(sum, runs)) for runs in (by_week, by_size))
    one_lane, whole = least(by_week), least((reading, *readings)) + least(by_week)
    one_more = least(two_lanes) - one_lane
    residents = engine.link.facts.size
    state, more = engine.nbytes(), two.nbytes()
    own = sum(state.values()) - state["ledger"]
    row = next(r.row for r in measured("G").rows_of(DUTY_ROWS) if "local-tax" in r.kinds)
    return [
        Figure("residents, events", f"{residents:,}, {events:,}"),
        Figure("core alone, week by week", f"{events / weekly:,.0f} events/s"),
        Figure(f"core alone, batches of {BATCH:,}", f"{events / in_batches:,.0f} events/s"),
        Figure("one more, different ordinance (C)", f"{one_more / one_lane:.1%} of the first one's core time, {one_more / whole:.1%} of the whole"),
        Figure("one event to its verdict, from columns", f"{single(engine, cuts) * 1000:.2f} ms (median)"),
        Figure("one row of one duty changed, whole town", f"{changed(engine, 'G', with_row_removed(measured('G'), row)) * 1000:,.0f} ms"),
        Figure("a safeguard over all duties (the slowest of five)", f"{max(_safeguards(engine)) * 1000:,.0f} ms"),
        Figure("memory of the state, one lane", f"{own / residents:,.0f} bytes a resident"),
        Figure("one more lane", f"{(sum(more.values()) - more['ledger'] - own) / residents:,.0f} bytes a resident"),
        Figure("ledger, one lane", f"{state['ledger'] / residents:,.0f} bytes a resident"),
    ]


def show(folder: Path, console: Console) -> None:
    """Prints the table."""
    table = Table(title="Nayose's parts (arrangement G)")
    table.add_column("what")
    table.add_column("seen", justify="right")
    for figure in figures(folder):
        table.add_row(figure.what, figure.seen)
    console.print(table)
