"""What the page is told while the town is played: absolute frames, one slot a client, the latest wins."""

from __future__ import annotations

import asyncio
import datetime
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from workshop.page.playing.picture import difference
from workshop.page.playing.played import Played
from workshop.page.playing.town import NoLane, Town
from workshop.page.telling.flow import Flow
from workshop.page.telling.labels import step_label
from workshop.page.texts import L, worded

MOST_FRAMES = 10
"""A second, for each client."""
_LOOKS = 0.02
"""Seconds between two looks at whether there is something new: a change is sent at once, not at the next frame."""
_QUIET = 15.0
"""Seconds without a word after which a comment is sent, so that nobody in between hangs up."""


class Board:
    """What is told besides frames (change, room, lesson): of each kind and lane the newest message only."""

    def __init__(self) -> None:
        self.number = 0
        self.heard: Callable[[], None] = lambda: None
        """Is called whenever something was said."""
        self._newest: dict[tuple[str, str], tuple[int, Any]] = {}

    def post(self, kind: str, said: Any, lane: str = "") -> None:
        """Says something to all clients, or to those of a lane."""
        self.number += 1
        self._newest[kind, lane] = self.number, said
        self.heard()

    def since(self, number: int, lane: str) -> list[tuple[str, Any]]:
        """What was said after a number to clients of a lane, in order."""
        if number == self.number:
            return []
        found = [(n, kind, said) for (kind, whose), (n, said) in self._newest.items() if n > number and whose in ("", lane)]
        return [(kind, said) for _, kind, said in sorted(found, key=lambda one: one[0])]


def frame_of(town: Town, name: str) -> dict[str, Any]:
    """The whole picture of a lane. NoLane."""
    return {**_moment(town, name), **_figures(town.played(name))}


def frame_text(town: Town, name: str) -> str:
    """The same as JSON; what only a newly played lane changes is written once. NoLane."""
    played = town.played(name)
    key = (played.lane.revision, played.shown, played.before)
    if played.told is None or any(a is not b for a, b in zip(played.told[0], key)):
        played.told = key, _json(_figures(played))
    return f"{_json(_moment(town, name))[:-1]},{played.told[1][1:]}"


def _moment(town: Town, name: str) -> dict[str, Any]:
    """What goes on while the town is played."""
    played, day = town.played(name), town.clock.day
    return {
        "seq": town.seq, "lane": name, "revision": played.lane.revision, "exact": town.ready(name), "as_of": _iso(played.shown.day),
        "truth_of": _iso(town.truths.day(played.shown.day)), "time": town.clock.told(), "rates": rates(town), "events": town.cuts.events(day), "waiting": town.waiting, "note": town.note,
    }  # fmt: skip


def _figures(played: Played) -> dict[str, Any]:
    """What a lane has come to, and what its last change did: the same events at the same moment under the ordinance before."""
    shown, before = played.shown, played.before
    compared = before.picture if before is not None and before.day == shown.day else None
    made = None if compared is None else difference(compared, shown.picture)
    gates = Flow(played.lane, shown.day, run_start(played)).states(shown)
    return {"picture": shown.picture, "before": compared, "difference": made, "gates": gates, "last_change": _last_change(played, made)}


def run_start(played: Played) -> int:
    """The day on which the run of a lane began."""
    engine = played.shown.runner.engine
    assert engine is not None
    return engine.run_start


def rates(town: Town) -> dict[str, float]:
    """Events a second by office, at the clock's speed; 0 while it stands. At `fastest` none is said: it is as fast as it can be."""
    speed = town.clock.speed if town.clock.playing else 0
    counted = town.cuts.on(town.clock.day)
    some = {office: round(n * speed / 24, 1) if isinstance(speed, int) else 0.0 for office, n in counted.items()}
    return {**{office: n for office, n in some.items() if office != "any"}, "all": round(sum(some.values()), 1)}


async def stream(town: Town, board: Board, name: str, hello: dict[str, Any], closing: Callable[[], bool], most: float = MOST_FRAMES) -> AsyncIterator[str]:
    """The messages to one client, until it leaves, the lane is closed, or the server ends. It is asked for the next one only when the last was taken."""
    yield _event("hello", _json(hello))
    seen: object = None
    number, sent, quiet = 0, 0.0, time.monotonic()
    with town.viewing(name):
        while not closing() and name in town.lanes:
            for kind, message in board.since(number, name):
                yield _event(kind, _json(message))
            number, now, newest = board.number, time.monotonic(), (town.seq, town.clock.state)
            if newest != seen and now - sent >= 1 / most:
                seen, sent, quiet = newest, now, now
                try:
                    yield _event("frame", frame_text(town, name))
                except NoLane:
                    return
            elif now - quiet >= _QUIET:
                quiet = now
                yield ": still here\n\n"
            due = sent + 1 / most - now
            await asyncio.sleep(due if newest != seen and 0 < due < _LOOKS else _LOOKS)


def _event(kind: str, said: str) -> str:
    return f"event: {kind}\ndata: {said}\n\n"


def _json(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _last_change(played: Played, made: dict[str, Any] | None) -> L | None:
    """What the last change was, and what came of it."""
    if played.lane.last is None:
        return None
    label = step_label(played.lane.last)
    if made is None:
        return label
    return worded("page.last_change", change=label, reached=_signed(made["reached"], ",d"), items=_signed(made["items_per_resident"], ".1f"))


def _signed(value: float, how: str) -> str:
    """A difference with its sign, as figures on the page have it: −16, ＋0.6, ±0."""
    return f"{'−' if value < 0 else '＋' if value > 0 else '±'}{abs(value):{how}}"


def _iso(day: int) -> str:
    return datetime.date.fromordinal(day).isoformat()
