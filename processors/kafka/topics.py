"""The topics on a broker: made by one job, and compared before a worker starts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError

from processors.kafka.topology import TOPICS


class Wrong(Exception):
    """The broker or a topic is not as it must be; the text is a letter to the user."""


def admin(broker: str) -> KafkaAdminClient:
    """A client for topics and groups. Raises Wrong where no broker answers."""
    try:
        return KafkaAdminClient(bootstrap_servers=broker, bootstrap_timeout_ms=10_000, request_timeout_ms=20_000, client_id="nayose")
    except (KafkaError, OSError, ValueError) as error:
        raise Wrong(f"no broker answers at {broker} ({type(error).__name__}). Start one (nayose kafka up), or give the address of one with --kafka HOST:PORT.") from None


def make(broker: str, prefix: str = "", replicas: int = -1) -> list[str]:
    """Makes the topics that are missing; returns their names. Raises Wrong if one that is there is not as it must be."""
    client = admin(broker)
    try:
        there = set(client.list_topics())
        missing = [t for t in TOPICS if prefix + t.name not in there]
        if missing:
            _make(client, [NewTopic(prefix + t.name, t.partitions, replicas, topic_configs=t.config) for t in missing])
        return [t.name for t in missing]
    finally:
        client.close()
        check(broker, prefix)


def _make(client: KafkaAdminClient, wanted: list[NewTopic]) -> None:
    try:
        client.create_topics(wanted, timeout_ms=20_000, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        pass  # another job was quicker
    except KafkaError as error:
        raise Wrong(f"the topics cannot be made: {error}. See the broker's log.") from None


def check(broker: str, prefix: str = "") -> None:
    """Raises Wrong if a topic is missing or has other partitions than it must."""
    client = admin(broker)
    try:
        there = partitions(client, (prefix + t.name for t in TOPICS))
    finally:
        client.close()
    for topic in TOPICS:
        found = there.get(prefix + topic.name)
        if found is None:
            raise missing(prefix + topic.name)
        if found != topic.partitions:
            raise Wrong(
                f"topic {prefix + topic.name} has {found} partitions, and must have {topic.partitions}: all inputs of a stage are split alike. "
                "Delete it, and make it anew with `nayose kafka topics --make`."
            )


def missing(name: str) -> Wrong:
    """The letter about a topic that is not there."""
    return Wrong(f"there is no topic {name}. Make all topics with `nayose kafka topics --make`.")


def partitions(client: KafkaAdminClient, names: Iterable[str]) -> dict[str, int]:
    """How many partitions each topic has that is there."""
    there = set(client.list_topics())
    listed: list[dict[str, Any]] = client.describe_topics([name for name in names if name in there])
    return {one.get("topic") or one["name"]: len(one["partitions"]) for one in listed}


def drop(broker: str, prefix: str = "") -> None:
    """Deletes the topics."""
    client = admin(broker)
    try:
        there = set(client.list_topics())
        client.delete_topics([prefix + t.name for t in TOPICS if prefix + t.name in there])
    finally:
        client.close()
