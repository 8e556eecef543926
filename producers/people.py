"""The residents and their households, as columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from producers.columns import Columns
from schemas.facts import FACTS


def codes(fact_id: str, name: str) -> dict[str, int]:
    """The stored codes of the words of a choice."""
    found = next(f for f in FACTS[fact_id].fields if f.name == name)
    return {word: code for code, word in enumerate(found.words)}


RESIDENCY = codes("register.status", "residency")
UNREGISTERED, REGISTERED, MOVED_OUT, DEAD, DELETED = RESIDENCY.values()
NOBODY = -1


def column(type_: type, new: int = 0) -> Any:
    """A column of a type, with the value that a new row has."""
    return field(default_factory=lambda: np.zeros(0, dtype=type_), metadata={"type": type_, "new": new})


@dataclass
class People(Columns):
    """All who ever lived in the town. Days are ordinals, choices codes of their words, texts numbers of the pool,
    yen whole."""

    birth: np.ndarray = column(np.int32)
    sex: np.ndarray = column(np.int8)
    foreign: np.ndarray = column(np.int8)
    family_name: np.ndarray = column(np.int32)
    given_name: np.ndarray = column(np.int32)

    household: np.ndarray = column(np.int32, NOBODY)
    """On paper."""
    relation: np.ndarray = column(np.int8)
    home: np.ndarray = column(np.int32, NOBODY)
    """Where they really live: a number of `Households` as well."""
    home_relation: np.ndarray = column(np.int8)
    desk: np.ndarray = column(np.int32)
    """Groups the events of one family within a day."""
    residency: np.ndarray = column(np.int8, REGISTERED)
    since: np.ndarray = column(np.int32)
    protected_until: np.ndarray = column(np.int32)
    widowed: np.ndarray = column(np.bool_)

    work: np.ndarray = column(np.int8)
    rate: np.ndarray = column(np.int64)
    """True income a year, as it runs now."""
    rate_since: np.ndarray = column(np.int32)
    """Day from which this rate counts; what came before is in the two sums below."""
    so_far: np.ndarray = column(np.int64)
    """Earned in this calendar year up to that day."""
    recent: np.ndarray = column(np.int64)
    """Earned in the last twelve months of the run up to that day."""
    out_of_work: np.ndarray = column(np.bool_)
    non_filer: np.ndarray = column(np.bool_)
    """Files a return in hardly any year."""

    assistance: np.ndarray = column(np.int8)
    assistance_since: np.ndarray = column(np.int32)
    rearing: np.ndarray = column(np.int8)
    rearing_yen: np.ndarray = column(np.int32)
    rearing_since: np.ndarray = column(np.int32)
    child_support: np.ndarray = column(np.int32)
    support_declared: np.ndarray = column(np.bool_)
    allowance: np.ndarray = column(np.int8)
    allowance_yen: np.ndarray = column(np.int32)
    handbook: np.ndarray = column(np.int8)
    handbook_grade: np.ndarray = column(np.int8)
    medical_aid: np.ndarray = column(np.int8)
    benefit: np.ndarray = column(np.int8)
    special_allowance: np.ndarray = column(np.int8)
    special_allowance_yen: np.ndarray = column(np.int32)
    disability_aid: np.ndarray = column(np.int8)
    insurance: np.ndarray = column(np.int8)
    premium_relief: np.ndarray = column(np.int8)
    premium_relief_yen: np.ndarray = column(np.int32)

    premium_arrears: np.ndarray = column(np.int8)

    enrolment: np.ndarray = column(np.int8)
    school: np.ndarray = column(np.int32)
    score: np.ndarray = column(np.int16, -1)
    score_before: np.ndarray = column(np.int16, -1)
    nursery: np.ndarray = column(np.int8)
    childcare_fee: np.ndarray = column(np.int8)
    lunch_arrears: np.ndarray = column(np.bool_)
    school_aid: np.ndarray = column(np.int8)
    school_aid_since: np.ndarray = column(np.int32)
    truant: np.ndarray = column(np.bool_)
    consultations: np.ndarray = column(np.int16)
    counselled: np.ndarray = column(np.int8)
    bullied: np.ndarray = column(np.int8)
    missed_checkups: np.ndarray = column(np.int8)

    arrears: np.ndarray = column(np.int8)
    in_difficulty: np.ndarray = column(np.bool_)
    overpaid: np.ndarray = column(np.bool_)
    card_held: np.ndarray = column(np.bool_)
    number_on_forms: np.ndarray = column(np.bool_)

    def here(self) -> np.ndarray:
        """Who lives in the town and is on its register: numbers of rows."""
        return np.flatnonzero(self.residency[: self.n] == REGISTERED)


@dataclass
class Households(Columns):
    """Households on paper and homes in truth; `members` lists those on paper."""

    district: np.ndarray = column(np.int32)
    lot: np.ndarray = column(np.int32)
    kind: np.ndarray = column(np.int8)
    """The kind it was made as (place in the table of kinds), -1 for what came later."""
    quiet_until: np.ndarray = column(np.int32)
    """The last change was recorded on this day; the next one happens in a later month."""
    entangled: np.ndarray = column(np.bool_)
    """Paper and life differ: ordinary life events leave it alone."""
    low: np.ndarray = column(np.bool_)
    """Made to be below the limits of the resident tax."""

    def __post_init__(self) -> None:
        self.members: list[list[int]] = []

    def found(self, count: int, **values: np.ndarray | int) -> np.ndarray:
        """New households, empty."""
        self.members.extend([] for _ in range(count))
        return self.add(count, **values)
