"""Answers of the page's server: JSON, or a letter in both languages with the status that fits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from schemas.ordinance import OrdinanceError
from workshop.letters import Letter
from workshop.page.lane import Locked, Stale
from workshop.page.rights import Forbidden
from workshop.page.town import NoLane, Town
from workshop.words import LANGS, Words


async def answer(town: Town, made: Callable[[], Any]) -> Response:
    """What was made in the thread that does heavy work, as JSON; or why it could not be, as a letter."""
    return await _answered(asyncio.wrap_future(town.work(made)))


async def at_once(made: Callable[[], Any]) -> Response:
    """The same of what is made in no time."""

    async def now() -> Any:
        return made()

    return await _answered(now())


async def asked(request: Request) -> dict[str, Any]:
    """The JSON object of a request. Letter: it is none."""
    try:
        found = json.loads(await request.body())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Letter("page.not_asked")
    return found


def field_of(found: Mapping[str, Any], name: str, kind: type) -> Any:
    """A field of a request. Letter: it is not there, or of another kind."""
    value = found.get(name)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise Letter("page.not_asked")
    return value


def letter(status: int, key: str, **values: object) -> Response:
    """A letter."""
    return JSONResponse({lang: Words(lang)(key, **values) for lang in LANGS}, status)


async def _answered(made: Any) -> Response:
    try:
        return JSONResponse(await made)
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
    except Letter as wrong_one:
        return JSONResponse({lang: wrong_one.text(Words(lang)) for lang in LANGS}, 422)
