"""What a worker counts, for Prometheus: events, messages, what was allowed and denied by row, lag, and the time of the last event."""

from __future__ import annotations

from collections import Counter as Counted
from collections.abc import Iterable, Mapping, Sequence

from aiokafka.structs import ConsumerRecord, TopicPartition
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from pydantic_core import from_json

from processors.parts.log import LEDGER, Out

REGISTRY = CollectorRegistry()
_RECORDS = Counter("nayose_records_read", "Records taken", ("stage", "topic", "partition"), registry=REGISTRY)
_MESSAGES = Counter("nayose_messages_sent", "Messages sent", ("stage", "topic"), registry=REGISTRY)
_DECISIONS = Counter("nayose_ledger_entries", "Ledger entries: what was disclosed, denied and retracted", ("lane", "act", "duty", "kind", "code", "row"), registry=REGISTRY)
_LAG = Gauge("nayose_lag", "Records not yet taken", ("stage", "topic", "partition"), registry=REGISTRY)
_LAST = Gauge("nayose_last_event_timestamp_seconds", "When the newest record taken was written (Unix seconds)", ("stage",), registry=REGISTRY)
_READY = Gauge("nayose_ready", "Whether all parts that were assigned are live", ("stage",), registry=REGISTRY)
_PARTS = Gauge("nayose_parts", "Parts of a stage that are held", ("stage",), registry=REGISTRY)


class Meter:
    """One stage's numbers."""

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self._lagging: set[TopicPartition] = set()

    def took(self, _part: int, records: Sequence[ConsumerRecord]) -> None:
        """Some records were taken live."""
        counts: dict[tuple[str, int], int] = {}
        for record in records:
            counts[record.topic, record.partition] = counts.get((record.topic, record.partition), 0) + 1
        for (topic, partition), count in counts.items():
            _RECORDS.labels(self._stage, topic, partition).inc(count)
        _LAST.labels(self._stage).set(records[-1].timestamp / 1000)

    def sends(self, outs: Iterable[Out]) -> None:
        """Some messages are sent."""
        counts: dict[str, int] = {}
        for out in outs:
            counts[out.topic] = counts.get(out.topic, 0) + 1
            if out.topic == LEDGER:
                _entered(out.value)
        for topic, count in counts.items():
            _MESSAGES.labels(self._stage, topic).inc(count)

    def stands(self, ready: bool, parts: Sequence[int], lag: Mapping[TopicPartition, int]) -> None:
        """How things stand."""
        _READY.labels(self._stage).set(ready)
        _PARTS.labels(self._stage).set(len(parts))
        for partition in self._lagging - lag.keys():  # another worker's now
            _LAG.remove(self._stage, partition.topic, str(partition.partition))
        self._lagging = set(lag)
        for partition, records in lag.items():
            _LAG.labels(self._stage, partition.topic, partition.partition).set(records)


def _entered(block: bytes) -> None:
    said = from_json(block)
    columns = (said[name] for name in ("acts", "duties", "kinds", "codes", "rows"))
    for entry, count in Counted(zip(*columns)).items():
        _DECISIONS.labels(said["lane"], *entry).inc(count)


def exposition() -> bytes:
    """All numbers, as Prometheus reads them."""
    return generate_latest(REGISTRY)
