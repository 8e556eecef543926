"""What a page puts on the topics: ordinances, and what people did."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from processors.kafka.settings import Settings
from processors.messages.ordinances import write_ordinance
from processors.parts.gate import Adopted
from processors.parts.log import ASSESSMENTS, ORDINANCES
from producers.kafka_sender import CannotSend, Sender
from workshop.household.events import NAMESPACE
from workshop.letters import Letter
from workshop.ordinances.toml import as_toml


class Sending:
    """To the topics of one broker. Each of these comes back when it has arrived. Letter: the broker takes nothing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def ordinance(self, new: Adopted) -> None:
        """Puts an ordinance in force, or closes a lane."""
        start, base = datetime.date.fromordinal(new.run_start), new.ordinance.base or new.ordinance
        with self._sender() as sender:
            message = write_ordinance(new.lane, new.change, as_toml(base), start, new.file_size, new.ordinance.switches, base.name, new.opened, new.closed)
            sender.put(ORDINANCES, *message)

    def event(self, office: str, line: str) -> None:
        """An event of an office (its JSON): about a record, or an answer to a candidate."""
        event = json.loads(line)
        with self._sender() as sender:
            if "subject" in event:
                sender.send(office, [(event["subject"].encode(), _compact(event))])
            else:
                sender.put(ASSESSMENTS, None, _compact(event))

    def answers(self, lines: Iterable[str], lane: str) -> None:
        """Answers to candidates, as answers in another lane."""
        self.assessments(_compact(_in_lane(json.loads(line), lane)) for line in lines)

    def assessments(self, events: Iterable[bytes]) -> None:
        """Answers to candidates, as they are."""
        with self._sender() as sender:
            for event in events:
                sender.put(ASSESSMENTS, None, event)

    @contextmanager
    def _sender(self) -> Iterator[Sender]:
        try:
            with Sender(self._settings.broker, self._settings.prefix) as sender:
                yield sender
        except CannotSend as error:
            raise Letter("kafka.wrong", why=error) from None


def _in_lane(event: Mapping[str, Any], lane: str) -> dict[str, Any]:
    content = {**event, "data": {**event["data"], "lane": lane}}
    del content["id"]
    return {"id": str(uuid.uuid5(NAMESPACE, json.dumps(content, sort_keys=True))), **content}


def _compact(event: Mapping[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
