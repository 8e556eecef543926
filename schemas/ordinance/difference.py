"""The joins that an ordinance allows, and those that one allows and another does not: worked out from positions.

The same is in the schemas of their joins (`schemas.join_schema`); the tests hold both against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from schemas.attributes import attributes_of
from schemas.catalogue import catalogue
from schemas.ordinance.model import Ordinance
from schemas.ordinance.position import Ground, open_grounds

ANSWER = "answer"
"""The attribute that passes where the holder answers only."""


class Atom(NamedTuple):
    """One attribute of one kind, of somebody in one role, to one duty, in a case of one trigger."""

    duty: str
    kind: str
    attribute: str
    subject: str
    trigger: str


class Join(NamedTuple):
    """One attribute that a duty may have of people in some roles, in cases of some triggers: every subject with every trigger."""

    duty: str
    kind: str
    attribute: str
    subjects: tuple[str, ...]
    triggers: tuple[str, ...]


def atoms(ordinance: Ordinance, day: int) -> frozenset[Atom]:
    """All that some case could let pass on a day of the law."""
    known = catalogue()
    return frozenset(atom for duty in known.duties for kind in known.kinds for atom in _of_kind(ordinance, duty, kind, day))


def joins(ordinance: Ordinance, day: int) -> tuple[Join, ...]:
    """What an ordinance allows, in the order of the catalogue."""
    return _joined(atoms(ordinance, day))


def difference(one: Ordinance, other: Ordinance, day: int) -> tuple[Join, ...]:
    """What `one` allows and `other` does not, in the order of the catalogue."""
    return _joined(atoms(one, day) - atoms(other, day))


def _of_kind(ordinance: Ordinance, duty: str, kind: str, day: int) -> Iterator[Atom]:
    grounds = open_grounds(ordinance, duty, kind, day)
    answers = ordinance.safeguards.answer_only and all(ground.row.table != "own" for ground in grounds)
    for ground in grounds:
        subjects, triggers = _who_and_when(ground)
        for attribute in (ANSWER,) if answers else _passing(ground, kind):
            yield from (Atom(duty, kind, attribute, subject, trigger) for subject in subjects for trigger in triggers)


def _who_and_when(ground: Ground) -> tuple[Iterable[str], Iterable[str]]:
    """Subjects and triggers of a row; a duty's own records name none and mean all."""
    own = ground.row.table == "own"
    return catalogue().subjects if own else ground.row.subjects, catalogue().triggers if own else ground.row.triggers


def _passing(ground: Ground, kind: str) -> Iterable[str]:
    """The attributes of the kind that pass by a row."""
    named = ground.row.passes(kind)
    return [a.name for a in attributes_of(kind)] if named is None else named


def _joined(found: Iterable[Atom]) -> tuple[Join, ...]:
    """Atoms of one attribute as joins: the subjects that have the same triggers together."""
    triggers: dict[tuple[str, str, str, str], set[str]] = {}
    for atom in found:
        triggers.setdefault(atom[:4], set()).add(atom.trigger)
    known, subjects = catalogue(), dict[tuple[str, str, str, tuple[str, ...]], list[str]]()
    for duty, kind, attribute, subject in sorted(triggers, key=_place):
        when = tuple(trigger for trigger in known.triggers if trigger in triggers[duty, kind, attribute, subject])
        subjects.setdefault((duty, kind, attribute, when), []).append(subject)
    return tuple(Join(duty, kind, attribute, tuple(who), when) for (duty, kind, attribute, when), who in subjects.items())


def _place(key: tuple[str, str, str, str]) -> tuple[int, int, int, int]:
    known, (duty, kind, attribute, subject) = catalogue(), key
    names = [ANSWER, *(a.name for a in attributes_of(kind))]
    return list(known.duties).index(duty), list(known.kinds).index(kind), names.index(attribute), list(known.subjects).index(subject)
