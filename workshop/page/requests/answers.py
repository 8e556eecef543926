"""Answers of the page's server: JSON, or a letter in both languages with the status that fits."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from schemas.ordinance import OrdinanceError
from workshop.letters import Letter
from workshop.page.playing.lane import Locked, Stale
from workshop.page.playing.town import NoLane, Town
from workshop.page.requests.rights import Forbidden
from workshop.words import LANGS, Words


def answer(made: Callable[[], Any]) -> Response:
    """What is made, as JSON (or as it is, where it is an answer already); a letter where it cannot be made."""
    try:
        found = made()
    except NoLane as none:
        return letter(404, "page.no_lane", asked=none.asked[:40], names=", ".join(none.names))
    except Stale as stale:
        return letter(409, "page.stale", newest=stale.newest)
    except Locked:
        return letter(423, "page.locked")
    except Forbidden as forbidden:
        return letter(403, forbidden.key)
    except OrdinanceError as wrong:
        return JSONResponse({lang: wrong.letter(lang) for lang in LANGS}, 422)
    except Letter as said:
        return JSONResponse({lang: said.text(Words(lang)) for lang in LANGS}, 422)
    return found if isinstance(found, Response) else JSONResponse(found)


async def worked(town: Town, made: Callable[[], Any]) -> Response:
    """The same of what is made in the thread that does heavy work."""
    return await town.work(lambda: answer(made))


async def reply(town: Town, request: Request, made: Callable[[dict[str, Any]], Any]) -> Response:
    """The same of what is made there of the JSON object that was sent."""
    body = await request.body()
    return await worked(town, lambda: made(_object(body)))


def field_of(found: Mapping[str, Any], name: str, kind: type) -> Any:
    """A field of what was sent. Letter: it is not there, or of another kind."""
    value = found.get(name)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise Letter("page.not_asked")
    return value


def letter(status: int, key: str, **values: object) -> Response:
    """A letter of the strings, in both languages."""
    return JSONResponse({lang: Words(lang)(key, **values) for lang in LANGS}, status)


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Letter("page.not_asked")
    return found
