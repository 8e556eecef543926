"""A lane's verdicts and notices as columns, off the topics: of each unit the newest version counts, in whatever order they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from processors.assess.causes import Causes
from processors.assess.units import ELIGIBLE, NOT_ELIGIBLE, UNTOLD, Units, code_of, pack
from processors.messages.verdicts import outcome
from processors.messages.words import ordinal
from processors.store.growing import Growing
from schemas.keys import read

Document = Mapping[str, Any]
_PLACES = 4
"""Places of a version, at most."""
_VERSION = np.dtype((np.int64, (_PLACES,)))
_UNIT = {"word": np.dtype(np.uint32), "told": _VERSION, "noticed": np.dtype(np.bool_), "noted": _VERSION}
_HOME = {"since": np.dtype(np.int32)}
Counts = dict[str, int]


class Outcomes:
    """Units are numbered as they are met; unit 0 of a household is the household itself."""

    def __init__(self, causes: Causes) -> None:
        self._causes = causes
        self._units: dict[tuple[str, str], int] = {}
        self._homes: dict[str, int] = {}
        self._columns: defaultdict[str, Growing] = defaultdict(lambda: Growing(_UNIT))
        """By programme."""
        self._since: defaultdict[str, Growing] = defaultdict(lambda: Growing(_HOME))
        """By programme and household, since when its candidates are some (the day of the newest record, ordinal)."""
        self._disclosed: dict[int, tuple[int, ...]] = {}
        """By household, the version of the disclosure that said it."""

    def take_verdicts(self, documents: Iterable[Document]) -> None:
        """Takes documents of `verdicts`."""
        for programme, some in _by_programme(documents).items():
            column, at = self._newer(programme, some, "told")
            if len(at):
                column["word"][[self._unit(some[i]) for i in at]] = self._words([some[i] for i in at])

    def take_notices(self, documents: Iterable[Document]) -> None:
        """Takes documents of `notices`."""
        for programme, some in _by_programme(documents).items():
            column, at = self._newer(programme, some, "noted")
            if len(at):
                column["noticed"][[self._unit(some[i]) for i in at]] = [some[i]["in_force"] for i in at]

    def take_disclosures(self, documents: Iterable[Document]) -> None:
        """Takes documents of `disclosures`: of these only since when a duty's case is what it is."""
        for document in documents:
            home, version = self._home(document["household"]), tuple(document["version"])
            if version <= self._disclosed.get(home, ()):
                continue
            self._disclosed[home] = version
            for duty, said in document["duties"].items():
                column = self._since[duty]
                column.grow(home + 1)
                column["since"][home] = ordinal(said["since"])

    def counts(self) -> dict[str, Counts]:
        """By programme, how many verdicts of each kind and notices in force."""
        made = {programme: _counts(column) for programme, column in sorted(self._columns.items())}
        return {programme: counts for programme, counts in made.items() if any(counts.values())}

    def units(self, lane: str, programmes: Iterable[str], people: bool) -> Units:
        """All that was told of the lane, as assess itself would hold it."""
        units = Units()
        homes = np.array([read(home) for home in self._homes], dtype=np.int64)
        rows = units.index.rows(homes)
        units.blocks.grow(units.index.size)
        units.blocks["key"][rows] = homes
        of = rows[np.array([self._homes[home] for home, _ in self._units], dtype=np.int64)] if self._units else np.empty(0, dtype=np.int64)
        keys = np.array([read(unit) if unit else 0 for _, unit in self._units], dtype=np.int64)
        members = np.flatnonzero(keys)
        members = members[np.argsort(of[members], kind="stable")]
        units.members.grow(len(members))
        units.members["key"][:], units.members["home"][:] = keys[members], of[members]
        count = np.bincount(of[members], minlength=units.index.size)
        units.blocks["count"][:], units.blocks["start"][:] = count, np.cumsum(count) - count
        whole = np.flatnonzero(keys == 0)
        for programme in programmes:
            units.open((lane, programme), people)
            self._fill(units, lane, programme, (whole, of[whole]), members, rows)
        return units

    def _fill(self, units: Units, lane: str, programme: str, whole: tuple[np.ndarray, np.ndarray], members: np.ndarray, rows: np.ndarray) -> None:
        column, since = self._columns[programme], self._since[programme]
        column.grow(len(self._units))
        since.grow(len(self._homes))
        homes, words = units.home_words[lane, programme], units.words[lane, programme]
        for name in ("word", "noticed"):
            homes[name][whole[1]] = column[name][whole[0]]
            words[name][:] = column[name][members]
        if "since" in homes.names:
            homes["since"][rows] = since["since"]

    def _home(self, household: str) -> int:
        return self._homes.setdefault(household, len(self._homes))

    def _unit(self, document: Document) -> int:
        household = document["household"]
        self._home(household)
        return self._units.setdefault((household, document["unit"]), len(self._units))

    def _newer(self, programme: str, documents: Sequence[Document], of: str) -> tuple[Growing, list[int]]:
        """The programme's columns, and the places of the documents that count now; their versions are noted."""
        rows = np.array([self._unit(document) for document in documents], dtype=np.int64)
        versions = np.zeros((len(rows), _PLACES), dtype=np.int64)
        for place, document in enumerate(documents):
            said = document["version"]
            versions[place, : len(said)] = said
        column = self._columns[programme]
        column.grow(len(self._units))
        order = np.lexsort((*versions.T[::-1], rows))
        last = order[np.append(rows[order][1:] != rows[order][:-1], True)]
        at = last[_greater(versions[last], column[of][rows[last]])]
        column[of][rows[at]] = versions[at]
        return column, at.tolist()

    def _words(self, documents: Sequence[Document]) -> np.ndarray:
        said = [outcome(document) for document in documents]
        codes, payloads = np.array([code for code, _ in said]), np.array([value for _, value in said], dtype=np.uint64)
        untold = codes == UNTOLD
        payloads[untold] = self._causes.numbers(payloads[untold])
        return pack(codes, payloads)


def _by_programme(documents: Iterable[Document]) -> dict[str, list[Document]]:
    found: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents:
        found[document["programme"]].append(document)
    return found


def _greater(these: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which versions are greater, compared place by place: bool [n]."""
    greater, equal = np.zeros(len(these), dtype=bool), np.ones(len(these), dtype=bool)
    for one, other in zip(these.T, others.T):
        greater |= equal & (one > other)
        equal &= one == other
    return greater


def _counts(column: Growing) -> Counts:
    code = code_of(column["word"])
    kinds = {"eligible": ELIGIBLE, "not_eligible": NOT_ELIGIBLE, "cannot_be_told": UNTOLD}
    return {name: int((code == kind).sum()) for name, kind in kinds.items()} | {"notices_in_force": int(column["noticed"].sum())}
