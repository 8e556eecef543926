"""The state as anybody can read it from the topics: the newest version of each id, and its digest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from pydantic_core import from_json

from processors.assess.units import ELIGIBLE, NONE
from processors.digest import Digester, Item, hash_of, of_lists
from processors.duties import ASSESSED
from processors.messages import disclosures
from processors.messages.records import Copy
from processors.messages.shards import shard_of
from processors.messages.verdicts import outcome
from processors.messages.wire import unpack
from processors.messages.words import Version
from processors.parts.log import DISCLOSURES, NOTICES, RECORDS, VERDICTS, Record
from processors.store.texts import TextPool
from schemas.facts import FACTS
from schemas.keys import read
from schemas.vocabulary.declare import DUTIES

_REGISTERED = next(f for f in FACTS["register.status"].fields if f.name == "residency").code("registered")
Document = dict[str, Any]
TOPICS = (RECORDS, DISCLOSURES, VERDICTS, NOTICES)


class Newest:
    """Keeps the newest version of whatever is on the topics. `parts`: how many partitions they have."""

    def __init__(self, parts: int) -> None:
        self._parts = parts
        self._texts = TextPool()
        self._copies: dict[int, Copy] = {}
        self._held: dict[tuple[str, ...], tuple[Version, Document]] = {}
        self.days: dict[int, int] = {}
        """By part of link, the newest day that has ended there."""

    def take(self, record: Record) -> None:
        """Takes a record of one of TOPICS, in whatever order."""
        if record.topic == RECORDS:
            self._records(record)
            return
        document = from_json(record.value or b"")
        names = ("lane", "household") if record.topic == DISCLOSURES else ("lane", "programme", "household", "unit")
        name = (record.topic, *(document[part] for part in names))
        version = tuple(document["version"])
        if name not in self._held or version > self._held[name][0]:
            self._held[name] = version, document

    def _records(self, record: Record) -> None:
        columns = unpack(record.value or b"", self._texts)
        if "ended" in columns:
            link, ended = int(columns["link"][0]), int(columns["ended"][0])
            self.days[link] = max(ended, self.days.get(link, 0))
        else:
            self._copies.setdefault(record.partition, Copy(self._texts)).join(columns)

    def of(self, topic: str, lane: str) -> list[Document]:
        """The newest documents of a topic in a lane."""
        return [document for name, (_, document) in self._held.items() if name[:2] == (topic, lane)]

    def lanes(self) -> list[str]:
        """The lanes that anything was said of."""
        return sorted({name[1] for name in self._held})

    def in_force(self, lane: str) -> list[Document]:
        """The notices and marks in force."""
        return [document for document in self.of(NOTICES, lane) if document["in_force"]]

    def digest(self, lane: str) -> str:
        """The digest of a lane, the same as that of a run in one process."""
        disclosed = self._disclosed(lane)  # before the Digester is made: it numbers texts
        make = Digester(self._texts)
        return of_lists([
            [item for part, copy in self._copies.items() for item in self._facts(part, copy, make)],
            [item for batch in disclosed for item in make.disclosed(batch, lane)],
            list(_outcomes(self.of(VERDICTS, lane), _verdict)), list(_outcomes(self.in_force(lane), lambda _: (ELIGIBLE, np.uint64(ELIGIBLE)))),
        ])  # fmt: skip

    def _facts(self, part: int, copy: Copy, make: Digester) -> Iterator[Item]:
        dense = copy.facts.dense
        here = shard_of(dense["household"], self._parts) == part
        rows = np.flatnonzero((dense["residency"] == _REGISTERED) & (dense["household"] != 0) & (dense["birth"] != 0) & here)
        return make.facts(copy.facts, rows, copy.keys(rows))

    def _disclosed(self, lane: str) -> list[Any]:
        by_day: dict[str, list[Document]] = {}
        for document in self.of(DISCLOSURES, lane):
            if document["members"]:
                by_day.setdefault(document["day"], []).append(document)
        return [disclosures.read_all(documents, self._texts, DUTIES) for documents in by_day.values()]


def _verdict(document: Document) -> tuple[int, np.uint64]:
    code, said = outcome(document)
    with np.errstate(over="ignore"):
        return code, hash_of(np.array([code], dtype=np.uint32), np.array([said], dtype=np.uint64))[0]


def _outcomes(documents: list[Document], value: Any) -> Iterator[Item]:
    for document in documents:
        code, said = value(document)
        if code != NONE:
            number, home = ASSESSED_NUMBERS[document["programme"]], read(document["household"])
            unit = read(document["unit"]) if document["unit"] else 0
            yield hash_of(number, np.array([home]), np.array([unit], dtype=np.int64)), np.array([said], dtype=np.uint64)


ASSESSED_NUMBERS = {programme: DUTIES.index(programme) for programme in ASSESSED}
