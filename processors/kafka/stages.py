"""The three stages of a worker: link; the gate, which also hears the ordinances (rule 7); assess, which also hears people's answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import faust
from aiokafka.structs import ConsumerRecord

from processors.kafka.failing import fail_point
from processors.kafka.held import Held
from processors.kafka.inbox import Batch
from processors.kafka.settings import PARTITIONS, Settings
from processors.kafka.stage import Stage
from processors.kafka.tail import Tail
from processors.parts.assess import AssessPart
from processors.parts.link import LinkPart
from processors.parts.log import Out
from processors.parts.news import Answers, News, Ordinances, fresh_gate
from processors.store.facts import OFFICES


class Hearing(Stage):
    """A stage that also hears a topic whole."""

    def __init__(self, name: str, app: faust.App, settings: Settings, make: Callable[[int], Any], news: News[Any, Any]) -> None:
        super().__init__(name, app, settings, make)
        self._news, self._listening = news, False

    async def on_start(self) -> None:
        """Reads the topic to its end first (rule 8)."""
        await self.add_runtime_dependency(Tail(self._news.topic, self.settings, self._read))
        self._listening = True
        await super().on_start()

    async def _read(self, records: Sequence[ConsumerRecord]) -> None:
        news = [one for record in records if (one := self._news.read(record)) is not None]
        if not self._listening:
            self._news.heard += [one for one in news if not isinstance(one, Out)]
            return
        while not (self.inbox.subscriber_count or self.should_stop):  # before its agent listens, a channel keeps nothing
            await self.sleep(0.05)
        await self.inbox.put(Batch(self.epoch, news=news))

    async def _hear(self, news: Any) -> None:
        if isinstance(news, Out):
            await self._send_some([news], {})
            return
        self._news.heard.append(news)
        for number, held in self.parts.items():
            outs = self._failing(self._news.tell(held.part, news, held.live))
            if held.live:
                await self._send(number, held, outs)
            else:
                list(outs)

    def _failing(self, outs: Iterable[Out]) -> Iterator[Out]:
        for i, out in enumerate(outs):
            if i == 1:
                fail_point(self.name, "redecide")
            yield out

    def go_live(self, number: int, held: Held) -> Iterable[Out]:
        """What was heard, told as far as it is not told yet."""
        return self._failing(self._news.begin(held.part, held.metadata))

    def metadata(self, held: Held) -> str:
        """Up to where the part has been told."""
        return self._news.told(held.part)


def link(app: faust.App, settings: Settings) -> Stage:
    """Link: keyed by My Number."""
    return Stage("link", app, settings, lambda number: LinkPart(number, PARTITIONS, OFFICES))


def gate(app: faust.App, settings: Settings) -> Stage:
    """The gate: keyed by household."""
    news = Ordinances()
    return Hearing("gate", app, settings, lambda number: fresh_gate(number, PARTITIONS, news.heard, settings.check), news)


def assess(app: faust.App, settings: Settings) -> Stage:
    """Assess: keyed by household."""
    return Hearing("assess", app, settings, lambda number: AssessPart(number, PARTITIONS, settings.people), Answers())


STAGES = {"link": link, "gate": gate, "assess": assess}
