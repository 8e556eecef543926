"""Answers of the page's server: JSON, or a letter in both languages with the status that it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse, Response

from schemas.ordinance import OrdinanceError
from workshop.letters import Letter
from workshop.page.lane import Stale
from workshop.page.town import NoLane
from workshop.words import LANGS, Words


def answer(made: Callable[[], Any]) -> Response:
    """What is made, as JSON (or as it is, where it is an answer already); a letter where it cannot be made."""
    try:
        found = made()
    except NoLane as none:
        return letter(404, "page.no_lane", asked=none.asked[:40], names=", ".join(none.names))
    except Stale as stale:
        return letter(409, "page.stale", newest=stale.newest)
    except OrdinanceError as wrong:
        return JSONResponse({lang: wrong.letter(lang) for lang in LANGS}, 422)
    except Letter as said:
        return JSONResponse({lang: said.text(Words(lang)) for lang in LANGS}, 422)
    return found if isinstance(found, Response) else JSONResponse(found)


def letter(status: int, key: str, **values: object) -> Response:
    """A letter of the strings, in both languages."""
    return JSONResponse({lang: Words(lang)(key, **values) for lang in LANGS}, status)
