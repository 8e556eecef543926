"""The three stages of a worker, each with what is its own: the gate's ordinances (rule 7), people's answers to candidates."""

from __future__ import annotations

import json
import logging
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import faust
from aiokafka.structs import ConsumerRecord
from pydantic import ValidationError

from processors.kafka.failing import fail_point
from processors.kafka.held import Held
from processors.kafka.inbox import Batch
from processors.kafka.settings import PARTITIONS, Settings
from processors.kafka.stage import Stage, said
from processors.kafka.tail import Tail
from processors.messages.ordinances import read_ordinance
from processors.parts.assess import AssessPart
from processors.parts.dead import dead, shown
from processors.parts.gate import Adopted, GatePart
from processors.parts.link import LinkPart
from processors.parts.log import ASSESSMENTS, ORDINANCES, Out
from processors.store.facts import OFFICES
from schemas.events import ADAPTER
from schemas.ordinance import OrdinanceError
from schemas.vocabulary import FOLLOWING

log = logging.getLogger("nayose.kafka")


class LinkStage(Stage):
    """Link: keyed by My Number."""

    def __init__(self, app: faust.App, settings: Settings) -> None:
        super().__init__("link", app, settings, lambda number: LinkPart(number, PARTITIONS, OFFICES))


class _WithNews(Stage):
    """A stage that also hears a topic whole. `heard` is all of it, in order."""

    topic: str

    async def on_start(self) -> None:
        """Reads the topic to its end first (rule 8)."""
        self.heard: list[Any] = []
        self._listening = False
        await self.add_runtime_dependency(Tail(self.topic, self.settings, self._read))
        self._listening = True
        await super().on_start()

    async def _read(self, records: Sequence[ConsumerRecord]) -> None:
        refused: list[Out] = []
        news = [one for record in records if (one := self.understood(record, refused)) is not None]
        if not self._listening:
            self.heard += news
            return
        while not (self.inbox.subscriber_count or self.should_stop):  # before its agent listens, a channel keeps nothing
            await self.sleep(0.05)
        await self.inbox.put(Batch(self.epoch, news=[*refused, *news]))

    @abstractmethod
    def understood(self, record: ConsumerRecord, refused: list[Out]) -> Any:
        """What a record says, or None: a dead letter says why."""

    async def _hear(self, news: Any) -> None:
        if isinstance(news, Out):
            await self._send_some([news], {})
            return
        self.heard.append(news)
        for number, held in self.parts.items():
            outs = self.tell(held, news)
            if held.live:
                await self._send(number, held, self._failing(outs))
            else:
                list(outs)

    def _failing(self, outs: Iterable[Out]) -> Iterator[Out]:
        for i, out in enumerate(outs):
            if i == 1:
                fail_point(self.name, "redecide")
            yield out

    @abstractmethod
    def tell(self, held: Held, news: Any) -> Iterable[Out]:
        """Tells a part the news; what it sends."""


class GateStage(_WithNews):
    """The gate: keyed by household. Its commits name the ordinances under which all households have been said (rule 7)."""

    topic = ORDINANCES

    def __init__(self, app: faust.App, settings: Settings) -> None:
        super().__init__("gate", app, settings, self._made)

    def _made(self, number: int) -> GatePart:
        part = _gate_part(self.settings.check)(number, PARTITIONS)
        for adopted in self.heard:
            list(part.adopt(adopted, live=False))
        return part

    def understood(self, record: ConsumerRecord, refused: list[Out]) -> Adopted | None:
        """An ordinance; one that does not load is refused, and the one before stays in force."""
        try:
            return read_ordinance(record.value)
        except (OrdinanceError, ValueError, KeyError, TypeError) as error:
            why = error.letter("en") if isinstance(error, OrdinanceError) else f"it is no ordinance message ({type(error).__name__}: {error})"
            log.error("the ordinance at offset %d is refused: %s", record.offset, why)
            refused.append(dead(record, f"{why} The ordinance before it stays in force.", shown(record)))
            return None

    def tell(self, held: Held, news: Any) -> Iterable[Out]:
        """Puts it in force."""
        return held.part.adopt(news, live=held.live)

    def go_live(self, number: int, held: Held) -> Iterable[Out]:
        """Says all households anew, unless that was done under these ordinances."""
        for adopted in self.heard:
            list(held.part.adopt(adopted, live=False))
        return self._failing(held.part.go_live(said(held.metadata).get("revisions")))

    def metadata(self, held: Held) -> str:
        """The change numbers in force."""
        return json.dumps({"revisions": held.part.revisions()}, separators=(",", ":"))


def _gate_part(check: bool) -> type[GatePart]:
    """GatePart, or the one that checks what it says: jsonschema is loaded for that one alone."""
    if not check:
        return GatePart
    from processors.parts.checked import CheckedGatePart

    return CheckedGatePart


class AssessStage(_WithNews):
    """Assess: keyed by household. Its commits name the answers that have been taken."""

    topic = ASSESSMENTS

    def __init__(self, app: faust.App, settings: Settings) -> None:
        super().__init__("assess", app, settings, lambda number: AssessPart(number, PARTITIONS, settings.people))

    def understood(self, record: ConsumerRecord, refused: list[Out]) -> tuple[ConsumerRecord, dict[str, Any]] | None:
        """A person's answer to a candidate. What follows it (the response, the connection) changes nothing here, and is left to readers of the topic."""
        try:
            event = ADAPTER.validate_json(record.value or b"")
            if event["type"] in FOLLOWING:
                return None
            if event["type"] != "assessment.decided":
                raise ValueError(f"the type is {event['type']}")
        except (ValidationError, ValueError) as error:
            refused.append(dead(record, f"no assessment.decided: {str(error)[:300]}", shown(record)))
            return None
        return record, {**event["data"], "time": event["time"].timestamp()}

    def tell(self, held: Held, news: Any) -> Iterable[Out]:
        """Enters the answer."""
        return held.part.answer(*news, live=held.live)

    def go_live(self, number: int, held: Held) -> Iterable[Out]:
        """Enters all answers; those that nobody has told of yet are told now."""
        told = int(said(held.metadata).get("answers", 0))
        for record, decision in self.heard:
            yield from held.part.answer(record, decision, live=record.offset >= told)

    def metadata(self, held: Held) -> str:
        """The answers taken."""
        return json.dumps({"answers": self.heard[-1][0].offset + 1 if self.heard else 0})


STAGES = {"link": LinkStage, "gate": GateStage, "assess": AssessStage}
