"""The server process of the page: it ends at once when it is asked to, open streams or not."""

from __future__ import annotations

import socket
import sys
from types import FrameType

import uvicorn
from starlette.routing import Route

from workshop.page.playing.town import Town
from workshop.page.rooms.kept import Kept
from workshop.page.rooms.room import Room
from workshop.page.server import app_of

SWITCH = 0.001
"""Seconds after which the thread that plays the town lets answers and frames have their turn."""


class Server(uvicorn.Server):
    """uvicorn waits for open streams, so they are told first that it ends."""

    closing = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ctrl+C, or the like."""
        self.closing = True
        super().handle_exit(sig, frame)


def serve_until_stopped(town: Town, listening: socket.socket, room: Room | None = None, hosts: tuple[str, ...] = (), more: list[Route] | None = None, kept: Kept | None = None) -> None:
    """Serves a town on a socket, until it is stopped; in a room, if there is one. `hosts`, `more`, `kept`: see app_of."""
    sys.setswitchinterval(SWITCH)
    server = Server(uvicorn.Config("", log_level="warning", timeout_graceful_shutdown=1))
    server.config.app = app_of(town, room, hosts, more=more, kept=kept, closing=lambda: server.closing)
    server.run(sockets=[listening])
    town.closing()
