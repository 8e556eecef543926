"""What the parts of Nayose take on one log: the core alone, one more ordinance, a single event, a changed row, memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.ordinances import measured
from benchmarks.own.core import core, cuts_of
from benchmarks.own.further import further
from processors.decoding.stream import Cut
from processors.digest import digest
from processors.engine import Engine
from processors.store.heap import keep_freed
from processors.store.texts import TextPool
from schemas.ordinance import with_row_removed, with_safeguard

BATCH = 5000
ROUNDS = 5
"""How often the core is measured, each time week by week and in batches in turn."""
ROW, DUTY_ROWS = "G-4", "child-rearing-allowance"
SINGLE = 300
SAFEGUARDS = ("tax_consent", "protected_address", "objection", "network_first", "human_assessment")


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    seen: str


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
    another = further(folder)  # first: what comes after other processes ran for a minute is slower for a while
    keep_freed()  # as the runner does
    texts = TextPool()
    cuts, _ = cuts_of(folder, texts)
    engine, events, _ = core(cuts, ("G",), None)
    cut_otherwise, again, _ = core(cuts, ("G",), BATCH)
    if again != events or _digest(cut_otherwise, texts) != _digest(engine, texts):
        raise RuntimeError("In batches the log came to something else than week by week.")
    del cut_otherwise
    two, _, _ = core(cuts, ("G", "C"), None)
    by_week, by_size = zip(*((core(cuts, ("G",), None)[2], core(cuts, ("G",), BATCH)[2]) for _ in range(ROUNDS)), strict=True)
    weekly, in_batches = (statistics.median(map(sum, runs)) for runs in (by_week, by_size))
    residents = engine.link.facts.size
    state, more = engine.nbytes(), two.nbytes()
    own = sum(state.values()) - state["ledger"]
    row = next(r.row for r in measured("G").rows_of(DUTY_ROWS) if "local-tax" in r.kinds)
    return [
        Figure("residents, events", f"{residents:,}, {events:,}"),
        Figure("core alone, week by week", f"{events / weekly:,.0f} events/s"),
        Figure(f"core alone, batches of {BATCH:,}", f"{events / in_batches:,.0f} events/s"),
        Figure("one more, different ordinance (C)", str(another)),
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
