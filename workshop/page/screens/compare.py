"""Lanes beside each other, and the seven shipped arrangements: the same town, the same events. Nothing here says which is better."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.routing import Route

from processors.duties import ASSESSED
from schemas.catalogue import catalogue
from schemas.ordinance import Ordinance, load
from schemas.ordinance.dates import law_day
from schemas.ordinance.position import position
from workshop.letters import Letter
from workshop.page.playing.picture import Picture, difference
from workshop.page.playing.town import Standing, Town
from workshop.page.screens.asking import Asked, get
from workshop.page.screens.csv import Table
from workshop.page.texts import both, named, worded
from workshop.tables import title_of

SHIPPED = ("A", "B", "C", "D", "E", "F", "G")
"""The seven arrangements, by name and letter."""
STATES = ("open", "application", "own", "none", "forbidden")
"""What a cell of the grid can say: a row lets it pass, on application only, the duty's own records only, no row does, a row forbids it."""
LOG_FROM = 20
"""An axis is logarithmic where its greatest value is more than so many times the least."""


def routes(town: Town) -> list[Route]:
    """The routes of the screen."""
    return [get(town, "/api/compare", compare, table_of)]


@dataclass(frozen=True)
class Column:
    """A lane or a shipped arrangement: its ordinance, and what it came to (None: it is being played)."""

    name: str
    ordinance: Ordinance
    standing: Standing | None

    def told(self, base: Picture, run: tuple[int, int]) -> dict[str, Any]:
        """All of it, with the difference to a base. `run`: the first day of the run and the day, as ordinals."""
        picture = self.standing.picture if self.standing else None
        return {
            "name": self.name, "title": both(lambda words: title_of(words, self.name, self.ordinance)), "letter": letter_of(self.ordinance),
            "ready": picture is not None, "exact": self.standing is not None and self.standing.exact, "picture": picture,
            "difference": difference(base, picture) if picture else None, "grid": grid(self.ordinance, *run), "point": point(picture) if picture else None,
        }  # fmt: skip


def letter_of(ordinance: Ordinance) -> str | None:
    """The letter of a shipped arrangement that is as it was shipped; None for all others."""
    return ordinance.name if ordinance.name in SHIPPED and ordinance == load(ordinance.name) else None


def compare(asked: Asked) -> dict[str, Any]:
    """All lanes with the difference to one of them (`?base=LANE`, else the first), and the seven, which are played in the background and say so until they are."""
    town = asked.town
    lanes = [Column(name, town.lane(name).ordinance, town.standing(name)) for name in town.lanes]
    shipped = [Column(name, load(name), town.of_ordinance(load(name))) for name in SHIPPED]
    base = asked.query.get("base", lanes[0].name if lanes else "")
    if base not in town.lanes:
        raise Letter("screens.not_said", name="base", found=base[:40], allowed=", ".join(town.lanes))
    standing = town.standing(base)
    engine = standing.runner.engine
    assert engine is not None
    run = engine.run_start, standing.day
    told = [column.told(standing.picture, run) for column in (*lanes, *shipped)]
    return {
        "base": base, "lanes": told[: len(lanes)], "shipped": told[len(lanes) :], "waiting": sum(not one["ready"] for one in told), "kinds": _kinds(told), "duties": _duties(),
        "states": {state: worded(f"screens.state.{state}") for state in STATES}, "axis": axis([one["point"] for one in told]),
        "note": town.shipped_note,
    }  # fmt: skip


def _kinds(told: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The kinds of data that some column says something of."""
    said = {kind for one in told for kind, of in one["grid"].items() if any(state != "none" for state in of.values())}
    return [{"id": id_, "office": kind.office, **named(kind)} for id_, kind in catalogue().kinds.items() if id_ in said]


def _duties() -> list[dict[str, Any]]:
    return [{"id": id_, "nature": catalogue().duties[id_].nature, **named(catalogue().duties[id_])} for id_ in ASSESSED]


def grid(ordinance: Ordinance, run_start: int, day: int) -> dict[str, dict[str, str]]:
    """By kind of data and duty, how far the gate is open on the day: one of STATES."""
    law = law_day(ordinance, run_start, day)
    return {kind: {duty: _state(ordinance, duty, kind, law) for duty in ASSESSED} for kind in catalogue().kinds}


def _state(ordinance: Ordinance, duty: str, kind: str, day: int) -> str:
    stands = position(ordinance, duty, kind, day)
    if stands.prohibition:
        return "forbidden"
    joins = [ground.row for ground in stands.open if ground.row.table != "own"]
    if not joins:
        return "own" if stands.open else "none"
    return "application" if all(set(row.triggers) == {"application"} for row in joins) else "open"


def point(picture: Picture) -> dict[str, Any]:
    """Where a column stands: `x` residents profiled for each benefit reached, `y` benefits reached, `ring` who was told wrongly. Who reached none has no `x`."""
    at = {"y": picture["reached"], "ring": picture["wrong"], "profiled": picture["profiled"]}
    return {**at, "undefined": True} if picture["profiled_per_benefit"] is None else {**at, "x": picture["profiled_per_benefit"], "undefined": False}


def axis(points: Iterable[dict[str, Any] | None]) -> dict[str, Any]:
    """The axes over all points: least and greatest value, whether `x` is logarithmic, and titles."""
    there = [one for one in points if one is not None]
    xs = [one["x"] for one in there if not one["undefined"]]
    ys, positive = [one["y"] for one in there], [x for x in xs if x > 0]
    log = bool(positive) and len(positive) == len(xs) and max(xs) / min(xs) > LOG_FROM
    return {
        "x": {"min": min(xs, default=0), "max": max(xs, default=0), "log": log, **worded("screens.axis.x_log" if log else "screens.axis.x")},
        "y": {"min": 0, "max": max(ys, default=0), **worded("screens.axis.y")}, "undefined": worded("screens.axis.undefined"),
    }  # fmt: skip


def table_of(found: dict[str, Any]) -> Table:
    """Lanes and the seven as a table, by name."""
    columns = ("name", "reached", "missed", "wrong", "items", "profiled", "per_benefit", "month_delivered", "once_delivered", "year_delivered", "month_missed",
               "once_missed", "year_missed", "portal", "entries")  # fmt: skip
    rows = sorted((one["title"]["ja"], _row(one)) for one in (*found["lanes"], *found["shipped"]) if one["ready"])
    return Table("compare", tuple(worded(f"screens.compare.{name}") for name in columns), tuple(row for _, row in rows))


def _row(one: dict[str, Any]) -> tuple[Any, ...]:
    picture = one["picture"]
    yen = [picture["yen"][side].get(per) for side in ("delivered", "missed") for per in ("month", "once", "year")]
    figures = [picture[name] for name in ("reached", "missed", "wrong", "items_per_resident", "profiled", "profiled_per_benefit")]
    shown, hidden = picture["portal"]["shown"], picture["portal"]["not_shown"]
    return (one["title"], *figures, *yen, shown, shown + hidden)
