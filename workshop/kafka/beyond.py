"""What the topics hold beside the records of the town that a page knows: what people did at pages, and whatever else somebody sent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydantic_core import from_json

from processors.inprocess import OFFICE_FILES
from processors.parts.log import ASSESSMENTS, OFFICES_TOPIC, Record
from workshop.kafka.answering import SOURCE

_ID = re.compile(rb'"id": ?"([0-9a-f-]{36})"')
_WRITTEN = SOURCE.encode()


class Said(NamedTuple):
    """An event (`line`: its JSON) of an office, for the lane of that name; for all lanes where it names none."""

    lane: str
    office: str
    line: str


class Beyond:
    """`folder`: the town's records. The written assessor's answers are no more than it would give anyway."""

    def __init__(self, folder: Path) -> None:
        ids = [id_ for name in OFFICE_FILES if (folder / name).is_file() for id_ in _ID.findall((folder / name).read_bytes())]
        self._known = np.sort(_codes(ids))
        self._met: set[bytes] = set()
        self.said: list[Said] = []
        """In the order in which they came, each once."""

    def has(self, line: str) -> bool:
        """Whether an event has come."""
        return not self._met.isdisjoint(_ID.findall(line.encode()))

    def take(self, records: Iterable[Record]) -> None:
        """Takes records of the offices' topics, and of `assessments`."""
        found = [(match[1], record) for record in records if (match := _ID.search(record.value or b""))]
        codes = _codes([id_ for id_, _ in found])
        places = self._known.searchsorted(codes)
        known = np.append(self._known, 0)[places] == codes if len(self._known) else np.zeros(len(codes), dtype=bool)
        for (id_, record), ours in zip(found, known.tolist()):
            if not ours and id_ not in self._met and _WRITTEN not in (record.value or b""):
                self._met.add(id_)
                with suppress(ValueError, KeyError, TypeError):
                    self.said += _said(record)


def _said(record: Record) -> Iterable[Said]:
    line = (record.value or b"").decode()
    if record.topic == ASSESSMENTS:
        yield Said(str(from_json(line)["data"]["lane"]), "welfare", line)
    elif record.key is not None:
        yield Said("", record.topic.removesuffix(OFFICES_TOPIC), line)


def _codes(ids: list[bytes]) -> np.ndarray:
    """A number for each id: int64 [n]."""
    return np.fromiter(map(hash, ids), dtype=np.int64, count=len(ids))
