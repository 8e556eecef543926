"""`nayose serve`: the town held in this process, and the page over it."""

from __future__ import annotations

import os
import socket
import sys
import webbrowser
from typing import TYPE_CHECKING, Annotated, Any

import typer
from click.core import ParameterSource

from workshop.letters import Letter
from workshop.options import whole

if TYPE_CHECKING:
    from workshop.desk import Desk
    from workshop.page.playing.town import Town
    from workshop.page.rooms.kept import Kept
    from workshop.page.rooms.room import Room

HOST, EVERYWHERE, FIRST_PORT, LAST_PORT = "127.0.0.1", "0.0.0.0", 8080, 8099

WAITING = 64 * 1024
"""Bytes that may wait in the system for a client that does not read: so few that it comes to the newest picture soon."""


def serve(
    ctx: typer.Context,
    port: Annotated[str, typer.Option("--port", metavar="N")] = str(FIRST_PORT),
    residents: Annotated[str, typer.Option("--residents", metavar="N")] = "10000",
    months: Annotated[str, typer.Option("--months", metavar="N")] = "12",
    seed: Annotated[str, typer.Option("--seed", metavar="N")] = "1",
    start: Annotated[str, typer.Option("--start", metavar="DATE")] = "2024-11-01",
    ordinance: Annotated[list[str], typer.Option("--ordinance", metavar="NAME")] = [],  # noqa: B006
    at: Annotated[str, typer.Option("--at", metavar="DATE")] = "",
    no_browser: Annotated[bool, typer.Option("--no-browser")] = False,
    share: Annotated[bool, typer.Option("--share")] = False,
    kafka: Annotated[str, typer.Option("--kafka", metavar="HOST:PORT")] = "",
    prefix: Annotated[str, typer.Option("--prefix", metavar="TEXT")] = "",
    people: Annotated[bool, typer.Option("--people")] = False,
) -> int:
    """Serves the page until it is stopped."""
    from workshop.commands.kafka import on_topics
    from workshop.commands.run import USUAL, made, town
    from workshop.lanes import lanes
    from workshop.options import day
    from workshop.page.playing.in_process import TownInProcess
    from workshop.page.playing.town import About
    from workshop.towns import code_hash, month_truths_begun

    desk: Desk = ctx.obj
    wanted = town(residents, months, seed, start)
    if kafka:
        size = wanted.residents if ctx.get_parameter_source("residents") != ParameterSource.DEFAULT else 0
        on_topics(desk, lambda: listen(whole("--port", port, 1, 65_535), EVERYWHERE if share else HOST), (wanted.months, wanted.seed, size), (kafka, prefix, people), share)
        return 0
    ordinances = lanes(ordinance or USUAL)
    stands_at = day("--at", at) if at else None
    listening = listen(whole("--port", port, 1, 65_535), EVERYWHERE if share else HOST)
    about = About(wanted.seed, wanted.months, wanted.start.isoformat(), wanted.residents, code_hash())
    held = TownInProcess(made(desk, wanted, quiet=False), ordinances, about, stands_at, month_truths_begun(wanted))
    over(desk, held, listening, share, browser=not no_browser)
    return 0


def over(desk: Desk, town: Town, listening: socket.socket, share: bool = False, browser: bool = False, more: list[Any] | None = None) -> None:
    """Serves the page over a town that is held, until it is stopped. `share`: in a room, for the network that the machine is in; `more`: further routes."""
    from workshop.page.rooms.kept import Kept
    from workshop.page.serving import serve_until_stopped

    kept = Kept(town.folder, listening.getsockname()[1])
    room = kept.room() if share else None
    address, hosts = invite(desk, room, kept) if room else ready(desk, kept.port)
    if browser and has_display():
        webbrowser.open(address)
    serve_until_stopped(town, listening, room, hosts, more, kept if room else None)


def ready(desk: Desk, port: int) -> tuple[str, tuple[str, ...]]:
    """Says where the page is; its address, and no other host by which the server may be asked for."""
    address = f"http://localhost:{port}/"
    desk.say("serve.ready", address=address)
    return address, ()


def invite(desk: Desk, room: Room, kept: Kept) -> tuple[str, tuple[str, ...]]:
    """Says how a room is joined, and where one that goes on is kept; the facilitator's address, and the hosts by which the server may be asked for."""
    host = lan_address()
    address = f"http://{host}:{kept.port}/"
    desk.say("serve.shared", address=address, code=room.code, facilitator=f"{address}?token={room.facilitator}", projector=f"{address}?token={room.projector}")
    from workshop.page.qr import in_blocks

    drawn = in_blocks(f"{address}?code={room.code}#lessons")
    for line in drawn.splitlines():
        desk.line(line)
    if not drawn:
        desk.say("serve.no_qr")
    if room.tables:
        desk.say("serve.again", tables=len(room.tables), file=kept.path)
    return f"{address}?token={room.facilitator}", (host,)


def lan_address() -> str:
    """This machine's address in the network it is in. Letter: it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # nothing is sent: it only chooses the way out
        except OSError:
            raise Letter("serve.no_network") from None
        return str(asked.getsockname()[0])


def has_display() -> bool:
    """Whether somebody sits before this machine who would see a browser."""
    if sys.platform in ("win32", "darwin"):
        return sys.stdout.isatty()
    return sys.stdout.isatty() and bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def listen(port: int, host: str = HOST) -> socket.socket:
    """A socket on the port of an address, or on the next free one up to LAST_PORT. Letter: none is free."""
    for number in range(port, max(port, LAST_PORT) + 1):
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, WAITING)
        try:
            found.bind((host, number))
            found.listen()  # at once: a port that is only bound another server may bind too; and a browser waits from here on, instead of being refused
        except OSError:
            found.close()
            continue
        return found
    raise Letter("serve.no_port", first=port, last=max(port, LAST_PORT))
