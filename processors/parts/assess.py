"""A part of assess: disclosures of its households in, verdicts and notices out, with the version of what was judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

import numpy as np

from processors.assess.answers import candidate_of
from processors.assess.stage import Assess, Told
from processors.duties import ASSESSED, needs
from processors.messages import disclosures as messages
from processors.messages import verdicts
from processors.messages.shards import shard_of
from processors.messages.words import Version
from processors.parts.dead import dead, shown
from processors.parts.log import Out, Record
from processors.store.texts import TextPool
from schemas.keys import read
from schemas.programmes import PROGRAMMES


@cache
def _read_on(day: int) -> frozenset[str]:
    """The attributes that any formula reads on a day."""
    return frozenset(name for duty in ASSESSED for name in needs(duty, day))


@dataclass
class _Lane:
    """One lane: each is judged by itself, for its messages come by themselves. All by household."""

    assess: Assess = field(default_factory=Assess)
    read: dict[int, Version] = field(default_factory=dict)
    """The version that was read last."""
    judged: dict[int, Version] = field(default_factory=dict)
    """The version that was judged last: that of the verdicts."""
    answers: dict[int, int] = field(default_factory=dict)
    """1 + the offset of the last assessment."""
    day: int = 0


class AssessPart:
    """Assess for the households of one partition. `people`: somebody answers candidates, so that they wait."""

    def __init__(self, number: int, parts: int, people: bool = False) -> None:
        self.number, self.parts, self.people = number, parts, people
        self._lanes: defaultdict[str, _Lane] = defaultdict(_Lane)
        self._texts = TextPool()

    def take(self, inputs: Sequence[Record], live: bool) -> list[Out]:
        """Takes records in order; what to send (nothing, if not `live`: it was sent before).

        Every disclosure is judged, in the order of the log, so that no verdict that another owner may have told is passed over:
        in rounds, each of different households.
        """
        out: list[Out] = []
        rounds: dict[tuple[Any, ...], list[messages.Document]] = {}
        times: dict[tuple[str, str], int] = {}
        for document in self._newer_ones(inputs, out) if live else self._newest_ones(inputs):
            household = document["lane"], document["household"]
            times[household] = times.get(household, 0) + 1
            rounds.setdefault((times[household], document["lane"], document["version"][0], document["day"]), []).append(document)
        for _, documents in sorted(rounds.items()):
            out += self._judge(documents)
        return out if live else []

    def _newer_ones(self, inputs: Sequence[Record], out: list[Out]) -> Iterator[messages.Document]:
        return (document for record in inputs if (document := self._newer(record, out)) is not None)

    def _newest_ones(self, inputs: Sequence[Record]) -> Iterator[messages.Document]:
        """The newest of each household and lane that can be read: what was sent before is judged for the state alone."""
        by_household: dict[tuple[str, str], list[tuple[Version, int]]] = {}
        for place, record in enumerate(inputs):
            with suppress(ValueError, KeyError, TypeError):
                lane, household, version = messages.head_of(record.value or b"")
                by_household.setdefault((lane, household), []).append((version, place))
        for places in by_household.values():
            documents = (self._newer(inputs[place], []) for _, place in sorted(places, reverse=True))
            yield from islice((document for document in documents if document is not None), 1)

    def _newer(self, record: Record, out: list[Out]) -> messages.Document | None:
        try:
            document = messages.document_of(record.value or b"")
            version, held = messages.version_of(document), self._lanes[document["lane"]].read
            home = read(document["household"])
            if version <= held.get(home, (0, 0, 0)):
                return None
            held[home] = version
            return document
        except (ValueError, KeyError, TypeError) as error:
            out.append(dead(record, f"a disclosure cannot be read ({error}). Only the gate writes to this topic.", shown(record)))
            return None

    def _judge(self, documents: Sequence[messages.Document]) -> Iterator[Out]:
        lane = self._lanes[documents[0]["lane"]]
        lane.judged.update((read(document["household"]), tuple(document["version"])) for document in documents)
        lane.day = documents[0]["version"][1]
        lane.assess.adopt(documents[0]["lane"], messages.ordinance_of(documents[0]["lane"], documents[0]["rules"]), self.people)
        yield from self._told(lane, lane.assess.process(messages.read_all(documents, self._texts, wanted=_read_on(lane.day))))

    def _told(self, lane: _Lane, told: Sequence[Told]) -> Iterator[Out]:
        for some in told:
            for topic, key, message in verdicts.written(some, lane.judged, lane.answers, lane.assess.causes):
                yield Out(topic, self.number, key, message)

    def answer(self, record: Record, decision: dict[str, Any], live: bool) -> list[Out]:
        """Takes a person's answer to a candidate of this part; what to send."""
        candidate = candidate_of(decision["unit"])
        if candidate is None or decision["programme"] not in PROGRAMMES:
            return []
        home, unit, since = (np.array([value], dtype=np.int64) for value in candidate)
        if shard_of(home, self.parts)[0] != self.number:
            return []
        lane, name = self._lanes[decision["lane"]], decision["lane"]
        if name not in lane.assess.lanes:
            lane.assess.adopt(name, messages.ordinance_of(name, messages.rules_of(messages.nothing(name))), self.people)
        lane.answers[candidate[0]] = record.offset + 1
        accepted, moment = np.array([decision["decision"] == "accept"]), int(decision["time"] * 1000)
        told = lane.assess.answer(name, decision["programme"], lane.day, home, unit, since, accepted, moment)
        return list(self._told(lane, told)) if live else []
