"""The state of the page as a link: the town, the ordinance as switches on a shipped one, the moment. The run is deterministic, so no more is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from schemas.ordinance import Ordinance, load, names, read_text
from workshop.letters import Letter, listing
from workshop.ordinances.toml import as_toml
from workshop.page.playing.lane import State, made
from workshop.page.playing.town import Town

_MOST = 4000


def link_of(town: Town, name: str) -> str:
    """The query of a link to what a lane shows. Letter: its ordinance was pasted in, and no link can carry it. NoLane."""
    lane = town.lane(name)
    if not _is_shipped(lane.base):
        raise Letter("page.no_link", asked=name)
    about, moment = town.about, town.clock.told()["at"]
    of_town = {"seed": about.seed, "size": about.residents, "months": about.months, "start": about.start, "version": about.version}
    some = {key: value for key, value in of_town.items() if value not in (None, "")}
    return urlencode([*some.items(), ("base", lane.base.name), *(("set", switch) for switch in lane.switches), ("t", moment)])


def read(town: Town, query: str) -> dict[str, Any]:
    """What a link asks for: `base`, `switches`, `at`, and whether it is of this very town (`same`). Letter, OrdinanceError: it asks for what is not there."""
    if len(query) > _MOST:
        raise Letter("page.bad_link")
    pairs = parse_qsl(query)
    found, switches = dict(pairs), tuple(value for key, value in pairs if key == "set")
    if found.get("base") not in names():
        raise Letter("page.no_ordinance", asked=found.get("base", "")[:40], names=listing(names()))
    made((load(found["base"]), switches))
    about = town.about
    same = [str(value) == found.get(key) for key, value in (("seed", about.seed), ("size", about.residents), ("start", about.start), ("version", about.version))]
    return {"base": found["base"], "switches": list(switches), "at": found.get("t"), "same": all(same), "version": {"link": found.get("version"), "town": about.version}}


def opened(said: dict[str, Any]) -> State:
    """What a link (as it was read) puts in force in a lane."""
    return load(said["base"]), tuple(said["switches"])


def kept(ordinance: Ordinance) -> dict[str, str]:
    """A lane's base as it is kept: its name, and where no ordinance at hand is it, its text."""
    return {"name": ordinance.name} if _is_shipped(ordinance) else {"name": ordinance.name, "toml": as_toml(ordinance)}


def taken_up(base: Mapping[str, str]) -> Ordinance:
    """The same back. OrdinanceError, KeyError: it is none."""
    return read_text(base["toml"], name=base["name"]) if "toml" in base else load(base["name"])


def _is_shipped(ordinance: Ordinance) -> bool:
    return ordinance.name in names() and load(ordinance.name) == ordinance
