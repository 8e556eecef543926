"""The book of dated values: read from TOML, and opened at a day and a town."""

from __future__ import annotations

import datetime
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from schemas.ordinance.model import TownFacts
from schemas.programmes.parameters.values import Dated, LawTable, Threshold

CLASSES_OF_AREA = ("1-1", "1-2", "2-1", "2-2", "3-1", "3-2")
"""級地, as the columns of a list of six."""
COLUMNS = {"class_of_area": CLASSES_OF_AREA, "class": ("1", "2", "3")}
TOWN = Dated("", "", "", datetime.date(1, 1, 1), "ordinance", "D")
TOWN_LABELS = {
    "class_of_area": ("級地", "class of area"),
    "school_aid_factor_permille": ("就学援助の倍率（千分率）", "factor of school aid, in thousandths"),
    "taxed_on": ("住民税の賦課期日", "day of residence for the resident tax"),
}


class NotCovered(LookupError):
    """The law of that day is not in the parameters."""


class _Named:
    """Values by name, as attributes."""

    def __init__(self, values: dict[str, Any], starts: dict[str, datetime.date]) -> None:
        self.__dict__.update(values)
        self._starts = starts

    def _missing(self, name: str) -> Exception:
        starts = self.__dict__.get("_starts", {})
        if name in starts:
            return NotCovered(
                f"{name} is not known for that day: its first value holds from {starts[name]}. "
                "Choose a later day, or add an earlier value under schemas/programmes/parameters."
            )
        return AttributeError(f"No parameter is called {name!r}. The parameters are: {', '.join(sorted(starts))}.")


class Tables(_Named):
    """The tables in force."""

    def __getattr__(self, name: str) -> LawTable:
        raise self._missing(name)


class Parameters(_Named):
    """The values in force on one day in one town, as attributes: numbers here, tables in `tables`, other words by
    `word`.
    """

    def __init__(self, values: dict[str, Any], origins: dict[str, Dated], starts: dict[str, datetime.date]) -> None:
        numbers = {name: value for name, value in values.items() if isinstance(value, int)}
        super().__init__(numbers, starts)
        self.tables = Tables({name: value for name, value in values.items() if isinstance(value, LawTable)}, starts)
        self._values, self._origins = values, origins

    def __getattr__(self, name: str) -> int:
        raise self._missing(name)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def word(self, name: str) -> str:
        """A value that is no number: a day of the year."""
        if name not in self._values:
            raise self._missing(name)
        return str(self._values[name])

    def origin(self, name: str) -> Dated:
        """Where a value comes from."""
        return self._origins[name]

    def traced(self) -> Parameters:
        """The same, with numbers that know where they come from."""
        values = {
            name: Threshold.of(v, self._origins[name]) if type(v) is int else v for name, v in self._values.items()
        }
        return Parameters(values, self._origins, self._starts)


class _Entry:
    """One dated value as the file gives it."""

    def __init__(self, dated: Dated, entry: dict[str, Any], where: str) -> None:
        self.dated, self.where = dated, where
        self.by: str | None = entry.get("by")
        if self.by is not None and self.by not in COLUMNS:
            raise ValueError(f"{where}: by = {self.by!r}. It may be one of: {', '.join(COLUMNS)}.")
        if ("value" in entry) == ("rows" in entry):
            raise ValueError(f"{where}: the entry from {dated.since} must have either `value` or `rows`.")
        self.value, self.rows = entry.get("value"), entry.get("rows")

    def at(self, class_of_area: str) -> Any:
        """The value in a town of this class of area."""
        if self.rows is None:
            return self._column(self.value, class_of_area)
        return LawTable({int(key): self._column(row, class_of_area) for key, row in self.rows.items()}, self.dated)

    def _column(self, cell: Any, class_of_area: str) -> Any:
        if self.by is None:
            return cell
        columns = COLUMNS[self.by]
        if not isinstance(cell, list) or len(cell) != len(columns):
            raise ValueError(
                f"{self.where}: {cell!r} stands where a list of {len(columns)} should, "
                f"one for each of {', '.join(columns)}."
            )
        return cell[columns.index(class_of_area if self.by == "class_of_area" else class_of_area[0])]


