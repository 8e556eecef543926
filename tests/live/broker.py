"""A real Kafka broker for the live tests, found or started: never a stand-in.

In this order: NAYOSE_TEST_BROKER if it is set; else a container of IMAGE, where a Docker engine has it or can pull it; else the broker's own
jars from Maven Central (kept between runs), where Java 17 or newer and Maven are installed; else `NoBroker` says how to get one.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = "4.1.1"
IMAGE = f"apache/kafka:{VERSION}"
HOW = (
    "no Kafka broker: start Docker, or install Java 17 and Maven (apt-get install openjdk-17-jre-headless maven), or name one in NAYOSE_TEST_BROKER=host:port"
)
_JAVA_OPTIONS = ("-Xmx512m", "-Xms256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>broker</artifactId><version>1</version>
<dependencies>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>{VERSION}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
</dependencies></project>
"""


class NoBroker(Exception):
    """There is none to be had on this machine."""


@contextmanager
def broker() -> Iterator[str]:
    """The address of a broker, for as long as the context lasts."""
    if named := os.environ.get("NAYOSE_TEST_BROKER"):
        yield named
    elif (client := _docker()) is not None:
        with _container(client) as address:
            yield address
    elif _java() and shutil.which("mvn"):
        with Jars() as jars:
            yield jars.address
    else:
        raise NoBroker(HOW)


def _docker() -> object | None:
    """A client of an engine that has the image, now at the latest."""
    try:
        import docker

        client = docker.from_env(timeout=300)
        if not client.images.list(IMAGE):
            client.images.pull(IMAGE)
        return client
    except Exception:  # no SDK, no engine, no right to use it, no image to be had: then not by Docker
        return None


@contextmanager
def _container(client: object) -> Iterator[str]:
    port = free_port()
    settings = _settings(f"127.0.0.1:{port}", f"0.0.0.0:{port}", "/tmp/logs")
    made = client.containers.run(  # type: ignore[attr-defined]
        IMAGE, detach=True, remove=True, ports={f"{port}/tcp": ("127.0.0.1", port)}, name=f"nayose-test-{uuid.uuid4().hex[:8]}",
        environment={"CLUSTER_ID": "5L6g3nShT-eMCtK--X86sw"} | {"KAFKA_" + name.upper().replace(".", "_"): value for name, value in settings.items()},
    )  # fmt: skip
    try:
        _wait_for_answer(f"127.0.0.1:{port}", 60)
        yield f"127.0.0.1:{port}"
    finally:
        made.kill()


def _java() -> bool:
    if not shutil.which("java"):
        return False
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, encoding="utf-8").stderr
    version = said.partition('"')[2].partition('"')[0].partition(".")[0]
    return version.isdigit() and int(version) >= 17


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, seconds: float) -> None:
    """Until somebody listens."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise NoBroker(f"the broker did not listen on port {port} within {seconds:.0f} s")


def _wait_for_answer(address: str, seconds: float) -> None:
    """Until a broker answers: an engine listens on a container's port long before."""
    from kafka.admin import KafkaAdminClient
    from kafka.errors import KafkaError

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            KafkaAdminClient(bootstrap_servers=address, bootstrap_timeout_ms=2_000).close()
            return
        except (KafkaError, OSError):
            time.sleep(0.2)
    raise NoBroker(f"the broker at {address} did not answer within {seconds:.0f} s")


def _settings(advertised: str, listen: str, logs: str, controller: int = 0) -> dict[str, str]:
    controller = controller or free_port()
    return {
        "process.roles": "broker,controller", "node.id": "1", "controller.quorum.voters": f"1@localhost:{controller}",
        "listeners": f"PLAINTEXT://{listen},CONTROLLER://localhost:{controller}", "advertised.listeners": f"PLAINTEXT://{advertised}",
        "controller.listener.names": "CONTROLLER", "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "offsets.topic.replication.factor": "1", "offsets.topic.num.partitions": "4", "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1", "share.coordinator.state.topic.replication.factor": "1", "share.coordinator.state.topic.min.isr": "1",
        "group.initial.rebalance.delay.ms": "0", "auto.create.topics.enable": "false", "message.max.bytes": "9000000", "log.dirs": logs,
    }  # fmt: skip


class Jars:
    """A broker of the jars on Maven Central, in a Java of its own. It can be stopped and started again on the same port and data."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="nayose-broker-"))
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"127.0.0.1:{self._port}"

    def __enter__(self) -> Jars:
        self._libs = _libs()
        settings = _settings(self.address, self.address, str(self._home / "logs"))
        self._file = self._home / "server.properties"
        self._file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
        subprocess.run([*self._command("kafka.tools.StorageTool"), "format", "-t", "5L6g3nShT-eMCtK--X86sw", "-c", str(self._file)], check=True, capture_output=True)
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def _command(self, main: str) -> list[str]:
        return ["java", *_JAVA_OPTIONS, "-cp", f"{self._libs}/*", main]

    def start(self) -> None:
        """Starts it, and waits until it listens."""
        with (self._home / "broker.log").open("ab") as log:
            self._process = subprocess.Popen([*self._command("kafka.Kafka"), str(self._file)], stdout=log, stderr=log, start_new_session=True)
        wait_for_port(self._port, 60)

    def stop(self) -> None:
        """Stops it as a service manager would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


def _libs() -> Path:
    """The jars, fetched once."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nayose" / f"kafka-{VERSION}"
    if not (cache / "done").exists():
        cache.mkdir(parents=True, exist_ok=True)
        (cache / "pom.xml").write_text(_POM, encoding="utf-8")
        command = ["mvn", "-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime", "-DoutputDirectory=libs"]
        made = subprocess.run(command, cwd=cache, capture_output=True, text=True, encoding="utf-8")
        if made.returncode:
            raise NoBroker(f"Maven Central gave no broker: {made.stdout[-300:]}")
        (cache / "done").touch()
    return cache / "libs"
