"""The formulas on the truth: real households, true facts. The same programmes, unchanged, say what each is owed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from schemas.attributes import ATTRIBUTES
from schemas.frame import Frame, Source, arrange
from schemas.ordinance import TownFacts
from schemas.programmes import HOUSEHOLD, PROGRAMMES
from workshop.truth import Truth

SUDDEN_DROP = ("exempt-household-benefit", "school-aid")
"""Programmes with a sudden-drop route (家計急変): the income of the last twelve months does as well.
Source: domain 4.5 and 4.6, design 8."""
SourceOf = Callable[[np.ndarray, bool], Source]
"""A source about some residents (rows of the truth, in order), either with the income of the year or that of the last
twelve months."""
AT_A_TIME = 1 << 14
"""About so many residents are judged at once: the columns of a whole town would take two kilobytes a resident."""


@dataclass(frozen=True)
class Grouping:
    """Residents in households, in the order of a frame: `who` [m] rows of the truth, `place` [m] the household of each,
    `homes` [h] their codes."""

    who: np.ndarray
    place: np.ndarray
    homes: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, who: np.ndarray, home: np.ndarray) -> Grouping:
        """Groups residents by the code of their household (any whole numbers)."""
        codes, place = np.unique(home, return_inverse=True)
        households, members, counts = arrange(place, len(codes))
        rank = np.empty(len(codes), dtype=np.int64)
        rank[households] = np.arange(len(codes))
        return cls(who[members], rank[place[members]], codes[households], counts)

    def some(self, homes: np.ndarray) -> Grouping:
        """The same, of the households where `homes` (bool [h]) holds."""
        members = homes[self.place]
        place = (np.cumsum(homes) - 1)[self.place[members]]
        return Grouping(self.who[members], place, self.homes[homes], self.counts[homes])

    def pieces(self) -> Iterator[Piece]:
        """All households, some after others; one piece at least."""
        reach = np.cumsum(self.counts)
        ends = np.searchsorted(reach, np.arange(AT_A_TIME, reach[-1] if len(reach) else 0, AT_A_TIME), side="right")
        bounds = np.unique([0, *ends, len(self.homes)]).tolist() if len(reach) else [0, 0]
        for low, high in zip(bounds, bounds[1:]):
            members = np.flatnonzero((self.place >= low) & (self.place < high))
            homes = slice(low, high)
            some = Grouping(self.who[members], self.place[members] - low, self.homes[homes], self.counts[homes])
            yield Piece(some, homes, members)

    def any(self, members: np.ndarray) -> np.ndarray:
        """Households of which somebody's flag (bool [m]) holds: bool [h]."""
        return np.bincount(self.place[members], minlength=len(self.homes)) > 0


@dataclass(frozen=True)
class Piece:
    """Some households of a grouping; which they are (a slice of [h]), and which members (places in [m])."""

    grouping: Grouping
    homes: slice
    members: np.ndarray


@dataclass(frozen=True)
class Judged:
    """What a formula says of each household [h] or each member [m] of a grouping: a unit, certainly eligible, cannot be
    told, yen."""

    unit: np.ndarray
    eligible: np.ndarray
    unclear: np.ndarray
    yen: np.ndarray

    @classmethod
    def nothing(cls, size: int) -> Judged:
        """Nobody is a unit: [size]."""
        unit, eligible, unclear = (np.zeros(size, dtype=bool) for _ in range(3))
        return cls(unit, eligible, unclear, np.zeros(size, dtype=np.int64))

    def put(self, at: slice | np.ndarray, some: Judged) -> None:
        """Writes what is said of some units into their places."""
        for column, new in zip(self._columns(), some._columns(), strict=True):
            column[at] = new

    def copy(self) -> Judged:
        """The same, to be written to."""
        return Judged(*(column.copy() for column in self._columns()))

    def _columns(self) -> tuple[np.ndarray, ...]:
        return self.unit, self.eligible, self.unclear, self.yen

    def either(self, other: Judged) -> Judged:
        """Eligible by one of two routes; the first one's amount goes before."""
        eligible = self.eligible | other.eligible
        return Judged(
            self.unit,
            eligible,
            (self.unclear | other.unclear) & ~eligible,
            np.where(self.eligible, self.yen, other.yen),
        )


