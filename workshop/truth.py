"""The truth of a town (`truth.jsonl`) as columns, a row a resident. Only the score and the written assessor read it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic_core import from_json

from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.fields import Field
from schemas.keys import HOUSEHOLD, RESIDENT, opaque

TRUTH_FILE = "truth.jsonl"
NOWHERE = -1
GRANTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "exempt-household-benefit": ("benefit", ("confirmed", "paid")),
    "child-allowance": ("child_allowance_status", ("granted",)),
    "child-rearing-allowance": ("rearing_allowance_status", ("full", "part")),
    "school-aid": ("school_aid_status", ("granted",)),
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
    in_difficulty: np.ndarray
    overpaid: np.ndarray
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
    reader = _Reader()
    for row, resident in enumerate(residents):
        try:
            reader.take(row, resident)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(
                f"Resident {row + 1} of the truth is not as schemas.truth.TrueResident says: {error}. "
                "Take the file as `nayose simulate` wrote it."
            ) from None
    return reader.truth()


class _Reader:
    """Gathers values line by line: those that everybody has as lists, the others as (row, value)."""

    def __init__(self) -> None:
        self.plain: dict[str, list[Any]] = {
            name: [] for name in ("here", "household", "home", "recent", "in_difficulty", "overpaid")
        }
        self.records: dict[str, list[int]] = {office: [] for office in catalogue().offices}
        self.sparse: dict[tuple[str, int | None], tuple[list[int], list[Any]]] = {}
        self.errors: dict[str, list[int]] = {}

    def take(self, row: int, resident: dict[str, Any]) -> None:
        """One line."""
        plain, here = self.plain, resident["residency"] == "registered"
        plain["here"].append(here and resident["home"] is not None)
        plain["household"].append(resident["household"] or 0)
        plain["home"].append(resident["home"] or 0)
        plain["recent"].append(resident["income_last_12_months"])
        plain["in_difficulty"].append(resident["in_difficulty"])
        plain["overpaid"].append(resident["overpaid"])
        for office, numbers in self.records.items():
            numbers.append(resident["records"].get(office, 0))
        self._facts(row, resident["facts"], None)
        for year, facts in resident["years"].items():
            self._facts(row, facts, int(year))
        for error in resident["errors"]:
            self.errors.setdefault(error, []).append(row)

    def _facts(self, row: int, facts: dict[str, Any], year: int | None) -> None:
        for name, value in facts.items():
            rows, values = self.sparse.setdefault((name, year), ([], []))
            rows.append(row)
            values.append(value)

    def truth(self) -> Truth:
        """All of it as columns."""
        n = len(self.plain["here"])
        here = np.array(self.plain["here"], dtype=bool)
        homes = np.array(self.plain["home"], dtype=np.int64)
        code = np.full(n, NOWHERE, dtype=np.int64)
        code[here] = np.unique(homes[here], return_inverse=True)[1]
        known = {
            (name, year): self._column(n, name, *cells)
            for (name, year), cells in self.sparse.items()
            if name in ATTRIBUTES
        }
        return Truth(
            records={office: np.array(numbers, dtype=np.int64) for office, numbers in self.records.items()},
            here=here,
            home=code,
            household=np.array(self.plain["household"], dtype=np.int64),
            home_number=homes,
            recent_income=np.array(self.plain["recent"], dtype=np.int64),
            in_difficulty=np.array(self.plain["in_difficulty"], dtype=bool),
            overpaid=np.array(self.plain["overpaid"], dtype=bool),
            attributes=known,
            errors={error: np.array(rows, dtype=np.int64) for error, rows in self.errors.items()},
        )

    @staticmethod
    def _column(n: int, name: str, rows: list[int], values: list[Any]) -> np.ndarray:
        declared = ATTRIBUTES[name].field
        column = np.full(n, declared.default, dtype=declared.dtype)
        column[rows] = stored_all(declared, values)
        return column


def stored_all(declared: Field, values: list[Any]) -> list[Any]:
    """Values as the file has them, in stored form. ValueError: a word or a date that is none."""
    if declared.type == "choice":
        codes = {word: code for code, word in enumerate(declared.words)}
        unknown = sorted({value for value in values if value not in codes})
        if unknown:
            raise ValueError(
                f"{declared.name} is {unknown[0]!r} in the truth. It may be one of: {', '.join(declared.words)}."
            )
        return [codes[value] for value in values]
    if declared.type == "date":
        return [datetime.date.fromisoformat(value).toordinal() for value in values]
    return [0] * len(values) if declared.type == "text" else values
