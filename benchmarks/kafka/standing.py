"""A town that has been worked on: its log is through, its workers live. What the runner's own figures begin with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.kafka.engines import LONGEST, Logged, inputs_of, worker
from benchmarks.kafka.ground import Ground, ground
from benchmarks.kafka.watching import Progress


@dataclass(frozen=True)
class Figure:
    """One figure: what it is, what was seen, what was aimed at, and whether that was reached (None: nothing was aimed at)."""

    what: str
    seen: str
    aim: str = ""
    reached: bool | None = None


@dataclass
class Standing:
    """The town, its workers, and how far they have come."""

    ground: Ground
    progress: Progress
    stack: ExitStack
    told: dict[str, str] = field(default_factory=dict)
    workers: list[Logged] = field(default_factory=list)

    def settle(self, seconds: float = LONGEST) -> float:
        """Waits until all is committed; when it was."""
        return self.progress.done_at(inputs_of(self.ground.prefix), seconds, lambda: any(w.alive for w in self.workers))

    def join(self) -> Logged:
        """One more worker; it is not waited for."""
        self.workers.append(self.stack.enter_context(worker(self.ground, **self.told)))
        return self.workers[-1]


@contextmanager
def standing(broker: str, folder: Path, residents: int, count: int = 1, lane: str = "C", **told: str) -> Iterator[Standing]:
    """A town with so many workers, its log worked through under one ordinance. `told`: settings in the workers' environment."""
    with ground(broker, folder, residents, "own") as there, Progress(broker) as progress, ExitStack() as stack:
        there.put_in_force(lane)
        there.fill()
        made = Standing(there, progress, stack, told)
        for _ in range(count):
            made.join()
        for each in made.workers:
            each.wait_ready(60)
        made.settle()
        yield made
