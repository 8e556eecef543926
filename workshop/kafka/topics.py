"""The job that makes the topics, and drops them."""

from __future__ import annotations

from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError

from processors.kafka.topics import Wrong, check, no_broker
from processors.kafka.topology import TOPICS


def admin(broker: str) -> KafkaAdminClient:
    """A client for topics and groups. Raises Wrong where no broker answers."""
    try:
        return KafkaAdminClient(bootstrap_servers=broker, bootstrap_timeout_ms=10_000, request_timeout_ms=20_000, client_id="nayose")
    except (KafkaError, OSError, ValueError) as error:
        raise no_broker(broker, error) from None


def make(broker: str, prefix: str = "", replicas: int = -1) -> list[str]:
    """Makes the topics that are missing; returns their names. Raises Wrong if one that is there is not as it must be."""
    client = admin(broker)
    try:
        there = set(client.list_topics())
        missing = [t for t in TOPICS if prefix + t.name not in there]
        if missing:
            _make(client, [NewTopic(prefix + t.name, t.partitions, replicas, topic_configs=t.config) for t in missing])
    finally:
        client.close()
    check(broker, prefix)
    return [t.name for t in missing]


def _make(client: KafkaAdminClient, wanted: list[NewTopic]) -> None:
    try:
        client.create_topics(wanted, timeout_ms=20_000, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        pass  # another job was quicker
    except KafkaError as error:
        raise Wrong(f"the topics cannot be made: {error}. See the broker's log.") from None


def drop(broker: str, prefix: str = "") -> None:
    """Deletes the topics."""
    client = admin(broker)
    try:
        there = set(client.list_topics())
        client.delete_topics([prefix + t.name for t in TOPICS if prefix + t.name in there])
    finally:
        client.close()
