"""Requests about time: the clock, its track, and the stream of frames."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from workshop.letters import Letter
from workshop.page.playing.clock import SPEEDS
from workshop.page.playing.town import NoLane, Town
from workshop.page.requests.answers import answer, letter, reply
from workshop.page.requests.rights import Forbidden, RightsOf
from workshop.page.telling.frames import MOST_FRAMES, Board, stream
from workshop.page.telling.labels import step_label

DOES = ("play", "pause", "speed", "to", "now")
Hello = Callable[[Request], dict[str, Any]]


def routes(town: Town, board: Board, rights_of: RightsOf, hello: Hello, closing: Callable[[], bool]) -> list[Route]:
    """What this room answers."""

    async def said_hello(request: Request) -> Response:
        return answer(lambda: hello(request))

    async def frames(request: Request) -> Response:
        name = request.query_params.get("lane") or next(iter(town.lanes))
        try:
            town.lane(name)
            greeting = hello(request)
        except NoLane as none:
            return letter(404, "page.no_lane", asked=none.asked[:40], names=", ".join(none.names))
        except Forbidden as forbidden:
            return letter(403, forbidden.key)
        rate = request.query_params.get("rate", "")
        most = min(int(rate), MOST_FRAMES) if rate.isascii() and rate.isdigit() and int(rate or 0) else MOST_FRAMES
        return StreamingResponse(stream(town, board, name, greeting, closing, most), media_type="text/event-stream")

    async def move(request: Request) -> Response:
        def moved(said: dict[str, Any]) -> dict[str, Any]:
            rights_of(request).lead()
            _move(town, said)
            return town.clock.told()

        return await reply(town, request, moved)

    async def track(_: Request) -> Response:
        return answer(lambda: track_of(town))

    return [
        Route("/api/hello", said_hello), Route("/api/stream", frames), Route("/api/time", move, methods=["POST"]), Route("/api/time/track", track),
    ]  # fmt: skip


def track_of(town: Town) -> dict[str, Any]:
    """The days of the town with their events, and the changes by the day on which the clock stood."""
    return {
        "first_day": _iso(town.cuts.first_day), "last_day": _iso(town.cuts.last_day), "days": town.cuts.counts.sum(axis=1).tolist(),
        "changes": [{"day": _iso(mark.day), "lane": mark.lane, "revision": mark.revision, "label": step_label(mark.step)} for mark in town.marks],
    }  # fmt: skip


def _move(town: Town, said: dict[str, Any]) -> None:
    clock, do = town.clock, said.get("do")
    if do not in DOES:
        raise Letter("page.bad_time", allowed=", ".join(DOES))
    if "speed" in said or do == "speed":
        if said.get("speed") not in SPEEDS or isinstance(said.get("speed"), bool):
            raise Letter("page.bad_speed", allowed=", ".join(map(str, SPEEDS)))
        clock.run_at(said["speed"])
    if do == "to":
        clock.to(_moment(town, said.get("at")))
    elif do != "speed":
        {"play": clock.play, "pause": clock.pause, "now": clock.now}[do]()
    town.moved()


def _moment(town: Town, at: Any) -> datetime.datetime:
    first, last = town.cuts.first_day, town.cuts.last_day
    try:
        moment = datetime.datetime.fromisoformat(at).replace(tzinfo=None)
    except (TypeError, ValueError):
        moment = datetime.datetime.min
    if not first <= moment.toordinal() <= last:
        raise Letter("page.bad_moment", first=_iso(first), last=_iso(last))
    return moment


def _iso(day: int) -> str:
    return datetime.date.fromordinal(day).isoformat()
