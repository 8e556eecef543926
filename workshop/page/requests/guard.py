"""What the page's server takes at all: only from this machine, only from its own pages, and only small bodies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import JSONResponse

from workshop.words import LANGS, Words

MOST_BYTES = 1024 * 1024
LOCAL = ("127.0.0.1", "localhost")
HEADERS = {
    "content-security-policy": "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-store",
}  # fmt: skip
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Guard:
    """Stands before an app (ASGI); what it does not let in is answered with a letter, and is not read."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], hosts: tuple[str, ...] = ()) -> None:
        self.app, self.hosts = app, (*LOCAL, *hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in HEADERS.items())]
            await send(message)

        refused = refusal(scope["method"], Headers(scope=scope), self.hosts)
        if refused is not None:
            status, key = refused
            await JSONResponse({lang: Words(lang)(key) for lang in LANGS}, status)(scope, receive, with_headers)
            return
        await self.app(scope, receive, with_headers)


def refusal(method: str, headers: Headers, hosts: tuple[str, ...] = LOCAL) -> tuple[int, str] | None:
    """Status and letter for what is not let in: another host's name (DNS rebinding), another site's page, a large body or one of unknown size."""
    host = headers.get("host", "")
    if host.rpartition(":")[0] not in hosts and host not in hosts:
        return 403, "page.other_host"
    if method in ("GET", "HEAD"):
        return None
    bare = method == "DELETE" and "content-type" not in headers
    if headers.get("origin", f"http://{host}") != f"http://{host}" or not (bare or headers.get("content-type", "").startswith("application/json")):
        return 403, "page.other_site"
    size = headers.get("content-length", "0" if bare else "")
    return None if size.isdigit() and int(size) <= MOST_BYTES else (413, "page.too_large")
