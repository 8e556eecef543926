"""Requests of rooms and lessons: joining, what the facilitator does, guesses, and the steps of a lesson."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from schemas.ordinance import load
from workshop.letters import Letter, listing
from workshop.page.answers import answer, field_of, letter, reply, worked
from workshop.page.exaggerated import exaggerated
from workshop.page.frames import Board
from workshop.page.guesses import Closed
from workshop.page.lane import Locked
from workshop.page.lesson_figures import habits_of
from workshop.page.lessons import Play, Stage, outline
from workshop.page.rights import Forbidden, Rights, token_of
from workshop.page.room import BadName, Doorkeeper, Ended, NoRoom, Room, Table
from workshop.page.script import Arrangement, lessons
from workshop.page.sitting import Sitting
from workshop.page.town import Town

LANE = "lesson"
"""The lane on which a lesson shows what it speaks of."""
FIRST = "C"
"""The arrangement that tables begin with."""
STEPS = ("start", "close", "reveal", "next", "back", "skip", "restart", "extend", "stop")
DOES = ("lock", "unlock", "bring", "reset", "hide", "show", "end")


@dataclass
class Held:
    """What is held at a town: a room, if there is one, and a lesson, if one runs."""

    town: Town
    board: Board
    room: Room | None = None
    sitting: Sitting | None = None
    keeper: Doorkeeper = field(default_factory=Doorkeeper)
    brought: int = 0
    """How often the facilitator brought everybody to the step at hand."""

    def __post_init__(self) -> None:
        cuts = self.town.cuts
        self.stage = Stage(lambda ordinance, day: self.town.histories.of(ordinance).at(day), cuts.first_day, cuts.last_day, lambda: habits_of(self.town.folder), self._exaggerate())

    def _exaggerate(self) -> Callable[[int], Play] | None:
        about = self.town.about
        if about.residents is None or about.months is None or about.seed is None:
            return None
        return exaggerated(about.residents, about.months, about.seed, about.start)

    def rights_of(self, request: Request) -> Rights:
        """The rights of who asks. Forbidden: the token is none of the room's."""
        return self.room.rights(token_of(request)) if self.room else Rights()

    def told(self, rights: Rights) -> dict[str, Any]:
        """The room as somebody may see it."""
        return {"open": self.room is not None, **({**self.room.told(rights), "brought": self.brought} if self.room else {})}

    def lesson(self, rights: Rights, token: str = "") -> dict[str, Any]:
        """The lesson as somebody may see it."""
        of = self.room.phones if self.room else 1
        said = self.sitting.told(of, self._who(rights, token), rights.leads) if self.sitting else {}
        return {"running": self.sitting is not None, "lane": LANE, "brought": self.brought, **said}

    def tell(self) -> None:
        """Tells everybody where room and lesson stand: what the screen on the wall may see."""
        everybody = Rights("projector")
        self.board.post("room", self.told(everybody))
        self.board.post("lesson", self.lesson(everybody))

    def join(self, code: str, name: str) -> dict[str, Any]:
        """A phone joins. Letter, NoRoom, Ended."""
        if self.room is None:
            raise NoRoom
        try:
            token, table, new = self.room.join(code, name)
        except BadName as bad:
            raise Letter(bad.key) from None
        if new:
            self._open(table)
        self.tell()
        return {"token": token, **table.told()}

    def _open(self, table: Table) -> None:
        self.town.open(table.lane, load(FIRST), owner=table.name)
        self.town.lane(table.lane).locked = bool(self.room and self.room.locked)

    def do(self, what: str, said: dict[str, Any]) -> None:
        """What the facilitator does with the room. Letter: there is no room, no such thing, or no such table."""
        if self.room is None:
            raise Letter("page.room.none")
        if what not in DOES:
            raise Letter("page.room.no_such", allowed=listing(DOES))
        if what in ("lock", "unlock"):
            self.room.locked = what == "lock"
            for table in self.room.tables:
                self.town.lane(table.lane).locked = self.room.locked
        elif what == "bring":
            self.brought += 1
        elif what == "reset":
            for table in self.room.tables:
                self._open(table)
        elif what == "end":
            self.room.end()
        else:
            self._table(self.room, said).hidden = what == "hide"
            self._name_lanes(self.room)
        self.tell()

    def _name_lanes(self, room: Room) -> None:
        """A hidden name is not told as an owner either."""
        for table in room.tables:
            self.town.lane(table.lane).owner = table.lane if table.hidden else table.name

    @staticmethod
    def _table(room: Room, said: dict[str, Any]) -> Table:
        try:
            return room.table(field_of(said, "table", int))
        except KeyError:
            raise Letter("page.room.no_table", allowed=listing(table.number for table in room.tables)) from None

    def step(self, what: str, said: dict[str, Any]) -> None:
        """What is done with the lesson. Letter: no such lesson, or none runs."""
        if what not in STEPS:
            raise Letter("page.lessons.no_such", allowed=listing(STEPS))
        if what == "start":
            self._start(field_of(said, "lesson", str))
        elif self.sitting is None:
            raise Letter("page.lessons.none")
        elif what == "stop":
            self.sitting = None
        else:
            moves: dict[str, Callable[[], None]] = {
                "close": self.sitting.question.close, "reveal": self.sitting.question.reveal, "next": self.sitting.next, "back": self.sitting.back,
                "skip": self.sitting.skip, "restart": self.sitting.restart, "extend": self.sitting.extend,
            }  # fmt: skip
            moves[what]()
        if self.sitting is not None and what not in ("extend", "close"):
            self.sitting.prepare()
            self._show(self.sitting)
        self.tell()

    def _start(self, id_: str) -> None:
        found = lessons()
        if id_ not in found:
            raise Letter("page.lessons.no_lesson", asked=id_[:40], allowed=listing(found))
        self.sitting = Sitting(found[id_], self.stage, alone=self.room is None)

    def _show(self, sitting: Sitting) -> None:
        """Puts the arrangement of the moment in force in the lesson's lane, and the clock to the step's day."""
        names = list(sitting.round.arrangements)
        shown = sitting.round.arrangements[names[-1] if sitting.revealed else names[0]]
        day = self.stage.day(sitting.step)
        if self.town.clock.day != day:
            self.town.clock.to(_end_of(day))
            self.town.moved()
        self._put(shown)

    def _put(self, shown: Arrangement) -> None:
        if LANE not in self.town.lanes:
            self.town.open(LANE, load(shown.base))
        lane = self.town.lane(LANE)
        if (lane.base.name, lane.switches) != (shown.base, shown.switches):
            self.town.change(LANE, lambda lane: lane.take(lane.revision, load(shown.base), shown.switches))
            self.board.post("change", {"lane": LANE, "revision": lane.revision, "by": LANE}, LANE)

    def guess(self, rights: Rights, token: str, value: Any) -> None:
        """Somebody's guess. Forbidden; Letter: none is asked for, or that is none."""
        if rights.role not in ("participant", "single"):
            raise Forbidden("page.lessons.no_guess_of_yours")
        if self.sitting is None:
            raise Letter("page.lessons.none")
        try:
            self.sitting.guess(self._who(rights, token), value)
        except Closed:
            raise Letter("page.lessons.closed") from None
        except (ValueError, TypeError):
            raise Letter("page.lessons.no_guess") from None
        self.tell()

    @staticmethod
    def _who(rights: Rights, token: str) -> str:
        return token if rights.role == "participant" else rights.role


def _end_of(day: int) -> Any:
    import datetime

    return datetime.datetime.combine(datetime.date.fromordinal(day), datetime.time(23, 59))


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