class Book:
    """All dated values, by name; opened with `on`."""

    def __init__(self, entries: dict[str, list[_Entry]]) -> None:
        self._entries = {name: sorted(dated, key=lambda entry: entry.dated.since) for name, dated in entries.items()}
        self._turns = sorted({entry.dated.since.toordinal() for dated in self._entries.values() for entry in dated})
        self._opened: dict[tuple[int, TownFacts], Parameters] = {}

    def on(self, day: int, facts: TownFacts) -> Parameters:
        """The values in force on a day (proleptic ordinal) in a town."""
        key = (bisect_right(self._turns, day), facts)
        found = self._opened.get(key)
        if found is None:
            found = self._opened[key] = self._open(day, facts)
        return found

    def dates(self, name: str) -> tuple[datetime.date, ...]:
        """The dates from which a parameter has another value."""
        return tuple(entry.dated.since for entry in self._entries[name])

    def listed(self) -> Iterator[tuple[str, Dated, Any]]:
        """Every value as its file gives it: the file and name, its origin, and the number, word, list or table."""
        for entries in self._entries.values():
            yield from ((entry.where, entry.dated, entry.value if entry.rows is None else entry.rows) for entry in entries)

    def turns(self) -> tuple[datetime.date, ...]:
        """The dates from which any parameter has another value."""
        return tuple(map(datetime.date.fromordinal, self._turns))

    def _open(self, day: int, facts: TownFacts) -> Parameters:
        values: dict[str, Any] = {}
        origins: dict[str, Dated] = {}
        for name, (ja, en) in TOWN_LABELS.items():
            values[name] = getattr(facts, name)
            origins[name] = Dated(name, ja, en, TOWN.since, TOWN.source, TOWN.confidence)
        for name, entries in self._entries.items():
            begun = [entry for entry in entries if entry.dated.since.toordinal() <= day]
            if begun:
                values[name], origins[name] = begun[-1].at(facts.class_of_area), begun[-1].dated
        return Parameters(values, origins, {name: entries[0].dated.since for name, entries in self._entries.items()})


def read_book(paths: Iterable[Path]) -> Book:
    """The book of some TOML files; labels may stand in any one of them."""
    files = [(path.name, tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(paths)]
    labels = {
        name: (part["label_ja"], part["label_en"], part.get("unit", ""))
        for _, raw in files
        for name, part in raw.items()
        if isinstance(part, dict) and "label_ja" in part
    }
    entries: dict[str, list[_Entry]] = {}
    for file, raw in files:
        for name, part in raw.items():
            if isinstance(part, dict):
                entries.setdefault(name, []).extend(_entries(file, raw, name, part, labels))
    _refuse_doubles(entries)
    return Book(entries)


def _entries(
    file: str, raw: dict[str, Any], name: str, part: dict[str, Any], labels: dict[str, tuple[str, str, str]]
) -> list[_Entry]:
    where = f"{file}: {name}"
    if name not in labels:
        raise ValueError(f"{where} has no labels. Give it label_ja and label_en.")
    made = []
    for entry in part.get("on", ()):
        said = {key: entry.get(key, raw.get(key)) for key in ("from", "source", "confidence")}
        missing = [key for key, value in said.items() if value is None]
        if missing:
            raise ValueError(f"{where}: an entry has no {', '.join(missing)}. Every value of the law needs them.")
        ja, en, unit = labels[name]
        made.append(_Entry(Dated(name, ja, en, said["from"], said["source"], said["confidence"], unit), entry, where))
    return made


def _refuse_doubles(entries: dict[str, list[_Entry]]) -> None:
    for name, dated in entries.items():
        days = [entry.dated.since for entry in dated]
        for day in days:
            if days.count(day) > 1:
                places = ", ".join(entry.where for entry in dated if entry.dated.since == day)
                raise ValueError(f"{name} has two values from {day} ({places}). Keep one of them.")


@cache
def shipped() -> Book:
    """The book that the repo ships."""
    return read_book(Path(__file__).parent.glob("*.toml"))


def parameters_on(day: int, facts: TownFacts | None = None, book: Book | None = None) -> Parameters:
    """The values in force on a day (proleptic ordinal) in a town."""
    return (book or shipped()).on(day, facts or TownFacts())
