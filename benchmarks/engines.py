"""The engines that are measured, by name. One more is a module with `run(folder) -> Run`, and a line here."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.work import Run


@dataclass(frozen=True)
class Engine:
    """One engine: where its `run` is, which library it needs, and what a reader has to know of it."""

    name: str
    module: str
    about: str
    library: str = ""

    @property
    def installed(self) -> bool:
        """Whether its library is there."""
        return not self.library or find_spec(self.library) is not None

    def load(self) -> Callable[[Path], Run]:
        """Its `run`. ImportError if its library is not there."""
        run: Callable[[Path], Run] = importlib.import_module(self.module).run
        return run


ENGINES: dict[str, Engine] = {
    engine.name: engine
    for engine in (
        Engine("nayose", "benchmarks.own.replay", "Nayose's whole replay under arrangement G, one process"),
        Engine("nayose-2-workers", "benchmarks.own.replay_with_workers", "the same with two decoding processes"),
        Engine("nayose-2-lanes", "benchmarks.own.replay_two_ordinances", "the same in one process under two ordinances, G and C"),
        Engine("plain-dicts", "benchmarks.peers.plain_dicts", "Python dicts, one event at a time"),
        Engine("numpy-batches", "benchmarks.peers.numpy_batches", "NumPy arrays, 5,000 events at a time"),
        Engine("bytewax", "benchmarks.peers.bytewax_flow", "Bytewax dataflow, one worker, 1,000 at a time", "bytewax"),
        Engine("duckdb", "benchmarks.peers.duckdb_query", "DuckDB, the whole log in one query, all cores", "duckdb"),
        Engine("validate-only", "benchmarks.peers.validate_only", "the check of each line, and no join"),
    )
}
