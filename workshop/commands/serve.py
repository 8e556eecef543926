"""`nayose serve`: the town held in this process, and the page over it."""

from __future__ import annotations

import socket
import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer
from click.core import ParameterSource

from workshop.letters import Letter
from workshop.options import whole

if TYPE_CHECKING:
    from workshop.desk import Desk

HOST, FIRST_PORT, LAST_PORT = "127.0.0.1", 8080, 8099


def serve(
    ctx: typer.Context,
    port: Annotated[str, typer.Option("--port", metavar="N")] = str(FIRST_PORT),
    residents: Annotated[str, typer.Option("--residents", metavar="N")] = "10000",
    months: Annotated[str, typer.Option("--months", metavar="N")] = "12",
    seed: Annotated[str, typer.Option("--seed", metavar="N")] = "1",
    start: Annotated[str, typer.Option("--start", metavar="DATE")] = "2024-11-01",
    ordinance: Annotated[list[str], typer.Option("--ordinance", metavar="NAME")] = [],  # noqa: B006
    at: Annotated[str, typer.Option("--at", metavar="DATE")] = "",
    open_: Annotated[bool, typer.Option("--open")] = False,
    kafka: Annotated[str, typer.Option("--kafka", metavar="HOST:PORT")] = "",
    prefix: Annotated[str, typer.Option("--prefix", metavar="TEXT")] = "",
    people: Annotated[bool, typer.Option("--people")] = False,
) -> int:
    """Serves the page until it is stopped."""
    from workshop.commands.run import USUAL, made, town
    from workshop.lanes import lanes
    from workshop.options import day
    from workshop.page.serving import serve_until_stopped
    from workshop.page.town import About, Town
    from workshop.towns import code_hash

    desk: Desk = ctx.obj
    wanted = town(residents, months, seed, start)
    if kafka:
        from workshop.commands.kafka import on_topics

        size = wanted.residents if ctx.get_parameter_source("residents") != ParameterSource.DEFAULT else 0
        on_topics(desk, lambda: listen(whole("--port", port, 1, 65_535)), (wanted.months, wanted.seed, size), (kafka, prefix, people))
        return 0
    ordinances = lanes(ordinance or USUAL)
    stands_at = day("--at", at) if at else None
    listening = listen(whole("--port", port, 1, 65_535))
    about = About(wanted.seed, wanted.months, wanted.start.isoformat(), wanted.residents, code_hash())
    held = Town(made(desk, wanted, quiet=False), ordinances, about, stands_at)
    address = f"http://localhost:{listening.getsockname()[1]}/"
    desk.say("serve.ready", address=address)
    if open_:
        webbrowser.open(address)
    serve_until_stopped(held, listening)
    return 0


def listen(port: int, host: str = HOST) -> socket.socket:
    """A socket on the port of an address, or on the next free one up to LAST_PORT. Letter: none is free."""
    for number in range(port, max(port, LAST_PORT) + 1):
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, number))
        except OSError:
            found.close()
            continue
        return found
    raise Letter("serve.no_port", first=port, last=max(port, LAST_PORT))
