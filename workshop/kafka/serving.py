"""The page over the topics of a broker, and what watches it from outside: /health, and the counts as JSON at /status.json."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from processors.kafka.topics import check
from workshop.kafka.ordinances import in_force
from workshop.kafka.reading import Topics
from workshop.letters import Letter
from workshop.page.playing.on_kafka import KafkaTown
from workshop.page.playing.town import About
from workshop.towns import Wanted, code_hash, make, month_truths_begun


@dataclass(frozen=True)
class Place:
    """Where the topics are, and whether candidates wait there for answers (the workers are told so too)."""

    broker: str
    prefix: str = ""
    people: bool = False


def town_on(place: Place, months: int, seed: int, residents: int = 0) -> KafkaTown:
    """The town of the topics. `residents`: 0 for as many as its ordinances say. Letter: no ordinance is in force; Wrong: the topics are not as they must be."""
    check(place.broker, place.prefix)
    with Topics(place.broker, place.prefix) as topics:
        some = list(in_force(topics).values())
    if not some:
        raise Letter("page.no_ordinance_there")
    start = datetime.date.fromordinal(some[0].run_start)
    wanted = Wanted(residents or some[0].file_size, months, seed, start)
    about = About(seed, months, start.isoformat(), wanted.residents, code_hash())
    return KafkaTown(topics.settings, make(wanted), about, place.people, month_truths_begun(wanted))


def routes(town: KafkaTown) -> list[Route]:
    """What is asked from outside."""

    def health(_: Request) -> Response:
        return PlainTextResponse("ok" if town.alive else "the reader ended", 200 if town.alive else 503)

    def status(_: Request) -> Response:
        return JSONResponse(status_of(town))

    return [Route("/health", health), Route("/status.json", status)]


def status_of(town: KafkaTown) -> dict[str, Any]:
    """Lag by stage, what waits in all, and what each lane has come to."""
    with town.following.lock:
        lanes = town.mirror.counts()
    behind = town.following.behind
    return {"lag": behind.stages, "waiting": town.waiting, "workers": behind.workers, "day": town.clock.told()["day"], "lanes": lanes}
