"""The truth of a town (`truth.jsonl`) as columns, a row a resident. Only the score and the written assessor read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic_core import from_json

from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.keys import HOUSEHOLD, RESIDENT, opaque
from schemas.truth import LATENT
from workshop.truth_columns import Gathering

TRUTH_FILE = "truth.jsonl"
NOWHERE = -1
GRANTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "exempt-household-benefit": ("benefit", ("confirmed", "paid")),
    "child-allowance": ("child_allowance_status", ("granted",)),
    "child-rearing-allowance": ("rearing_allowance_status", ("full", "part")),
    "school-aid": ("school_aid_status", ("granted",)),
    "childcare-fee": ("childcare_fee", ("granted",)),
    "insurance-premium-relief": ("premium_relief", ("granted",)),
    "public-assistance": ("assistance_status", ("in-force", "suspended")),
    "special-child-rearing-allowance": ("special_allowance_status", ("granted",)),
    "disability-medical-aid": ("disability_aid", ("granted",)),
    "single-parent-medical-aid": ("medical_aid", ("granted",)),
}
"""By programme, the fact that says that it was granted on application, and the words that mean yes."""


@dataclass
class Truth:
    """n residents, also those who died or left. `home` is a code from 0 (NOWHERE for who does not live here); days are
    ordinals.

    `records` go by office; `attributes` by (name, income year or None), in stored form, where somebody
    has another value than the default.
    """

    records: dict[str, np.ndarray]
    here: np.ndarray
    home: np.ndarray
    household: np.ndarray
    """The number of the household that the register last said; 0 for none."""
    home_number: np.ndarray
    """The household number that stands for the real home; 0 for none."""
    recent_income: np.ndarray
    latent: dict[str, np.ndarray]
    """By name (schemas.truth.LATENT), a state that no record holds and no formula reads: bool [n]."""
    attributes: dict[tuple[str, int | None], np.ndarray]
    errors: dict[str, np.ndarray]
    """By error, the rows of the residents whom it hit."""

    def __post_init__(self) -> None:
        self.keys = opaque(self.records["register"], RESIDENT)
        """The residents' opaque keys."""
        self._order = np.argsort(self.keys)
        self._sorted = self.keys[self._order]

    @property
    def n(self) -> int:
        """How many residents."""
        return len(self.here)

    def find(self, keys: np.ndarray) -> np.ndarray:
        """The row of each opaque key, or NOWHERE: int64 [k]."""
        if not self.n:
            return np.full(len(keys), NOWHERE, dtype=np.int64)
        at = np.minimum(np.searchsorted(self._sorted, keys), self.n - 1)
        return np.where(self._sorted[at] == keys, self._order[at], NOWHERE)

    def values(self, name: str, year: int | None = None) -> np.ndarray:
        """One attribute of all residents, in stored form: [n]."""
        found = self.attributes.get((name, year))
        if found is None:
            declared = ATTRIBUTES[name].field
            found = self.attributes[name, year] = np.full(self.n, declared.default, dtype=declared.dtype)
        return found

    def hit(self, error: str) -> np.ndarray:
        """Whom an error of recording hit: bool [n]."""
        found = np.zeros(self.n, dtype=bool)
        found[self.errors.get(error, np.empty(0, dtype=np.int64))] = True
        return found

    def granted(self, programme: str) -> np.ndarray:
        """Who has the programme granted on application, and truly lives here: bool [n]."""
        if programme not in GRANTED:
            return np.zeros(self.n, dtype=bool)
        name, words = GRANTED[programme]
        declared = ATTRIBUTES[name].field
        return self.here & np.isin(self.values(name), [declared.code(word) for word in words])

    def household_keys(self) -> np.ndarray:
        """The opaque key of the household that the register last said; 0 for none: int64 [n]."""
        return np.where(self.household > 0, opaque(self.household, HOUSEHOLD), 0)


def read_truth(source: Path | Truth) -> Truth:
    """The truth in a folder or a file (or as it is). FileNotFoundError: none there; ValueError: a line that is none."""
    if isinstance(source, Truth):
        return source
    path = source / TRUTH_FILE if source.is_dir() else source
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is not there. `nayose simulate` writes {TRUTH_FILE} beside the offices' files; "
            "without it nothing can be scored."
        )
    with path.open("rb") as lines:
        return truth_of(_parsed(path.name, lines))


def _parsed(name: str, lines: Iterable[bytes]) -> Iterable[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        try:
            parsed = from_json(line)
        except ValueError as error:
            raise ValueError(
                f"{name}, line {number}: no JSON ({error}). Take the file as `nayose simulate` wrote it."
            ) from None
        yield parsed


def truth_of(residents: Iterable[dict[str, Any]]) -> Truth:
    """The truth of some residents, each as schemas.truth.TrueResident says; else ValueError."""
    gathered = Gathering()
    for resident in residents:
        try:
            gathered.take(resident)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(
                f"Resident {gathered.n + 1} of the truth is not as schemas.truth.TrueResident says: {error}. "
                "Take the file as `nayose simulate` wrote it."
            ) from None
        if gathered.full:
            gathered.settle()
    gathered.settle()
    return _of(gathered)


def _of(gathered: Gathering) -> Truth:
    plain = gathered.plain()
    here, homes = plain["here"].astype(bool), plain["home"]
    code = np.full(gathered.n, NOWHERE, dtype=np.int64)
    code[here] = np.unique(homes[here], return_inverse=True)[1]
    return Truth(
        records={office: plain[office] for office in catalogue().offices},
        here=here,
        home=code,
        household=plain["household"],
        home_number=homes,
        recent_income=plain["recent"],
        latent={name: plain[name].astype(bool) for name in LATENT},
        attributes=gathered.attributes(),
        errors=gathered.errors(),
    )
