"""What a form says of one member at one office, as the slots that the office would hold."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from schemas.ages import fiscal_year
from schemas.facts import Fact
from schemas.fields import Field
from schemas.vocabulary.declare import DUTIES
from workshop.household.names import Named, of_office, parts_of, sums_of
from workshop.household.plain import BAD, DAYS, date_of, plain
from workshop.household.problems import Notes, Place

Slot = tuple[str, int]
"""(fact id, period)."""
Slots = dict[Slot, dict[str, Any]]
"""What is said of each slot: values by field, dates as `datetime.date`."""
NO_FALL_FROM = 60
"""The earlier standard score where only a fall is given."""


@dataclass
class OfficeReader:
    """Reads the table of one office about one member, as of a day; `years` are the income years that a value without a year stands for."""

    office: str
    day: datetime.date
    years: tuple[int, ...]
    notes: Notes
    slots: Slots = field(default_factory=dict)

    def read(self, table: Any, place: Place) -> Slots:
        """The slots of the table."""
        if not isinstance(table, dict):
            self.notes.wrong(place, table, "{ ... }")
            return self.slots
        for key, value in table.items():
            year = _year(key)
            if year is None:
                self._entry(key, value, (*place, key), None)
            elif isinstance(value, dict):
                for name, one in value.items():
                    self._entry(name, one, (*place, key, name), year)
            else:
                self.notes.wrong((*place, key), value, "{ ... }")
        return self.slots

    def _entry(self, name: str, value: Any, place: Place, year: int | None) -> None:
        known, sums = of_office(self.office), sums_of(self.office)
        if name in known:
            self._named(known[name], value, place, year)
        elif name in sums and year is None:
            self._sum(name, sums[name], value, place)
        else:
            yearly = [n for n, k in known.items() if k.fact.period == "year"]
            self.notes.unknown(place, name, yearly if year is not None else [*known, *sums])

    def _named(self, named: Named, value: Any, place: Place, year: int | None) -> None:
        if year is not None and named.fact.period != "year":
            self.notes.unknown(
                place, place[-1], [n for n, k in of_office(self.office).items() if k.fact.period == "year"]
            )
            return
        for period, one, where in self._periods(named, value, place, year):
            if named.whole and isinstance(one, dict):
                self._parts(named.fact, period, one, where)
            else:
                self._put(named.fact, period, named.field, one, where)

    def _parts(self, fact: Fact, period: int, table: dict[str, Any], place: Place) -> None:
        parts = parts_of(fact)
        for name, value in table.items():
            if name in parts:
                self._put(fact, period, parts[name], value, (*place, name))
            else:
                self.notes.unknown((*place, name), name, parts)

    def _put(self, fact: Fact, period: int, of: Field, value: Any, place: Place) -> None:
        made = plain(of, value, place, self.notes)
        if made is not BAD:
            self.slots.setdefault((fact.id, period), {})[of.name] = made

    def _periods(self, named: Named, value: Any, place: Place, year: int | None) -> Iterator[tuple[int, Any, Place]]:
        """The slots that a value is about: (period, value, place) of each."""
        kind = named.fact.period
        if kind == "none":
            yield 0, value, place
        elif kind == "year":
            yield from self._of_years(value, place, year, named)
        elif kind == "month":
            yield from self._by_key(value, place, _month, self.day.year * 100 + self.day.month, "2025-02")
        elif kind == "day":
            yield from self._of_days(value, place)
        elif kind == "number":
            numbered = (
                value if isinstance(value, dict) else dict(enumerate(value if isinstance(value, list) else [value], 1))
            )
            yield from self._by_key(numbered, place, _count, 1, "1")
        else:
            yield from self._of_duties(value, place)

    def _of_years(self, value: Any, place: Place, year: int | None, named: Named) -> Iterator[tuple[int, Any, Place]]:
        if year is not None:
            yield year, value, place
        elif isinstance(value, dict) and (not named.whole or any(_year(key) is not None for key in value)):
            yield from self._by_key(value, place, _year, 0, "2023")
        else:
            school = fiscal_year(self.day.toordinal())
            yield from ((each, value, place) for each in (self.years if self.office == "tax" else (school,)))

    def _by_key(
        self, value: Any, place: Place, read: Any, usual: int, example: str
    ) -> Iterator[tuple[int, Any, Place]]:
        if not isinstance(value, dict):
            yield usual, value, place
            return
        for key, one in value.items():
            period = read(key)
            if period is None:
                self.notes.wrong((*place, key), key, example)
            else:
                yield period, one, (*place, key)

    def _of_days(self, value: Any, place: Place) -> Iterator[tuple[int, Any, Place]]:
        listed = (
            value.items()
            if isinstance(value, dict)
            else [(day, True) for day in (value if isinstance(value, list) else [value])]
        )
        for day, one in listed:
            made = date_of(day)
            if made is BAD:
                self.notes.wrong(place, day, DAYS)
            else:
                yield made.toordinal(), one, place

    def _of_duties(self, value: Any, place: Place) -> Iterator[tuple[int, Any, Place]]:
        listed = [(duty, True) for duty in DUTIES] if value is True else _pairs(value)
        for duty, one in listed:
            if duty in DUTIES:
                yield DUTIES.index(duty), one, place
            else:
                self.notes.unknown(place, duty, DUTIES)

    def _sum(self, name: str, named: Named, value: Any, place: Place) -> None:
        made = plain(named.field, value, place, self.notes)
        if made is not BAD and made:
            self.slots.update(_slots_of_sum(name, named.fact, int(made), self.day, self.slots))


def _slots_of_sum(name: str, fact: Fact, sum_: int, day: datetime.date, held: Slots) -> Slots:
    """Slots that come to a sum."""
    first = fact.fields[0]
    if fact.period == "number":
        word = {"consultations": "founded", "missed_checkups": "missed", "bullied": "recognised"}.get(name, "open")
        return {(fact.id, 1000 + at): {first.name: word} for at in range(sum_)}
    if fact.period == "day":
        start = day.toordinal() - sum_ if name == "health_room_visits" else _month_of(day, sum_)
        return {(fact.id, start + at): {first.name: True} for at in range(sum_)}
    year = fiscal_year(day.toordinal())
    newest = held.get((fact.id, year), {}).get(first.name, NO_FALL_FROM - sum_)
    return {(fact.id, year - 1): {first.name: newest + sum_}, (fact.id, year): {first.name: newest}}


def _month_of(day: datetime.date, days: int) -> int:
    """The first day (ordinal) of the last whole month before a day that has so many days."""
    end = day.replace(day=1) - datetime.timedelta(days=1)
    while end.day < min(days, 31):
        end = end.replace(day=1) - datetime.timedelta(days=1)
    return end.replace(day=1).toordinal()


def _pairs(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return [(duty, True) for duty in (value if isinstance(value, list) else [value])]


def _year(key: Any) -> int | None:
    text = str(key).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def _count(key: Any) -> int | None:
    text = str(key).strip()
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:12]) < 2**31 else None


def _month(key: Any) -> int | None:
    text = str(key).strip().replace("-", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 6 and 1 <= int(text[4:]) <= 12 else None
