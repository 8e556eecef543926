"""The difference of two ordinances: the joins that one allows on a day and the other does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schemas.attributes import attributes_of
from schemas.catalogue import catalogue
from schemas.ordinance.model import Ordinance, Row
from schemas.ordinance.position import position

Point = tuple[str, str, str]
"""An attribute of a subject under a trigger: the smallest thing that a row lets pass."""
ANSWER = "answer"
"""What passes in the place of attributes where the holder answers only."""


@dataclass(frozen=True)
class Join:
    """Attributes of a kind that pass to a duty about some subjects, under some triggers, by a row."""

    duty: str
    kind: str
    attributes: tuple[str, ...]
    subjects: tuple[str, ...]
    triggers: tuple[str, ...]
    row: str


def difference(a: Ordinance, b: Ordinance, day: int, day_of_b: int | None = None) -> tuple[Join, ...]:
    """The joins that `a` allows on a day (ordinal, the law's) and `b` does not, in the order of the catalogue.

    `day_of_b`: the day as which `b` sees it, where that is another (see `law_day`). A duty's looking at its own records is no join. Whatever several rows of `a` allow is told of the first one.
    """
    pairs = [(duty, kind) for duty in catalogue().duties for kind in catalogue().kinds]
    return tuple(join for duty, kind in pairs for join in _of_kind(a, b, duty, kind, (day, day_of_b or day)))


def joining_rows(ordinance: Ordinance, duty: str, kind: str, day: int) -> list[Row]:
    """The rows and statutory pairs by which a kind passes to a duty on a day; not its own records."""
    return [ground.row for ground in position(ordinance, duty, kind, day).open if ground.row.table != "own"]


def _of_kind(a: Ordinance, b: Ordinance, duty: str, kind: str, days: tuple[int, int]) -> Iterator[Join]:
    told = {point for row in joining_rows(b, duty, kind, days[1]) for point in _points(b, row, kind)}
    for row in joining_rows(a, duty, kind, days[0]):
        more = [point for point in _points(a, row, kind) if point not in told]
        told.update(more)
        for attributes, subjects, triggers in _blocks(more):
            yield Join(duty, kind, attributes, subjects, triggers, row.row)


def _points(ordinance: Ordinance, row: Row, kind: str) -> list[Point]:
    names = passing(ordinance, row, kind)
    return [(name, subject, trigger) for name in names for subject in row.subjects for trigger in row.triggers]


def passing(ordinance: Ordinance, row: Row, kind: str) -> tuple[str, ...]:
    """The attributes of the kind that a row lets pass, or the answer alone."""
    if ordinance.safeguards.answer_only and row.table != "own":
        return (ANSWER,)
    named = row.passes(kind)
    return tuple(a.name for a in attributes_of(kind) if named is None or a.name in named)


def _blocks(points: Iterable[Point]) -> list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """Points as blocks (attributes, subjects, triggers) that hold each of them once."""
    triggers: dict[tuple[str, str], tuple[str, ...]] = {}
    for name, subject, trigger in points:
        triggers[name, subject] = (*triggers.get((name, subject), ()), trigger)
    of_name: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for (name, subject), those in triggers.items():
        subjects = of_name.setdefault(name, {})
        subjects[those] = (*subjects.get(those, ()), subject)
    names: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]] = {}
    for name, subjects in of_name.items():
        for those, who in subjects.items():
            names[who, those] = (*names.get((who, those), ()), name)
    return [(attributes, who, those) for (who, those), attributes in names.items()]
