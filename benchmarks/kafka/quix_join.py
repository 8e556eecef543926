"""The simpler join in Quix Streams, state in RocksDB without changelogs. `python -m benchmarks.kafka.quix_join BROKER PREFIX`."""

from __future__ import annotations

import sys
import tempfile
from functools import reduce
from typing import Any

from quixstreams import Application, State

from benchmarks.kafka.join import Shares, Verdict, change_of, judge, link, verdict_of
from benchmarks.kafka.places import COMMIT_SECONDS, GROUP, SHARES, VERDICTS, began, offices


def by_number(event: bytes, state: State) -> list[Shares]:
    """Four slots; what households are told."""
    began()
    change = change_of(event)
    made = link(state.get("slots"), *change) if change else None
    if made is None:
        return []
    state.set("slots", made[0])
    return made[1]


def by_household(shares: Shares, state: State) -> Verdict | None:
    """Four sums; the verdict, if it is another."""
    sums = state.get("sums")
    now = judge(sums, shares)
    state.set("sums", now)
    verdict = verdict_of(now)
    return verdict if verdict != verdict_of(sums) else None


def app_of(broker: str, prefix: str) -> Application:
    """Events -> slots by number -> shares by household -> verdicts."""
    app = Application(
        broker, consumer_group=prefix + GROUP, auto_offset_reset="earliest", commit_interval=COMMIT_SECONDS, use_changelog_topics=False,
        state_dir=tempfile.mkdtemp(prefix="nayose-benchmark-"), loglevel="WARNING", consumer_poll_timeout=0.1,
        producer_extra_config={"linger.ms": 5, "batch.size": 1 << 20}, consumer_extra_config={"fetch.wait.max.ms": 50},
    )  # fmt: skip
    raw: Any = {"value_deserializer": "bytes", "key_deserializer": "bytes"}
    frames = [app.dataframe(app.topic(name, **raw)) for name in offices(prefix)]
    events = reduce(lambda one, other: one.concat(other), frames)
    app._dataframe_registry._requires_time_alignment = False  # the order of the four does not matter here, and to keep it costs a quarter
    events = events.filter(lambda event: b'"type":"day.ended"' not in event).apply(by_number, stateful=True, expand=True)
    shares = app.topic(prefix + SHARES, key_serializer="str", key_deserializer="str")
    events.to_topic(shares, key=lambda shares: str(shares[0]))
    told = app.dataframe(shares).apply(by_household, stateful=True).filter(lambda verdict: verdict is not None)
    told.to_topic(app.topic(prefix + VERDICTS, value_serializer="json", key_serializer="str"))
    return app


if __name__ == "__main__":
    app_of(*sys.argv[1:3]).run()
