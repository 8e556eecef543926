"""One run of a town on a broker, from the first topic to the digest."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workshop.kafka.ordinances import put_in_force
from workshop.kafka.reading import Topics
from workshop.kafka.town import figures, made_topics, send_folder, settle, workers
from workshop.towns import home


def run_town(broker: str, folder: Path, names: Sequence[str], start: datetime.date, residents: int, count: int) -> dict[str, Any]:
    """Sends a town's records, lets workers of this machine work on them, and reads what the topics come to."""
    prefix = f"run-{secrets.token_hex(3)}."
    made_topics(broker, prefix)
    log = home() / "kafka-worker.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with Topics(broker, prefix) as there:
        lanes = put_in_force(there, names, start, residents)
        with workers(count, broker, prefix, log) as running:
            events = send_folder(broker, prefix, folder, start)
            settle(there, running, log)
        found = figures(there.newest(), lanes)
    return {"lanes": found, "events": events, "prefix": prefix, "log": str(log)}
