"""Requests of rooms and lessons: joining, what the facilitator does, guesses, and the steps of a lesson."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from workshop.page.lessons.script import lessons
from workshop.page.lessons.stage import outline
from workshop.page.requests.answers import answer, field_of, letter, reply, worked
from workshop.page.requests.rights import Rights, token_of
from workshop.page.rooms.held import Held
from workshop.page.rooms.room import Ended, NoRoom


def routes(held: Held) -> list[Route]:
    """What this room answers."""
    town = held.town

    async def room(request: Request) -> Response:
        return answer(lambda: held.told(held.rights_of(request)))

    async def join(request: Request) -> Response:
        address = request.client.host if request.client else ""
        await asyncio.sleep(held.keeper.wait(address))
        try:
            return await reply(town, request, lambda said: held.join(field_of(said, "code", str), field_of(said, "table", str)))
        except NoRoom:
            held.keeper.wrong(address)
            return letter(404, "page.room.unknown")
        except Ended:
            return letter(410, "page.room.ended")

    async def act(request: Request) -> Response:
        return await reply(town, request, lambda said: _led(held, request, lambda: held.do(field_of(said, "do", str), said), held.told))

    async def listed(_: Request) -> Response:
        return answer(lambda: [outline(lesson) for lesson in lessons().values()])

    async def lesson(request: Request) -> Response:
        return await worked(town, lambda: held.lesson(held.rights_of(request), token_of(request)))

    async def step(request: Request) -> Response:
        return await reply(town, request, lambda said: _led(held, request, lambda: held.step(field_of(said, "do", str), said), held.lesson))

    async def guess(request: Request) -> Response:
        def guessed(said: dict[str, Any]) -> dict[str, Any]:
            rights, token = held.rights_of(request), token_of(request)
            held.guess(rights, token, said.get("value"))
            return held.lesson(rights, token)

        return await reply(town, request, guessed)

    return [
        Route("/api/room", room), Route("/api/room", act, methods=["POST"]), Route("/api/room/join", join, methods=["POST"]),
        Route("/api/lessons", listed), Route("/api/lesson", lesson), Route("/api/lesson", step, methods=["POST"]),
        Route("/api/lesson/guess", guess, methods=["POST"]),
    ]  # fmt: skip


def _led(held: Held, request: Request, done: Callable[[], None], told: Callable[[Rights], dict[str, Any]]) -> dict[str, Any]:
    rights = held.rights_of(request)
    rights.lead()
    done()
    return told(rights)
