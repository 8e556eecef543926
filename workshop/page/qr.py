"""A link as a QR code, where segno is installed; it is needed for nothing else."""

from __future__ import annotations

import io
from importlib import import_module, util
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from workshop.page.requests.answers import letter

LONGEST = 600


def drawable() -> bool:
    """Whether QR codes can be drawn."""
    return util.find_spec("segno") is not None


def in_blocks(text: str) -> str:
    """The code of a text in block letters, for a terminal; nothing where none can be drawn."""
    if not drawable():
        return ""
    drawn = io.StringIO()
    _code(text).terminal(out=drawn, compact=True)
    return drawn.getvalue()


def in_svg(text: str) -> bytes:
    """The code of a text as a picture."""
    drawn = io.BytesIO()
    _code(text).save(drawn, kind="svg", scale=4, border=2, light="#fff", title=text)
    return drawn.getvalue()


def _code(text: str) -> Any:
    return import_module("segno").make(text, micro=False)


async def drawn(request: Request) -> Response:
    """`?text=`: a link into this very page as a code; of anything else none is drawn."""
    text = request.query_params.get("text", "")
    if not drawable() or len(text) > LONGEST or not text.startswith(str(request.base_url)):
        return letter(404, "page.no_qr")
    return Response(in_svg(text), media_type="image/svg+xml")


ROUTE = Route("/api/qr", drawn)
