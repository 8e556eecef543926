"""A log in memory with topics, partitions and committed offsets, and workers over it that can be killed: the runner's rules without a broker."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from processors.messages.newest import TOPICS, Newest
from processors.parts.assess import AssessPart
from processors.parts.checked import CheckedGatePart
from processors.parts.gate import Adopted, GatePart
from processors.parts.link import LinkPart
from processors.parts.log import DISCLOSURES, HANDOVERS, RECORDS, Out, Taken, partitions_of

OFFICES = ("register", "tax", "welfare", "child")
INPUTS = {"link": (*(f"{office}.events" for office in OFFICES), HANDOVERS), "gate": (RECORDS,), "assess": (DISCLOSURES,)}


@dataclass
class Logs:
    """Topics as lists; `committed` by stage, topic and partition."""

    parts: int
    topics: dict[tuple[str, int], list[Taken]] = field(default_factory=dict)
    committed: dict[tuple[str, str, int], int] = field(default_factory=dict)
    revisions: dict[int, dict[str, int]] = field(default_factory=dict)
    adopted: list[Adopted] = field(default_factory=list)

    def send(self, out: Out) -> None:
        """Appends a record."""
        log = self.topics.setdefault((out.topic, out.partition), [])
        log.append(Taken(out.topic, out.partition, len(log), out.key, out.value))

    def events(self, office: str, lines: Iterable[bytes]) -> None:
        """An office's events, by number."""
        for line in lines:
            key = line.split(b'"subject":"')[1][:12]
            self.send(Out(f"{office}.events", int(partitions_of(key, self.parts)[0]), key, line))

    def end_day(self, day: str, offices: Iterable[str] = OFFICES) -> None:
        """The end of a day, to all partitions."""
        for office in offices:
            said = b'{"specversion":"1.0","id":"1d0dc9f2-d8e1-580c-936c-5df15ecc520a","source":"/t","type":"day.ended","time":"%bT23:59:59+09:00","data":{"day":"%b"}}'
            for part in range(self.parts):
                self.send(Out(f"{office}.events", part, None, said % (day.encode(), day.encode())))

    def newest(self) -> Newest:
        """What a reader of the topics knows."""
        newest = Newest(self.parts)
        for (topic, _), log in self.topics.items():
            for record in log if topic in TOPICS else ():
                newest.take(record)
        return newest


class Part:
    """One part of a stage as a worker holds it: rebuilt up to what was committed, then live."""

    def __init__(self, logs: Logs, stage: str, number: int) -> None:
        self.logs, self.stage, self.number = logs, stage, number
        made = {"link": lambda: LinkPart(number, logs.parts, OFFICES), "gate": lambda: CheckedGatePart(number, logs.parts), "assess": lambda: AssessPart(number, logs.parts)}
        self.part = made[stage]()
        self.at: dict[str, int] = {}
        self.unsent: list[Out] = []
        self.heard = 0
        if stage == "gate":
            self._hear()
        self._rebuild()

    def _rebuild(self) -> None:
        below = [self._from(topic, 0, self.logs.committed.get((self.stage, topic, self.number), 0)) for topic in INPUTS[self.stage]]
        out = list(self.part.take([record for some in below for record in some], live=False))
        assert not out
        if isinstance(self.part, GatePart):
            self.unsent += self.part.go_live(self.logs.revisions.get(self.number))

    def _from(self, topic: str, start: int, end: int) -> list[Taken]:
        self.at[topic] = end
        return self.logs.topics.get((topic, self.number), [])[start:end]

    def _hear(self) -> None:
        assert isinstance(self.part, GatePart)
        for adopted in self.logs.adopted[self.heard :]:
            self.unsent += self.part.adopt(adopted, live=self.heard > 0 or bool(self.at))
        self.heard = len(self.logs.adopted)

    def step(self, most: Mapping[str, int]) -> bool:
        """Reads some more; False if there was nothing."""
        if self.stage == "gate":
            self._hear()
        before = dict(self.at)
        inputs = [r for topic in INPUTS[self.stage] for r in self._from(topic, before[topic], before[topic] + most.get(topic, 0))]
        for topic in before:
            self.at[topic] = min(self.at[topic], len(self.logs.topics.get((topic, self.number), [])))
        self.unsent += list(self.part.take(inputs, live=True))
        return bool(inputs)

    def send(self, most: int | None = None) -> None:
        """Sends some or all of what is to be sent."""
        some, self.unsent = (self.unsent, []) if most is None else (self.unsent[:most], self.unsent[most:])
        for out in some:
            self.logs.send(out)

    def commit(self) -> None:
        """Commits what was read; everything was sent."""
        assert not self.unsent
        for topic, at in self.at.items():
            self.logs.committed[self.stage, topic, self.number] = max(at, self.logs.committed.get((self.stage, topic, self.number), 0))
        if isinstance(self.part, GatePart):
            self.logs.revisions[self.number] = self.part.revisions()


def run(logs: Logs, seed: int, most: int = 400, mishaps: float = 0.0) -> None:
    """Workers over all parts until nothing is left to read. `mishaps`: how often (of all steps) an owner dies, or lives on beside its heir."""
    chance = random.Random(seed)
    names = [(stage, number) for stage in INPUTS for number in range(logs.parts)]
    parts = {name: Part(logs, *name) for name in names}
    ghosts: list[Part] = []
    idle = 0
    while idle < 2 * len(names) or any(_lag(logs, *name) for name in names):
        name = chance.choice(names)
        part = parts[name]
        moved = part.step({topic: chance.randint(0, most) for topic in INPUTS[name[0]]})
        idle = 0 if moved or part.unsent else idle + 1
        if mishaps and moved and chance.random() < mishaps:
            part.send(chance.choice([0, 1, len(part.unsent) // 2, len(part.unsent)]))
            if chance.random() < 0.5:
                ghosts.append(part)
            parts[name] = Part(logs, *name)
        else:
            part.send()
            if chance.random() < 0.5 or not moved:
                part.commit()
        if ghosts and chance.random() < 0.2:
            ghosts.pop(chance.randrange(len(ghosts))).send()
    for ghost in ghosts:
        ghost.send()


def _lag(logs: Logs, stage: str, number: int) -> bool:
    return any(len(logs.topics.get((topic, number), [])) > logs.committed.get((stage, topic, number), 0) for topic in INPUTS[stage])
