"""What can be learned about a person under an ordinance: attributes within reach of each duty, one and two joins away.

- **Its own**: what the duty's office itself records in doing it (`[[own]]` of `schemas/law/statutory_pairs.toml`).
- **One join away**: attributes that a row or a statutory pair lets pass to the duty.
- **Two joins away**: attributes that do not pass to the duty, but to another one whose own records do. Whoever reads
  that a household has the child-rearing allowance learns something of the income that its office looked at. It is an
  inference from a result, not the value.

Only rows, clauses and the law of the day count: not who applies, nor whether anybody looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.attributes import attributes_of
from schemas.catalogue import catalogue
from schemas.law import law
from schemas.ordinance.difference import joining_rows, passing
from schemas.ordinance.model import Ordinance


@dataclass(frozen=True)
class Step:
    """Attributes of one kind within reach. `rows`: by which they pass; `through`: duties whose records tell of them."""

    kind: str
    attributes: tuple[str, ...]
    rows: tuple[str, ...] = ()
    through: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reach:
    """What is within reach of one duty; no attribute stands in two of the three."""

    duty: str
    own: tuple[Step, ...]
    one: tuple[Step, ...]
    two: tuple[Step, ...]

    def count(self, steps: str) -> int:
        """How many attributes are in `own`, `one` or `two`."""
        return sum(len(step.attributes) for step in getattr(self, steps))


def reach(ordinance: Ordinance, day: int) -> tuple[Reach, ...]:
    """The reach of every duty of the catalogue on a day (ordinal, the law's)."""
    one = {duty: tuple(_passing(ordinance, duty, day)) for duty in catalogue().duties}
    return tuple(_of_duty(duty, one) for duty in catalogue().duties)


def produced(duty: str) -> tuple[str, ...]:
    """The kinds that the duty's own office records in doing it."""
    return tuple(kind for pair in law().own if pair.duty == duty for kind in pair.kinds)


def _passing(ordinance: Ordinance, duty: str, day: int) -> Iterator[Step]:
    for kind in catalogue().kinds:
        rows = joining_rows(ordinance, duty, kind, day)
        names = tuple(dict.fromkeys(name for row in rows for name in passing(ordinance, row, kind)))
        if names and kind not in produced(duty):
            yield Step(kind, names, tuple(row.row for row in rows))


def _of_duty(duty: str, one: dict[str, tuple[Step, ...]]) -> Reach:
    own = tuple(Step(kind, tuple(a.name for a in attributes_of(kind))) for kind in produced(duty))
    near = {(step.kind, name) for step in (*own, *one[duty]) for name in step.attributes}
    return Reach(duty, own, one[duty], tuple(_two_away(duty, one, near)))


def _two_away(duty: str, one: dict[str, tuple[Step, ...]], near: set[tuple[str, str]]) -> Iterator[Step]:
    read = {step.kind for step in one[duty]}
    between = [other for other in one if other != duty and read.intersection(produced(other))]
    for kind in catalogue().kinds:
        through: dict[str, list[str]] = {}
        for other, name in ((o, n) for o in between for s in one[o] if s.kind == kind for n in s.attributes):
            if (kind, name) not in near:
                through.setdefault(name, []).append(other)
        if through:
            others = tuple(o for o in between if any(o in those for those in through.values()))
            yield Step(kind, tuple(through), through=others)
