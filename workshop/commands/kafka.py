"""`nayose kafka`: the sandbox on Kafka, from the command line."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workshop.help import Command, Group
from workshop.letters import Letter
from workshop.options import one_of, whole

if TYPE_CHECKING:
    from workshop.desk import Desk

app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None)
Broker = Annotated[str, typer.Option("--kafka", metavar="HOST:PORT", envvar="NAYOSE_BROKER")]
Prefix = Annotated[str, typer.Option("--prefix", metavar="TEXT", envvar="NAYOSE_PREFIX")]
People = Annotated[bool, typer.Option("--people", envvar="NAYOSE_PEOPLE")]
Json = Annotated[bool, typer.Option("--json")]
USUAL, MOST_MONTHS = "127.0.0.1:9092", 120


@app.callback()
def kafka() -> None:
    """The group itself does nothing."""


@contextmanager
def installed() -> Iterator[None]:
    """Letters instead of what Kafka's and Docker's modules raise."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise Letter("kafka.not_installed", module=error.name) from None
    except Exception as error:
        if type(error).__name__ in ("Wrong", "CannotSend"):
            raise Letter("kafka.wrong", why=str(error)) from None
        if type(error).__module__.startswith("kafka."):
            raise Letter("kafka.wrong", why=f"{type(error).__name__}: {str(error)[:200]}") from None
        raise


@app.command("up", cls=Command)
def up(ctx: typer.Context, processors: Annotated[str, typer.Option("--processors", metavar="N")] = "1") -> int:
    """Brings everything up with Docker Compose, and waits until it is healthy."""
    with installed():
        from workshop.kafka.containers import compose

        scale = whole("--processors", processors, 1, 6)
        compose(["up", "--build", "--wait", "--scale", f"processor={scale}"])
    ctx.obj.say("kafka.up")
    return 0


@app.command("down", cls=Command)
def down(ctx: typer.Context) -> int:
    """Takes everything down, the data too."""
    with installed():
        from workshop.kafka.containers import compose

        compose(["--profile", "observe", "down", "--volumes", "--remove-orphans"])
    ctx.obj.say("kafka.down")
    return 0


@app.command("status", cls=Command)
def status(ctx: typer.Context, broker: Broker = USUAL, prefix: Prefix = "", json_: Json = False) -> int:
    """How far the stages are, what is in force, and which containers run."""
    desk: Desk = ctx.obj
    with installed():
        from workshop.kafka.ordinances import in_force
        from workshop.kafka.reading import Topics

        with Topics(broker, prefix) as topics:
            lanes = {lane: adopted.change for lane, adopted in in_force(topics).items()}
            found: dict[str, Any] = {"lag": topics.lags(), "records": topics.sizes(), "in_force": lanes, "containers": _containers()}
    if json_:
        desk.json(found)
        return 0
    for stage, lag in found["lag"].items():
        desk.say("kafka.lag", stage=stage, lag=f"{lag:,}")
    for lane, change in lanes.items():
        desk.say("kafka.in_force", lane=lane, change=change)
    for container in found["containers"]:
        desk.line(f"{container['name']}  {container['state']} {container['health']}")
    return 0


def _containers() -> list[dict[str, str]]:
    from workshop.kafka.containers import containers

    try:
        return [vars(container) for container in containers()]
    except Letter:
        return []  # a broker without Docker


@app.command("topics", cls=Command)
def topics(
    ctx: typer.Context,
    make: Annotated[bool, typer.Option("--make")] = False,
    ordinance: Annotated[list[str], typer.Option("--ordinance", metavar="NAME")] = [],  # noqa: B006
    lane: Annotated[str, typer.Option("--lane", metavar="NAME")] = "",
    start: Annotated[str, typer.Option("--start", metavar="DATE")] = "2024-11-01",
    residents: Annotated[str, typer.Option("--residents", metavar="N")] = "2000",
    broker: Broker = USUAL,
    prefix: Prefix = "",
    json_: Json = False,
) -> int:
    """Lists the topics, or makes those that are missing; puts ordinances in force."""
    from workshop.options import day

    desk: Desk = ctx.obj
    with installed():
        from processors.kafka.topics import check
        from processors.kafka.topology import TOPICS
        from workshop.kafka.ordinances import put_in_force
        from workshop.kafka.reading import Topics
        from workshop.kafka.town import made_topics

        made = made_topics(broker, prefix) if make else []
        check(broker, prefix)
        with Topics(broker, prefix) as there:
            first, size = day("--start", start), whole("--residents", residents, 1, 10_000_000)
            changes = put_in_force(there, ordinance, first, size, lane) if ordinance else {}
            sizes = there.sizes()
    if json_:
        desk.json({"made": made, "in_force": changes, "records": sizes})
        return 0
    for topic in TOPICS:
        desk.say("kafka.topic", topic=topic.name, partitions=topic.partitions, cleanup=topic.cleanup, records=f"{sizes[topic.name]:,}")
    for name, change in changes.items():
        desk.say("kafka.in_force", lane=name, change=change)
    return 0


