"""The doors of a room: what stands before every request."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from workshop.page.playing.lane import Locked
from workshop.page.requests.answers import letter
from workshop.page.requests.rights import Forbidden, Rights
from workshop.page.rooms.held import Held


class Doors:
    """Stands before an app (ASGI): who has no token of the room is not let in, and nobody changes what is not theirs."""

    FREE = ("/api/words/", "/api/room/join", "/static/")
    """Where a token is not asked for: words, joining, the page itself."""

    def __init__(self, app: ASGIApp, held: Held) -> None:
        self.app, self.held = app, held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        refused = self._refusal(Request(scope)) if scope["type"] == "http" else None
        await (refused or self.app)(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        path = request.url.path
        if self.held.room is None or not path.startswith("/api/") or path.startswith(self.FREE):
            return None
        try:
            rights = self.held.rights_of(request)
            if request.method not in ("GET", "HEAD") and path.startswith("/api/lanes"):
                self._change(rights, path.split("/")[3:4])
        except Forbidden as forbidden:
            return letter(403, forbidden.key)
        except Locked:
            return letter(423, "page.locked")
        return None

    def _change(self, rights: Rights, lane: list[str]) -> None:
        if not lane:
            rights.lead()
            return
        rights.change(lane[0])
        if lane[0] in self.held.town.lanes and self.held.town.lane(lane[0]).locked:
            raise Locked
