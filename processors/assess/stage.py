"""The assess stage: disclosures in; verdicts, candidates, notices and withdrawals out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from processors.assess.answers import ACCEPTED, NONE, WRITTEN, AnswerBook
from processors.assess.causes import Causes
from processors.assess.evaluate import Asked, Evaluation, Words
from processors.assess.units import ELIGIBLE, Slot, Units, code_of
from processors.disclosures import Disclosures
from processors.duties import ASSESSED
from processors.store.growing import Growing
from schemas.ordinance import Ordinance
from schemas.programmes import HOUSEHOLD, PROGRAMMES


@dataclass(frozen=True)
class Told:
    """Verdicts that changed in one lane and programme: opaque keys of household and unit (0: the household itself), old and new
    outcome words, and whether a notice (or mark) is in force now and was before. All [n]."""

    lane: str
    programme: str
    day: int
    homes: np.ndarray
    units: np.ndarray
    words: np.ndarray
    before: np.ndarray
    noticed: np.ndarray
    was_noticed: np.ndarray

    def __len__(self) -> int:
        return len(self.homes)

    @property
    def notices(self) -> np.ndarray:
        """Where a notice was sent: bool [n]."""
        return self.noticed & ~self.was_noticed

    @property
    def withdrawals(self) -> np.ndarray:
        """Where a notice was withdrawn: bool [n]."""
        return self.was_noticed & ~self.noticed


@dataclass
class LaneAssess:
    """What the formulas and the assessing person need to know of a lane."""

    ordinance: Ordinance
    asks_people: bool
    answers: defaultdict[str, AnswerBook] = field(default_factory=lambda: defaultdict(AnswerBook))
    """By programme."""
    following: defaultdict[tuple[str, str], AnswerBook] = field(default_factory=lambda: defaultdict(AnswerBook))
    """What followed an assessment, by programme and type of event."""


class Assess:
    """Verdicts by lane, programme and unit."""

    def __init__(self) -> None:
        self.units = Units()
        self.causes = Causes()
        self.lanes: dict[str, LaneAssess] = {}

    def adopt(self, name: str, ordinance: Ordinance, people: bool) -> None:
        """Opens a lane or changes its ordinance. `people`: somebody answers candidates (a person, or the written assessor)."""
        asks = people and ordinance.safeguards.human_assessment
        if name in self.lanes:
            self.lanes[name].ordinance, self.lanes[name].asks_people = ordinance, asks
        else:
            self.lanes[name] = LaneAssess(ordinance, asks)
        for programme in ASSESSED:
            if ordinance.judges(programme):
                self.units.open((name, programme), people)

    def process(self, disclosures: Disclosures) -> list[Told]:
        """Judges the households of a batch anew; returns what changed."""
        judged = Evaluation(disclosures, self.causes).outcomes({name: lane.ordinance for name, lane in self.lanes.items()})
        homes, places, left = self.units.place(disclosures, _with_units(disclosures, (words for _, words in judged)))
        told: list[Told] = []
        for asked, words in judged:
            if (asked.lane, asked.programme.id) not in self.units.words:  # never judged in this lane
                continue
            told += self._settle(asked, words, disclosures, homes, places)
        told += self._clear(disclosures.day, self.units.words, left)
        if len(disclosures.gone):
            rows, members = self.units.empty(disclosures.gone)
            told += self._clear(disclosures.day, self.units.words, members) + self._clear(disclosures.day, self.units.home_words, rows)
        return told

    def _settle(self, asked: Asked, words: Words, disclosures: Disclosures, homes: np.ndarray, places: np.ndarray) -> list[Told]:
        """Enters what was judged anew: of rows of households [n], and places of members [m] (-1: none is kept)."""
        lane, programme, day, anew = asked.lane, asked.programme.id, disclosures.day, asked.duty.anew
        chosen = np.arange(len(homes)) if anew is True else np.asarray(anew).nonzero()[0]
        if self._has_candidates(lane, programme):
            self.units.home_words[lane, programme]["since"][homes[chosen]] = asked.duty.since[chosen]
        told = self._tell(lane, programme, day, self.units.home_words, homes.take(chosen), words.homes.take(chosen))
        if words.members is not None:
            kept = places >= 0
            who = (kept if anew is True else kept & disclosures.levels.lift(np.asarray(anew))).nonzero()[0]
            told += self._tell(lane, programme, day, self.units.words, places.take(who), words.members.take(who))
        return told

    def _tell(self, lane: str, programme: str, day: int, columns: dict[Slot, Growing], at: np.ndarray, words: np.ndarray) -> list[Told]:
        """Keeps the outcome words of some units (rows of households, or places of members, in `columns`); tells those that changed."""
        word, notice = columns[lane, programme]["word"], columns[lane, programme]["noticed"]
        noticed = self._noticed(lane, programme, columns, at, words)
        differs = word.take(at) != words
        if self._has_candidates(lane, programme):  # else a notice is in force where the outcome says so, and nowhere else
            differs |= notice.take(at) != noticed
        changed = differs.nonzero()[0]
        if not len(changed):
            return []
        at, words, noticed = at[changed], words[changed], noticed[changed]
        before, was = word[at], notice[at]
        word[at], notice[at] = words, noticed
        homes, units = self._whose(columns, at)
        return [Told(lane, programme, day, self.units.key_of(homes), units, words, before, noticed, was)]

    def _whose(self, columns: dict[Slot, Growing], at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The rows of the households, and the keys of the units (0: the household itself)."""
        if columns is self.units.home_words:
            return at, np.zeros(len(at), dtype=np.int64)
        return self.units.members["home"][at], self.units.members["key"][at]

    def _has_candidates(self, lane: str, programme: str) -> bool:
        """Whether somebody may be asked about candidates, now or under another ordinance."""
        return "since" in self.units.home_words[lane, programme].names

    def _noticed(self, lane: str, programme: str, columns: dict[Slot, Growing], at: np.ndarray, words: np.ndarray) -> np.ndarray:
        """Whether a notice (or mark) is in force: eligible, and accepted where somebody is asked."""
        eligible = code_of(words) == ELIGIBLE
        if not self.lanes[lane].asks_people or not eligible.any():
            return eligible
        which = eligible.nonzero()[0]
        homes, units = self._whose(columns, at[which])
        since = self.units.home_words[lane, programme]["since"][homes]
        noticed = np.zeros(len(words), dtype=bool)
        noticed[which] = self.lanes[lane].answers[programme].said(self.units.key_of(homes), units, since) == ACCEPTED
        return noticed

    def _clear(self, day: int, columns: dict[Slot, Growing], at: np.ndarray) -> list[Told]:
        """Takes back everything about members who left, or about households that are empty."""
        told = []
        for lane, programme in columns if len(at) else ():
            if columns[lane, programme]["word"][at].any():
                told += self._tell(lane, programme, day, columns, at, np.zeros(len(at), dtype=np.uint32))
        return told

    def answer(
        self, lane: str, programme: str, day: int, homes: np.ndarray, units: np.ndarray, since: np.ndarray, accepted: np.ndarray,
        moment: int = WRITTEN, days: np.ndarray | None = None,
    ) -> list[Told]:  # fmt: skip
        """Takes answers to candidates, named by the opaque keys of household and unit (0: the household) and by `since`. `days` date what is WRITTEN."""
        if (lane, programme) not in self.units.words:
            return []
        self.lanes[lane].answers[programme].put(homes, units, since, accepted, moment, days)
        rows = self.units.index.find(homes)
        return self._again(lane, programme, day, np.unique(rows[rows >= 0]))

    def _again(self, lane: str, programme: str, day: int, homes: np.ndarray) -> list[Told]:
        told = self._tell(lane, programme, day, self.units.home_words, homes, self.units.home_words[lane, programme]["word"][homes])
        if PROGRAMMES[programme].unit != HOUSEHOLD:
            places = self.units.places_of(homes)
            told += self._tell(lane, programme, day, self.units.words, places, self.units.words[lane, programme]["word"][places])
        return told

    def follow(
        self, lane: str, programme: str, type_: str, homes: np.ndarray, units: np.ndarray, since: np.ndarray, codes: np.ndarray,
        moment: int = WRITTEN, days: np.ndarray | None = None,
    ) -> None:  # fmt: skip
        """Takes what followed the assessment of candidates (a type of FOLLOWING, places of its words). It changes no verdict and no notice."""
        self.lanes[lane].following[programme, type_].put(homes, units, since, codes, moment, days)

    def candidates(self, lane: str, programme: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """All candidates: keys of household and unit (0: the household), and `since`. All int64 [n]. None where a programme is not judged."""
        if (lane, programme) not in self.units.words:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        rows, units = self.units.eligible(lane, programme)
        return self.units.key_of(rows), units, self.units.home_words[lane, programme]["since"][rows].astype(np.int64)

    def waiting(self, lane: str, programme: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Candidates without an answer."""
        homes, units, since = self.candidates(lane, programme)
        open_ = self.lanes[lane].answers[programme].said(homes, units, since) == NONE
        return homes[open_], units[open_], since[open_]


def _with_units(disclosures: Disclosures, judged: Iterable[Words]) -> np.ndarray:
    """Households with a member who is a unit of some programme: bool [n]."""
    units = [words.members != 0 for words in judged if words.members is not None]
    return disclosures.levels.any(np.logical_or.reduce([np.zeros(len(disclosures.members), dtype=bool), *units]))
