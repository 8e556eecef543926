"""What is held at a town: its room and its lesson, and what is done with them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from schemas.ordinance import load
from workshop.letters import Letter, listing
from workshop.page.lessons.exaggerated import exaggerated
from workshop.page.lessons.flags import flags_of
from workshop.page.lessons.guesses import Closed
from workshop.page.lessons.habits import habits_of
from workshop.page.lessons.script import Arrangement, lessons
from workshop.page.lessons.sitting import Sitting
from workshop.page.lessons.stage import Play, Stage
from workshop.page.playing.town import Town
from workshop.page.requests.answers import field_of
from workshop.page.requests.rights import Forbidden, Rights, token_of
from workshop.page.rooms.doorkeeper import Doorkeeper
from workshop.page.rooms.room import BadName, NoRoom, Room, Table
from workshop.page.telling import links
from workshop.page.telling.frames import Board

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
        for table in self.room.tables if self.room else ():
            self._open(table)
        cuts = self.town.cuts
        self.stage = Stage(lambda ordinance, day: self.town.histories.of(ordinance).at(day), cuts.first_day, cuts.last_day, lambda: habits_of(self.town.folder), lambda: flags_of(self.town.folder), self._exaggerate())

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
        """A phone joins. NoRoom; Ended; Letter: there is no lane for one more table, or it cannot be called that."""
        if self.room is None:
            raise NoRoom
        try:
            token, table, new = self.room.join(code, name)
        except BadName as bad:
            raise Letter(bad.key) from None
        if new:
            self._open_or_forget(self.room, table)
        self.tell()
        return {"token": token, **table.told()}

    def _open_or_forget(self, room: Room, table: Table) -> None:
        try:
            self._open(table)
        except Letter:
            room.forget(table)
            raise

    def _open(self, table: Table) -> None:
        self.town.open(table.lane, load(FIRST), owner=table.name)
        self.town.lane(table.lane).locked = bool(self.room and self.room.locked)

    def kept(self) -> dict[str, Any]:
        """Room, lanes, clock and lesson, as they are kept over a restart."""
        town = self.town
        return {
            "room": self.room.kept() if self.room else None, "clock": town.clock.told()["at"], "lesson": self.sitting.kept() if self.sitting else None,
            "lanes": {name: {"base": links.kept(lane.base), "switches": lane.switches, "owner": lane.owner} for name, lane in ((name, town.lane(name)) for name in town.lanes)},
        }  # fmt: skip

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Goes on from there. KeyError, TypeError, ValueError: it was not kept by this version."""
        town = self.town
        town.clock.to(datetime.datetime.fromisoformat(kept["clock"]))
        for name, lane in kept["lanes"].items():
            town.open(name, links.taken_up(lane["base"]), lane["owner"])
            if lane["switches"]:
                base, switches = town.lane(name).base, tuple(lane["switches"])
                town.change(name, lambda lane, base=base, switches=switches: lane.take(lane.revision, base, switches))  # type: ignore[misc]
        for table in self.room.tables if self.room else ():
            town.lane(table.lane).locked = bool(self.room and self.room.locked)
        if lesson := kept["lesson"]:
            self._start(lesson["lesson"])
            assert self.sitting is not None
            self.sitting.resume(lesson["place"], lesson["phase"], lesson["guesses"])
        town.moved()

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
        except ValueError:
            raise Letter("page.lessons.no_guess") from None
        self.tell()

    @staticmethod
    def _who(rights: Rights, token: str) -> str:
        return token if rights.role == "participant" else rights.role


def _end_of(day: int) -> datetime.datetime:
    return datetime.datetime.combine(datetime.date.fromordinal(day), datetime.time(23, 59))
