"""Link, gate and assess in one process: a batch of events in, changed verdicts out. The stages share link's facts."""

from __future__ import annotations

import numpy as np

from processors.answering import answering
from processors.assess.stage import Assess, Told
from processors.decoding.decode import Batch
from processors.disclosures import Disclosures
from processors.gate.lane import LaneGate
from processors.gate.stage import Gate
from processors.link.stage import Link
from processors.store.facts import Changes
from schemas.ordinance import Ordinance


class Engine:
    """The town hall under some ordinances, each a lane over the same events.

    `people`: somebody answers candidates (see Assess.adopt). `run_start`: the day on which the run began, for `law_starts`.
    `file_size`: how many persons are in all files of a duty at least, where the stream is a part of the town.
    """

    def __init__(self, run_start: int, people: bool = False, file_size: int = 0) -> None:
        self.run_start = run_start
        self.people = people
        self.file_size = file_size
        self.link = Link()
        self.gate = Gate(self.link.facts, self.link.keys)
        self.assess = Assess()
        self._folded: list[tuple[np.ndarray, np.ndarray]] = []
        """Changes that are not judged yet."""

    @property
    def day(self) -> int:
        """The day as of which everything is judged."""
        return self.gate.day

    def adopt(self, name: str, ordinance: Ordinance, kind: type[LaneGate] = LaneGate) -> list[Told]:
        """Opens a lane, or puts another ordinance in force in one and decides anew what it changes.

        `kind`: OpenLane or OpenWithCases for a lane whose gates are all open; the ordinance then gives the town's facts alone.
        """
        self.gate.adopt(name, ordinance, self.run_start, kind)
        self.assess.adopt(name, ordinance, self.people)
        return self._judge(Changes.of([])) if self.gate.day else []

    def fold(self, batch: Batch) -> None:
        """Takes the events of a batch, to be judged with the next one."""
        changes, handovers = self.link.process(batch)
        self._folded.append((changes.rows, changes.facts))
        while handovers:
            more, handovers = self.link.receive(handovers)
            self._folded.append((more.rows, more.facts))

    def process(self, batch: Batch, day: int) -> list[Told]:
        """Takes the events of a batch, and judges as of `day`."""
        self.fold(batch)
        parts, self._folded = self._folded, []
        told = self._judge(Changes.of(parts) if len(parts) > 1 else Changes(*parts[0]), day)
        for lane in self.gate.lanes.values():
            lane.ledger.seal()
        return told

    def _judge(self, changes: Changes, day: int = 0) -> list[Told]:
        told: list[Told] = []
        for disclosures in self._disclosed(changes, day):
            told += self.assess.process(disclosures)
        return told

    def _disclosed(self, changes: Changes, day: int) -> list[Disclosures]:
        """What the gate lets pass, with answers where values do not."""
        made = self.gate.process(changes, day, max(self.file_size, self.link.facts.size))
        ordinances = {name: lane.ordinance for name, lane in self.gate.lanes.items()}
        return [answering(disclosures, ordinances, self.assess.causes) for disclosures in made]

    def nbytes(self) -> dict[str, int]:
        """Bytes of the state by part; `ledger` apart."""
        ledger = sum(lane.ledger.nbytes() for lane in self.gate.lanes.values())
        return {"link": self.link.nbytes(), "gate": self.gate.nbytes(), "assess": self.assess.units.nbytes(), "ledger": ledger}
