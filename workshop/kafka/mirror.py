"""The town as its topics tell it, held as an engine holds it: nothing is decided or judged here.

Facts and households are of the offices' topics, for the score matches them with the truth; verdicts, notices and entries of
the ledger are what the workers wrote, the newest version of each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pydantic import ValidationError
from pydantic_core import from_json

from processors.assess.answers import candidate_of
from processors.assess.causes import Causes
from processors.assess.stage import Assess, LaneAssess
from processors.duties import ASSESSED
from processors.engine import Engine
from processors.gate.stage import Gate
from processors.inprocess import Runner
from processors.messages.ordinances import read_ordinance
from processors.parts.gate import Adopted
from processors.parts.link import LinkPart
from processors.parts.log import ASSESSMENTS, DISCLOSURES, LEDGER, NOTICES, OFFICES_TOPIC, ORDINANCES, VERDICTS, Record
from processors.store.facts import OFFICES, Changes
from schemas.events import ADAPTER
from schemas.ordinance import OrdinanceError
from schemas.programmes import PROGRAMMES
from schemas.vocabulary import ASSESSMENT_DECIDED, FOLLOWING
from schemas.vocabulary import outcomes as words_of
from workshop.kafka.beyond import Beyond
from workshop.kafka.ledgers import LedgerReader, ReadLane
from workshop.kafka.outcomes import Counts, Outcomes

OFFICE_TOPICS = tuple(office + OFFICES_TOPIC for office in OFFICES)
TOPICS = (ORDINANCES, *OFFICE_TOPICS, ASSESSMENTS, DISCLOSURES, VERDICTS, NOTICES, LEDGER)
"""In the order in which they are taken, where several came at once."""
Document = Mapping[str, Any]


@dataclass
class MirroredLane:
    """What the topics say of one lane. `changes`: its ordinances by change number, as far as they were read."""

    outcomes: Outcomes
    assess: LaneAssess | None = None
    ledger: LedgerReader = field(default_factory=LedgerReader)
    changes: dict[int, Adopted] = field(default_factory=dict)
    read: dict[int, ReadLane] = field(default_factory=dict)

    @property
    def newest(self) -> Adopted | None:
        """The newest ordinance, though the lane be closed."""
        return self.changes[max(self.changes)] if self.changes else None

    @property
    def adopted(self) -> Adopted | None:
        """The ordinance in force; None where none was read, or the lane is closed."""
        return None if self.newest is None or self.newest.closed else self.newest

    @property
    def opened(self) -> int:
        """The change with which the lane was opened: what was entered before is of an earlier lane of that name."""
        return max((adopted.change if adopted.closed else adopted.opened for adopted in self.changes.values()), default=0)

    def lane_of(self, change: int) -> ReadLane | None:
        """What the ordinance of a change says; the newest one where that one is not on the topic any more. None: there is none at all."""
        change = change if change in self.changes else max(self.changes, default=0)
        if not change:
            return None
        if change not in self.read:
            adopted = self.changes[change]
            self.read[change] = ReadLane(adopted.lane, adopted.ordinance, adopted.run_start)
        return self.read[change]


class Mirror:
    """`parts`: partitions of the topics; `people`: the workers let candidates wait for answers; `beyond`: hears what is of no office's own records."""

    def __init__(self, parts: int, people: bool = False, beyond: Beyond | None = None) -> None:
        self.people, self.beyond = people, beyond
        self.link = LinkPart(0, parts, OFFICES)
        self.causes = Causes()
        self.lanes: defaultdict[str, MirroredLane] = defaultdict(lambda: MirroredLane(Outcomes(self.causes)))
        self.answered = 0
        """1 + the offset of the last assessment."""
        self._early: defaultdict[str, list[Record]] = defaultdict(list)
        """By lane, what came before any ordinance of it."""
        self.touched: set[str] = set()
        """Lanes of which something was read since somebody emptied it."""
        self._gate = Gate(self.link.link.facts, self.link.link.keys)
        self._folded: list[Changes] = []

    @property
    def day(self) -> int:
        """The running day, 0 as long as no ordinance is in force."""
        starts = [adopted.run_start for adopted in self.in_force()]
        return max(self.link.ended + 1 if self.link.ended else 0, min(starts)) if starts else 0

    @property
    def file_size(self) -> int:
        """How many residents the town's files hold."""
        return max((adopted.file_size for adopted in self.in_force()), default=0)

    def in_force(self) -> list[Adopted]:
        """The ordinance of each lane."""
        return [lane.adopted for lane in self.lanes.values() if lane.adopted]

    def revisions(self) -> dict[str, int]:
        """The newest change number by lane, though it be closed."""
        return {newest.lane: newest.change for lane in self.lanes.values() if (newest := lane.newest)}

    def take(self, records: Sequence[Record]) -> None:
        """Takes records of TOPICS, in the order of each partition. What cannot be read is passed over: the workers make a dead letter of it."""
        by_topic: defaultdict[str, list[Record]] = defaultdict(list)
        for record in records:
            by_topic["events" if record.topic.endswith(OFFICES_TOPIC) else record.topic].append(record)
        for record in by_topic[ORDINANCES]:
            self._ordinance(record)
        for name in [name for name in self._early if self.lanes[name].adopted]:
            for record in self._early.pop(name):
                by_topic[record.topic].append(record)
        if self.beyond:
            self.beyond.take([*by_topic["events"], *by_topic[ASSESSMENTS]])
        self._events(by_topic["events"])
        for record in by_topic[ASSESSMENTS]:
            self._assessment(record)
        self._told(by_topic[DISCLOSURES], lambda lane: lane.outcomes.take_disclosures)
        self._told(by_topic[VERDICTS], lambda lane: lane.outcomes.take_verdicts)
        self._told(by_topic[NOTICES], lambda lane: lane.outcomes.take_notices)
        self._ledger(by_topic[LEDGER])

    def _ordinance(self, record: Record) -> None:
        with suppress(OrdinanceError, ValueError, KeyError, TypeError):
            adopted = read_ordinance(record.value)
            lane = self.lanes[adopted.lane]
            opened = lane.opened
            lane.changes.setdefault(adopted.change, adopted)
            self.touched.add(adopted.lane)
            if lane.opened != opened:
                lane.ledger = LedgerReader()
            if lane.adopted is adopted:
                lane.assess = lane.assess or LaneAssess(adopted.ordinance, self.people)
                lane.assess.ordinance = adopted.ordinance
                lane.assess.asks_people = self.people and adopted.ordinance.safeguards.human_assessment

    def _events(self, records: Sequence[Record]) -> None:
        if records:
            self.touched |= set(self.lanes)
            changes, given = self.link.hear(records, [])
            self._folded.append(changes)
            while given:
                more, given = self.link.link.receive(given)
                self._folded.append(more)
        if self.day and (self._folded or self.day > self._gate.day):
            folded, self._folded = self._folded, []
            self._gate.process(Changes.of([(some.rows, some.facts) for some in folded]), self.day, self.file_size)

    def _told(self, records: Sequence[Record], take: Callable[[MirroredLane], Callable[[Sequence[Document]], None]]) -> None:
        by_lane: defaultdict[str, list[Document]] = defaultdict(list)
        for record in records:
            with suppress(ValueError, KeyError, TypeError):
                document = from_json(record.value or b"")
                by_lane[document["lane"]].append(document)
        self.touched |= set(by_lane)
        for name, documents in by_lane.items():
            take(self.lanes[name])(documents)

    def _ledger(self, records: Sequence[Record]) -> None:
        for record in records:
            with suppress(ValueError, KeyError, TypeError):
                block = from_json(record.value or b"")
                lane = self.lanes[block["lane"]]
                read = lane.lane_of(block["change"])
                if read is None:
                    self._early[block["lane"]].append(record)
                elif block["change"] >= lane.opened:
                    self.touched.add(block["lane"])
                    lane.ledger.take(block, read, self.file_size)

    def _assessment(self, record: Record) -> None:
        with suppress(ValidationError, ValueError, KeyError):
            event = ADAPTER.validate_json(record.value or b"")
            said, candidate = event["data"], candidate_of(event["data"]["unit"])
            decided = event["type"] == ASSESSMENT_DECIDED.type
            if not decided and event["type"] not in FOLLOWING:
                return
            if decided:
                self.answered = record.offset + 1
            assess = self.lanes[said["lane"]].assess
            if assess is None:
                self._early[said["lane"]].append(record)
                return
            if candidate is None or said["programme"] not in PROGRAMMES:
                return
            book = assess.answers[said["programme"]] if decided else assess.following[said["programme"], event["type"]]
            code = int(said["decision"] == "accept") if decided else words_of(event["type"]).index(said["outcome"])
            self.touched.add(said["lane"])
            home, unit, since = (np.array([part], dtype=np.int64) for part in candidate)
            book.put(home, unit, since, np.array([code]), int(event["time"].timestamp() * 1000))

    def runner(self, name: str) -> Runner | None:
        """A lane as a run in one process would hold it, to be scored and looked at; None: no ordinance of it was read. Its columns are its
        own, its facts are those held here."""
        lane = self.lanes[name]
        adopted = lane.adopted
        if adopted is None or lane.assess is None:
            return None
        engine = Engine(adopted.run_start, self.people, adopted.file_size)
        engine.link = self.link.link
        engine.gate = Gate(engine.link.facts, engine.link.keys)
        engine.gate.homes, engine.gate.day = self._gate.homes, self.day
        engine.gate.lanes[name] = self._read(lane, adopted)
        engine.assess = self._assess(name, lane, adopted)
        return Runner({name: adopted.ordinance}, texts=self.link.texts, engine=engine, events=self.link.events)

    def _read(self, lane: MirroredLane, adopted: Adopted) -> ReadLane:
        read = ReadLane(adopted.lane, adopted.ordinance, adopted.run_start)
        read.turn(self.day, adopted.file_size)
        lane.ledger.teach(read)
        read.ledger = lane.ledger.ledger
        return read

    def _assess(self, name: str, lane: MirroredLane, adopted: Adopted) -> Assess:
        assess = Assess()
        assess.causes = self.causes
        assess.units = lane.outcomes.units(name, [id_ for id_ in ASSESSED if adopted.ordinance.judges(id_)], self.people)
        assert lane.assess is not None
        assess.lanes[name] = lane.assess
        return assess

    def counts(self) -> dict[str, dict[str, Counts]]:
        """By lane and programme, how many verdicts of each kind and notices in force."""
        return {name: lane.outcomes.counts() for name, lane in sorted(self.lanes.items()) if lane.adopted}
