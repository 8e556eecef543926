"""The simpler join in plain Faust: two agents, two Tables in memory with their changelogs. `python -m benchmarks.kafka.faust_join BROKER PREFIX`."""

from __future__ import annotations

import logging
import sys
import tempfile
from typing import Any

import faust
from pydantic_core import from_json, to_json

from benchmarks.kafka.join import change_of, judge, link, verdict_of
from benchmarks.kafka.places import COMMIT_SECONDS, GROUP, SHARES, VERDICTS, began, offices


def app_of(broker: str, prefix: str) -> faust.App:
    """The app: events -> slots by number -> shares by household -> verdicts."""
    app = faust.App(
        prefix + GROUP, broker=f"kafka://{broker}", store="memory://", topic_partitions=6, topic_disable_leader=True, web_enabled=False,
        broker_commit_interval=COMMIT_SECONDS, broker_commit_every=100_000, producer_linger=0.02, producer_max_batch_size=1 << 20,
        stream_buffer_maxsize=4096 * 4, datadir=tempfile.mkdtemp(prefix="nayose-benchmark-"), consumer_auto_offset_reset="earliest",
    )  # fmt: skip
    raw: Any = {"key_type": bytes, "value_type": bytes, "key_serializer": "raw", "value_serializer": "raw"}
    shares, verdicts = app.topic(prefix + SHARES, partitions=6, **raw), app.topic(prefix + VERDICTS, partitions=6, **raw)
    people, homes = app.Table("people", partitions=6), app.Table("homes", partitions=6)

    @app.agent(app.topic(*offices(prefix), **raw))
    async def by_number(events: Any) -> None:
        async for key, event in events.items():
            began()
            if key is None or (change := change_of(event)) is None:
                continue
            number = key.decode()
            if (made := link(people.get(number), *change)) is not None:
                people[number] = made[0]
                for share in made[1]:
                    await shares.send(key=b"%d" % share[0], value=to_json(share))

    @app.agent(shares)
    async def by_household(told: Any) -> None:
        async for key, message in told.items():
            home = key.decode()
            sums = homes.get(home)
            now = homes[home] = judge(sums, from_json(message))
            if (verdict := verdict_of(now)) != verdict_of(sums):
                await verdicts.send(key=key, value=to_json(verdict))

    return app


if __name__ == "__main__":
    logging.getLogger("aiokafka").setLevel(logging.ERROR)
    faust.Worker(app_of(*sys.argv[1:3]), loglevel="INFO").execute_from_commandline()
