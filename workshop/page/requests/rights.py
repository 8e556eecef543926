"""Who may change what: without a room everybody at this machine may change everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

TOKEN = "x-nayose-token"


class Forbidden(PermissionError):
    """Somebody may not do that; `key` of the letter that says so."""

    def __init__(self, key: str = "page.not_yours") -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Rights:
    """`role`: single, facilitator, participant or projector; a participant may change one `lane`."""

    role: str = "single"
    lane: str | None = None

    @property
    def leads(self) -> bool:
        """Whether the clock, and every lane, is theirs to move."""
        return self.role in ("single", "facilitator")

    def change(self, lane: str) -> None:
        """Asks whether a lane is theirs to change. Forbidden."""
        if not self.leads and not (self.role == "participant" and self.lane == lane):
            raise Forbidden

    def lead(self) -> None:
        """Asks whether they lead. Forbidden."""
        if not self.leads:
            raise Forbidden("page.not_leading")

    def told(self) -> dict[str, Any]:
        """As the page reads it."""
        return {"role": self.role, "lane": self.lane}


RightsOf = Callable[[Request], Rights]
"""The rights of who asks, by the token. Forbidden: a token that is none."""


def token_of(request: Request) -> str:
    """The token of a request, from its header, or its address (a stream cannot send a header); nothing without one."""
    return request.headers.get(TOKEN) or request.query_params.get("token", "")


def everybody(_: Request) -> Rights:
    """No room: all may do all."""
    return Rights()
