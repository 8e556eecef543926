"""The topics: how many partitions each has, and what it keeps. One job makes them (`nayose kafka topics --make`), and a worker compares them before it starts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

from processors.kafka.topology import TOPICS


class Wrong(Exception):
    """The broker or a topic is not as it must be; the text is a letter to the user."""


def check(broker: str, prefix: str = "") -> None:
    """Raises Wrong if no broker answers, or a topic is missing or has other partitions than it must."""
    try:
        there = asyncio.run(_partitions(broker, [prefix + topic.name for topic in TOPICS]))
    except (KafkaError, OSError, ValueError) as error:
        raise no_broker(broker, error) from None
    compare(there, prefix)


async def _partitions(broker: str, names: Iterable[str]) -> dict[str, int]:
    """How many partitions each topic has that is there."""
    client = AIOKafkaClient(bootstrap_servers=broker, client_id="nayose", request_timeout_ms=20_000)
    await client.bootstrap()
    try:
        await client.set_topics(names)
        await client.force_metadata_update()
        return {name: len(client.cluster.partitions_for_topic(name) or ()) for name in names}
    finally:
        await client.close()


def compare(there: Mapping[str, int], prefix: str = "") -> None:
    """Raises Wrong if a topic is missing (or has no partition), or has other partitions than it must."""
    for topic in TOPICS:
        found = there.get(prefix + topic.name)
        if not found:
            raise missing(prefix + topic.name)
        if found != topic.partitions:
            raise Wrong(
                f"topic {prefix + topic.name} has {found} partitions, and must have {topic.partitions}: all inputs of a stage are split alike. "
                "Delete it, and make it anew with `nayose kafka topics --make`."
            )


def missing(name: str) -> Wrong:
    """The letter about a topic that is not there."""
    return Wrong(f"there is no topic {name}. Make all topics with `nayose kafka topics --make`.")


def no_broker(broker: str, error: Exception) -> Wrong:
    """The letter about a broker that does not answer."""
    return Wrong(f"no broker answers at {broker} ({type(error).__name__}). Start one (nayose kafka up), or give the address of one with --kafka HOST:PORT.")
