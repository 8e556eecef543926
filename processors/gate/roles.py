"""Who somebody is in a case (applicant, spouse, guardian, child, supporter...): the bits that a row's `subjects` are held against."""

from __future__ import annotations

import datetime

import numpy as np

from schemas.catalogue import catalogue
from schemas.facts import RELATIONS

ROLES: tuple[str, ...] = tuple(catalogue().subjects)
ROLE_BIT: dict[str, int] = {role: 1 << i for i, role in enumerate(ROLES)}
_ADULT_YEARS, _CHILD_YEARS = 18, 18
_CODE = {word: code for code, word in enumerate(RELATIONS)}


def _any_by_home(flags: np.ndarray, place: np.ndarray, n: int) -> np.ndarray:
    """Whether any member's flag holds, lifted back to the members: bool [m]."""
    return (np.bincount(place[flags], minlength=n) > 0)[place]


def _is(relation: np.ndarray, *words: str) -> np.ndarray:
    table = np.zeros(len(RELATIONS), dtype=bool)
    table[[_CODE[word] for word in words]] = True
    return table[relation]


def last_child_day(birth: np.ndarray) -> np.ndarray:
    """The 31 March after the 18th birthday, as a day: int [m] (born on 1 April: 31 March of that year, 年齢計算ニ関する法律)."""
    eve = (birth.astype(np.int64) - 1 - 719163).astype("datetime64[D]")
    year = eve.astype("datetime64[Y]").astype(np.int64)
    after_march = (eve - eve.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64) >= 90 + _leap(year + 1970)
    end = (year + _CHILD_YEARS + after_march).astype("datetime64[Y]").astype("datetime64[M]") + 3
    return end.astype("datetime64[D]").astype(np.int64) - 1 + 719163


def _leap(year: np.ndarray) -> np.ndarray:
    return ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)


def first_birth_of_a_child(day: int) -> int:
    """The earliest birth of somebody whose `last_child_day` is not past on a day."""
    today = datetime.date.fromordinal(day)
    last = today.year + ((today.month, today.day) > (3, 31))
    return datetime.date(last - _CHILD_YEARS - 1, 4, 2).toordinal()


def roles_of(birth: np.ndarray, relation: np.ndarray, place: np.ndarray, n: int, day: int) -> np.ndarray:
    """Role bits of each member apart from the application: uint8 [m].

    Guardians are the parents, as far as relations to the head tell; supporters (扶養義務者) the adult relatives; children run
    to the 31 March after 18.
    """
    child = birth >= first_birth_of_a_child(day)
    adult = ~child
    own = _is(relation, "child", "spouse-child")
    grand = _is(relation, "grandchild")
    guardian = adult & (
        (_is(relation, "head", "spouse") & _any_by_home(child & own, place, n))
        | (_is(relation, "child", "child-spouse") & _any_by_home(child & grand, place, n))
        | (_is(relation, "parent") & _any_by_home(child & _is(relation, "sibling", "head"), place, n))
    )
    bits = np.full(len(birth), ROLE_BIT["same-household"], dtype=np.uint8)
    bits |= np.where(child, ROLE_BIT["child"], 0).astype(np.uint8)
    bits |= np.where(guardian, ROLE_BIT["guardian"], 0).astype(np.uint8)
    bits |= np.where(adult & ~_is(relation, "co-resident", "spouse"), ROLE_BIT["supporter"], 0).astype(np.uint8)
    return bits


def with_application(roles: np.ndarray, relation: np.ndarray, applicant: np.ndarray, place: np.ndarray, n: int) -> np.ndarray:
    """Role bits with who applied, and that person's husband or wife: uint8 [m]."""
    couple = _is(relation, "head", "spouse")
    spouse = couple & ~applicant & _any_by_home(applicant & couple, place, n)
    bits = roles | np.where(applicant, ROLE_BIT["applicant"], 0).astype(np.uint8)
    return bits | np.where(spouse, ROLE_BIT["spouse"], 0).astype(np.uint8)
