"""What all parts of a stage hear: the gate the ordinances, assess the people's answers to candidates. What has been heard is kept in order."""

from __future__ import annotations

import json
import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import ValidationError

from processors.messages.ordinances import read_ordinance
from processors.parts.assess import AssessPart
from processors.parts.dead import dead, shown
from processors.parts.gate import Adopted, GatePart
from processors.parts.log import ASSESSMENTS, ORDINANCES, Out, Record
from schemas.events import ADAPTER
from schemas.ordinance import OrdinanceError
from schemas.vocabulary import FOLLOWING

log = logging.getLogger("nayose.parts")
P = TypeVar("P")
N = TypeVar("N")


class News(ABC, Generic[P, N]):
    """A topic that is heard whole. `heard`: what has been understood (N), in order, before a part (P) is made or goes live."""

    topic: ClassVar[str]

    def __init__(self) -> None:
        self.heard: list[N] = []

    @abstractmethod
    def read(self, record: Record) -> N | Out | None:
        """What a record says, a dead letter that says why it is refused, or None where it is nothing to this stage."""

    @abstractmethod
    def tell(self, part: P, news: N, live: bool) -> Iterable[Out]:
        """Tells a part the news; what it sends."""

    @abstractmethod
    def begin(self, part: P, committed: str) -> Iterable[Out]:
        """Tells a part that goes live all that was heard; what it sends. `committed`: what `told` said of it at its last commit."""

    @abstractmethod
    def told(self, part: P) -> str:
        """Up to where a part has been told, for its commit."""


class Ordinances(News[GatePart, Adopted]):
    """Commits name the ordinances under which all households of the part have been said (rule 7 of docs/kafka.md)."""

    topic = ORDINANCES

    def read(self, record: Record) -> Adopted | Out:
        """An ordinance; one that does not load is refused, and the one before stays in force."""
        try:
            return read_ordinance(record.value)
        except (OrdinanceError, ValueError, KeyError, TypeError) as error:
            why = error.letter("en") if isinstance(error, OrdinanceError) else f"it is no ordinance message ({type(error).__name__}: {error})"
            log.error("the ordinance at offset %d is refused: %s", record.offset, why)
            return dead(record, f"{why} The ordinance before it stays in force.", shown(record))

    def tell(self, part: GatePart, news: Adopted, live: bool) -> Iterable[Out]:
        """Puts it in force."""
        return part.adopt(news, live)

    def begin(self, part: GatePart, committed: str) -> Iterable[Out]:
        """Says all households anew, unless that was done under these ordinances."""
        for adopted in self.heard:
            list(part.adopt(adopted, live=False))
        return part.go_live(_said(committed).get("revisions"))

    def told(self, part: GatePart) -> str:
        """The change numbers in force."""
        return json.dumps({"revisions": part.revisions()}, separators=(",", ":"))


class Answers(News[AssessPart, tuple[Record, dict[str, Any]]]):
    """Commits name the answers that have been taken."""

    topic = ASSESSMENTS

    def read(self, record: Record) -> tuple[Record, dict[str, Any]] | Out | None:
        """A person's answer to a candidate. What follows it (the response, the connection) changes nothing here, and is left to readers of the topic."""
        try:
            event = ADAPTER.validate_json(record.value or b"")
            if event["type"] in FOLLOWING:
                return None
            if event["type"] != "assessment.decided":
                raise ValueError(f"the type is {event['type']}")
        except (ValidationError, ValueError) as error:
            return dead(record, f"no assessment.decided: {str(error)[:300]}", shown(record))
        return record, {**event["data"], "time": event["time"].timestamp()}

    def tell(self, part: AssessPart, news: tuple[Record, dict[str, Any]], live: bool) -> Iterable[Out]:
        """Enters the answer."""
        return part.answer(*news, live=live)

    def begin(self, part: AssessPart, committed: str) -> Iterable[Out]:
        """Enters all answers; those that nobody has told of yet are told now."""
        told = int(_said(committed).get("answers", 0))
        for record, decision in self.heard:
            yield from part.answer(record, decision, live=record.offset >= told)

    def told(self, part: AssessPart) -> str:
        """The answers taken."""
        return json.dumps({"answers": self.heard[-1][0].offset + 1 if self.heard else 0})


def fresh_gate(number: int, parts: int, ordinances: Sequence[Adopted], check: bool) -> GatePart:
    """A part of the gate under some ordinances. `check`: it holds each disclosure against its schema (jsonschema is loaded for that one alone)."""
    kind = GatePart
    if check:
        from processors.parts.checked import CheckedGatePart as kind
    part = kind(number, parts)
    for adopted in ordinances:
        list(part.adopt(adopted, live=False))
    return part


def _said(committed: str) -> dict[str, Any]:
    try:
        found = json.loads(committed or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