@app.command("kill-worker", cls=Command)
def kill_worker(ctx: typer.Context) -> int:
    """Kills one of the processor containers, the hard way."""
    with installed():
        from workshop.kafka.containers import kill

        name = kill("processor")
    ctx.obj.say("kafka.killed", name=name)
    return 0


@app.command("produce", cls=Command)
def produce(
    ctx: typer.Context,
    office: Annotated[list[str], typer.Option("--office", metavar="OFFICE")] = [],  # noqa: B006
    residents: Annotated[str, typer.Option("--residents", metavar="N")] = "2000",
    months: Annotated[str, typer.Option("--months", metavar="N")] = "12",
    seed: Annotated[str, typer.Option("--seed", metavar="N")] = "1",
    start: Annotated[str, typer.Option("--start", metavar="DATE")] = "2024-11-01",
    rate: Annotated[str, typer.Option("--rate", metavar="N")] = "0",
    stay: Annotated[bool, typer.Option("--stay")] = False,
    broker: Broker = USUAL,
    prefix: Prefix = "",
) -> int:
    """Makes the town's records and sends those of one office, or of all, one after the other."""
    from processors.store.facts import OFFICES
    from workshop.commands.run import town
    from workshop.towns import simulated

    desk: Desk = ctx.obj
    chosen = [one_of("--office", name, OFFICES) for name in office] or list(OFFICES)
    wanted, pace = town(residents, months, seed, start), whole("--rate", rate, 0, 1_000_000)
    with installed():
        from workshop.kafka.town import day_of, send_office

        made = simulated(wanted)
        lines = {name: [line.encode() for line in made.lines(name)] for name in OFFICES}
        last = max(day_of(some[-1]) for some in lines.values() if some)
        for name in chosen:
            sent = send_office(broker, prefix, name, lines[name], wanted.start, last, pace)
            desk.say("kafka.sent", office=name, events=f"{sent:,}")
    while stay:
        time.sleep(3600)
    return 0


@app.command("tail", cls=Command)
def tail(
    ctx: typer.Context,
    topic: Annotated[str, typer.Argument(metavar="TOPIC")],
    follow: Annotated[bool, typer.Option("--follow")] = False,
    most: Annotated[str, typer.Option("--most", metavar="N")] = "20",
    broker: Broker = USUAL,
    prefix: Prefix = "",
) -> int:
    """Prints the records of a topic, numbers masked."""
    from collections import deque

    desk: Desk = ctx.obj
    with installed():
        from processors.kafka.topology import TOPICS
        from workshop.kafka.reading import Topics, shown

        one_of("TOPIC", topic, [t.name for t in TOPICS])
        count = whole("--most", most, 1, 1_000_000)
        with Topics(broker, prefix) as there:
            for record in there.records((topic,), follow=True) if follow else deque(there.records((topic,)), maxlen=count):
                desk.line(shown(record))
    return 0


@app.command("page", cls=Command)
def page(
    ctx: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS")] = "127.0.0.1",
    port: Annotated[str, typer.Option("--port", metavar="N")] = "8080",
    months: Annotated[str, typer.Option("--months", metavar="N")] = "12",
    seed: Annotated[str, typer.Option("--seed", metavar="N")] = "1",
    residents: Annotated[str, typer.Option("--residents", metavar="N")] = "0",
    broker: Broker = USUAL,
    prefix: Prefix = "",
    people: People = False,
) -> int:
    """Serves the page over the town on the topics, until it is stopped."""
    from workshop.commands.serve import listen

    number, size = whole("--port", port, 1, 65_535), whole("--residents", residents, 0, 10_000_000)
    wanted = whole("--months", months, 1, MOST_MONTHS), whole("--seed", seed, 0, 2**63 - 1), size
    on_topics(ctx.obj, lambda: listen(number, host), wanted, (broker, prefix, people))
    return 0


def on_topics(desk: Desk, listen: Callable[[], socket.socket], town: tuple[int, int, int], place: tuple[str, str, bool], share: bool = False) -> None:
    """Serves the page over the topics of a broker. `town`: months, seed, residents (0: as many as the ordinances there say); `place`: see Place;
    `share`: in a room."""
    from workshop.commands.serve import over

    with installed():
        from workshop.kafka.serving import Place, routes, town_on

        held = town_on(Place(*place), *town)
        over(desk, held, listen(), share, more=routes(held))
