"""Changes of what offices have on record of the members, as far as the formula reads it and the duty may see it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from processors.duties import needs
from schemas.ages import fiscal_year
from schemas.attributes import ATTRIBUTES, Attribute
from schemas.fields import MOST_YEN, Field
from workshop.why.kept import Event
from workshop.why_not.clerk import Clerk, usual_on
from workshop.why_not.formula import Formula, Place, Variant
from workshop.why_not.state import State
from workshop.why_not.step import Said, Step
from workshop.why_not.values import in_words, name_of, of_year

NOT_CHANGED = ("relation", "sex", "nationality", "residency", "registered_on", "levy", "levy_yen")
"""What a record would not become otherwise by: who somebody is to whom, and what follows from other items."""
NUMBERS = ("yen", "int", "date")
FURTHEST_DAYS = 1_100
"""How far a date of birth is moved at most: three years, so that nobody becomes somebody else."""
_SPAN = 64
"""Values that are tried at once between two others."""
NO_MORE = {"counselling": "unfounded", "bullying": "not-founded", "consultation": "not-founded", "checkup": "attended"}
"""What an entry becomes that should not count."""
USUAL_GRADE = 2
"""The grade of a handbook that somebody would have who has none."""


@dataclass(frozen=True)
class Item:
    """One attribute of one member, and how it stands: a stored value, or None where it is not known."""

    member: int
    attribute: Attribute
    year: int | None
    held: int | None

    @property
    def place(self) -> Place:
        """Where the formula reads it."""
        return self.member, self.attribute.name

    @property
    def field(self) -> Field:
        """Its field."""
        return self.attribute.field

    @property
    def ends(self) -> tuple[int, int]:
        """The least and the greatest that it may become."""
        if self.field.type == "date":
            return (self.held or 0) - FURTHEST_DAYS, (self.held or 0) + FURTHEST_DAYS
        return self.field.least, MOST_YEN if self.field.type == "yen" else self.field.most


@dataclass(frozen=True)
class Records:
    """The items that may be other than they are, in a state."""

    state: State
    unit: str
    up: bool

    @cached_property
    def formula(self) -> Formula:
        """The formula of the state."""
        return Formula(self.state)

    @cached_property
    def items(self) -> list[Item]:
        """What the formula reads of each member and the duty may see."""
        found = []
        for name, year in needs(self.state.programme, self.state.engine.day).items():
            attribute = ATTRIBUTES[name]
            if name in NOT_CHANGED or attribute.field.type == "text" or (attribute.field.type == "date" and name != "birth"):
                continue
            values, states = self.state.results.view.households.values.column(name, year)
            for member, seen in enumerate(self.state.passing[name]):
                if seen:
                    known = states is None or not states[member]
                    found.append(Item(member, attribute, year, int(values[member]) if known else None))
        return found

    def singles(self) -> Iterator[Step]:
        """Steps that turn the formula's answer by themselves."""
        tried = [(item, value) for item in self.items for value in _tried(item)]
        flips = self._flips([self._variant(item, value) for item, value in tried])
        for (item, value), flipped in zip(tried, flips.tolist()):
            if flipped and item.field.type not in NUMBERS:
                yield from self._step(item, value)
        for item in (item for item in self.items if item.field.type in NUMBERS):
            for value in self._nearest(item, {}):
                yield from self._step(item, value)

    def pairs(self, most: int = 24) -> Iterator[tuple[Step, Step]]:
        """Pairs of steps of two items that turn it together, but neither alone."""
        coarse = [(item, value) for item in self.items for value in _coarse(item)]
        alone = self._flips([self._variant(item, value) for item, value in coarse])
        coarse = [each for each, flipped in zip(coarse, alone.tolist()) if not flipped]
        couples = [(a, b) for at, a in enumerate(coarse) for b in coarse[at + 1 :] if a[0].place != b[0].place]
        flips = self._flips([{**self._variant(*a), **self._variant(*b)} for a, b in couples])
        found: dict[tuple[Place, Place], None] = {}
        for ((a, x), (b, y)), flipped in zip(couples, flips.tolist()):
            if flipped and len(found) < most and (a.place, b.place) not in found:
                found[a.place, b.place] = None
                yield from self._couple(a, x, b, y)

    def _couple(self, a: Item, x: int, b: Item, y: int) -> Iterator[tuple[Step, Step]]:
        """Both as near to what is as they can be: first the one, the other held; then the other."""
        x = self._nearer(a, x, self._variant(b, y))
        y = self._nearer(b, y, self._variant(a, x))
        for first in self._step(a, x):
            for second in self._step(b, y):
                yield first, second

    def _nearer(self, item: Item, value: int, beside: Variant) -> int:
        if item.field.type not in NUMBERS or item.held is None:
            return value
        side = [near for near in self._nearest(item, beside) if (near > item.held) == (value > item.held)]
        return side[0] if side else value

    def _variant(self, item: Item, value: int) -> dict[Place, int]:
        """The item at a value, with what is told in one breath: a score and its fall, a handbook and its grade."""
        varied = {item.place: value}
        if item.attribute.name == "standard_score" and item.held is not None:
            values, states = self.state.results.view.households.values.column("standard_score_fall")
            if states is None or not states[item.member]:
                varied[item.member, "standard_score_fall"] = int(values[item.member]) + item.held - value
        if item.attribute.name == "handbook" and value and not item.held:
            varied[item.member, "handbook_grade"] = USUAL_GRADE
        return varied

    def _flips(self, variants: Sequence[Variant]) -> np.ndarray:
        found = [self.formula.eligible(variants[at : at + 4096], self.unit) for at in range(0, len(variants), 4096)]
        return np.concatenate(found or [np.zeros(0, dtype=bool)]) == self.up

    def _nearest(self, item: Item, beside: Variant) -> list[int]:
        """On each side of what is held the nearest value that turns the answer; where nothing is held, the greatest or least from 0."""
        least, most = item.ends
        start = 0 if item.held is None else item.held
        if item.held is None:
            return self._widest(item, beside, most)
        found = []
        for sign, room in ((-1, start - least), (1, most - start)):
            steps = [min(1 << power, room) for power in range(max(room, 0).bit_length() + 1)] if room > 0 else []
            flips = self._flips([{**beside, **self._variant(item, start + sign * step)} for step in steps])
            if flips.any():
                first = int(np.argmax(flips))
                found.append(start + sign * self._between(item, start, sign, steps[first - 1] if first else 0, steps[first], beside))
        return found

    def _between(self, item: Item, start: int, sign: int, low: int, high: int, beside: Variant) -> int:
        """The least distance in (low, high] that turns the answer; `high` does."""
        while high - low > 1:
            steps = sorted({low + (high - low) * at // _SPAN for at in range(1, _SPAN)} - {low} | {high})
            flips = self._flips([{**beside, **self._variant(item, start + sign * step)} for step in steps])
            first = int(np.argmax(flips))
            low, high = steps[first - 1] if first else low, steps[first]
        return high

    def _widest(self, item: Item, beside: Variant, most: int) -> list[int]:
        """Of what is not known: the greatest value that still turns the answer, if 0 does; else the least that does."""
        steps = [0, *(min(1 << power, most) for power in range(most.bit_length()))]
        flips = self._flips([{**beside, **self._variant(item, step)} for step in steps])
        if not flips.any() or flips.all():
            return [0] if flips.any() else []
        first = int(np.argmax(~flips if flips[0] else flips))
        low, high = steps[first - 1], steps[first]
        while high - low > 1:
            middle = (low + high) // 2
            if bool(self._flips([{**beside, **self._variant(item, middle)}])[0]) == bool(flips[0]):
                low = middle
            else:
                high = middle
        return [low if flips[0] else high]

    def _step(self, item: Item, value: int) -> Iterator[Step]:
        """The step to a value, told by events; nothing where no event would say so."""
        events = _Told(self.state, item).events(value)
        if not events:
            return
        says = {
            "who": self.state.world.people[self.state.keys[item.member]], "item": name_of(item.field), "now": in_words(item.field, item.held),
            "value": in_words(item.field, value), "year": of_year(item.year),
        }  # fmt: skip
        rank = {"date": "date", "yen": "amount", "int": "count"}.get(item.field.type, "status")
        amount = abs(value - item.held) if item.field.type in NUMBERS and item.held is not None else 0
        slot = ("item", self.state.keys[item.member], item.attribute.fact.id, item.attribute.name)
        yield Step(Said(f"whynot.{self._key(item, value)}", says), "fact", rank, slot, amount, events)

    def _key(self, item: Item, value: int) -> str:
        """Of what is not on record: whether it may be so much at most, or must be so much at least."""
        if item.held is not None:
            return "item"
        if item.field.type not in ("yen", "int"):
            return "item_unknown"
        zero, more = self._flips([self._variant(item, each) for each in (0, min(value + 1, item.ends[1]))]).tolist()
        return "item_unknown" if zero and more else "item_unknown_most" if zero else "item_unknown_least"


def _tried(item: Item) -> list[int]:
    """The other words of a choice, the other truth value."""
    if item.field.type == "choice":
        return [code for code in range(len(item.field.words)) if code != item.held]
    return [each for each in (0, 1) if each != item.held] if item.field.type == "bool" else []


def _coarse(item: Item) -> list[int]:
    """Some values for a first look at pairs."""
    if item.field.type not in NUMBERS:
        return _tried(item)
    least, most = item.ends
    if item.field.type == "date":
        return [(item.held or 0) + days for days in (-FURTHEST_DAYS, -366, 366, FURTHEST_DAYS)]
    return [each for each in dict.fromkeys((max(least, 0), 2, most)) if each != item.held]


@dataclass(frozen=True)
class _Told:
    """How offices would tell that an item has another value."""

    state: State
    item: Item

    @property
    def _key(self) -> int:
        return self.state.keys[self.item.member]

    @property
    def _clerk(self) -> Clerk:
        return Clerk(self.state)

    def events(self, value: int) -> tuple[Event, ...]:
        """The events; none where no event would say so."""
        attribute = self.item.attribute
        if attribute.how in ("slot", "duty-year"):
            found = [self._slot(self.item.year or 0, attribute.source, self._plain(value))]
        elif attribute.how == "newest":
            held = self._clerk.held(self._key, attribute.fact.id)
            found = [self._slot(max(held, default=fiscal_year(self.state.world.day)), attribute.source, self._plain(value))]
        elif attribute.how in ("any", "count"):
            found = self._counted(value)
        elif attribute.how == "most-in-a-month":
            found = self._absences(value)
        else:
            found = []
        return () if any(event is None for event in found) else tuple(event for event in found if event is not None)

    def _slot(self, period: int, source: str, value: Any) -> Event | None:
        fact = self.item.attribute.fact
        held = self._clerk.held(self._key, fact.id).get(period)
        values = dict(held.values) if held else {f.name: usual_on(f, self.state.world.day) for f in fact.fields}
        values[source] = value
        return self._clerk.writes(self._key, fact.id, period, self._complete(values))

    def _complete(self, values: dict[str, Any]) -> Mapping[str, Any]:
        """What goes with a value: a handbook has a grade, what begins does so on the day; an income found exempt has no tax."""
        if "handbook" in values:
            values["handbook_grade"] = 0 if values["handbook"] == "none" else values["handbook_grade"] or USUAL_GRADE
        if "levy" in values and self.item.held is None:
            values |= {"levy": "exempt", "levy_yen": 0}
        return values

    def _plain(self, value: int) -> Any:
        field = self.item.field
        if field.type == "choice":
            return field.words[value]
        if field.type == "date":
            return datetime.date.fromordinal(value).isoformat()
        return bool(value) if field.type == "bool" else value

    def _counted(self, value: int) -> list[Event | None]:
        """More entries, each under a number of its own; or fewer, found to be unfounded."""
        fact, of = self.item.attribute.fact, self.item.attribute.of
        field = fact.fields[0]
        held = self._clerk.held(self._key, fact.id)
        counting = [period for period, origin in held.items() if field.code(origin.values[field.name]) in of]
        wanted = min(value, 1) if self.item.attribute.how == "any" else value
        if wanted < len(counting) and field.name in NO_MORE:
            return [self._entry(period, NO_MORE[field.name], held[period].values) for period in counting[wanted:]]
        fresh = range(max(held, default=0) + 1, max(held, default=0) + 1 + min(wanted - len(counting), 40))
        return [self._entry(period, field.words[of[0]], {}) for period in fresh]

    def _entry(self, period: int, word: str, held: Mapping[str, Any]) -> Event | None:
        fact = self.item.attribute.fact
        values = {f.name: usual_on(f, self.state.world.day) for f in fact.fields} | dict(held) | {fact.fields[0].name: word}
        return self._clerk.writes(self._key, fact.id, period, values)

    def _absences(self, value: int) -> list[Event | None]:
        """Days of absence in the fullest month of the last half year, more or fewer."""
        fact = self.item.attribute.fact
        held = [p for p, origin in self._clerk.held(self._key, fact.id).items() if origin.values["absent"]]
        months: dict[int, list[int]] = {}
        for day in held:
            months.setdefault(datetime.date.fromordinal(day).replace(day=1).toordinal(), []).append(day)
        if value < (self.item.held or 0):
            return [self._absent(day, False) for days in months.values() for day in sorted(days)[value:]]
        last = datetime.date.fromordinal(self.state.world.day).replace(day=1) - datetime.timedelta(days=1)
        first = max(months, key=lambda month: len(months[month]), default=last.replace(day=1).toordinal())
        free = [day for day in range(first, first + 31) if day not in months.get(first, ()) and day <= self.state.world.day]
        return [self._absent(day, True) for day in free[: value - len(months.get(first, ()))]]

    def _absent(self, day: int, absent: bool) -> Event | None:
        fact = self.item.attribute.fact
        return self._clerk.writes(self._key, fact.id, day, {fact.fields[0].name: absent})

