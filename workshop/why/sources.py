"""Where the facts of a trace come from: the event that recorded each, with its office and its dates."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from schemas.attributes import ATTRIBUTES, Attribute
from schemas.catalogue import catalogue
from schemas.trace import Tree
from schemas.vocabulary import EVENT_TYPES
from workshop.why.kept import Origin, recorded_on
from workshop.why.labels import day_in_words
from workshop.why.world import World
from workshop.words import Words


@dataclass(frozen=True)
class Sources:
    """Of one household. `keys`: the members' opaque keys, by row of the trace; `called`: what they are called."""

    world: World
    keys: Sequence[int]
    called: Sequence[str]
    told: set[tuple[str, int | None, int]] = field(default_factory=set)
    """Of which facts of whom the source was told already."""

    def of(self, fact: Tree) -> list[dict[str, Any]]:
        """The source of a fact for each member of whom it is known: `member`, `office`, and `event` (type), `effective`, `recorded`
        (ISO dates; None where nothing is on record), `form` (whether the form says so), `count` (of records summed up)."""
        attribute = ATTRIBUTES[fact["fact"]]
        known = [cell["member"] for cell in fact["cells"] if cell["value"] is not None]
        return [self._of(attribute, fact["income_year"], member) for member in known]

    def _of(self, attribute: Attribute, year: int | None, member: int) -> dict[str, Any]:
        held = self._origins(attribute, year, member)
        found: dict[str, Any] = {"member": member, "office": attribute.fact.office, "count": len(held)}
        if not held:
            return {**found, "event": None, "effective": None, "recorded": None, "form": False}
        newest = max(held, key=lambda origin: (recorded_on(origin.event), origin.event["id"])).event
        recorded = recorded_on(newest).isoformat()
        return {
            **found, "event": newest["type"], "effective": newest["data"]["effective"], "recorded": recorded,
            "form": newest["id"] in self.world.written,
        }  # fmt: skip

    def _origins(self, attribute: Attribute, year: int | None, member: int) -> list[Origin]:
        """The events behind an attribute: of its slot, of the newest, or of all that are summed up."""
        held = self.world.kept.of(self.world.record(self.keys[member], attribute.fact.office), attribute.fact.id)
        if attribute.how in ("slot", "duty-year"):
            return [held[year or 0]] if (year or 0) in held else []
        return [held[max(held)]] if held and attribute.how == "newest" else list(held.values())

    def lines(self, words: Words, fact: Tree) -> list[str]:
        """The same in words, of each member once; members of whom the same is to be said in one line."""
        said: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
        for source in self.of(fact):
            fresh = fact["fact"], fact["income_year"], source["member"]
            if fresh in self.told:
                continue
            self.told.add(fresh)
            key, values = self._line(words, source)
            said.setdefault((key, tuple(values.items())), []).append(self.called[source["member"]])
        return [words(key, who=words("assess.and").join(members), **dict(values)) for (key, values), members in said.items()]

    def _line(self, words: Words, source: dict[str, Any]) -> tuple[str, dict[str, str]]:
        """The key of the string, and its values."""
        office = words.label(catalogue().offices[source["office"]])
        if source["event"] is None:
            return "why.origin_default", {"office": office}
        if source["form"]:
            return "why.origin_form", {"office": office, "recorded": said_day(words, _form_day(self.world))}
        days = {name: said_day(words, source[name]) for name in ("effective", "recorded")}
        event = words.label(EVENT_TYPES[source["event"]])
        key = "why.origin_many" if source["count"] > 1 else "why.origin"
        return key, {"office": office, "event": event, "count": str(source["count"]), **days}


def _form_day(world: World) -> str:
    return datetime.date.fromordinal(world.start).isoformat()


def said_day(words: Words, iso: str) -> str:
    """A day as people read it."""
    return words.label(day_in_words(datetime.date.fromisoformat(iso)))
