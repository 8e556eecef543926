"""The page's server: what a lane has come to, and its changes, as JSON; and the page itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from workshop.page import screens
from workshop.page.answers import answer, letter
from workshop.page.guard import Guard
from workshop.page.lane import Lane
from workshop.page.rules import rules_of
from workshop.page.town import Town
from workshop.tables import title_of
from workshop.words import LANGS, Lang, Words

STATIC = Path(__file__).parent.parent / "static"
CHANGES = ("switch", "undo", "redo")


def app_of(town: Town) -> Starlette:
    """The app over a town that is held. Changes are made one after another."""
    turn = asyncio.Lock()

    async def hello(_: Request) -> Response:
        return JSONResponse(town.told())

    async def words(request: Request) -> Response:
        lang: Lang = "en" if request.path_params["lang"] == "en" else "ja"
        return JSONResponse({key.removeprefix("page."): text for key, text in Words(lang).all.items() if key.startswith("page.")})

    async def shown(request: Request) -> Response:
        return answer(lambda: view_of(town, request.path_params["lane"]))

    async def change(request: Request) -> Response:
        asked = await _asked(request)
        if asked is None:
            return letter(422, "page.not_asked")
        name, what = request.path_params["lane"], request.path_params["what"]
        if what not in CHANGES:
            return letter(404, "page.no_such")
        async with turn:
            return await run_in_threadpool(answer, lambda: _change(town, name, what, asked))

    routes = [
        Route("/", lambda _: FileResponse(STATIC / "index.html")),
        Route("/api/hello", hello),
        Route("/api/words/{lang}", words),
        Route("/api/lanes/{lane}", shown),
        *screens.routes(town),
        Route("/api/lanes/{lane}/{what:str}", change, methods=["POST"]),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard)])


def view_of(town: Town, name: str) -> dict[str, Any]:
    """A lane as the page shows it. NoLane."""
    lane = town.lane(name)
    return {
        "lane": name, "revision": lane.revision, "hash": lane.ordinance.content_hash[:12],
        "switches": list(lane.switches), "undo": lane.can_undo, "redo": lane.can_redo, "rules": rules_of(lane), "picture": town.picture(name),
        "title": {lang: title_of(Words(lang), name, lane.ordinance) for lang in LANGS},
    }  # fmt: skip


async def _asked(request: Request) -> dict[str, Any] | None:
    try:
        asked = json.loads(await request.body())
    except ValueError:
        return None
    good = isinstance(asked, dict) and isinstance(asked.get("base"), int) and isinstance(asked.get("switch", ""), str)
    return asked if good else None


def _change(town: Town, name: str, what: str, asked: dict[str, Any]) -> dict[str, Any]:
    base = asked["base"]
    changes: dict[str, Callable[[Lane], None]] = {
        "switch": lambda lane: lane.switch(base, asked.get("switch", "")),
        "undo": lambda lane: lane.undo(base),
        "redo": lambda lane: lane.redo(base),
    }
    done = town.change(name, changes[what])
    return {"before": done.before, "difference": done.difference, **view_of(town, name)}
