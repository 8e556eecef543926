"""Requests to an app (ASGI) without a socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HOST = "localhost:8080"


@dataclass(frozen=True)
class Answer:
    """What the app answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def ask(app: Any, path: str, body: bytes | None = None, method: str = "", **headers: str) -> Answer:
    """GET, or POST where there is a body, or the `method`. Names of headers with `_` for `-`; an empty one is left out."""
    given = {"host": HOST} | ({"content-type": "application/json", "content-length": str(len(body))} if body is not None else {})
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    sent: list[Any] = []
    path, _, query = path.partition("?")
    read = False

    async def receive() -> dict[str, Any]:
        nonlocal read
        if read:
            await asyncio.Event().wait()  # nobody hangs up
        read = True
        return {"type": "http.request", "body": body or b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method or ("GET" if body is None else "POST"), "scheme": "http", "path": path, "raw_path": path.encode(),
        "query_string": query.encode(), "root_path": "", "headers": [(k.encode(), v.encode()) for k, v in given.items() if v], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8080),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    start = next(message for message in sent if message["type"] == "http.response.start")
    told = {k.decode(): v.decode() for k, v in start["headers"]}
    return Answer(start["status"], told, b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body"))


def change(app: Any, what: str, **asked: Any) -> Answer:
    """A change of lane C."""
    return ask(app, f"/api/lanes/C/{what}", json.dumps(asked).encode())
