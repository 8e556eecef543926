"""The three stages apart: as many shards of each as you like, which share nothing but bytes. Feeds lines, ends in a digest."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Mapping

import numpy as np

from processors.assess.stage import Assess
from processors.decoding.decode import Decoder
from processors.digest import Digester, of_lists
from processors.disclosures import Disclosures
from processors.gate.full import FullGate
from processors.gate.town import look_at
from processors.link import wire
from processors.link.stage import Link
from processors.messages import disclosures as messages
from processors.messages import records
from processors.messages.records import Copy
from processors.messages.shards import shard_of
from processors.store.texts import TextPool
from schemas.keys import read
from schemas.ordinance import Ordinance


class LinkShard:
    """Link with a decoder and texts of its own."""

    def __init__(self) -> None:
        self.texts = TextPool()
        self.decoder = Decoder("lines", self.texts)
        self.link = Link()


class GateShard:
    """Gate over a copy of the facts that it was told."""

    def __init__(self, number: int, shards: int) -> None:
        self.texts = TextPool()
        self.copy = Copy(self.texts)
        self.gate = FullGate(self.copy.facts, self.copy.keys, (number, shards))


class Sharded:
    """All shards, and the bytes between them. `order` (a seed) is the order in which shards are fed, ever changing."""

    def __init__(self, ordinances: Mapping[str, Ordinance], shards: tuple[int, int, int], run_start: int, order: int = 0) -> None:
        links, gates, assesses = shards
        self.links = [LinkShard() for _ in range(links)]
        self.gates = [GateShard(i, gates) for i in range(gates)]
        self.assesses = [Assess() for _ in range(assesses)]
        self._order = random.Random(order)
        self.day = 0
        for name, ordinance in ordinances.items():
            self.adopt(name, ordinance, run_start)

    def adopt(self, name: str, ordinance: Ordinance, run_start: int = 0) -> None:
        """Puts an ordinance in force in every shard that needs it."""
        for assess in self.assesses:
            assess.adopt(name, ordinance, people=False)
        for shard in self.gates:
            shard.gate.adopt(name, ordinance, run_start)
        if self.day:
            self._gate([], self.day)

    def feed(self, lines: Iterable[bytes], day: int) -> None:
        """Takes the events of one day."""
        self.day = day
        of = [[] for _ in self.links]
        for line in lines:
            number = np.array([int(line.split(b'"subject":"')[1][:12])])
            of[int(shard_of(number, len(self.links))[0])].append(line)
        sent, handovers = [], []
        for i in self._shuffled(range(len(self.links))):
            shard = self.links[i]
            changes, given = shard.link.process(shard.decoder.decode(of[i]).batch)
            sent += list(records.outgoing(shard.link, changes, len(self.gates), shard.texts))
            handovers += [(int(n), wire.pack(h, shard.texts)) for h, n in zip(given, shard_of(wire.number_of(given), len(self.links)))]
        while handovers:
            handovers = self._hand_over(handovers, sent)
        self._gate(sent, day)

    def _hand_over(self, handovers: list[tuple[int, bytes]], sent: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
        more = []
        for number, message in handovers:
            shard = self.links[number]
            changes, given = shard.link.receive([wire.unpack(message, shard.texts)])
            sent += list(records.outgoing(shard.link, changes, len(self.gates), shard.texts))
            more += [(int(n), wire.pack(h, shard.texts)) for h, n in zip(given, shard_of(wire.number_of(given), len(self.links)))]
        return more

    def _gate(self, sent: list[tuple[int, bytes]], day: int) -> None:
        for i in self._shuffled(range(len(self.gates))):
            shard = self.gates[i]
            changes = records.joined(shard.copy.take(message) for to, message in sent if to == i)
            for disclosures in shard.gate.process(changes, day, file_size=2000):
                for lane in disclosures.lanes:
                    self._assess([messages.document_of(message) for _, message in written(shard.gate, disclosures, lane, shard.texts)])

    def _assess(self, documents: list[messages.Document]) -> None:
        to = shard_of(np.array([read(d["household"]) for d in documents], dtype=np.int64), len(self.assesses))
        for i in self._shuffled(set(to.tolist())):
            self.assesses[i].process(messages.read_all([d for d, shard in zip(documents, to) if shard == i], TextPool()))

    def _shuffled(self, numbers: Iterable[int]) -> list[int]:
        listed = list(numbers)
        self._order.shuffle(listed)
        return listed

    def digest(self, lane: str) -> str:
        """The digest of a lane over all shards."""
        lists: list[list] = [[], [], [], []]
        for shard in self.gates:
            make, gate = Digester(shard.texts), shard.gate
            everyone = look_at(gate.facts, gate.keys, gate.homes, np.arange(gate.homes.size), None, self.day)
            rows = np.sort(everyone.rows)
            lists[0].append(make.facts(gate.facts, rows, gate.keys(rows)))
            lists[1].append(make.disclosures(gate.lanes[lane], everyone))
        for assess in self.assesses:
            lists[2].append(Digester(TextPool()).verdicts(assess, lane))
            lists[3].append(Digester(TextPool()).notices(assess, lane))
        return of_lists([itertools.chain(*items) for items in lists])


def written(gate: FullGate, disclosures: Disclosures, lane: str, texts: TextPool) -> list[tuple[bytes, bytes]]:
    """A lane's disclosures as keys and messages; all of one version, for nobody here keeps the newest."""
    of_home, of_gone = ([(1, disclosures.day, 0)] * len(homes) for homes in (disclosures.homes, disclosures.gone))
    return messages.written(disclosures, lane, messages.rules_of(gate.lanes[lane].ordinance), of_home, of_gone, texts)