class Judge:
    """Evaluates programmes over one grouping and one source, on one day; what they share is computed once."""

    def __init__(self, grouping: Grouping, source: SourceOf, day: int, facts: TownFacts) -> None:
        self.grouping = grouping
        self._source, self._day, self._facts = source, day, facts
        self._frames: dict[bool, Frame] = {}

    def of(self, programme: str) -> Judged:
        """By the income of the year that the duty must use."""
        return self._judged(programme, False)

    def by_either_route(self, programme: str, usual: Judged | None = None) -> Judged:
        """The same (`usual`), or by the last twelve months where the programme has a sudden-drop route; of a programme that
        is scored apart by these alone, for need is of today."""
        if PROGRAMMES[programme].apart:
            return self._judged(programme, True)
        usual = usual or self.of(programme)
        return usual.either(self._judged(programme, True)) if programme in SUDDEN_DROP else usual

    def _frame(self, recent: bool) -> Frame:
        if recent not in self._frames:
            source = self._source(self.grouping.who, recent)
            self._frames[recent] = Frame(self.grouping.counts, source, self._day, self._facts)
        return self._frames[recent]

    def _judged(self, programme: str, recent: bool) -> Judged:
        outcome = PROGRAMMES[programme].evaluate(self._frame(recent))
        eligible, unit = outcome.eligible, outcome.unit
        sure = unit.lo & eligible.lo
        yen = np.zeros(len(sure), dtype=np.int64) if outcome.amount is None else np.where(sure, outcome.amount.lo, 0)
        return Judged(unit.hi, sure, unit.hi & eligible.hi & ~sure, yen)


class TrueSource:
    """The truth of some residents (rows), all known. `recent`: the last twelve months stand in the place of the duty's
    year."""

    def __init__(self, truth: Truth, who: np.ndarray, recent: bool = False) -> None:
        self._truth, self._who, self._recent = truth, who, recent

    def column(self, attribute: str, year: int | None) -> tuple[np.ndarray, None]:
        """Stored values, see schemas.frame.Source."""
        if self._recent and attribute == "total_income":
            return self._truth.recent_income[self._who], None
        return self._truth.values(attribute, year if ATTRIBUTES[attribute].how == "duty-year" else None)[
            self._who
        ], None


@dataclass
class TrueTown:
    """Who is truly owed what on a day. Units are real households (by code of the home) or residents (by row of the
    truth)."""

    truth: Truth
    day: int
    _found: dict[TownFacts, dict[tuple[str, bool], Judged]] = field(default_factory=dict)

    @cached_property
    def grouping(self) -> Grouping:
        """The real households of all who truly live here."""
        here = np.flatnonzero(self.truth.here)
        return Grouping.of(here, self.truth.home[here])

    @cached_property
    def homes(self) -> int:
        """How many codes of homes there are."""
        return int(self.truth.home.max(initial=-1)) + 1

    def owed(self, programme: str, facts: TownFacts, sudden_drop: bool = True) -> Judged:
        """Who is owed a programme: columns over codes of homes (unit household) or rows of the truth. KeyError: the law
        of the day is not known."""
        for _ in self.judging(facts):
            pass
        return self._found[facts][programme, sudden_drop and _looks_at_today(programme)]

    def judging(self, facts: TownFacts) -> Iterator[None]:
        """Finds out what is owed by programme, without and with the sudden-drop route where there is one, some households
        after others; nothing where that is known."""
        if facts in self._found:
            return
        found: dict[tuple[str, bool], Judged] = {}
        for piece in self.grouping.pieces():
            judge = Judge(piece.grouping, self._source, self.day, facts)
            for programme in judged_on(self.day):
                usual = judge.of(programme)
                self._put(found, (programme, False), piece, usual)
                if _looks_at_today(programme):
                    self._put(found, (programme, True), piece, judge.by_either_route(programme, usual))
            yield
        self._found[facts] = found

    def _put(self, found: dict[tuple[str, bool], Judged], key: tuple[str, bool], piece: Piece, some: Judged) -> None:
        of_homes = PROGRAMMES[key[0]].unit == HOUSEHOLD
        if key not in found:
            found[key] = Judged.nothing(self.homes if of_homes else self.truth.n)
        found[key].put(piece.grouping.homes if of_homes else piece.grouping.who, some)

    def _source(self, who: np.ndarray, recent: bool) -> Source:
        return TrueSource(self.truth, who, recent)


def _looks_at_today(programme: str) -> bool:
    return programme in SUDDEN_DROP or PROGRAMMES[programme].apart


def judged_on(day: int) -> list[str]:
    """The programmes of which the law of a day is known."""
    return [id_ for id_, programme in PROGRAMMES.items() if programme.nature != "status" and programme.covers(day)]
