"""What a worker is told: the broker, its stages, the names of topics and groups, and how it reads and writes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from processors.parts.log import DISCLOSURES, HANDOVERS, OFFICES_TOPIC, RECORDS
from processors.store.facts import OFFICES

STAGES = ("link", "gate", "assess")
PARTITIONS = 6
"""Partitions of every topic that is read in parts: all alike, so that a part of a stage is one number (rule 10)."""
INPUTS: dict[str, tuple[str, ...]] = {
    "link": (*(office + OFFICES_TOPIC for office in OFFICES), HANDOVERS), "gate": (RECORDS,), "assess": (DISCLOSURES,),
}  # fmt: skip
"""What a stage reads in parts."""
SESSION_SECONDS, HEARTBEAT_SECONDS, COMMIT_SECONDS = 6.0, 1.0, 0.5


class BadSetting(ValueError):
    """A variable of the environment says what cannot be; the text is a letter to the user."""


@dataclass(frozen=True)
class Settings:
    """`prefix` goes before the names of all topics and groups, so that several sandboxes can share a broker."""

    broker: str
    stages: tuple[str, ...] = STAGES
    prefix: str = ""
    people: bool = False
    web_host: str = "127.0.0.1"
    web_port: int = 0
    most_records: int = 12_000
    check: bool = False
    """Hold each disclosure against the schema of its join before it is sent; one that does not fit ends the process."""

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """As containers are told: NAYOSE_BROKER, NAYOSE_STAGES, NAYOSE_PREFIX, NAYOSE_PEOPLE, NAYOSE_WEB (host:port), NAYOSE_MOST_RECORDS,
        NAYOSE_CHECK_DISCLOSURES (1: yes). BadSetting: one of them cannot be."""
        stages = tuple(s for s in environment.get("NAYOSE_STAGES", "").replace(",", " ").split() if s) or STAGES
        if unknown := [stage for stage in stages if stage not in STAGES]:
            raise BadSetting(f"NAYOSE_STAGES: there is no stage {unknown[0]!r}. It may name {', '.join(STAGES)}.")
        host, _, port = environment.get("NAYOSE_WEB", "127.0.0.1:0").rpartition(":")
        if not host or not port.isdigit() or int(port) > 65_535:
            raise BadSetting(f"NAYOSE_WEB: {environment['NAYOSE_WEB']!r} is no address. It is host:port, such as 127.0.0.1:6066; port 0 serves no page.")
        most = environment.get("NAYOSE_MOST_RECORDS", str(cls.most_records))
        if not most.isdigit() or not int(most):
            raise BadSetting(f"NAYOSE_MOST_RECORDS: {most!r} is no number of records. It is a whole number from 1 on; leave it out for {cls.most_records}.")
        return cls(
            environment.get("NAYOSE_BROKER", "127.0.0.1:9092"), stages, environment.get("NAYOSE_PREFIX", ""), bool(environment.get("NAYOSE_PEOPLE")),
            host, int(port), int(most),
            environment.get("NAYOSE_CHECK_DISCLOSURES", "") not in ("", "0"),
        )  # fmt: skip

    def topic(self, name: str) -> str:
        """A topic's name on the broker."""
        return self.prefix + name

    def plain(self, topic: str) -> str:
        """The name without the prefix."""
        return topic.removeprefix(self.prefix)

    def group(self, stage: str) -> str:
        """The consumer group of a stage."""
        return f"{self.prefix}nayose-{stage}"

    def consumer(self, stage: str) -> dict[str, Any]:
        """How a stage reads. A short session, so that a killed worker's parts are taken over soon."""
        return {
            "bootstrap_servers": self.broker, "group_id": self.group(stage), "enable_auto_commit": False, "auto_offset_reset": "earliest",
            "session_timeout_ms": int(SESSION_SECONDS * 1000), "heartbeat_interval_ms": int(HEARTBEAT_SECONDS * 1000), "rebalance_timeout_ms": 10_000,
            "max_poll_interval_ms": 60_000, "max_partition_fetch_bytes": 4 << 20, "fetch_max_wait_ms": 20,
        }  # fmt: skip

    def producer(self) -> dict[str, Any]:
        """How a stage writes: acknowledged by all, each message once in its order."""
        return {
            "bootstrap_servers": self.broker, "acks": "all", "enable_idempotence": True, "linger_ms": 0, "max_batch_size": 1 << 20,
            "max_request_size": 8 << 20, "request_timeout_ms": 60_000,
        }  # fmt: skip
