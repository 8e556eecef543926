"""The lines of `truth.jsonl` as columns, gathered some thousand at a time: a whole town as Python objects takes ten times the room."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.fields import Field
from schemas.truth import LATENT

Key = tuple[str, int | None]
"""An attribute and its income year, if it is kept by year."""
AT_A_TIME = 2048
"""So many residents are held as Python objects."""
_PLAIN = ("here", "household", "home", "recent", *LATENT)
"""What everybody has, besides a record at each office (0: none)."""


class Gathering:
    """Residents line by line: what everybody has as rows of numbers, attributes as cells by resident and value."""

    def __init__(self) -> None:
        self.n = 0
        self._offices = tuple(catalogue().offices)
        self._lines: list[tuple[int, ...]] = []
        self._alike: defaultdict[tuple[str | None, ...], tuple[list[int], list[Any]]] = defaultdict(lambda: ([], []))
        """Rows and values of the residents whose facts of a year (None: of no year) have the same names."""
        self._plain: list[np.ndarray] = []
        self._cells: defaultdict[Key, list[tuple[np.ndarray, np.ndarray]]] = defaultdict(list)
        self._errors: defaultdict[str, list[int]] = defaultdict(list)

    def take(self, resident: Mapping[str, Any]) -> None:
        """One line. KeyError, TypeError, AttributeError: it is not as schemas.truth.TrueResident says."""
        here, home = resident["residency"] == "registered", resident["home"]
        plain = (
            here and home is not None, resident["household"] or 0, home or 0, resident["income_last_12_months"],
            *[resident[name] for name in LATENT],
        )  # fmt: skip
        row, records = self.n, resident["records"]
        self._facts(None, resident["facts"])
        for year, facts in resident["years"].items():
            self._facts(year, facts)
        for error in resident["errors"]:
            self._errors[error].append(row)
        self._lines.append((*plain, *[records.get(office, 0) for office in self._offices]))
        self.n += 1

    def _facts(self, year: str | None, facts: Mapping[str, Any]) -> None:
        rows, values = self._alike[year, *facts]
        rows.append(self.n)
        values.append(facts.values())

    @property
    def full(self) -> bool:
        """Whether it is time to `settle`."""
        return len(self._lines) >= AT_A_TIME

    def settle(self) -> None:
        """Makes columns of the lines taken since the last time. ValueError, TypeError: a value that is none."""
        if self._lines:
            self._plain.append(np.array(self._lines, dtype=np.int64).T.copy())
            self._lines = []
        for (name, year), (rows, values) in self._by_attribute().items():
            self._cells[name, year].append((np.array(rows, dtype=np.int32), stored(ATTRIBUTES[name].field, values)))
        self._alike.clear()

    def _by_attribute(self) -> dict[Key, tuple[list[int], list[Any]]]:
        found: defaultdict[Key, tuple[list[int], list[Any]]] = defaultdict(lambda: ([], []))
        for (year, *names), (rows, values) in self._alike.items():
            for name, column in zip(names, zip(*values, strict=True), strict=True):
                if name in ATTRIBUTES:
                    cells = found[str(name), None if year is None else int(year)]
                    cells[0].extend(rows)
                    cells[1].extend(column)
        return found

    def plain(self) -> dict[str, np.ndarray]:
        """By name or office, what everybody has: int64 [n]."""
        names = (*_PLAIN, *self._offices)
        none = np.empty((len(names), 0), dtype=np.int64)
        return {name: np.concatenate([piece[at] for piece in (none, *self._plain)]) for at, name in enumerate(names)}

    def attributes(self) -> dict[Key, np.ndarray]:
        """By attribute and year, the stored values: [n]. What was gathered of them is let go."""
        return {key: self._column(key[0], self._cells.pop(key)) for key in list(self._cells)}

    def _column(self, name: str, pieces: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
        declared = ATTRIBUTES[name].field
        column = np.full(self.n, declared.default, dtype=declared.dtype)
        for rows, values in pieces:
            column[rows] = values
        return column

    def errors(self) -> dict[str, np.ndarray]:
        """By error, the rows of whom it hit."""
        return {error: np.array(rows, dtype=np.int64) for error, rows in self._errors.items()}


def stored(declared: Field, values: list[Any]) -> np.ndarray:
    """Values as the file has them, in stored form. ValueError: a word, a date or a number that is none."""
    try:
        return np.array(_stored(declared, values), dtype=declared.dtype)
    except OverflowError as error:
        raise ValueError(f"{declared.name} of the truth is out of range: {error}.") from None


def _stored(declared: Field, values: list[Any]) -> list[Any]:
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
