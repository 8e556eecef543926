"""A part of the gate that holds each disclosure against the schemas of its lane's joins before it is sent (NAYOSE_CHECK_DISCLOSURES)."""

from __future__ import annotations

from collections.abc import Iterator

from processors.disclosures import Disclosures
from processors.messages.checked import Check, LaneSchemas
from processors.messages.disclosures import document_of
from processors.messages.leak import Leak
from processors.parts.gate import GatePart
from processors.parts.log import Out

__all__ = ["CheckedGatePart", "Leak"]


class CheckedGatePart(GatePart):
    """Raises Leak instead of sending such a disclosure."""

    def __init__(self, number: int, parts: int) -> None:
        super().__init__(number, parts)
        self._schemas = LaneSchemas()

    def _said(self, disclosures: Disclosures, anew: set[str]) -> Iterator[Out]:
        lanes = self.gate.lanes
        checks = {name: Check(self._schemas.of(lanes[name], self.gate.day), lanes[name], disclosures) for name in disclosures.lanes}
        for out in super()._said(disclosures, anew):
            document = document_of(out.value)
            checks[document["lane"]](document)
            yield out
