"""What a town is played from: its offices' files, decoded once and kept, cut by week, and any week to any of its days.

Played to a day, it is what `nayose replay --as-of` takes in, cut by cut; so the numbers are the same.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from processors.decoding.decode import EPOCH_DAY, Batch, day_of
from processors.decoding.stream import Cut, FileStream, Merged
from processors.inprocess import OFFICE_FILES
from processors.store.texts import TextPool
from schemas.catalogue import catalogue
from schemas.vocabulary import EVENT_TYPES

Week = tuple[Cut, ...]
"""Parts of a cut; the last one is whole, and all is judged as of its day."""
OFFICES = (*catalogue().offices, "any")
"""Who records; `any`: events that each office may record."""


@dataclass(frozen=True)
class Cuts:
    """A town's weeks in order. `counts` int64 [days, offices]: events recorded on each day from the first one."""

    weeks: tuple[Week, ...]
    texts: TextPool
    first_day: int
    counts: np.ndarray

    @property
    def last_day(self) -> int:
        """The day (ordinal) of the newest event."""
        return self.weeks[-1][-1].day

    def whole(self, day: int) -> int:
        """How many weeks have ended by a day."""
        return bisect.bisect_right([week[-1].day for week in self.weeks], day)

    def rest(self, day: int) -> Week:
        """The days of a week that has not ended by a day, up to it; nothing on the last day of a week."""
        number = self.whole(day)
        if number == len(self.weeks) or (number and self.weeks[number - 1][-1].day == day):
            return ()
        parts = [Cut(0, batch) for cut in self.weeks[number] if (batch := _before(cut.batch, _start(day + 1)))]
        newest = max((_newest(part.batch) for part in parts), default=0)
        cuts = [replace(part, day=newest, whole=part is parts[-1]) for part in parts]
        return (*cuts, Cut(day)) if newest < day else tuple(cuts)

    def events(self, day: int) -> int:
        """Events recorded up to a day."""
        return int(self.counts[: day - self.first_day + 1].sum())

    def on(self, day: int) -> dict[str, int]:
        """Events of a day by office."""
        return dict(zip(OFFICES, self.counts[day - self.first_day].tolist()))


def kept(folder: Path) -> Cuts:
    """The cuts of a folder. FileNotFoundError: it has none of the offices' files, or no event."""
    texts = TextPool()
    streams = [FileStream(folder / name, texts) for name in OFFICE_FILES if (folder / name).is_file()]
    weeks = tuple(_weeks(Merged(streams, None, 7, parts=True).cuts()))
    if not weeks:
        raise FileNotFoundError(f"{folder} holds no event of any office. Name a folder that `nayose simulate` wrote.")
    first = min((_oldest(cut.batch) for week in weeks for cut in week if cut.batch), default=weeks[0][-1].day)
    return Cuts(weeks, texts, first, _counts(weeks, first, weeks[-1][-1].day))


def with_event(week: Week, day: int, batch: Batch, decisions: Sequence[dict[str, object]]) -> Week:
    """A week with one more event in it, or one more answer to a candidate."""
    last = replace(week[-1], decisions=[*week[-1].decisions, *decisions])
    return (*week[:-1], Cut(day, batch, whole=False), last) if batch else (*week[:-1], last)


def _weeks(cuts: Iterable[Cut]) -> Iterable[Week]:
    parts: list[Cut] = []
    for cut in cuts:
        parts.append(cut)
        if cut.whole:
            yield tuple(parts)
            parts = []


def _before(batch: Batch, moment: float) -> Batch:
    cut = {type_: columns.slice(0, int(np.searchsorted(columns.turn, moment, side="left"))) for type_, columns in batch.items()}
    return {type_: columns for type_, columns in cut.items() if len(columns)}


def _counts(weeks: Iterable[Week], first: int, last: int) -> np.ndarray:
    counts = np.zeros((last - first + 1, len(OFFICES)), dtype=np.int64)
    for cut in (cut for week in weeks for cut in week):
        for type_, columns in cut.batch.items():
            days = np.clip(day_of(columns.turn // 1000) - first, 0, last - first)
            np.add.at(counts[:, _column(type_)], days, 1)
    return counts


def _column(type_: str) -> int:
    office = EVENT_TYPES[type_].office
    return OFFICES.index(office if office in OFFICES else "any")


def _newest(batch: Batch) -> int:
    return _day(max(int(columns.turn[-1]) for columns in batch.values()))


def _oldest(batch: Batch) -> int:
    return _day(min(int(columns.turn[0]) for columns in batch.values()))


def _day(moment: int) -> int:
    return int(day_of(np.array([moment // 1000], dtype=np.int64))[0])


def _start(day: int) -> float:
    """The moment (Unix milliseconds) at which a day begins, +09:00."""
    return ((day - EPOCH_DAY) * 86400 - 9 * 3600) * 1000.0
