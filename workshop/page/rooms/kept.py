"""A room outlasts its server: what it is lies in a small file beside its town, and the next server of the same town goes on with it.

Of tokens only their hashes are in it, of guesses only those that are closed, without names; what people did at the page as events, and what could be
undone, is not. It is for this machine's user alone, and forgotten after the hours in which a room ends.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop.page.rooms.held import Held
from workshop.page.rooms.room import HOURS, Room

_WRONG = (ValueError, KeyError, TypeError, AttributeError)
"""What comes of a file that another version wrote."""


@dataclass(frozen=True)
class Kept:
    """`folder`: the town's; `port`: the server's, by whose address the room's pages find it again. `now` counts seconds, across restarts."""

    folder: Path
    port: int
    now: Callable[[], float] = time.time

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / f"room-{self.port}.json"

    def room(self) -> Room:
        """The room that was held here last, where it has not ended; else a new one."""
        with suppress(*_WRONG):
            return Room.again(self._read()["room"])
        return Room()

    def take_up(self, held: Held) -> None:
        """Puts tables, lanes, clock and lesson of that room where they were."""
        with suppress(*_WRONG):
            found = self._read()
            if held.room is not None and held.room.code == found["room"]["code"]:
                held.take_up(found)

    def save(self, held: Held) -> None:
        """Writes it down, or takes the file away where the room is over. A disk that is full stops no room."""
        with suppress(OSError):
            if held.room is None or held.room.ended:
                self.path.unlink(missing_ok=True)
                return
            half = self.path.with_suffix(".half")
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
                json.dump({"at": self.now(), **held.kept()}, out, ensure_ascii=False)
            half.replace(self.path)

    def _read(self) -> dict[str, Any]:
        """What was written down. ValueError: nothing, or too long ago."""
        try:
            found: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        except OSError:
            raise ValueError from None
        if not 0 <= self.now() - found["at"] < HOURS * 3600:
            raise ValueError
        return found
