"""Ordinances as messages on the topic of the same name: key = lane; the change number orders those of a lane."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from pydantic_core import from_json, to_json

from processors.parts.gate import Adopted
from schemas.ordinance.reader import read_bytes
from schemas.ordinance.switch import switched


def write_ordinance(
    lane: str, change: int, toml: str, run_start: datetime.date, file_size: int, switches: Sequence[str] = (), name: str = "", opened: int = 0, closed: bool = False
) -> tuple[bytes, bytes]:
    """Key and message. `switches`: those of the workshop, as text; they may do what no file may (see schemas.ordinance.switch).
    `name`: what the ordinance is called, if not as the lane is; `opened`, `closed`: see Adopted."""
    said = {"lane": lane, "change": change, "run_start": run_start.isoformat(), "file_size": file_size, "toml": toml}
    more = {"switches": list(switches), "name": name if name != lane else "", "opened": opened, "closed": closed}
    return lane.encode(), to_json(said | {name: value for name, value in more.items() if value})


def read_ordinance(message: bytes | None) -> Adopted:
    """What `write_ordinance` wrote. OrdinanceError if the ordinance does not load, ValueError, KeyError or TypeError if it is no such message."""
    said = from_json(message or b"")
    written = read_bytes(said["toml"].encode(), f"{said['lane']}.toml", str(said.get("name", said["lane"])))
    ordinance = switched(written, [str(switch) for switch in said.get("switches", ())])
    run_start = datetime.date.fromisoformat(said["run_start"]).toordinal()
    opened, closed = int(said.get("opened", 0)), bool(said.get("closed", False))
    return Adopted(str(said["lane"]), int(said["change"]), ordinance, run_start, int(said["file_size"]), opened, closed)
