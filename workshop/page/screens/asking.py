"""Requests of the screens: read in a worker thread while the town stands still, and answered as JSON, or as a table to keep."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from workshop.letters import Letter
from workshop.page.answers import answer
from workshop.page.screens.csv import Table, kept
from workshop.page.town import Town


@dataclass(frozen=True)
class Asked:
    """What is asked of a town: names in the path, parameters, and the body of a POST."""

    town: Town
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def lane(self) -> str:
        """The lane's name. NoLane."""
        self.town.lane(self.path["lane"])
        return self.path["lane"]

    def said(self, name: str, allowed: Any = None) -> str:
        """A text of the body. Letter: it is not there, or not one of those allowed."""
        found = self.body.get(name)
        if not isinstance(found, str) or len(found) > MOST_TEXT or (allowed is not None and found not in allowed):
            raise Letter("screens.not_said", name=name, found=str(found)[:40], allowed=", ".join(allowed or ["..."]))
        return found


MOST_TEXT = 200
Made = Callable[[Asked], Any]
Tabled = Callable[[Any], Table]


def get(town: Town, path: str, made: Made, table: Tabled | None = None) -> Route:
    """A GET; where it is a table, `?as=csv` and `?as=json` give it as a file."""

    async def endpoint(request: Request) -> Response:
        asked = Asked(town, request.path_params, request.query_params, {})
        return await run_in_threadpool(_answered, asked, made, table)

    return Route(path, endpoint)


def post(town: Town, path: str, made: Made) -> Route:
    """A POST with a JSON object."""

    async def endpoint(request: Request) -> Response:
        asked = Asked(town, request.path_params, request.query_params, _object(await request.body()))
        return await run_in_threadpool(_answered, asked, made, None)

    return Route(path, endpoint, methods=["POST"])


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _answered(asked: Asked, made: Made, table: Tabled | None) -> Response:
    def whole() -> Any:
        with asked.town.turn:
            found = made(asked)
            how = asked.query.get("as", "")
            return kept(asked.town, asked.path.get("lane", ""), how, asked.query.get("lang", "ja"), table(found), found) if table and how else found

    return answer(whole)
