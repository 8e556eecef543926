"""An engine that holds each disclosure against the schemas of its lane's joins before anything is judged by it."""

from __future__ import annotations

from processors.disclosures import Disclosures
from processors.engine import Engine
from processors.gate.open import OpenLane
from processors.messages.checked import LaneSchemas, check
from processors.store.facts import Changes
from processors.store.texts import TextPool


class CheckedEngine(Engine):
    """Raises Leak instead of judging by such a disclosure. `texts`: the pool of the texts that it was fed with."""

    def __init__(self, run_start: int, texts: TextPool, people: bool = False, file_size: int = 0) -> None:
        super().__init__(run_start, people, file_size)
        self._texts, self._schemas = texts, LaneSchemas()

    def _disclosed(self, changes: Changes, day: int) -> list[Disclosures]:
        made = super()._disclosed(changes, day)
        for disclosures in made:
            for name in disclosures.lanes:
                lane = self.gate.lanes[name]
                if not isinstance(lane, OpenLane):
                    check(disclosures, lane, self._schemas, self._texts)
        return made
