"""A room: a facilitator, tables with a lane each, and a screen on the wall. It is joined by a code and told apart by tokens."""

from __future__ import annotations

import hashlib
import secrets
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from schemas.number import holds_number
from workshop.page.requests.rights import Forbidden, Rights

LETTERS = "23456789ABCDEFGHJKMNPQRTUVWXY"
"""Of a join code: none that is taken for another one."""
CODE = 6
LONGEST_NAME, MOST_TABLES, MOST_PHONES = 12, 30, 300
HOURS = 12
"""A room ends so long after its last message."""
Clock = Callable[[], float]


class NoRoom(LookupError):
    """There is no room of that code."""


class Ended(LookupError):
    """The room is over."""


class BadName(ValueError):
    """A table cannot be called that; `key` of the letter that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass
class Table:
    """A table and its lane. `hidden`: the facilitator took its name off every screen."""

    number: int
    name: str
    lane: str
    hidden: bool = False

    def told(self) -> dict[str, Any]:
        """As everybody may see it; a hidden name is told to nobody."""
        return {"number": self.number, "name": None if self.hidden else self.name, "lane": self.lane}


@dataclass
class Room:
    """`clock` counts seconds. Tokens stand for roles and are told once, to whom they belong; only their hashes are kept."""

    clock: Clock = time.monotonic
    code: str = field(default_factory=lambda: "".join(secrets.choice(LETTERS) for _ in range(CODE)))
    facilitator: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    projector: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    tables: list[Table] = field(default_factory=list)
    locked: bool = False
    _roles: dict[str, tuple[str, int]] = field(default_factory=dict)
    """By hash of a token, its role, and the number of a participant's table."""
    _over: bool = False

    def __post_init__(self) -> None:
        self._heard = self.clock()
        self._roles |= {_hash(self.facilitator): ("facilitator", 0), _hash(self.projector): ("projector", 0)}

    @classmethod
    def again(cls, kept: Mapping[str, Any]) -> Room:
        """A room as it was kept: whoever has a token of it keeps it, and who starts it again has new ones besides. KeyError, TypeError, ValueError: it was none."""
        roles = {hashed: (str(role), int(table)) for hashed, (role, table) in kept["roles"].items()}
        return cls(code=kept["code"], tables=[Table(**table) for table in kept["tables"]], locked=kept["locked"], _roles=roles)

    def kept(self) -> dict[str, Any]:
        """As it is kept over a restart of the server, without any token."""
        return {"code": self.code, "locked": self.locked, "tables": [asdict(table) for table in self.tables], "roles": self._roles}

    @property
    def ended(self) -> bool:
        """Whether it is over."""
        return self._over or self.clock() - self._heard > HOURS * 3600

    def end(self) -> None:
        """Ends it."""
        self._over = True

    def rights(self, token: str) -> Rights:
        """What a token may do; without one, look. Forbidden: it is no token of this room, or the room is over."""
        if self.ended:
            raise Forbidden("page.room.ended")
        role, table = self._roles.get(_hash(token), ("", 0)) if token else ("projector", 0)
        if not role:
            raise Forbidden("page.room.no_token")
        if role == "projector":
            return Rights(role)
        return self._with(Rights(role, self.table(table).lane if role == "participant" else None))

    def _with(self, rights: Rights) -> Rights:
        self._heard = self.clock()
        return rights

    def join(self, code: str, name: str, named: Callable[[int], str] = lambda number: f"T{number}") -> tuple[str, Table, bool]:
        """A phone joins a table: its token, the table, and whether the table is new. `named`: the lane of a new table.

        NoRoom: another code. Ended. BadName.
        """
        if self.ended:
            raise Ended
        if not secrets.compare_digest(code_of(code).encode(), self.code.encode()):
            raise NoRoom
        name = name_of(name)
        table = next((table for table in self.tables if table.name == name), None)
        new = table is None
        if table is None:
            if len(self.tables) >= MOST_TABLES:
                raise BadName("page.room.full")
            table = Table(len(self.tables) + 1, name, named(len(self.tables) + 1))
            self.tables.append(table)
        if self.phones >= MOST_PHONES:
            raise BadName("page.room.full")
        token = secrets.token_urlsafe(16)
        self._roles[_hash(token)] = "participant", table.number
        self._heard = self.clock()
        return token, table, new

    def forget(self, table: Table) -> None:
        """A new table that has no lane is none."""
        self.tables.remove(table)
        self._roles = {hashed: role for hashed, role in self._roles.items() if role != ("participant", table.number)}

    @property
    def phones(self) -> int:
        """How many can guess."""
        return sum(role == "participant" for role, _ in self._roles.values())

    def table(self, number: int) -> Table:
        """A table. KeyError: there is none of that number."""
        found = next((table for table in self.tables if table.number == number), None)
        if found is None:
            raise KeyError(number)
        return found

    def told(self, rights: Rights) -> dict[str, Any]:
        """As somebody with these rights may see it: who leads sees names that are hidden from the others, and the code is no secret to who is in."""
        tables = [table.told() | ({"name": table.name, "hidden": table.hidden} if rights.leads else {}) for table in self.tables]
        return {"code": self.code, "ended": self.ended, "locked": self.locked, "phones": self.phones, "tables": tables}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def code_of(text: str) -> str:
    """A code as it was meant: large letters, without blanks and dashes, and of the usual width."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())


def name_of(text: str) -> str:
    """A table's name. BadName: none, too long, or a number that might be somebody's."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if not name or not name.isprintable():
        raise BadName("page.room.no_name")
    if len(name) > LONGEST_NAME:
        raise BadName("page.room.long_name")
    if holds_number(name):
        raise BadName("page.room.number_in_name")
    return name
