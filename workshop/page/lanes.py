"""Requests about lanes: what they are, their changes, opening and closing them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas.ordinance import Ordinance, load, names, read_text
from workshop.letters import Letter, listing
from workshop.page.playing.lane import Lane, Locked, Step, made
from workshop.page.playing.town import Town
from workshop.page.requests.answers import answer, field_of, reply, worked
from workshop.page.requests.rights import Rights, RightsOf
from workshop.page.screens.asking import Asked, kept
from workshop.page.screens.flow import table
from workshop.page.telling import links
from workshop.page.telling.flow import Flow
from workshop.page.telling.frames import Board, run_start
from workshop.page.telling.labels import step_label
from workshop.page.telling.rules import counts, rules_of
from workshop.page.texts import L, both
from workshop.tables import title_of

CHANGES = ("switch", "undo", "redo", "ordinance", "link")
LONGEST_NAME = 24
SHIPPED = "ABCDEFG"


def routes(town: Town, board: Board, rights_of: RightsOf) -> list[Route]:
    """What this room answers."""

    async def shown(request: Request) -> Response:
        return answer(lambda: view_of(town, request.path_params["lane"]))

    async def flow(request: Request) -> Response:
        return answer(lambda: _map(town, request))

    async def change(request: Request) -> Response:
        name, what = request.path_params["lane"], request.path_params["what"]
        return await reply(town, request, lambda said: _change(town, board, rights_of(request), name, what, said))

    async def opened(request: Request) -> Response:
        return await reply(town, request, lambda said: _open(town, rights_of(request), said))

    async def closed(request: Request) -> Response:
        return await worked(town, lambda: _close(town, rights_of(request), request.path_params["lane"]))

    async def link(request: Request) -> Response:
        return answer(lambda: {"link": links.link_of(town, request.path_params["lane"])})

    async def linked(request: Request) -> Response:
        return answer(lambda: links.read(town, request.url.query))

    async def ordinances(_: Request) -> Response:
        return answer(shipped)

    return [
        Route("/api/ordinances", ordinances),
        Route("/api/lanes", opened, methods=["POST"]),
        Route("/api/lanes/{lane}", shown),
        Route("/api/lanes/{lane}", closed, methods=["DELETE"]),
        Route("/api/lanes/{lane}/flow", flow),
        Route("/api/lanes/{lane}/link", link),
        Route("/api/link", linked),
        Route("/api/lanes/{lane}/{what}", change, methods=["POST"]),
    ]


def lanes_of(town: Town) -> list[dict[str, Any]]:
    """The lanes, as hello lists them."""
    return [_told(name, played.lane) for name, played in list(town.lanes.items())]


def view_of(town: Town, name: str) -> dict[str, Any]:
    """A lane as the page shows it. NoLane."""
    lane = town.lane(name)
    rules = rules_of(lane)
    return {
        "lane": name, "revision": lane.revision, "hash": lane.ordinance.content_hash[:12], "base": lane.base.name, "locked": lane.locked,
        "switches": list(lane.switches), "undo": _step(lane.undone), "redo": _step(lane.redone), "rules": rules, "counts": counts(rules),
        "picture": town.picture(name), "exact": town.ready(name), "title": _title(name, lane),
    }  # fmt: skip


def shipped() -> list[dict[str, Any]]:
    """The ordinances at hand."""
    return [_listed(load(name)) for name in names()]


def _listed(ordinance: Ordinance) -> dict[str, Any]:
    name = ordinance.name
    return {
        "name": name, "title": _titled(name, ordinance), "instrument": both(lambda words: words(f"instrument.{ordinance.instrument}")),
        "letter": name if name in SHIPPED else None,
    }  # fmt: skip


def _map(town: Town, request: Request) -> Any:
    """The map of a lane; with `as` its table as a file. NoLane."""
    played, how = town.played(request.path_params["lane"]), request.query_params.get("as", "")
    whole = Flow(played.lane, played.shown.day, run_start(played)).told(played.shown)
    return kept(Asked(town, request.path_params, request.query_params, {}), how, table(whole), whole) if how else whole


def _close(town: Town, rights: Rights, name: str) -> dict[str, Any]:
    rights.lead()
    town.lane(name)
    if len(town.lanes) == 1:
        raise Letter("page.last_lane")
    town.close(name)
    return {"lanes": lanes_of(town)}


def _told(name: str, lane: Lane) -> dict[str, Any]:
    ordinance = lane.ordinance
    return {
        "name": name, "title": _title(name, lane), "revision": lane.revision, "hash": ordinance.content_hash[:12], "owner": lane.owner, "locked": lane.locked,
        "hypothetical": ordinance.instrument == "hypothetical", "beyond_law": bool(ordinance.beyond_law),
    }  # fmt: skip


def _title(name: str, lane: Lane) -> L:
    return _titled(name, lane.ordinance)


def _titled(name: str, ordinance: Ordinance) -> L:
    return both(lambda words: title_of(words, name, ordinance))


def _step(step: Step | None) -> L | bool:
    return step_label(step) if step else False


def _change(town: Town, board: Board, rights: Rights, name: str, what: str, said: dict[str, Any]) -> dict[str, Any]:
    if what not in CHANGES:
        raise Letter("page.no_such")
    lane = town.lane(name)
    rights.change(name)
    if lane.locked and not rights.leads:
        raise Locked
    base = field_of(said, "base", int)
    changes: dict[str, Callable[[Lane], None]] = {
        "switch": lambda lane: lane.switch(base, field_of(said, "switch", str)),
        "undo": lambda lane: lane.undo(base),
        "redo": lambda lane: lane.redo(base),
        "ordinance": lambda lane: lane.take(base, _ordinance(said, lane.base.name)),
        "link": lambda lane: lane.take(base, *links.opened(links.read(town, field_of(said, "link", str)))),
    }
    revision, done = lane.revision, town.change(name, changes[what])
    if lane.revision != revision:
        board.post("change", {"lane": name, "revision": lane.revision, "by": rights.lane or rights.role}, name)
    return {"before": done.before, "difference": done.difference, **view_of(town, name)}


def _ordinance(said: dict[str, Any], name: str) -> Ordinance:
    """The ordinance that is asked for: a shipped one by `name` (no path), or the text of a file, called as before. Letter, OrdinanceError."""
    if "toml" in said:
        return read_text(field_of(said, "toml", str), "ordinance.toml", name)
    return _shipped(field_of(said, "name", str))


def _shipped(name: str) -> Ordinance:
    if name not in names():
        raise Letter("page.no_ordinance", asked=name[:40], names=listing(names()))
    return load(name)


def _open(town: Town, rights: Rights, said: dict[str, Any]) -> dict[str, Any]:
    rights.lead()
    source, name = field_of(said, "from", str), field_of(said, "name", str).strip()
    if not re.fullmatch(rf"[^\x00-\x1f/?#<>&\"'\\]{{1,{LONGEST_NAME}}}", name) or re.search(r"\d{10}", name):
        raise Letter("page.bad_name", most=LONGEST_NAME)
    if name in town.lanes:
        raise Letter("page.name_taken", asked=name)
    if source in town.lanes:
        town.copy(source, name)
    else:
        town.open(name, made((_shipped(source), ())))
    return view_of(town, name)
