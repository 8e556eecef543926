"""The containers of docker-compose.yml, by Docker's own SDK; started and stopped by Compose."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
from docker.errors import DockerException

from workshop.letters import Letter

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
PROJECT = "nayose"
_KILL = """
import os, signal
for pid in (p for p in os.listdir("/proc") if p.isdigit() and int(p) not in (1, os.getpid())):
    if b"processors.kafka" in open(f"/proc/{pid}/cmdline", "rb").read():
        os.kill(int(pid), signal.SIGKILL)
"""
"""Kills the worker from inside: what is killed from outside Docker takes for stopped, and does not start again."""


@dataclass(frozen=True)
class Container:
    """One container as it stands."""

    service: str
    name: str
    state: str
    health: str


def engine() -> Any:
    """The Docker engine. Letter: none answers."""
    try:
        client = docker.from_env(timeout=60)
        client.ping()
        return client
    except DockerException as error:
        raise Letter("kafka.no_docker", why=str(error)[:200]) from None


def compose(arguments: Sequence[str]) -> None:
    """Runs Docker Compose on the file of the repository. Letter: it failed."""
    engine().close()
    command = ["docker", "compose", "-f", str(FILE), "-p", _project(), *arguments]
    try:
        done = subprocess.run(command, check=False)
    except FileNotFoundError:
        raise Letter("kafka.no_docker", why="docker compose") from None
    if done.returncode:
        raise Letter("kafka.compose_failed", 1, command=" ".join(command))


def containers() -> list[Container]:
    """The project's containers."""
    client = engine()
    try:
        listed = client.containers.list(all=True, filters={"label": f"com.docker.compose.project={_project()}"})
        return sorted((_container(c) for c in listed), key=lambda c: c.name)
    finally:
        client.close()


def kill(service: str) -> str:
    """Kills the worker in one running container of a service, the hard way; returns its name. Letter: none runs."""
    client = engine()
    try:
        labels = [f"com.docker.compose.project={_project()}", f"com.docker.compose.service={service}"]
        running = client.containers.list(filters={"label": labels})
        if not running:
            raise Letter("kafka.no_worker", service=service)
        chosen = random.choice(running)
        chosen.exec_run(["python", "-c", _KILL])
        return str(chosen.name)
    finally:
        client.close()


def _container(container: Any) -> Container:
    health = container.attrs.get("State", {}).get("Health", {}).get("Status", "")
    return Container(container.labels.get("com.docker.compose.service", ""), container.name, container.status, health)


def _project() -> str:
    return os.environ.get("COMPOSE_PROJECT_NAME", PROJECT)
