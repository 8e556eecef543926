"""Requests of the screens: made in the town's worker thread, and answered as JSON, or as a table to keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from processors.engine import Engine
from schemas.ordinance import Ordinance
from workshop.letters import Letter
from workshop.page.playing.lane import Locked
from workshop.page.playing.town import Standing, Town
from workshop.page.requests.answers import reply, worked
from workshop.page.requests.rights import RightsOf, everybody
from workshop.page.screens.csv import SYNTHETIC, Table, as_csv
from workshop.page.screens.days import iso
from workshop.words import Lang


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

    @property
    def standing(self) -> Standing:
        """What the lane has come to. NoLane."""
        return self.town.standing(self.lane)

    @property
    def engine(self) -> Engine:
        """The engine that played the lane; the lane's name in it is that of its `standing`."""
        engine = self.standing.runner.engine
        assert engine is not None
        return engine

    @property
    def ordinance(self) -> Ordinance:
        """The ordinance in force in the lane. NoLane."""
        return self.town.lane(self.lane).ordinance

    def said(self, name: str, allowed: Any = None) -> str:
        """A text of the body. Letter: it is not there, or not one of those allowed."""
        found = self.body.get(name)
        if not isinstance(found, str) or len(found) > MOST_TEXT or (allowed is not None and found not in allowed):
            raise Letter("screens.not_said", name=name, found=str(found)[:40], allowed=", ".join(allowed or ["..."]))
        return found


MOST_TEXT = 200
SCHEMA = "nayose.page.table/1"
Made = Callable[[Asked], Any]
Tabled = Callable[[Any], Table]


def get(town: Town, path: str, made: Made, table: Tabled | None = None) -> Route:
    """A GET; where it is a table, `?as=csv` and `?as=json` give it as a file."""

    async def endpoint(request: Request) -> Response:
        asked = Asked(town, request.path_params, request.query_params, {})
        return await worked(town, lambda: _made(asked, made, table))

    return Route(path, endpoint)


def post(town: Town, path: str, made: Made, rights_of: RightsOf = everybody) -> Route:
    """A POST with a JSON object. Forbidden: the lane is not the asker's own. Locked."""

    async def endpoint(request: Request) -> Response:
        def of(body: dict[str, Any]) -> Any:
            name, rights = request.path_params["lane"], rights_of(request)
            rights.change(name)
            if town.lane(name).locked and not rights.leads:
                raise Locked
            return made(Asked(town, request.path_params, request.query_params, body))

        return await reply(town, request, of)

    return Route(path, endpoint, methods=["POST"])


def _made(asked: Asked, made: Made, table: Tabled | None) -> Any:
    found, how = made(asked), asked.query.get("as", "")
    return kept(asked, how, table(found), found) if table and how else found


def kept(asked: Asked, how: str, table: Table, whole: Any) -> Response:
    """A table as a file, or what it was made of. Letter: neither `csv` nor `json` is asked for."""
    headers = {"content-disposition": f'attachment; filename="{table.name}.{how}"'}
    if how == "csv":
        lang: Lang = "en" if asked.query.get("lang") == "en" else "ja"
        return Response(as_csv(table, lang), media_type="text/csv; charset=utf-8", headers=headers)
    if how == "json":
        return JSONResponse({"synthetic": SYNTHETIC, "schema": SCHEMA, "town": asked.town.folder.name, **_of(asked), "table": table.name, "data": whole}, headers=headers)
    raise Letter("screens.not_said", name="as", found=how[:40], allowed="csv, json")


def _of(asked: Asked) -> dict[str, Any]:
    if "lane" not in asked.path:
        return {}
    return {"lane": asked.lane, "ordinance": asked.ordinance.content_hash[:12], "day": iso(asked.standing.day)}
