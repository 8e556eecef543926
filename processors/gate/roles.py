"""Who somebody is in a case (applicant, spouse, guardian, child, supporter...): the bits that a row's `subjects` are held against."""

from __future__ import annotations

import datetime

import numpy as np

from schemas.catalogue import catalogue
from schemas.facts import RELATIONS
from schemas.levels import Levels

ROLES: tuple[str, ...] = tuple(catalogue().subjects)
ROLE_BIT: dict[str, int] = {role: 1 << i for i, role in enumerate(ROLES)}
_CHILD_YEARS = 18


def _by_relation(bits: int, *words: str) -> np.ndarray:
    """Bits by relation code, for some words: uint8 [relations]."""
    return np.array([bits if word in words else 0 for word in RELATIONS], dtype=np.uint8)


_OWN, _GRAND, _OF_PARENTS = 1, 2, 4
"""Whose child somebody is, as far as relations to the head tell: of the head, of the head's children, of the head's parents."""
_CHILD_OF = _by_relation(_OWN, "child", "spouse-child") | _by_relation(_GRAND, "grandchild") | _by_relation(_OF_PARENTS, "sibling", "head")
_PARENT_OF = _by_relation(_OWN, "head", "spouse") | _by_relation(_GRAND, "child", "child-spouse") | _by_relation(_OF_PARENTS, "parent")
_OF_CHILD = np.uint8(ROLE_BIT["same-household"] | ROLE_BIT["child"])
_NO_SUPPORTER = ("co-resident", "spouse")
_OF_ADULT = _by_relation(ROLE_BIT["same-household"], *RELATIONS) | _by_relation(ROLE_BIT["supporter"], *(word for word in RELATIONS if word not in _NO_SUPPORTER))
_COUPLE = _by_relation(1, "head", "spouse")


def first_birth_of_a_child(day: int) -> int:
    """The earliest birth of somebody whose 31 March after the 18th birthday is not past on a day (年齢計算ニ関する法律)."""
    today = datetime.date.fromordinal(day)
    last = today.year + ((today.month, today.day) > (3, 31))
    return datetime.date(last - _CHILD_YEARS - 1, 4, 2).toordinal()


def roles_of(birth: np.ndarray, relation: np.ndarray, levels: Levels, day: int) -> np.ndarray:
    """Role bits of each member apart from the application: uint8 [m], members level by level.

    Guardians are the parents, as far as relations to the head tell; supporters (扶養義務者) the adult relatives; children run
    to the 31 March after 18.
    """
    child = birth >= first_birth_of_a_child(day)
    children = levels.fold(np.bitwise_or, _CHILD_OF[relation] * child, 0)
    guardian = (_PARENT_OF[relation] & children[levels.home]) != 0
    adult = _OF_ADULT[relation] | guardian * np.uint8(ROLE_BIT["guardian"])
    return np.where(child, _OF_CHILD, adult)


def with_application(roles: np.ndarray, relation: np.ndarray, applicant: np.ndarray, place: np.ndarray, n: int) -> np.ndarray:
    """Role bits with who applied, and that person's husband or wife: uint8 [m]; `place`: the household of each, of n."""
    couple = _COUPLE[relation] != 0
    asked = np.bincount(place[applicant & couple], minlength=n) > 0
    spouse = couple & ~applicant & asked[place]
    return roles | applicant * np.uint8(ROLE_BIT["applicant"]) | spouse * np.uint8(ROLE_BIT["spouse"])
