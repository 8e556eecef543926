"""The page's server: routes of every room, behind the guard; and the page itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from workshop.page import lanes, qr, screens, times
from workshop.page.playing.clock import SPEEDS
from workshop.page.playing.town import Town
from workshop.page.requests.guard import Guard
from workshop.page.rooms.doors import Doors
from workshop.page.rooms.held import Held
from workshop.page.rooms.kept import Kept
from workshop.page.rooms.room import Room
from workshop.page.rooms.routes import routes as routes_of_rooms
from workshop.page.telling.frames import Board
from workshop.page.texts import worded
from workshop.words import Lang, Words

STATIC = Path(__file__).parent.parent / "static"


def app_of(town: Town, room: Room | None = None, hosts: tuple[str, ...] = (), closing: Callable[[], bool] = lambda: False, more: list[Route] | None = None, kept: Kept | None = None) -> Starlette:
    """The app over a town that is held. `room`: tables with a lane each join it, otherwise everybody at this machine may do all; `hosts`: names beside
    localhost by which the server is asked for; `closing`: whether the server ends; `more`: further routes; `kept`: where the room outlasts it."""
    told = Board()
    held = Held(town, told, room)
    if kept is not None:
        kept.take_up(held)
        told.heard = lambda: kept.save(held)
    rights_of = held.rights_of

    def hello(request: Request) -> dict[str, Any]:
        return {**hello_of(town), "rights": rights_of(request).told()}

    routes = [
        Route("/", lambda _: FileResponse(STATIC / "index.html")),
        Route("/api/words/{lang}", words),
        qr.ROUTE,
        *(more or []),
        *routes_of_rooms(held),
        *times.routes(town, told, rights_of, hello, closing),
        *screens.routes(town, rights_of),
        *lanes.routes(town, told, rights_of),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=hosts), Middleware(Doors, held=held)])


def hello_of(town: Town) -> dict[str, Any]:
    """What there is: the town, what plays it, its lanes."""
    about, cuts = town.about, town.cuts
    return {
        "version": _version(),
        "town": {
            "name": worded("page.town_name"), "residents": town.truths.residents, "seed": about.seed, "months": about.months, "start": about.start, "code": about.version,
            "first_day": _iso(cuts.first_day), "last_day": _iso(cuts.last_day), "events": int(cuts.counts.sum()),
        },
        "runner": town.runner_told(),
        "lanes": lanes.lanes_of(town),
        "speeds": list(SPEEDS),
        "qr": qr.drawable(),
    }  # fmt: skip


async def words(request: Request) -> Response:
    """All words of the page in a language, without `page.` before their keys, and those for the causes of `missed`."""
    lang: Lang = "en" if request.path_params["lang"] == "en" else "ja"
    return JSONResponse({key.removeprefix("page."): text for key, text in Words(lang).all.items() if key.startswith(("page.", "missed."))})


def _version() -> str:
    try:
        return version("nayose")
    except PackageNotFoundError:
        return "0"


def _iso(day: int) -> str:
    return datetime.date.fromordinal(day).isoformat()
